//! A stream to JavaScript, driven by the test: stream 1 of a new circuit.

use bytes::Bytes;
use futures_util::stream;
use interop_core::StreamReference;
use interop_core::host::Outgoing;

use crate::{Peer, Witness};

/// An endless stream whose source is observed.
pub fn watched(witness: Witness) -> StreamReference {
    StreamReference::from_stream(stream::repeat_with(move || {
        let _ = &witness;
        Ok(Bytes::from_static(b"again"))
    }))
}

/// A stream of one chunk, `a`, that ends with this error.
pub fn failing(text: &'static str) -> StreamReference {
    let chunks = [Ok(Bytes::from_static(b"a")), Err(std::io::Error::other(text))];
    StreamReference::from_stream(stream::iter(chunks))
}

/// Sends a stream in the arguments of a call.
///
/// # Panics
///
/// If it is not sent as stream 1.
#[track_caller]
pub fn offer(peer: &Peer, stream: StreamReference) {
    peer.js().send("f", (stream,)).expect("the stream is sent");
    assert_eq!(peer.call().args, r#"[{"__dotNetStream":1}]"#);
}

/// Takes the next message, which is the bytes of a chunk.
///
/// # Panics
///
/// If it is something else.
#[track_caller]
pub fn chunk(peer: &Peer) -> Vec<u8> {
    match peer.message() {
        Some(Outgoing::StreamChunk { stream_id: 1, data, .. }) => data.to_vec(),
        other => panic!("a chunk is sent, not {other:?}"),
    }
}

/// Takes the next message, which is the end of the stream, and returns its error.
///
/// # Panics
///
/// If it is something else.
#[track_caller]
pub fn end(peer: &Peer) -> Option<String> {
    match peer.message() {
        Some(Outgoing::EndStream { stream_id: 1, error }) => error,
        other => panic!("the end of the stream is sent, not {other:?}"),
    }
}
