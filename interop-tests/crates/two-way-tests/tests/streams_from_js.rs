//! Streams that JavaScript offers and Rust reads.

#![allow(missing_docs)]

use bytes::Bytes;
use futures_util::stream::StreamExt as _;
use futures_util::{AsyncRead, AsyncReadExt as _};
use interop_core::host::{Outgoing, STREAM_CHUNK_BYTES, STREAM_WINDOW};
use interop_core::testing::Script;
use interop_core::{InProcess, JsError, JsStreamReference};
use two_way_tests::reading::{chunk, credit, offered, open, send, waits};
use two_way_tests::{Peer, detailed, now};

#[test]
fn opening_asks_for_the_bytes_of_the_object() {
    let peer = Peer::new();
    let reference = offered(&peer, 100);
    assert_eq!((reference.length(), reference.object().id()), (100, 5));
    peer.says_nothing();

    let first = reference.open_read_stream().unwrap();
    let second = reference.open_read_stream().unwrap();

    for expected in 0..2 {
        let Some(Outgoing::OpenStream { stream_id, object_id, chunk_bytes, window }) = peer.message() else {
            panic!("the stream is opened")
        };
        assert_eq!((stream_id, object_id, chunk_bytes, window), (expected, 5, 32 * 1024, 4));
    }
    assert_eq!((STREAM_CHUNK_BYTES, STREAM_WINDOW), (32 * 1024, 4));
    drop((first, second));
}

#[test]
fn chunks_are_read_as_they_come() {
    let peer = Peer::new();
    let mut stream = open(&peer, 6);
    assert!(waits(&mut stream));
    send(&peer, 0, b"abc");
    assert_eq!(chunk(&mut stream), Some(Ok(b"abc".to_vec())));
    assert!(waits(&mut stream));
    send(&peer, 1, b"de");
    send(&peer, 2, b"f");
    assert_eq!(chunk(&mut stream), Some(Ok(b"de".to_vec())));
    assert_eq!(chunk(&mut stream), Some(Ok(b"f".to_vec())));
    assert_eq!(chunk(&mut stream), None);
    assert_eq!(chunk(&mut stream), None);
}

#[test]
fn a_stream_is_a_reader() {
    let peer = Peer::new();
    let mut stream = open(&peer, 8);
    send(&peer, 0, b"abcde");
    let mut buffer = [0; 3];
    assert_eq!(now(stream.read(&mut [])).unwrap(), 0, "nothing was asked for");
    assert_eq!(now(stream.read(&mut buffer)).unwrap(), 3);
    assert_eq!(&buffer, b"abc");
    assert_eq!(now(stream.read(&mut buffer)).unwrap(), 2);
    assert_eq!(&buffer[..2], b"de");
    let mut read = stream.read(&mut buffer);
    assert!(two_way_tests::is_pending(&mut read));
    send(&peer, 1, b"fgh");
    assert_eq!(now(read).unwrap(), 3);
    assert_eq!(now(stream.read(&mut buffer)).unwrap(), 0, "the end");
    assert_eq!(now(stream.read(&mut buffer)).unwrap(), 0);
}

#[test]
fn what_a_reader_left_of_a_chunk_is_the_next_chunk() {
    let peer = Peer::new();
    let mut stream = open(&peer, 5);
    send(&peer, 0, b"abcde");
    let mut buffer = [0; 2];
    assert_eq!(now(stream.read(&mut buffer)).unwrap(), 2);
    assert_eq!(chunk(&mut stream), Some(Ok(b"cde".to_vec())));
    assert_eq!(chunk(&mut stream), None);
}

#[test]
fn chunks_are_not_copied() {
    let peer = Peer::new();
    let mut stream = open(&peer, 100);
    let data = Bytes::from(vec![7; 100]);
    peer.host().receive_stream_chunk(0, 0, data.clone()).unwrap();
    let received = now(stream.next()).unwrap().unwrap();
    assert_eq!(received.as_ptr(), data.as_ptr());
}

#[test]
fn a_chunk_wakes_the_reader() {
    use std::task::{Context, Waker};
    let peer = Peer::new();
    let mut stream = open(&peer, 2);
    let woken = two_way_tests::Wakes::new();
    let waker = Waker::from(woken.clone());
    let mut buffer = [0; 1];
    let reader = std::pin::Pin::new(&mut stream);
    assert!(reader.poll_read(&mut Context::from_waker(&waker), &mut buffer).is_pending());
    send(&peer, 0, b"a");
    assert_eq!(woken.count(), 1);
}

#[test]
fn a_stream_longer_than_allowed_is_not_opened() {
    let peer = Peer::new();
    let reference = offered(&peer, 512_001);

    let error = reference.open_read_stream().unwrap_err();
    assert!(matches!(error, JsError::Limit(_)));
    assert_eq!(
        error.to_string(),
        "The incoming data stream of length 512001 exceeds the maximum allowed length 512000."
    );
    assert_eq!(
        reference.open_read_stream_up_to(10).unwrap_err().to_string(),
        "The incoming data stream of length 512001 exceeds the maximum allowed length 10."
    );
    peer.says_nothing();
    assert!(reference.open_read_stream_up_to(512_001).is_ok());
    assert!(offered(&Peer::new(), 512_000).open_read_stream().is_ok());
    assert!(offered(&Peer::new(), u64::MAX).open_read_stream_up_to(u64::MAX - 1).is_err());
}

