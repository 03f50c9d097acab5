//! The received part of a stream from JavaScript.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::task::Waker;
use std::time::Duration;

use bytes::{Bytes, BytesMut};

use super::STREAM_WINDOW;
use super::window::Window;
use crate::circuit::{Charge, cost};
use crate::error::CallError;
use crate::js::JsError;
use crate::threading::lock;

/// Chunks below this size are joined, where credit is counted in bytes. Otherwise a client could make each byte of its
/// credit cost a buffer.
const MIN_BUFFER_BYTES: usize = 4 * 1024;

/// Chunks are joined up to this size.
const MAX_JOINED_BYTES: usize = 64 * 1024;

/// The state that the circuit and the reader of a stream share.
pub(crate) struct IncomingStream {
    pub(super) state: Mutex<Incoming>,
}

pub(super) struct Incoming {
    chunks: VecDeque<Bytes>,
    /// Small chunks that arrived after those in `chunks`, joined.
    joined: BytesMut,
    /// The number of bytes that wait to be read.
    waiting: u64,
    /// The charge for the stream, for the chunks that wait, and for the credit in bytes.
    charge: Charge,
    /// The number of bytes that have not arrived.
    missing: u64,
    /// The number of chunks that have arrived.
    received: u64,
    /// What the client may still send: bytes if there is a window, chunks otherwise.
    credit: u64,
    /// Present if credit is counted in bytes.
    window: Option<Window>,
    /// Whether the first bytes, which are not a chunk, have not arrived.
    awaits_first: bool,
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
    /// The chunk exceeds what was requested.
    Unasked,
    /// There is no room for the chunk.
    Refused(CallError),
}

impl IncomingStream {
    /// A stream of a client that counts chunks.
    pub(crate) fn new(length: u64, charge: Charge) -> Self {
        Self::with_window(length, charge, None, STREAM_WINDOW.into())
    }

    /// A stream of a client that counts bytes, of which this many come without being requested, and the credit of the client
    /// including these.
    ///
    /// # Errors
    ///
    /// If there is no room for the smallest window.
    pub(crate) fn counting_bytes(
        length: u64,
        first: u64,
        mut charge: Charge,
        max_window: u64,
        now: Duration,
    ) -> Result<(Self, u64), CallError> {
        let window = Window::new(max_window, now, |bytes| charge.has_room(size(bytes)));
        let credit = window.grant(0, length).max(first);
        charge.resize(cost::STREAM + size(credit))?;
        let mut stream = Self::with_window(length, charge, Some(window), credit);
        stream.state.get_mut().unwrap_or_else(PoisonError::into_inner).awaits_first = first > 0;
        Ok((stream, credit))
    }

    fn with_window(length: u64, charge: Charge, window: Option<Window>, credit: u64) -> Self {
        let end = (length == 0).then_some(Ok(()));
        let state = Incoming {
            chunks: VecDeque::new(),
            joined: BytesMut::new(),
            waiting: 0,
            charge,
            missing: length,
            received: 0,
            credit,
            window,
            awaits_first: false,
            sending: length > 0,
            end,
            reader: None,
        };
        Self { state: Mutex::new(state) }
    }

    /// Receives a chunk from the client.
    pub(crate) fn push(&self, sequence: u64, data: Bytes) -> ChunkOutcome {
        self.receive(Some(sequence), data)
    }

    /// Receives the first bytes, which were not requested.
    pub(crate) fn push_first(&self, data: Bytes) -> ChunkOutcome {
        self.receive(None, data)
    }

    /// Notes that the client cannot send these many first bytes. If they are all that the stream has, nothing was requested yet,
    /// and the client may send as much as is returned. Otherwise it ends the stream.
    pub(crate) fn miss_first(&self, first: u64) -> Option<u64> {
        let mut state = lock(&self.state);
        if state.end.is_some() || state.missing > first {
            return None;
        }
        state.awaits_first = false;
        Some(state.credit)
    }

