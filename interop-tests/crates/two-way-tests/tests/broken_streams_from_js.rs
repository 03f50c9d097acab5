//! Streams from JavaScript that end early, late, too long, out of sequence, or never.

#![allow(missing_docs)]

use std::time::Duration;

use bytes::Bytes;
use futures_util::AsyncReadExt as _;
use interop_core::host::{Outgoing, STREAM_CHUNK_BYTES};
use two_way_tests::reading::{broken, chunk, credit, open, send, waits};
use two_way_tests::{Peer, detailed, now};

#[test]
fn a_stream_that_ends_early_says_so() {
    let peer = Peer::new();
    let mut stream = open(&peer, 10);
    send(&peer, 0, b"abc");
    peer.host().end_js_stream(0, None);
    assert_eq!(chunk(&mut stream), Some(Ok(b"abc".to_vec())), "what came is read first");
    assert_eq!(chunk(&mut stream), Some(broken("The stream from JavaScript is shorter than it declared.")));
    assert_eq!(chunk(&mut stream), None, "after its error it is over");

    let peer = Peer::new();
    let mut stream = open(&peer, 10);
    send(&peer, 0, b"abc");
    peer.host().end_js_stream(0, None);
    let mut content = Vec::new();
    let error = now(stream.read_to_end(&mut content)).unwrap_err();
    assert_eq!(error.to_string(), "The stream from JavaScript is shorter than it declared.");
    assert!(now(stream.read(&mut [0; 1])).is_err(), "a reader never takes it for the end");
}

#[test]
fn a_stream_that_fails_in_javascript_says_why() {
    let peer = Peer::new();
    let mut stream = open(&peer, 10);
    assert!(waits(&mut stream));
    peer.host().end_js_stream(0, Some("the disk is full"));
    assert_eq!(chunk(&mut stream), Some(broken("the disk is full")));
    drop(stream);
    assert_eq!(peer.disposals(), ["[5]"], "JavaScript has ended it, so it is not told to stop");
}

#[test]
fn the_end_after_all_bytes_came_is_no_error() {
    let peer = Peer::new();
    let mut stream = open(&peer, 3);
    send(&peer, 0, b"abc");
    peer.host().end_js_stream(0, None);
    peer.host().end_js_stream(0, Some("late"));
    assert_eq!(chunk(&mut stream), Some(Ok(b"abc".to_vec())));
    assert_eq!(chunk(&mut stream), None);
}

#[test]
fn a_stream_longer_than_declared_says_so() {
    const TOO_LONG: &str = "The stream from JavaScript is longer than it declared.";
    let peer = Peer::new();
    let mut stream = open(&peer, 4);
    send(&peer, 0, b"abc");
    send(&peer, 1, b"de");
    assert_eq!(chunk(&mut stream), Some(Ok(b"abc".to_vec())));
    assert_eq!(chunk(&mut stream), Some(broken(TOO_LONG)));
    assert!(!peer.circuit().is_closed(), "only the stream fails");
    send(&peer, 2, b"more");
    assert_eq!(chunk(&mut stream), None);

    let peer = Peer::new();
    let mut stream = open(&peer, 3);
    send(&peer, 0, b"abc");
    send(&peer, 1, b"d");
    assert_eq!(chunk(&mut stream), Some(Ok(b"abc".to_vec())));
    assert_eq!(chunk(&mut stream), Some(broken(TOO_LONG)));
}

#[test]
fn a_stream_longer_than_declared_is_told_to_stop() {
    for length in [2, 3] {
        let peer = Peer::new();
        let stream = open(&peer, length);
        send(&peer, 0, b"abc");
        send(&peer, 1, b"def");
        drop(stream);
        let cancels = |message: &Outgoing| matches!(message, Outgoing::CancelStream { stream_id: 0 });
        assert_eq!(peer.messages().iter().filter(|message| cancels(message)).count(), 1);
    }
}

#[test]
fn a_chunk_out_of_sequence_closes_the_circuit() {
    for sequences in [&[1][..], &[0, 0], &[0, 2], &[0, u64::MAX]] {
        let peer = Peer::new();
        let mut stream = open(&peer, 100);
        let (last, before) = sequences.split_last().unwrap();
        for sequence in before {
            send(&peer, *sequence, b"a");
        }

        let violation = peer.host().receive_stream_chunk(0, *last, Bytes::from_static(b"a")).unwrap_err();

        let text = "Invalid chunk supplied to stream: it is out of sequence.";
        assert_eq!(violation.to_string(), text);
        assert_eq!(peer.violation(), text);
        for _ in before {
            assert_eq!(chunk(&mut stream), Some(Ok(b"a".to_vec())));
        }
        assert_eq!(chunk(&mut stream), Some(broken(text)));
    }
}

