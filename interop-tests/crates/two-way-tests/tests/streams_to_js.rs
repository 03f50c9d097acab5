//! Streams that Rust offers and JavaScript reads.

#![allow(missing_docs, missing_debug_implementations, clippy::needless_pass_by_value)]

use std::io;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use futures_util::io::Cursor;
use futures_util::stream::{self, StreamExt as _};
use interop_core::host::{CircuitHost, Invocation, Outgoing, Reply, STREAM_CHUNK_BYTES};
use interop_core::testing::{RustStream, Script, ScriptError};
use interop_core::{InProcess, State, StreamReference, js_invokable};
use serde::Serialize;
use two_way_tests::offering::{chunk, end, failing, offer, watched};
use two_way_tests::{Deaths, Gate, Peer, Wakes, detailed};

interop_core::assembly!("Tests");

#[derive(Serialize)]
pub struct Report {
    title: &'static str,
    pages: Vec<StreamReference>,
}

#[js_invokable]
pub fn report() -> Report {
    Report { title: "all", pages: vec![StreamReference::from_bytes("one"), StreamReference::from_bytes("two")] }
}

#[js_invokable]
pub fn watched_report(deaths: State<Deaths>) -> StreamReference {
    watched(deaths.witness())
}

#[test]
fn bytes_a_stream_and_a_reader_can_be_sent() {
    let yields = || stream::iter([Ok(Bytes::from_static(b"ab")), Ok(Bytes::new()), Ok(Bytes::from_static(b"c"))]);
    let streams = [
        StreamReference::from_bytes("abc"),
        StreamReference::from_bytes(vec![b'a', b'b', b'c']),
        StreamReference::from_stream(yields()),
        StreamReference::from_reader(Cursor::new(b"abc".to_vec())),
    ];
    for offered in streams {
        let peer = Peer::new();
        offer(&peer, offered);
        peer.host().claim_stream(1, 10);
        let mut received = Vec::new();
        let error = loop {
            match peer.message() {
                Some(Outgoing::StreamChunk { stream_id: 1, data, .. }) => received.extend_from_slice(&data),
                Some(Outgoing::EndStream { stream_id: 1, error }) => break error,
                other => panic!("the stream goes on, not {other:?}"),
            }
        };
        assert_eq!((received.as_slice(), error), (&b"abc"[..], None));
        peer.says_nothing();
    }
}