    fn receive(&self, sequence: Option<u64>, data: Bytes) -> ChunkOutcome {
        let mut state = lock(&self.state);
        if let Some(end) = &mut state.end {
            if end.is_ok() && !data.is_empty() {
                *end = Err(too_long());
                state.sending = true;
            }
            return ChunkOutcome::Ended;
        }
        let is_next = match sequence {
            Some(sequence) => sequence == state.received && !state.awaits_first,
            None => std::mem::take(&mut state.awaits_first),
        };
        if !is_next {
            return ChunkOutcome::OutOfSequence;
        }
        let length = data.len() as u64;
        let Some(credit) = state.credit.checked_sub(if state.window.is_some() { length } else { 1 }) else {
            return ChunkOutcome::Unasked;
        };
        if state.window.is_none() {
            let charged = state.charge.bytes() + cost::buffers([&data]);
            if let Err(error) = state.charge.resize(charged) {
                return ChunkOutcome::Refused(error);
            }
        }
        state.credit = credit;
        state.received += u64::from(sequence.is_some());
        let taken = match state.missing.checked_sub(length) {
            Some(missing) => {
                state.missing = missing;
                state.keep(data);
                if missing == 0 {
                    state.sending = false;
                    state.finish(Ok(()));
                    ChunkOutcome::Ended
                } else {
                    ChunkOutcome::Fine
                }
            }
            None => {
                state.finish(Err(too_long()));
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
            state.finish(Err(error));
        }
        let reader = state.reader.take();
        drop(state);
        if let Some(reader) = reader {
            reader.wake();
        }
    }
}

impl Incoming {
    /// Keeps a chunk until it is read.
    fn keep(&mut self, data: Bytes) {
        self.waiting += data.len() as u64;
        if self.window.is_none() {
            self.chunks.push_back(data);
        } else if data.len() < MIN_BUFFER_BYTES {
            self.joined.extend_from_slice(&data);
            if self.joined.len() >= MAX_JOINED_BYTES {
                self.chunks.push_back(self.joined.split().freeze());
            }
        } else {
            if !self.joined.is_empty() {
                self.chunks.push_back(self.joined.split().freeze());
            }
            self.chunks.push_back(data);
        }
    }

    /// Sets the end. The client sends nothing more that is kept, so nothing is reserved for it.
    fn finish(&mut self, end: Result<(), JsError>) {
        self.end = Some(end);
        if self.window.is_some() {
            self.credit = 0;
            self.charge.set(cost::STREAM + size(self.waiting));
        }
    }

    /// Takes the next chunk, and how much the client may send in return.
    pub(super) fn take(&mut self, now: impl FnOnce() -> Duration) -> Option<(Bytes, u64)> {
        let chunk = match self.chunks.pop_front() {
            Some(chunk) => chunk,
            None if self.joined.is_empty() => return None,
            None => self.joined.split().freeze(),
        };
        self.waiting -= chunk.len() as u64;
        let grant = self.next_grant(&chunk, now);
        self.credit += grant;
        let held = match self.window {
            Some(_) => cost::STREAM + size(self.waiting + self.credit),
            None => self.charge.bytes() - cost::buffers([&chunk]),
        };
        self.charge.set(held);
        Some((chunk, grant))
    }

    fn next_grant(&mut self, chunk: &Bytes, now: impl FnOnce() -> Duration) -> u64 {
        if self.end.is_some() {
            return 0;
        }
        let Some(window) = &mut self.window else { return 1 };
        window.note_read(chunk.len() as u64, now(), |bytes| self.charge.has_room(size(bytes)));
        window.grant(self.waiting + self.credit, self.missing - self.credit)
    }
}

/// The size of what is charged. What is longer than the memory fits into no budget.
fn size(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX / 2)
}

#[cold]
fn too_long() -> JsError {
    JsError::Stream("The stream from JavaScript is longer than it declared.".to_owned())
}
