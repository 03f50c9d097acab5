//! The received part of a stream from JavaScript.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::task::Waker;

use crate::circuit::{Charge, cost};
use crate::error::CallError;
use crate::js::JsError;
use crate::threading::lock;

/// The state that the circuit and the reader of a stream share.
pub(crate) struct IncomingStream {
    pub(super) state: Mutex<Incoming>,
}

pub(super) struct Incoming {
    pub(super) chunks: VecDeque<bytes::Bytes>,
    /// The charge for the stream and for the chunks that wait.
    pub(super) charge: Charge,
    /// The number of bytes that have not arrived.
    missing: u64,
    /// The number of chunks that have arrived.
    received: u64,
    /// Whether JavaScript may still send chunks, as far as is known.
    pub(super) sending: bool,
    pub(super) end: Option<Result<(), JsError>>,
    pub(super) reader: Option<Waker>,
}

/// What the circuit has to do after a chunk was received.
#[derive(Debug)]
pub(crate) enum ChunkOutcome {
    /// Nothing.
    Fine,
    /// The stream has ended.
    Ended,
    /// The chunk is out of sequence.
    OutOfSequence,
    /// The chunk exceeds the number that was requested.
    Unasked,
    /// There is no room for the chunk.
    Refused(CallError),
}

impl IncomingStream {
    pub(crate) fn new(length: u64, charge: Charge) -> Self {
        let end = (length == 0).then_some(Ok(()));
        let sending = length > 0;
        let chunks = VecDeque::new();
        let state = Incoming { chunks, charge, missing: length, received: 0, sending, end, reader: None };
        Self { state: Mutex::new(state) }
    }

    /// Receives a chunk from the client.
    pub(crate) fn push(&self, sequence: u64, data: bytes::Bytes, window: usize) -> ChunkOutcome {
        let mut state = lock(&self.state);
        if let Some(end) = &mut state.end {
            if end.is_ok() && !data.is_empty() {
                *end = Err(too_long());
                state.sending = true;
            }
            return ChunkOutcome::Ended;
        }
        if sequence != state.received {
            return ChunkOutcome::OutOfSequence;
        }
        if state.chunks.len() >= window {
            return ChunkOutcome::Unasked;
        }
        let charged = state.charge.bytes() + cost::buffers([&data]);
        if let Err(error) = state.charge.resize(charged) {
            return ChunkOutcome::Refused(error);
        }
        state.received += 1;
        let taken = match state.missing.checked_sub(data.len() as u64) {
            Some(missing) => {
                state.missing = missing;
                if missing == 0 {
                    state.end = Some(Ok(()));
                    state.sending = false;
                }
                state.chunks.push_back(data);
                if missing == 0 { ChunkOutcome::Ended } else { ChunkOutcome::Fine }
            }
            None => {
                state.end = Some(Err(too_long()));
                ChunkOutcome::Ended
            }
        };
        let reader = state.reader.take();
        drop(state);
        if let Some(reader) = reader {
            reader.wake();
        }
        taken
    }

    /// Notes that the client sends no further chunks.
    pub(crate) fn end_by_javascript(&self, error: JsError) {
        lock(&self.state).sending = false;
        self.end(error);
    }

    /// Ends the stream, which receives nothing any more.
    pub(crate) fn end(&self, error: JsError) {
        let mut state = lock(&self.state);
        if state.end.is_none() {
            state.end = Some(Err(error));
        }
        let reader = state.reader.take();
        drop(state);
        if let Some(reader) = reader {
            reader.wake();
        }
    }
}

#[cold]
fn too_long() -> JsError {
    JsError::Stream("The stream from JavaScript is longer than it declared.".to_owned())
}
