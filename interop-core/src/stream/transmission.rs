//! Sends a stream from Rust.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};

use futures_util::stream::{Stream, StreamExt as _};

use super::credit::CreditUnit;
use super::source::{ByteSource, StartedStream, StreamControl};
use crate::circuit::{Charge, CircuitCore, Outgoing, cost, forget_payload};
use crate::error::report::ErrorKind;
use crate::error::text_with_sources;
use crate::threading::{BoxFuture, Shared, WeakShared};

/// The initial size of the buffer for pieces that are gathered.
const GATHERING_BYTES: usize = 8 * 1024;

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
    /// What is known of the end, if pieces that came before it had to be sent first.
    ended: Option<SourceEnd>,
    unit: CreditUnit,
    /// The number of chunks that were sent.
    sent: u64,
    detailed_errors: bool,
}

/// The end of the source, with the error that the client receives if there is one.
struct SourceEnd(Option<String>);

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
            ended: None,
            unit: core.link.options.credit,
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
        let _entered = source.ambient.enter();
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

    /// The next piece of the source, or the end of the stream and its error.
    fn next_piece(&mut self, cx: &mut Context<'_>) -> Poll<Result<bytes::Bytes, SourceEnd>> {
        if let Some(ended) = self.ended.take() {
            return Poll::Ready(Err(ended));
        }
        Poll::Ready(match std::task::ready!(self.next_bytes(cx)) {
            Some(Ok(bytes)) => Ok(bytes),
            Some(Err(error)) if self.detailed_errors => Err(SourceEnd(Some(error.to_string()))),
            Some(Err(_)) => Err(SourceEnd(Some("The stream failed.".to_owned()))),
            None => Err(SourceEnd(None)),
        })
    }

    /// Adds what the source yields without waiting, up to `max` bytes. A frame for each line of a text would cost many
    /// times as much as the line.
    fn gather(&mut self, first: bytes::Bytes, max: usize, cx: &mut Context<'_>) -> bytes::Bytes {
        let mut gathered = bytes::BytesMut::new();
        loop {
            let mut piece = match self.next_piece(cx) {
                Poll::Ready(Ok(piece)) => piece,
                Poll::Ready(Err(ended)) => {
                    self.ended = Some(ended);
                    break;
                }
                Poll::Pending => break,
            };
            if gathered.is_empty() {
                gathered.reserve(max.min(GATHERING_BYTES));
                gathered.extend_from_slice(&first);
            }
            let fits = piece.len().min(max - gathered.len());
            gathered.extend_from_slice(&piece.split_to(fits));
            self.rest = piece;
            if gathered.len() == max {
                break;
            }
        }
        if gathered.is_empty() {
            return first;
        }
        self.charge_for(gathered.len() + self.rest.len());
        gathered.freeze()
    }

    /// Charges the piece of the source that is being sent, unless the source itself holds its bytes.
    fn charge_for(&mut self, bytes: usize) {
        let held = self.source.as_ref().map_or(0, |source| source.held);
        self.charge.set(cost::STREAM + if held > 0 { held } else { bytes });
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
            source.discard();
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
        let is_claimed = this.control.claimed.load(Ordering::Acquire);
        if is_claimed {
            this.deadline = None;
        } else if this.poll_unclaimed(cx).is_ready() {
            this.stop();
            return Poll::Ready(None);
        }
        let credit = this.control.credit.load(Ordering::Acquire);
        if credit == 0 {
            if is_claimed {
                std::task::ready!(this.poll_paused(cx));
                return this.end(Some("The stream was not read in time.".to_owned()));
            }
            return Poll::Pending;
        }
        let is_bytes = this.unit.is_bytes();
        let room = if is_bytes { usize::try_from(credit).unwrap_or(usize::MAX) } else { usize::MAX };
        let max = this.unit.max_chunk().min(room);
        while this.rest.is_empty() {
            match std::task::ready!(this.next_piece(cx)) {
                Ok(bytes) => {
                    this.charge_for(bytes.len());
                    this.rest = bytes;
                }
                Err(SourceEnd(error)) => return this.end(error),
            }
        }
        let mut data = this.rest.split_to(this.rest.len().min(max));
        if is_bytes && data.len() < max / 2 {
            data = this.gather(data, max, cx);
        }
        let spent = if is_bytes { data.len() as u64 } else { 1 };
        this.control.credit.fetch_sub(spent, Ordering::AcqRel);
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
