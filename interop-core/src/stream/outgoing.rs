//! Streams from Rust.

use std::fmt;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};

use futures_util::io::AsyncRead;
use futures_util::stream::{Stream, StreamExt as _};
use futures_util::task::AtomicWaker;
use serde::ser::{self, Serialize, Serializer};

use super::STREAM_CHUNK_BYTES;
use crate::circuit::CircuitCore;
use crate::circuit::host::Outgoing;
use crate::circuit::{Charge, cost};
use crate::codec::{JS_REFERENCE_NAME, STREAM_KEY, write_reference};
use crate::error::CallError;
use crate::scope::{self, Mode};
use crate::threading::{BoxFuture, MaybeSend, Shared, WeakShared, lock};

#[cfg(not(target_arch = "wasm32"))]
type BoxStream = Pin<Box<dyn Stream<Item = io::Result<bytes::Bytes>> + Send>>;
#[cfg(target_arch = "wasm32")]
type BoxStream = Pin<Box<dyn Stream<Item = io::Result<bytes::Bytes>>>>;

/// Where the bytes of a stream come from.
pub(crate) struct Source {
    stream: BoxStream,
    /// How many bytes it holds in memory, as far as is known.
    pub(crate) held: usize,
}

/// The source of a stream until it is sent.
pub(crate) type SourceCell = Shared<Mutex<Option<Source>>>;

/// Bytes that Rust offers to JavaScript: put it into a result or into the arguments of a call of JavaScript, which
/// receives an object with `stream()` and `arrayBuffer()`.
///
/// It takes the place of .NET's `DotNetStreamReference`. It can be sent once. The bytes are read only as fast as
/// JavaScript takes them. If JavaScript does not begin to read within
/// [`CircuitOptions::stream_claim_timeout`](crate::CircuitOptions::stream_claim_timeout), or stops reading for
/// [`CircuitOptions::stream_read_timeout`](crate::CircuitOptions::stream_read_timeout), the source is dropped and the reader gets
/// an error. Until then an unread stream counts against
/// [`CircuitOptions::max_streams`](crate::CircuitOptions::max_streams).
///
/// ```
/// use interop_core::{StreamReference, js_invokable};
///
/// #[js_invokable]
/// pub fn report() -> StreamReference {
///     StreamReference::from_bytes(vec![0; 10_000_000])
/// }
/// ```
///
/// See "Stream from .NET to JavaScript" in the ASP.NET Core article.
pub struct StreamReference {
    source: SourceCell,
}

impl StreamReference {
    /// Offers bytes that are in memory.
    pub fn from_bytes(bytes: impl Into<bytes::Bytes>) -> Self {
        let bytes = bytes.into();
        let held = bytes.len();
        Self::holding(held, futures_util::stream::once(async move { Ok(bytes) }))
    }

    /// Offers what a stream yields.
    pub fn from_stream(stream: impl Stream<Item = io::Result<bytes::Bytes>> + MaybeSend + 'static) -> Self {
        Self::holding(0, stream)
    }

    fn holding(held: usize, stream: impl Stream<Item = io::Result<bytes::Bytes>> + MaybeSend + 'static) -> Self {
        Self { source: Shared::new(Mutex::new(Some(Source { stream: Box::pin(stream), held }))) }
    }

    /// Offers what a reader reads.
    pub fn from_reader(reader: impl AsyncRead + MaybeSend + 'static) -> Self {
        Self::holding(STREAM_CHUNK_BYTES, Chunks { reader: Box::pin(reader), buffer: vec![0; STREAM_CHUNK_BYTES] })
    }

    /// Offers what a reader of tokio reads.
    #[cfg(feature = "tokio")]
    pub fn from_tokio_reader(reader: impl tokio::io::AsyncRead + MaybeSend + 'static) -> Self {
        Self::from_reader(TokioReader(Box::pin(reader)))
    }
}

impl fmt::Debug for StreamReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StreamReference")
    }
}