#[test]
fn an_empty_stream_is_at_its_end_and_asks_for_nothing() {
    let peer = Peer::new();
    let mut stream = offered(&peer, 0).open_read_stream().unwrap();
    assert_eq!(chunk(&mut stream), None);
    let mut buffer = [0; 1];
    assert_eq!(now(stream.read(&mut buffer)).unwrap(), 0);
    drop(stream);
    assert_eq!(peer.disposals(), ["[5]"], "neither opened nor cancelled");
}

#[test]
fn a_chunk_is_asked_for_when_one_was_read() {
    let peer = Peer::new();
    let mut stream = open(&peer, 100);
    (0..4).for_each(|sequence| send(&peer, sequence, b"a"));
    assert_eq!(credit(&peer), 0);
    assert_eq!(chunk(&mut stream), Some(Ok(b"a".to_vec())));
    assert_eq!(credit(&peer), 1);
    send(&peer, 4, b"a");
    assert_eq!(chunk(&mut stream), Some(Ok(b"a".to_vec())));
    assert_eq!(chunk(&mut stream), Some(Ok(b"a".to_vec())));
    assert_eq!(credit(&peer), 2);
}

#[test]
fn nothing_is_asked_for_after_the_last_byte() {
    let peer = Peer::new();
    let mut stream = open(&peer, 3);
    (0..3).for_each(|sequence| send(&peer, sequence, b"a"));
    (0..3).for_each(|_| assert_eq!(chunk(&mut stream), Some(Ok(b"a".to_vec()))));
    assert_eq!(credit(&peer), 0);
}

#[test]
fn dropping_the_reader_tells_javascript_to_stop() {
    let peer = Peer::new();
    let mut stream = open(&peer, 100);
    send(&peer, 0, b"a");
    assert!(chunk(&mut stream).is_some());
    assert_eq!(credit(&peer), 1);

    drop(stream);

    assert!(matches!(peer.message(), Some(Outgoing::CancelStream { stream_id: 0 })));
    assert_eq!(peer.disposals(), ["[5]"], "with the last handle of its object");
    send(&peer, 1, b"on its way");
    send(&peer, 5, b"whatever it is");
    peer.host().end_js_stream(0, None);
    assert!(!peer.circuit().is_closed());
    peer.says_nothing();
}

#[test]
fn the_object_is_kept_while_it_is_read() {
    let peer = Peer::new();
    let reference = offered(&peer, 1);
    let mut stream = reference.open_read_stream().unwrap();
    drop(reference);
    assert!(matches!(peer.message(), Some(Outgoing::OpenStream { .. })));
    peer.says_nothing();
    send(&peer, 0, b"a");
    assert_eq!(chunk(&mut stream), Some(Ok(b"a".to_vec())));
    drop(stream);
    assert_eq!(peer.disposals(), ["[5]"], "a stream that was read to its end is not cancelled");
}

#[test]
fn a_disposed_stream_cannot_be_opened() {
    let peer = Peer::new();
    let reference = offered(&peer, 1);
    reference.object().dispose();
    assert_eq!(reference.open_read_stream().unwrap_err(), JsError::Disposed);
    assert_eq!(peer.disposals(), ["[5]"]);
}

#[test]
fn more_streams_than_the_limit_are_not_opened() {
    let peer = Peer::with_options(detailed().max_streams(2));
    let reference = offered(&peer, 1);
    let first = reference.open_read_stream().unwrap();
    let _second = reference.open_read_stream().unwrap();

    let error = reference.open_read_stream().unwrap_err();
    assert!(matches!(error, JsError::Limit(_)));
    assert_eq!(
        error.to_string(),
        "the circuit already has 2 open streams in this direction, the limit that `CircuitOptions::max_streams` sets"
    );
    drop(first);
    assert!(reference.open_read_stream().is_ok());
}

#[test]
fn a_stream_cannot_be_opened_after_the_end() {
    let peer = Peer::new();
    let reference = offered(&peer, 1);
    peer.host().close();
    assert_eq!(reference.open_read_stream().unwrap_err(), JsError::Disconnected);
    drop(peer);
    assert_eq!(reference.open_read_stream().unwrap_err(), JsError::Disconnected);
}

#[test]
fn a_stream_passed_back_to_javascript_is_its_object() {
    let peer = Peer::new();
    let reference = offered(&peer, 7);
    peer.js().send("f", (&reference,)).unwrap();
    assert_eq!(peer.call().args, r#"[{"__jsObjectId":5}]"#);
}

#[test]
fn a_scripted_page_sends_the_bytes_of_its_objects() {
    let script = Script::new()
        .function("download", |call| call.returns_stream(5, 200_000))
        .function("liar", |call| call.returns_stream(5, 200_001))
        .function("empty", |call| call.returns_stream(6, 10))
        .data(5, || (0..20).map(|number| Bytes::from(vec![number; 10_000])));
    let app = InProcess::builder().options(detailed()).javascript(script).build();
    futures_executor::block_on(app.run(async {
        let js = app.circuit().js();
        let reference: JsStreamReference = js.invoke("download", ()).await.unwrap();
        let mut content = Vec::new();
        reference.open_read_stream().unwrap().read_to_end(&mut content).await.unwrap();
        assert_eq!(content.len(), 200_000);
        assert!(content.chunks(10_000).zip(0..).all(|(chunk, number)| chunk.iter().all(|byte| *byte == number)));

        for (function, text) in [
            ("liar", "The stream from JavaScript is shorter than it declared."),
            ("empty", "The object holds no bytes."),
        ] {
            let reference: JsStreamReference = js.invoke(function, ()).await.unwrap();
            let read = reference.open_read_stream().unwrap().read_to_end(&mut content).await;
            assert_eq!(read.unwrap_err().to_string(), text);
        }
    }));
}