#[test]
fn streams_are_found_anywhere_in_results_and_share_the_ids_of_objects() {
    let peer = Peer::new();
    peer.host().begin_invoke(Some(1), Invocation::on_assembly("Tests", "report", "[]")).unwrap();
    let reply = peer.result(1);
    assert_eq!(reply.json(), r#"{"title":"all","pages":[{"__dotNetStream":1},{"__dotNetStream":2}]}"#);
    let callback = interop_core::Callback::new("f", || {});
    peer.js().send("f", (callback, StreamReference::from_bytes("x"))).unwrap();
    assert_eq!(peer.call().args, r#"[{"__dotNetObject":3},{"__dotNetStream":4}]"#);
}

#[test]
fn chunks_are_cut_to_32_kib_numbered_and_not_copied() {
    let peer = Peer::new();
    let data = Bytes::from((0..100_000u32).map(|number| u8::try_from(number % 251).unwrap()).collect::<Vec<u8>>());
    offer(&peer, StreamReference::from_bytes(data.clone()));
    peer.host().claim_stream(1, 100);
    let mut received = Vec::new();
    for expected in 0..4 {
        let Some(Outgoing::StreamChunk { stream_id: 1, sequence, data: part }) = peer.message() else {
            panic!("a chunk")
        };
        assert_eq!(sequence, expected);
        assert!(part.len() == STREAM_CHUNK_BYTES || expected == 3);
        assert_eq!(part.as_ptr(), data[received.len()..].as_ptr());
        received.extend_from_slice(&part);
    }
    assert_eq!(received, data);
    assert_eq!(end(&peer), None);
}

#[test]
fn an_empty_stream_ends_at_once() {
    for empty in [StreamReference::from_bytes(""), StreamReference::from_stream(stream::empty())] {
        let peer = Peer::new();
        offer(&peer, empty);
        peer.host().claim_stream(1, 1);
        assert_eq!(end(&peer), None);
        peer.says_nothing();
    }
}

#[test]
fn nothing_is_read_or_sent_before_javascript_asks() {
    let peer = Peer::new();
    let source = stream::poll_fn(|_| -> Poll<Option<io::Result<Bytes>>> { panic!("nobody has asked") });
    offer(&peer, StreamReference::from_stream(source));
    peer.says_nothing();
    peer.host().claim_stream(1, 0);
    peer.says_nothing();
}

#[test]
fn no_more_chunks_are_sent_than_javascript_has_room_for() {
    let peer = Peer::new();
    offer(&peer, watched(Deaths::new().witness()));
    peer.host().claim_stream(1, 2);
    assert_eq!((chunk(&peer), chunk(&peer)), (b"again".to_vec(), b"again".to_vec()));
    peer.says_nothing();
    peer.host().grant_stream(1, 1);
    assert_eq!(chunk(&peer), b"again");
    peer.says_nothing();
    peer.host().grant_stream(1, 0);
    peer.says_nothing();
    peer.host().grant_stream(1, u64::MAX);
    peer.host().grant_stream(1, u64::MAX);
    assert!((0..1000).all(|_| chunk(&peer) == b"again"), "credit does not overflow");
}

#[test]
fn a_source_that_waits_is_waited_for() {
    let (peer, gate) = (Peer::new(), Gate::new());
    let opened = gate.clone();
    let source = stream::once(async move {
        opened.pass().await;
        Ok(Bytes::from_static(b"later"))
    });
    offer(&peer, StreamReference::from_stream(source));
    peer.host().claim_stream(1, 5);
    peer.says_nothing();
    gate.open();
    assert_eq!(chunk(&peer), b"later");
    assert_eq!(end(&peer), None);
}

#[test]
fn answers_go_before_the_chunks_of_streams() {
    let peer = Peer::new();
    offer(&peer, watched(Deaths::new().witness()));
    peer.host().claim_stream(1, u64::MAX);
    assert_eq!(chunk(&peer), b"again");
    peer.host().begin_invoke(Some(7), Invocation::on_assembly("Tests", "unknown", "[]")).unwrap();
    assert!(matches!(peer.message(), Some(Outgoing::EndInvoke { call_id: 7, .. })));
    assert_eq!(chunk(&peer), b"again");
}

#[test]
fn streams_take_turns() {
    let peer = Peer::new();
    let deaths = Deaths::new();
    peer.js().send("f", (watched(deaths.witness()), watched(deaths.witness()))).unwrap();
    peer.call();
    peer.host().claim_stream(1, 1000);
    peer.host().claim_stream(2, 1000);
    let mut counts = [0; 2];
    for _ in 0..1000 {
        let Some(Outgoing::StreamChunk { stream_id, .. }) = peer.message() else { panic!("a chunk") };
        counts[usize::try_from(stream_id).unwrap() - 1] += 1;
    }
    assert!(counts.iter().all(|count| *count > 300), "neither waits for the other: {counts:?}");
}

/// A host that sleeps until it is woken must be woken when a stream starts, is claimed, gets credit or is stopped.
#[test]
fn the_driver_is_woken_for_a_stream() {
    let peer = Peer::of(CircuitHost::builder().options(detailed()).state(Deaths::new()));
    let woken = Wakes::new();
    let waker = Waker::from(woken.clone());
    let mut cx = Context::from_waker(&waker);
    let mut asleep_after = |what: &str, act: &dyn Fn()| {
        let before = woken.count();
        act();
        assert!(woken.count() > before, "{what} woken the driver");
        let mut messages = 0;
        while peer.host().poll_outgoing(&mut cx).is_ready() {
            messages += 1;
        }
        messages
    };
    assert_eq!(asleep_after("the start", &|| waker.wake_by_ref()), 0);
    asleep_after("a reply with a stream", &|| {
        let mut reply = Reply::new();
        peer.host().invoke(&Invocation::on_assembly("Tests", "watched_report", "[]"), &mut reply).unwrap();
        assert_eq!(reply.json(), r#"{"__dotNetStream":1}"#);
    });
    assert_eq!(asleep_after("a claim", &|| peer.host().claim_stream(1, 1)), 1);
    assert_eq!(asleep_after("credit", &|| peer.host().grant_stream(1, 2)), 2);
    assert_eq!(asleep_after("a stop", &|| peer.host().cancel_stream(1)), 0);
    assert_eq!(peer.circuit().state::<Deaths>().unwrap().count(), 1);

    asleep_after("a stream in arguments", &|| peer.js().send("f", (StreamReference::from_bytes("x"),)).unwrap());
    assert_eq!(asleep_after("its claim", &|| peer.host().claim_stream(2, 9)), 2);
}

#[test]
fn a_scripted_page_reads_streams() {
    let script = Script::new().async_function("save", |call| async move {
        let (stream,): (RustStream,) = call.args()?;
        let mut length = 0;
        let mut chunks = stream.read(&call.app());
        while let Some(chunk) = chunks.next().await {
            length += chunk.map_err(|error| ScriptError(error.to_string()))?.len();
        }
        call.returns(length)
    });
    let app = InProcess::builder().options(detailed()).javascript(script).build();
    futures_executor::block_on(app.run(async {
        let js = app.circuit().js();
        let saved: usize = js.invoke("save", (StreamReference::from_bytes(vec![0; 1_000_000]),)).await.unwrap();
        assert_eq!(saved, 1_000_000);
        let error = js.invoke::<usize>("save", (failing("torn"),)).await.unwrap_err();
        assert_eq!(error.to_string(), "torn");
    }));

    let pages: serde_json::Value = app.call("Tests", "report", ()).unwrap();
    let first: RustStream = serde_json::from_value(pages["pages"][0].clone()).unwrap();
    let content = futures_executor::block_on(first.read(&app).map(|chunk| chunk.unwrap().to_vec()).concat());
    assert_eq!(content, b"one");
}

#[test]
fn a_page_that_stops_reading_stops_the_source() {
    let deaths = Deaths::new();
    let app = InProcess::builder().options(detailed()).state(deaths.clone()).build();
    let stream: RustStream = app.call("Tests", "watched_report", ()).unwrap();
    let mut chunks = stream.read(&app);
    futures_executor::block_on(async {
        assert_eq!(chunks.next().await.unwrap().unwrap(), "again");
    });
    drop(chunks);
    assert!(futures_executor::block_on(app.run(app.circuit().js().invoke_void("unknown", ()))).is_err());
    assert_eq!(deaths.count(), 1);
}