impl Serialize for StreamReference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let sent = scope::with_circuit(Mode::Encode, |circuit| {
            // Not in the scrutinee, where the lock would last: a stream that is not taken goes back into its cell.
            let source = lock(&self.source).take();
            match source {
                Some(source) => circuit.offer_stream(&self.source, source),
                None => Err(CallError::internal("a StreamReference can be sent only once")),
            }
        });
        let id = match sent {
            Some(Ok(id)) => id,
            Some(Err(error)) => return Err(scope::refuse_writing(error)),
            None => {
                return Err(ser::Error::custom("a StreamReference can be written only into a message of a circuit"));
            }
        };
        write_reference(serializer, JS_REFERENCE_NAME, STREAM_KEY, &id)
    }
}

/// Cuts what a reader reads into chunks.
struct Chunks<R> {
    reader: Pin<Box<R>>,
    buffer: Vec<u8>,
}

impl<R: AsyncRead> Stream for Chunks<R> {
    type Item = io::Result<bytes::Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        match std::task::ready!(this.reader.as_mut().poll_read(cx, &mut this.buffer)) {
            Ok(0) => Poll::Ready(None),
            Ok(count) => Poll::Ready(Some(Ok(bytes::Bytes::copy_from_slice(&this.buffer[..count])))),
            Err(error) => Poll::Ready(Some(Err(error))),
        }
    }
}

#[cfg(feature = "tokio")]
struct TokioReader<R>(Pin<Box<R>>);

#[cfg(feature = "tokio")]
impl<R: tokio::io::AsyncRead> AsyncRead for TokioReader<R> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut [u8]) -> Poll<io::Result<usize>> {
        let mut buffer = tokio::io::ReadBuf::new(buffer);
        std::task::ready!(self.0.as_mut().poll_read(cx, &mut buffer))?;
        Poll::Ready(Ok(buffer.filled().len()))
    }
}

/// How far the client lets a stream go.
#[derive(Default)]
pub(crate) struct StreamControl {
    claimed: AtomicBool,
    cancelled: AtomicBool,
    /// Chunks that the client is ready to take.
    credit: AtomicU64,
    waker: AtomicWaker,
}

impl StreamControl {
    pub(crate) fn claim(&self, credit: u64) {
        self.claimed.store(true, Ordering::Release);
        self.grant(credit);
    }

    pub(crate) fn grant(&self, credit: u64) {
        let add = |before: u64| Some(before.saturating_add(credit));
        // Never fails: the closure always returns a value.
        let _ = self.credit.fetch_update(Ordering::AcqRel, Ordering::Acquire, add);
        self.waker.wake();
    }

    pub(crate) fn cancel(&self) {
        self.cancelled.store(true, Ordering::Release);
        self.waker.wake();
    }
}

/// A stream that is being sent: yields the messages that carry it.
pub(crate) struct Transmission {
    id: u64,
    source: Option<Source>,
    control: Shared<StreamControl>,
    charge: Charge,
    core: WeakShared<CircuitCore>,
    /// When the client must have claimed the stream. The time counts from the first poll: streams are polled only once
    /// everything before them was sent, so the client has the message that names this one.
    deadline: Option<BoxFuture<'static, ()>>,
    /// Kept when JavaScript reads on, and looked at the next time it does not: a stream often waits, and a timer for each
    /// time would cost more than the chunk.
    pause: Option<Pause>,
    rest: bytes::Bytes,
    /// How many chunks were sent.
    sent: u64,
    detailed_errors: bool,
}

/// A wait for JavaScript to read on.
struct Pause {
    timer: BoxFuture<'static, ()>,
    /// How many chunks were sent when it began.
    sent: u64,
}

impl Transmission {
    pub(crate) fn new(
        id: u64,
        source: Source,
        control: Shared<StreamControl>,
        charge: Charge,
        core: WeakShared<CircuitCore>,
        detailed_errors: bool,
    ) -> Self {
        let rest = bytes::Bytes::new();
        Self {
            id,
            source: Some(source),
            control,
            charge,
            core,
            deadline: None,
            pause: None,
            rest,
            sent: 0,
            detailed_errors,
        }
    }

