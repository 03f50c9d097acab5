use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};

use futures_util::stream::Stream;
use serde::de::{self, Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::script::ScriptedChunks;
use crate::codec::{JS_REFERENCE_NAME, MarkId, STREAM_KEY};
use crate::in_process::InProcess;
use crate::threading::{Shared, lock};

/// The bytes that the page sends to a reader in Rust.
pub(super) struct Feed {
    chunks: ScriptedChunks,
    sequence: u64,
}

impl Feed {
    pub(super) fn new(chunks: ScriptedChunks) -> Self {
        Self { chunks, sequence: 0 }
    }

    /// Sends this many chunks, and returns whether there may be more.
    pub(super) fn send(&mut self, app: &InProcess, stream_id: u64, chunks: u32) -> bool {
        for _ in 0..chunks {
            let Some(chunk) = self.chunks.next() else {
                app.host().end_js_stream(stream_id, None);
                return false;
            };
            if app.host().receive_stream_chunk(stream_id, self.sequence, chunk).is_err() {
                return false;
            }
            self.sequence += 1;
        }
        true
    }
}

/// A stream from Rust as JavaScript receives it, in a result or in arguments.
#[derive(Clone, Copy, Debug)]
pub struct RustStream {
    id: u64,
}

impl<'de> Deserialize<'de> for RustStream {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct StreamReferenceVisitor;

        impl<'de> Visitor<'de> for StreamReferenceVisitor {
            type Value = RustStream;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a reference to a stream")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<RustStream, A::Error> {
                match entries.next_entry::<String, MarkId>()? {
                    Some((key, id)) if key == STREAM_KEY && entries.next_key::<IgnoredAny>()?.is_none() => {
                        Ok(RustStream { id: id.natural()? })
                    }
                    _ => Err(de::Error::invalid_type(de::Unexpected::Map, &self)),
                }
            }
        }

        deserializer.deserialize_struct(JS_REFERENCE_NAME, &[STREAM_KEY], StreamReferenceVisitor)
    }
}

impl RustStream {
    /// Its id.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Starts to read it.
    pub fn read(&self, app: &InProcess) -> RustStreamReader {
        let received = app.page().receive_stream(self.id);
        app.host().claim_stream(self.id, 1);
        RustStreamReader { id: self.id, app: app.clone(), received, broken: false }
    }
}

/// The received part of a stream.
#[derive(Default)]
pub(super) struct Received {
    state: Mutex<ReceivedState>,
}

#[derive(Default)]
struct ReceivedState {
    chunks: VecDeque<bytes::Bytes>,
    end: Option<Result<(), String>>,
    waker: Option<Waker>,
}

impl Received {
    pub(super) fn push(&self, chunk: bytes::Bytes) {
        self.change(|state| state.chunks.push_back(chunk));
    }

    pub(super) fn end(&self, error: Option<String>) {
        self.change(|state| state.end = Some(error.map_or(Ok(()), Err)));
    }

    fn change(&self, change: impl FnOnce(&mut ReceivedState)) {
        let mut state = lock(&self.state);
        change(&mut state);
        let waker = state.waker.take();
        drop(state);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

/// The chunks of a [`RustStream`]. Dropping it makes Rust stop sending.
pub struct RustStreamReader {
    id: u64,
    app: InProcess,
    received: Shared<Received>,
    broken: bool,
}

impl Stream for RustStreamReader {
    type Item = io::Result<bytes::Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.broken {
            return Poll::Ready(None);
        }
        lock(&self.received.state).waker = Some(cx.waker().clone());
        loop {
            let mut state = lock(&self.received.state);
            if let Some(chunk) = state.chunks.pop_front() {
                drop(state);
                self.app.host().grant_stream(self.id, 1);
                return Poll::Ready(Some(Ok(chunk)));
            }
            match &state.end {
                Some(Ok(())) => return Poll::Ready(None),
                Some(Err(error)) => {
                    let error = io::Error::other(error.clone());
                    drop(state);
                    self.broken = true;
                    return Poll::Ready(Some(Err(error)));
                }
                None => {}
            }
            drop(state);
            let closed = self.app.drive(cx).is_ready();
            let state = lock(&self.received.state);
            if !closed && state.chunks.is_empty() && state.end.is_none() {
                return Poll::Pending;
            }
        }
    }
}

impl Drop for RustStreamReader {
    fn drop(&mut self) {
        self.app.page().forget_stream(self.id);
        self.app.host().cancel_stream(self.id);
    }
}

impl fmt::Debug for RustStreamReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RustStreamReader({})", self.id)
    }
}
