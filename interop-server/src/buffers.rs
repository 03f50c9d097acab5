//! When the buffers of a connection are given up, and when a message takes too long to arrive.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until};

use crate::inbound::Inbound;

/// A message that has begun to arrive, and the time by which it must be there.
pub(crate) struct Arrival {
    /// The number of the message.
    message: u64,
    began: Instant,
    /// How long the client had no chance to be heard.
    excused: Duration,
    /// Fires no later than the message is overdue; put off only when it fires.
    timer: Pin<Box<Sleep>>,
}

/// How slowly a message may arrive.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ArrivalLimits {
    /// How long any message may take.
    pub(crate) grace: Duration,
    /// How fast it must come beyond that, in bytes per second; 0 if any rate will do.
    pub(crate) min_rate: u32,
}

impl Arrival {
    fn new(message: u64, limits: ArrivalLimits) -> Self {
        let began = Instant::now();
        Self { message, began, excused: Duration::ZERO, timer: Box::pin(sleep_until(began + limits.grace)) }
    }

    /// To be asked when nothing more has come: ready when the rest of the message is overdue.
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

    /// The server did not listen for this long.
    pub(crate) fn excuse(&mut self, time: Duration) {
        self.excused = self.excused.saturating_add(time);
    }
}

/// How long a connection is quiet before its large buffers are given up. One that has large messages in a row keeps them.
const QUIET: Duration = Duration::from_millis(100);

/// Waits for a connection with large buffers to be quiet.
pub(crate) struct Rest {
    since: Instant,
    timer: Pin<Box<Sleep>>,
}

impl Rest {
    pub(crate) fn new() -> Self {
        let since = Instant::now();
        Self { since, timer: Box::pin(sleep_until(since + QUIET)) }
    }

    /// Something came or went.
    pub(crate) fn disturb(&mut self) {
        self.since = Instant::now();
    }

    /// Ready when nothing came or went for a while.
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