#[test]
fn a_chunk_that_is_too_large_closes_the_circuit() {
    let peer = Peer::new();
    let mut stream = open(&peer, 100_000);
    send(&peer, 0, &vec![0; STREAM_CHUNK_BYTES]);
    let violation = peer.host().receive_stream_chunk(0, 1, vec![0; STREAM_CHUNK_BYTES + 1].into()).unwrap_err();
    let text = "Invalid chunk supplied to stream: it is too large.";
    assert_eq!((violation.to_string().as_str(), peer.violation().as_str()), (text, text));
    assert_eq!(chunk(&mut stream).unwrap().unwrap().len(), STREAM_CHUNK_BYTES);
    assert_eq!(chunk(&mut stream), Some(broken(text)));
}

#[test]
fn a_chunk_of_a_stream_that_was_never_opened_closes_the_circuit() {
    for stream_id in [1, 2, u64::MAX] {
        let peer = Peer::new();
        let _stream = open(&peer, 10);
        let violation = peer.host().receive_stream_chunk(stream_id, 0, Bytes::new()).unwrap_err();
        assert_eq!(violation.to_string(), format!("There is no stream {stream_id}."));
        assert!(peer.circuit().is_closed());
        assert_eq!(peer.host().receive_stream_chunk(9, 9, Bytes::new()), Ok(()), "after the end nothing matters");
    }
}

#[test]
fn the_end_of_a_stream_that_was_never_opened_is_ignored() {
    let peer = Peer::new();
    peer.host().end_js_stream(7, None);
    peer.host().end_js_stream(u64::MAX, Some("error"));
    assert!(!peer.circuit().is_closed());
}

#[test]
fn more_chunks_than_were_asked_for_close_the_circuit() {
    let peer = Peer::new();
    let mut stream = open(&peer, 100);
    (0..4).for_each(|sequence| send(&peer, sequence, b"a"));
    let violation = peer.host().receive_stream_chunk(0, 4, Bytes::from_static(b"a")).unwrap_err();
    let text = "Invalid chunk supplied to stream: more chunks arrived than were granted.";
    assert_eq!((violation.to_string().as_str(), peer.violation().as_str()), (text, text));
    (0..4).for_each(|_| assert_eq!(chunk(&mut stream), Some(Ok(b"a".to_vec()))));
    assert_eq!(chunk(&mut stream), Some(broken(text)));
}

#[test]
fn a_window_full_of_empty_chunks_is_drained_by_the_reader() {
    let peer = Peer::new();
    let mut stream = open(&peer, 1);
    (0..4).for_each(|sequence| send(&peer, sequence, b""));
    assert!(waits(&mut stream), "an empty chunk is no data");
    assert_eq!(credit(&peer), 4);
    send(&peer, 4, b"a");
    assert_eq!(chunk(&mut stream), Some(Ok(b"a".to_vec())));
    assert_eq!(chunk(&mut stream), None);
}

const SILENT: &str = "Did not receive any data in the allotted time.";

#[test]
fn a_stream_that_brings_nothing_in_time_breaks_off() {
    let options = detailed().js_call_timeout(Duration::from_secs(5));
    let peer = Peer::with_options(options);
    let mut stream = open(&peer, 10);
    assert!(waits(&mut stream));
    peer.clock().pass(Duration::from_millis(4999));
    assert!(waits(&mut stream));
    send(&peer, 0, b"a");
    assert_eq!(chunk(&mut stream), Some(Ok(b"a".to_vec())));
    assert_eq!(credit(&peer), 1);
    peer.clock().pass(Duration::from_secs(1));
    assert!(waits(&mut stream), "the time counts anew with every chunk");

    peer.clock().pass(Duration::from_secs(5));

    assert_eq!(chunk(&mut stream), Some(broken(SILENT)));
    assert!(matches!(peer.message(), Some(Outgoing::CancelStream { stream_id: 0 })));
    send(&peer, 1, b"late");
    assert_eq!(chunk(&mut stream), None);
    drop(stream);
    assert_eq!(peer.disposals(), ["[5]"], "it is cancelled once");
}

#[test]
fn empty_chunks_do_not_keep_a_stream_alive() {
    let options = detailed().js_call_timeout(Duration::from_secs(5));
    let peer = Peer::with_options(options);
    let mut stream = open(&peer, 10);
    assert!(waits(&mut stream));
    peer.clock().pass(Duration::from_secs(4));
    send(&peer, 0, b"");
    assert!(waits(&mut stream));
    peer.clock().pass(Duration::from_secs(1));
    assert_eq!(chunk(&mut stream), Some(broken(SILENT)));
}

#[test]
fn a_reader_that_does_not_read_is_not_timed() {
    let peer = Peer::new();
    let mut stream = open(&peer, 2);
    send(&peer, 0, b"a");
    peer.clock().pass(Duration::from_secs(1000));
    assert_eq!(chunk(&mut stream), Some(Ok(b"a".to_vec())));
    assert!(waits(&mut stream));
}

#[test]
fn without_a_timeout_a_stream_waits_for_ever() {
    let peer = Peer::with_options(detailed().js_call_timeout(None));
    let mut stream = open(&peer, 2);
    assert!(waits(&mut stream));
    assert_eq!(peer.clock().timers(), 0);
}
