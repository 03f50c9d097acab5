//! Log messages whose number clients decide.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use governor::{DefaultDirectRateLimiter, Quota};

/// How many messages of one kind are logged at once. Those of a developer who tries out options are all among them.
const MAX_BURST: NonZeroU32 = NonZeroU32::new(10).unwrap();

/// After a burst, one message of each kind is logged in this time.
const INTERVAL: Duration = Duration::from_secs(1);

/// Limits how often one kind of message is logged, so that a client cannot fill the log.
#[derive(Debug)]
pub(crate) struct LogThrottle {
    limiter: DefaultDirectRateLimiter,
    /// The number of messages that were left out since the last one.
    left_out: AtomicU64,
}

impl LogThrottle {
    /// Admits up to `burst` messages at once, and one per second after that.
    fn new(burst: NonZeroU32) -> Self {
        let quota = Quota::with_period(INTERVAL).expect("the interval is not zero").allow_burst(burst);
        Self { limiter: DefaultDirectRateLimiter::direct(quota), left_out: AtomicU64::new(0) }
    }

    /// Admits one message per second.
    pub(crate) fn without_burst() -> Self {
        Self::new(NonZeroU32::MIN)
    }

    /// Returns the number of messages that were left out since the last one, or `None` if this one is left out too.
    pub(crate) fn admit(&self) -> Option<u64> {
        match self.limiter.check() {
            Ok(()) => Some(self.left_out.swap(0, Ordering::Relaxed)),
            Err(_) => {
                self.left_out.fetch_add(1, Ordering::Relaxed);
                None
            }
        }
    }
}

/// Admits a burst of messages, as for requests that are refused.
impl Default for LogThrottle {
    fn default() -> Self {
        Self::new(MAX_BURST)
    }
}

/// The messages about refused requests. Each kind has its own limit, so that a flood of one does not hide another.
#[derive(Debug, Default)]
pub(crate) struct RefusalLog {
    pub(crate) unreadable_hosts: LogThrottle,
    pub(crate) hosts: LogThrottle,
    pub(crate) origins: LogThrottle,
    pub(crate) late_decisions: LogThrottle,
    pub(crate) panics: LogThrottle,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_beyond_the_burst_are_left_out_and_counted() {
        let throttle = LogThrottle::default();
        for _ in 0..MAX_BURST.get() {
            assert_eq!(throttle.admit(), Some(0));
        }
        assert_eq!([throttle.admit(), throttle.admit(), throttle.admit()], [None; 3]);
        assert_eq!(throttle.left_out.load(Ordering::Relaxed), 3);
    }
}
