//! Decides when the buffers of a connection are released, and when a message takes too long to arrive.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until};

use crate::inbound::Inbound;

/// A message that is partly received, and the time by which it must be complete.
pub(crate) struct Arrival {
    /// The number of the message.
    message: u64,
    began: Instant,
    /// The time during which the server did not read from the client.
    excused: Duration,
    /// Fires before the message is overdue, and is only set again when it fires.
    timer: Pin<Box<Sleep>>,
}

/// The limits on how slowly a message may arrive.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ArrivalLimits {
    /// The time that any message may take.
    pub(crate) grace: Duration,
    /// The minimum rate beyond that, in bytes per second; 0 for no minimum.
    pub(crate) min_rate: u32,
}

impl Arrival {
    fn new(message: u64, limits: ArrivalLimits) -> Self {
        let began = Instant::now();
        Self { message, began, excused: Duration::ZERO, timer: Box::pin(sleep_until(began + limits.grace)) }
    }

    /// Called when nothing more has arrived. Ready when the remainder of the message is overdue.
    pub(crate) fn poll_overdue(
        arrival: &mut Option<Self>,
        inbound: &Inbound,
        limits: ArrivalLimits,
        cx: &mut Context<'_>,
    ) -> Poll<()> {
        if !inbound.is_incomplete() || limits.min_rate == 0 {
            *arrival = None;
            return Poll::Pending;
        }
        let message = inbound.messages();
        if arrival.as_ref().is_some_and(|arrival| arrival.message != message) {
            *arrival = None;
        }
        let this = arrival.get_or_insert_with(|| Self::new(message, limits));
        while this.timer.as_mut().poll(cx).is_ready() {
            let allowed = Duration::from_millis(inbound.message_bytes() as u64 * 1000 / u64::from(limits.min_rate));
            let due = this.began + limits.grace.saturating_add(allowed).saturating_add(this.excused);
            if due <= Instant::now() {
                return Poll::Ready(());
            }
            this.timer.as_mut().reset(due);
        }
        Poll::Pending
    }

    /// Excludes a time during which the server did not read.
    pub(crate) fn excuse(&mut self, time: Duration) {
        self.excused = self.excused.saturating_add(time);
    }
}

/// How long a connection must be quiet before its large buffers are released. A connection with large messages in a row
/// retains them.
const QUIET: Duration = Duration::from_millis(100);

/// Waits until a connection with large buffers is quiet.
pub(crate) struct Rest {
    since: Instant,
    timer: Pin<Box<Sleep>>,
}

impl Rest {
    pub(crate) fn new() -> Self {
        let since = Instant::now();
        Self { since, timer: Box::pin(sleep_until(since + QUIET)) }
    }

    /// Notes that something was received or sent.
    pub(crate) fn disturb(&mut self) {
        self.since = Instant::now();
    }

    /// Ready when nothing was received or sent for a while.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        while self.timer.as_mut().poll(cx).is_ready() {
            let quiet_at = self.since + QUIET;
            if quiet_at <= Instant::now() {
                return Poll::Ready(());
            }
            self.timer.as_mut().reset(quiet_at);
        }
        Poll::Pending
    }
}
