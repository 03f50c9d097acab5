//! Sends a stream from Rust.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};

use futures_util::stream::{Stream, StreamExt as _};

use super::STREAM_CHUNK_BYTES;
use super::source::{ByteSource, StartedStream, StreamControl};
use crate::circuit::{Charge, CircuitCore, Outgoing, cost, drop_quietly, forget_payload};
use crate::error::report::ErrorKind;
use crate::error::text_with_sources;
use crate::threading::{BoxFuture, Shared, WeakShared};

const SOURCE_PANICKED: &str = "the source of the stream panicked";

/// A stream that is being sent. It yields its messages.
pub(crate) struct Transmission {
    id: u64,
    source: Option<ByteSource>,
    control: Shared<StreamControl>,
    charge: Charge,
    core: WeakShared<CircuitCore>,
    /// The time by which the client must have claimed the stream. It counts from the first poll: streams are polled
    /// only after everything before them was sent, so the client has received the message that contains the stream.
    deadline: Option<BoxFuture<'static, ()>>,
    /// The timer is retained when JavaScript continues to read, and reused the next time it pauses. A stream often
    /// waits, and a new timer for each wait would cost more than the chunk.
    pause: Option<Pause>,
    rest: bytes::Bytes,
    /// The number of chunks that were sent.
    sent: u64,
    detailed_errors: bool,
}

/// A pause during which JavaScript does not read.
struct Pause {
    timer: BoxFuture<'static, ()>,
    /// The number of chunks that had been sent when it started.
    sent: u64,
}

impl Transmission {
    pub(crate) fn new(started: StartedStream, core: &Shared<CircuitCore>) -> Self {
        let StartedStream { id, source, control, charge } = started;
        Self {
            id,
            source: Some(source),
            control,
            charge,
            core: Shared::downgrade(core),
            deadline: None,
            pause: None,
            rest: bytes::Bytes::new(),
            sent: 0,
            detailed_errors: core.link.options.detailed_errors,
        }
    }

    /// Ready when the time in which the client can claim the stream is over.
    fn poll_unclaimed(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(core) = self.core.upgrade() else { return Poll::Ready(()) };
        let deadline = self.deadline.get_or_insert_with(|| core.sleep(core.link.options.stream_claim_timeout));
        std::task::ready!(deadline.as_mut().poll(cx));
        if core.link.hold.puts_off(cx.waker()) {
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
        if let Ok(Poll::Ready(Some(Err(error)))) = &poll {
            core.report_stream(self.id, &text_with_sources(error), ErrorKind::Internal);
        }
        poll.unwrap_or_else(|payload| {
            forget_payload(payload);
            core.report_stream(self.id, SOURCE_PANICKED, ErrorKind::Panic);
            Poll::Ready(Some(Err(io::Error::other(SOURCE_PANICKED))))
        })
    }

    /// Ready when JavaScript has paused for too long, which is between once and twice the time-out.
    fn poll_paused(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(core) = self.core.upgrade() else { return Poll::Ready(()) };
        loop {
            let sent = self.sent;
            let new = || Pause { timer: core.sleep(core.link.options.stream_read_timeout), sent };
            let pause = self.pause.get_or_insert_with(new);
            std::task::ready!(pause.timer.as_mut().poll(cx));
            let has_sent = pause.sent != sent;
            if !has_sent && !core.link.hold.puts_off(cx.waker()) {
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

    /// Drops the source and removes the stream.
    fn stop(&mut self) {
        if let Some(source) = self.source.take() {
            drop_quietly(source);
            self.rest = bytes::Bytes::new();
            self.charge.set(0);
            if let Some(core) = self.core.upgrade() {
                core.streams.forget(self.id);
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
            return this.end(Some("The stream was not read in time.".to_owned()));
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
