//! Detects lost clients. Every received byte counts, not only complete messages, since a large message can take longer
//! than the time-out.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until};

/// What is due.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Due {
    /// Send a ping to the client.
    Ping,
    /// The client did not answer.
    Lost,
}

/// The clock of one connection. A client is considered lost when nothing was received for a time, but never before a
/// ping: while a method blocks, or the client reads slowly, the server does not read from it.
pub(crate) struct KeepAlive {
    ask_after: Duration,
    timeout: Duration,
    last_sent: Instant,
    last_received: Instant,
    /// When the last ping was sent, if nothing has arrived since.
    asked: Option<Instant>,
    /// Set between two readings of the clock.
    sent: bool,
    received: bool,
    /// The number of received bytes when it was last noted.
    bytes_read: u64,
    /// How long the server has waited for the client while sending since it last received something.
    waited_milliseconds: u32,
    /// Fires before something is due, and is only set again when it fires.
    timer: Pin<Box<Sleep>>,
}

impl KeepAlive {
    pub(crate) fn new(ask_after: Duration, timeout: Duration) -> Self {
        let now = Instant::now();
        Self {
            ask_after,
            timeout,
            last_sent: now,
            last_received: now,
            asked: None,
            sent: false,
            received: false,
            bytes_read: 0,
            waited_milliseconds: 0,
            timer: Box::pin(sleep_until(now + ask_after)),
        }
    }

    pub(crate) fn note_sent(&mut self) {
        self.sent = true;
    }

    pub(crate) fn note_received(&mut self) {
        self.received = true;
    }

    /// Notes how long sending had to wait for the client. Data that is still on its way may take as long again, and a
    /// ping is behind it.
    pub(crate) fn note_waited(&mut self, time: Duration) {
        self.sent = true;
        let milliseconds = u32::try_from(time.as_millis()).unwrap_or(u32::MAX);
        self.waited_milliseconds = self.waited_milliseconds.saturating_add(milliseconds);
    }

    /// Notes the total number of received bytes.
    pub(crate) fn note_read(&mut self, bytes_read: u64) {
        self.received |= bytes_read != std::mem::replace(&mut self.bytes_read, bytes_read);
    }

    /// Called when nothing else is ready, so all received bytes were noted.
    pub(crate) fn poll_due(&mut self, cx: &mut Context<'_>) -> Poll<Due> {
        loop {
            let now = Instant::now();
            if std::mem::take(&mut self.sent) {
                self.last_sent = now;
            }
            if std::mem::take(&mut self.received) {
                self.last_received = now;
                self.asked = None;
                self.waited_milliseconds = 0;
            }
            // If a ping was sent, the next ping only prevents the server itself from being silent.
            let silent_since = match self.asked {
                Some(_) => self.last_sent,
                None => self.last_sent.min(self.last_received),
            };
            let ping_at = silent_since + self.ask_after;
            let waited = Duration::from_millis(self.waited_milliseconds.into());
            let patience = self.timeout.saturating_sub(self.ask_after) + waited;
            let lost_at = self.asked.map(|asked| asked + patience);
            if lost_at.is_some_and(|at| at <= now) {
                return Poll::Ready(Due::Lost);
            }
            if ping_at <= now {
                self.asked.get_or_insert(now);
                return Poll::Ready(Due::Ping);
            }
            let next = lost_at.map_or(ping_at, |at| at.min(ping_at));
            if self.timer.is_elapsed() || next < self.timer.deadline() {
                self.timer.as_mut().reset(next);
            }
            ready!(self.timer.as_mut().poll(cx));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    const KEEP_ALIVE: Duration = Duration::from_secs(15);
    const TIMEOUT: Duration = Duration::from_secs(30);

    async fn due(clock: &mut KeepAlive) -> Due {
        poll_fn(|cx| clock.poll_due(cx)).await
    }

    #[tokio::test(start_paused = true)]
    async fn a_silent_client_is_asked_and_then_lost() {
        let start = Instant::now();
        let mut clock = KeepAlive::new(KEEP_ALIVE, TIMEOUT);
        assert_eq!(due(&mut clock).await, Due::Ping);
        assert_eq!(start.elapsed().as_secs(), 15);
        clock.note_sent();
        assert_eq!(due(&mut clock).await, Due::Lost);
        assert_eq!(start.elapsed().as_secs(), 30);
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_answers_stays() {
        let start = Instant::now();
        let mut clock = KeepAlive::new(KEEP_ALIVE, TIMEOUT);
        for round in 1..10 {
            assert_eq!(due(&mut clock).await, Due::Ping);
            assert_eq!(start.elapsed().as_secs(), 15 * round);
            clock.note_sent();
            clock.note_received();
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_only_listens_is_asked_too() {
        let mut clock = KeepAlive::new(KEEP_ALIVE, TIMEOUT);
        let mut pings = 0;
        for _ in 0..29 {
            clock.note_sent();
            if let Ok(due) = tokio::time::timeout(Duration::from_secs(1), due(&mut clock)).await {
                assert_eq!(due, Due::Ping);
                pings += 1;
            }
        }
        assert_eq!(pings, 1, "asked once, after 15 seconds");
        clock.note_sent();
        assert_eq!(due(&mut clock).await, Due::Lost);
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_whose_message_is_still_arriving_stays() {
        let mut clock = KeepAlive::new(KEEP_ALIVE, TIMEOUT);
        for bytes in 1..100 {
            clock.note_read(bytes);
            if let Ok(due) = tokio::time::timeout(Duration::from_secs(10), due(&mut clock)).await {
                assert_eq!(due, Due::Ping);
                clock.note_sent();
            }
        }
        // The last byte came some time ago.
        assert_eq!(due(&mut clock).await, Due::Ping);
        clock.note_sent();
        assert_eq!(due(&mut clock).await, Due::Lost);
    }

    #[tokio::test(start_paused = true)]
    async fn a_long_block_is_not_held_against_the_client() {
        let mut clock = KeepAlive::new(KEEP_ALIVE, TIMEOUT);
        tokio::time::advance(Duration::from_secs(100)).await;
        assert_eq!(due(&mut clock).await, Due::Ping);
        clock.note_sent();
        clock.note_received();
        assert_eq!(due(&mut clock).await, Due::Ping);
    }
}