    /// Ready when the time is over in which the client can claim the stream.
    fn poll_unclaimed(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(core) = self.core.upgrade() else { return Poll::Ready(()) };
        let deadline = self.deadline.get_or_insert_with(|| core.sleep(core.options.stream_claim_timeout));
        std::task::ready!(deadline.as_mut().poll(cx));
        if core.hold.puts_off(cx.waker()) {
            self.deadline = None;
            return Poll::Pending;
        }
        Poll::Ready(())
    }

    fn next_bytes(&mut self, cx: &mut Context<'_>) -> Poll<Option<io::Result<bytes::Bytes>>> {
        let Some(source) = &mut self.source else { return Poll::Ready(None) };
        let Some(core) = self.core.upgrade() else { return Poll::Ready(None) };
        std::task::ready!(core.services.poll_turn(cx));
        let poll = catch_unwind(AssertUnwindSafe(|| source.stream.poll_next_unpin(cx)));
        core.services.ran(None);
        poll.unwrap_or_else(|payload| {
            crate::circuit::forget_payload(payload);
            Poll::Ready(Some(Err(io::Error::other("the source of the stream panicked"))))
        })
    }

    /// Ready when JavaScript has not read on for too long, which is between once and twice the time-out.
    fn poll_paused(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(core) = self.core.upgrade() else { return Poll::Ready(()) };
        loop {
            let sent = self.sent;
            let new = || Pause { timer: core.sleep(core.options.stream_read_timeout), sent };
            let pause = self.pause.get_or_insert_with(new);
            std::task::ready!(pause.timer.as_mut().poll(cx));
            let has_sent = pause.sent != sent;
            if !has_sent && !core.hold.puts_off(cx.waker()) {
                return Poll::Ready(());
            }
            self.pause = None;
            if !has_sent {
                return Poll::Pending;
            }
        }
    }

    fn end(&mut self, error: Option<String>) -> Poll<Option<Outgoing>> {
        self.stop();
        Poll::Ready(Some(Outgoing::EndStream { stream_id: self.id, error }))
    }

    /// Drops the source and makes the stream unknown.
    fn stop(&mut self) {
        if let Some(source) = self.source.take() {
            crate::circuit::drop_quietly(source);
            self.rest = bytes::Bytes::new();
            self.charge.set(0);
            if let Some(core) = self.core.upgrade() {
                core.forget_stream(self.id);
            }
        }
    }
}

impl Stream for Transmission {
    type Item = Outgoing;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Outgoing>> {
        let this = &mut *self;
        if this.source.is_none() {
            return Poll::Ready(None);
        }
        this.control.waker.register(cx.waker());
        if this.control.cancelled.load(Ordering::Acquire) {
            this.stop();
            return Poll::Ready(None);
        }
        if !this.control.claimed.load(Ordering::Acquire) {
            std::task::ready!(this.poll_unclaimed(cx));
            this.stop();
            return Poll::Ready(None);
        }
        this.deadline = None;
        if this.control.credit.load(Ordering::Acquire) == 0 {
            std::task::ready!(this.poll_paused(cx));
            return this.end(Some("The stream was not read for too long.".to_owned()));
        }
        while this.rest.is_empty() {
            match std::task::ready!(this.next_bytes(cx)) {
                Some(Ok(bytes)) => {
                    let held = this.source.as_ref().map_or(0, |source| source.held);
                    this.charge.set(cost::STREAM + if held > 0 { held } else { bytes.len() });
                    this.rest = bytes;
                }
                Some(Err(error)) if this.detailed_errors => return this.end(Some(error.to_string())),
                Some(Err(_)) => return this.end(Some("The stream failed.".to_owned())),
                None => return this.end(None),
            }
        }
        let count = this.rest.len().min(STREAM_CHUNK_BYTES);
        let data = this.rest.split_to(count);
        this.control.credit.fetch_sub(1, Ordering::AcqRel);
        let sequence = this.sent;
        this.sent += 1;
        Poll::Ready(Some(Outgoing::StreamChunk { stream_id: this.id, sequence, data }))
    }
}

impl Drop for Transmission {
    fn drop(&mut self) {
        self.stop();
    }
}
