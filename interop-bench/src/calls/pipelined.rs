//! Row 7: `add(2, 40)` over a WebSocket, with many concurrent calls on one connection.

use std::io::Write as _;

use super::Comparison;
use crate::table::Target;
use crate::timing::{Batch, across_threads};
use crate::web_socket::{Endpoint, Frames, Server};

/// Maximum number of unanswered calls, and the number of calls that are sent at once. The server always has work while
/// the client reads and writes.
const WINDOW: u32 = 512;
const TOGETHER: u32 = 128;

pub(super) fn comparisons() -> Vec<Comparison> {
    vec![
        Comparison {
            id: "7a",
            what: "WebSocket call of add(2, 40) / axum echo of the same frame",
            ours: || pipeline(Endpoint::Circuits, put_call, is_reply),
            peer: || pipeline(Endpoint::OneByOneEcho, put_call, is_call),
            target: Target::RateOf(0.8),
        },
        Comparison {
            id: "7b",
            what: "WebSocket call of add(2, 40) / jsonrpsee server",
            ours: || pipeline(Endpoint::Circuits, put_call, is_reply),
            peer: || pipeline(Endpoint::Jsonrpsee, put_jsonrpsee_call, is_jsonrpsee_reply),
            target: Target::TimesFaster(8.0),
        },
        Comparison {
            id: "7c",
            what: "WebSocket call of add(2, 40) / echo that gathers its answers",
            ours: || pipeline(Endpoint::Circuits, put_call, is_reply),
            peer: || pipeline(Endpoint::GatheringEcho, put_call, is_call),
            target: Target::RateOf(0.8),
        },
        Comparison {
            id: "7d",
            what: "WebSocket call of add(2, 40) / counting the frames of such calls",
            ours: || pipeline(Endpoint::Circuits, put_call, is_reply),
            peer: || pipeline(Endpoint::Floor, put_call, is_reply),
            target: Target::None,
        },
    ]
}

fn pipeline(endpoint: Endpoint, put: fn(u64, &mut Vec<u8>, &mut Frames), is_answer: fn(&[u8]) -> bool) -> Batch {
    let server = Server::start(endpoint).expect("there is a free port");
    let mut client = server.connect();
    let mut call_id = 0;
    let mut text = Vec::new();
    across_threads(move |calls| {
        let _lives_as_long = &server;
        let (mut sent, mut answered) = (0, 0);
        while answered < calls {
            while sent < calls && sent - answered <= WINDOW - TOGETHER {
                let together = TOGETHER.min(calls - sent);
                for _ in 0..together {
                    call_id += 1;
                    put(call_id, &mut text, client.frames());
                }
                client.send();
                sent += together;
            }
            answered += client.receive(|answer| assert!(is_answer(answer), "{}", answer.escape_ascii()));
        }
        assert_eq!(answered, calls, "each call is answered once");
    })
}

pub(crate) fn put_call(call_id: u64, text: &mut Vec<u8>, frames: &mut Frames) {
    text.clear();
    let _ = write!(text, "[\"call\",{call_id},\"BlazorSample\",\"add\",0]\n[2,40]");
    frames.put_text(text);
}

fn put_jsonrpsee_call(id: u64, text: &mut Vec<u8>, frames: &mut Frames) {
    text.clear();
    let _ = write!(text, r#"{{"jsonrpc":"2.0","id":{id},"method":"BlazorSample.add","params":[2,40]}}"#);
    frames.put_text(text);
}

pub(crate) fn is_reply(answer: &[u8]) -> bool {
    answer.starts_with(br#"["reply","#) && answer.ends_with(b"]\n42")
}

pub(crate) fn is_call(answer: &[u8]) -> bool {
    answer.starts_with(br#"["call","#) && answer.ends_with(b"]\n[2,40]")
}

fn is_jsonrpsee_reply(answer: &[u8]) -> bool {
    answer.starts_with(br#"{"jsonrpc":"2.0","id":"#) && answer.ends_with(br#","result":42}"#)
}
