//! Row 8: a `Uint8Array` of 1 MiB as the argument of a WebSocket call.
//!
//! A call consists of two frames: the bytes, and the text that refers to them. The echo receives the same two frames.
//! It does not answer the bytes, and returns the text, which is as short as our reply.

use super::Comparison;
use crate::table::Target;
use crate::timing::{Batch, across_threads};
use crate::web_socket::{Endpoint, Frames, Server};

const LENGTH: usize = 1 << 20;

/// Maximum number of unanswered calls. While the server processes one, the next one is on its way.
const WINDOW: u32 = 2;

pub(super) fn comparisons() -> Vec<Comparison> {
    vec![
        Comparison {
            id: "8a",
            what: "WebSocket call with 1 MiB as ByteBuffer / echo that takes the same frames",
            ours: || pipeline(Endpoint::Circuits, "take_bytes", is_reply),
            peer: || pipeline(Endpoint::GatheringEcho, "take_bytes", is_call),
            target: Target::RateOf(0.9),
        },
        Comparison {
            id: "8b",
            what: "WebSocket call with 1 MiB as Vec<u8> / echo that takes the same frames",
            ours: || pipeline(Endpoint::Circuits, "take_byte_vector", is_reply),
            peer: || pipeline(Endpoint::GatheringEcho, "take_byte_vector", is_call),
            target: Target::RateOf(0.9),
        },
    ]
}

fn pipeline(endpoint: Endpoint, method: &'static str, is_answer: fn(&[u8]) -> bool) -> Batch {
    let server = Server::start(endpoint).expect("there is a free port");
    let mut client = server.connect();
    let bytes = byte_array();
    let mut call_id = 0_u64;
    across_threads(move |calls| {
        let _lives_as_long = &server;
        let (mut sent, mut answered) = (0, 0);
        while answered < calls {
            while sent < calls && sent - answered < WINDOW {
                call_id += 1;
                client.send_prepared(&bytes);
                let call = format!("[\"call\",{call_id},\"BlazorSample\",\"{method}\",0]\n[{{\"__byte[]\":0}}]");
                client.frames().put_text(call.as_bytes());
                client.send();
                sent += 1;
            }
            answered += client.receive(|answer| assert!(is_answer(answer), "{}", answer.escape_ascii()));
        }
        assert_eq!(answered, calls, "each call is answered once");
    })
}

/// The frame of the byte array with the id 0.
fn byte_array() -> Frames {
    let mut payload = vec![0; 9 + LENGTH];
    payload[0] = 1;
    // Arbitrary bytes, which are not all equal.
    payload[9..].iter_mut().zip((0..=u8::MAX).cycle()).for_each(|(byte, value)| *byte = value);
    let mut frames = Frames::default();
    frames.put_binary(&payload);
    frames
}

fn is_reply(answer: &[u8]) -> bool {
    answer.starts_with(br#"["reply","#) && answer.ends_with(b"]\n1048576")
}

fn is_call(answer: &[u8]) -> bool {
    answer.starts_with(br#"["call","#) && answer.ends_with(b"]\n[{\"__byte[]\":0}]")
}
