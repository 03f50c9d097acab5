//! A stream from JavaScript, spoken by hand: object 5, and stream 0 once it is open.

use bytes::Bytes;
use futures_util::stream::StreamExt as _;
use interop_core::host::Outgoing;
use interop_core::{JsError, JsReadStream, JsStreamReference};

use crate::{Peer, is_pending, now};

/// A reference to a stream of this length.
///
/// # Panics
///
/// If the circuit does not read it.
#[track_caller]
pub fn offered(peer: &Peer, length: u64) -> JsStreamReference {
    let call = peer.js().invoke::<JsStreamReference>("f", ());
    let id = peer.call().task_id;
    peer.succeeds(id, &format!(r#"{{"__jsStreamReferenceLength":{length},"__jsObjectId":5}}"#));
    now(call).expect("a reference to a stream")
}

/// A stream of this length, open.
///
/// # Panics
///
/// If the circuit does not open it.
#[track_caller]
pub fn open(peer: &Peer, length: u64) -> JsReadStream {
    let stream = offered(peer, length).open_read_stream_up_to(u64::MAX).expect("no limit is exceeded");
    match peer.message() {
        Some(Outgoing::OpenStream { stream_id: 0, object_id: 5, .. }) => stream,
        other => panic!("the stream is opened, not {other:?}"),
    }
}

/// Sends a chunk.
///
/// # Panics
///
/// If the circuit takes it for a violation of the protocol.
#[track_caller]
pub fn send(peer: &Peer, sequence: u64, data: &[u8]) {
    peer.host().receive_stream_chunk(0, sequence, Bytes::copy_from_slice(data)).expect("the chunk is in order");
}

/// The next chunk, which is there.
///
/// # Panics
///
/// If it is not.
#[track_caller]
pub fn chunk(stream: &mut JsReadStream) -> Option<Result<Vec<u8>, JsError>> {
    now(stream.next()).map(|chunk| chunk.map(|bytes| bytes.to_vec()))
}

/// Whether the reader has to wait.
pub fn waits(stream: &mut JsReadStream) -> bool {
    is_pending(&mut stream.next())
}

/// What a stream yields that breaks off with this text.
///
/// # Errors
///
/// Always: it is one.
pub fn broken(text: &str) -> Result<Vec<u8>, JsError> {
    Err(JsError::Stream(text.to_owned()))
}

/// How many chunks the circuit has asked for since.
///
/// # Panics
///
/// If it has sent something else.
#[track_caller]
pub fn credit(peer: &Peer) -> u32 {
    let credit = |message| match message {
        Outgoing::StreamCredit { stream_id: 0, chunks } => chunks,
        other => panic!("only credit is sent, not {other:?}"),
    };
    peer.messages().into_iter().map(credit).sum()
}
