//! Streams as readers of tokio, with the feature `tokio`.

#![allow(missing_docs)]

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use interop_core::host::Outgoing;
use interop_core::{JsReadStream, StreamReference};
use tokio::io::{AsyncRead, ReadBuf};
use two_way_tests::Peer;
use two_way_tests::offering::{chunk, end, offer};
use two_way_tests::reading::{open, send};

/// Reads once into a buffer that already holds a byte.
fn read(stream: &mut JsReadStream, room: usize) -> Poll<std::io::Result<Vec<u8>>> {
    let mut buffer = vec![0; room + 1];
    let mut buffer = ReadBuf::new(&mut buffer);
    buffer.put_slice(b"-");
    let read = AsyncRead::poll_read(Pin::new(stream), &mut Context::from_waker(Waker::noop()), &mut buffer);
    assert_eq!(buffer.filled()[0], b'-');
    read.map_ok(|()| buffer.filled()[1..].to_vec())
}

#[test]
fn a_stream_from_javascript_is_a_reader_of_tokio() {
    let peer = Peer::new();
    let mut stream = open(&peer, 10);
    assert!(read(&mut stream, 3).is_pending());
    send(&peer, 0, b"abcde");
    assert!(matches!(read(&mut stream, 3), Poll::Ready(Ok(bytes)) if bytes == b"abc"));
    assert!(matches!(read(&mut stream, 3), Poll::Ready(Ok(bytes)) if bytes == b"de"));
    assert!(read(&mut stream, 3).is_pending());
    peer.host().end_js_stream(0, Some("torn"));
    assert!(matches!(read(&mut stream, 3), Poll::Ready(Err(error)) if error.to_string() == "torn"));
}

#[test]
fn a_reader_of_tokio_is_sent_in_chunks() {
    let peer = Peer::new();
    let content = vec![7; 40_000];
    offer(&peer, StreamReference::from_tokio_reader(std::io::Cursor::new(content.clone())));
    peer.host().claim_stream(1, 5);
    let first = chunk(&peer);
    let second = chunk(&peer);
    assert_eq!((first.len(), second.len()), (32 * 1024, 40_000 - 32 * 1024));
    assert_eq!(end(&peer), None);
    assert_eq!([first, second].concat(), content);
}

#[test]
fn a_reader_of_tokio_that_fails_breaks_its_stream_off() {
    struct Fails;
    impl AsyncRead for Fails {
        fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, _: &mut ReadBuf<'_>) -> Poll<std::io::Result<()>> {
            Poll::Ready(Err(std::io::Error::other("torn")))
        }
    }
    let peer = Peer::new();
    offer(&peer, StreamReference::from_tokio_reader(Fails));
    peer.host().claim_stream(1, 5);
    assert!(matches!(peer.message(), Some(Outgoing::EndStream { stream_id: 1, error: Some(text) }) if text == "torn"));
}
