//! Checks whether a client receives fast enough.

use std::time::Duration;

/// The time that a client still has for what is being sent to it. It decreases while the server waits for the client to
/// take something, and increases with each byte that it takes, up to where it began: so a client may pause for as
/// long as the write time-out, and must keep up with the least rate in the long run. Counting only pauses would let a client
/// that takes a little now and then hold everything that waits to be sent for hours.
#[derive(Debug)]
pub(crate) struct Pace {
    /// Both in nanoseconds.
    left: u64,
    timeout: u64,
    /// In bytes per second; 0 for no minimum.
    min_rate: u32,
}

impl Pace {
    pub(crate) fn new(timeout: Duration, min_rate: u32) -> Self {
        let timeout = nanoseconds(timeout);
        Self { left: timeout, timeout, min_rate }
    }

    /// How long the client may receive nothing from now on.
    pub(crate) fn left(&self) -> Duration {
        Duration::from_nanos(self.left)
    }

    /// Notes that the server has waited for the client.
    pub(crate) fn note_waited(&mut self, time: Duration) {
        self.left = self.left.saturating_sub(nanoseconds(time));
    }

    /// Notes that the client has received something.
    pub(crate) fn note_taken(&mut self, bytes: usize) {
        if self.left == self.timeout {
            // This is always the case for a client that keeps up.
            return;
        }
        let earned = match self.min_rate {
            0 => u64::MAX,
            rate => (bytes as u64).saturating_mul(1_000_000_000) / u64::from(rate),
        };
        self.left = self.left.saturating_add(earned).min(self.timeout);
    }
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIMEOUT: Duration = Duration::from_secs(30);
    const MIN_RATE: u32 = 32 * 1024;

    /// Whether a client that takes so many bytes each second gets everything, or after how many seconds it is given up.
    fn given_up_after(bytes_per_second: usize, message: usize) -> Option<u32> {
        let mut pace = Pace::new(TIMEOUT, MIN_RATE);
        let mut rest = message;
        for second in 1.. {
            pace.note_waited(Duration::from_secs(1));
            if pace.left().is_zero() {
                return Some(second);
            }
            pace.note_taken(bytes_per_second.min(rest));
            rest = rest.saturating_sub(bytes_per_second);
            if rest == 0 {
                return None;
            }
        }
        unreachable!("it ends or is given up")
    }

    #[test]
    fn a_slow_line_gets_a_large_message() {
        let megabit = 125_000;
        assert_eq!(given_up_after(3 * megabit, 16 << 20), None);
        assert_eq!(given_up_after(megabit / 2, 16 << 20), None);
        assert_eq!(given_up_after(MIN_RATE as usize, 60 << 20), None, "exactly the least rate");
    }

    #[test]
    fn a_client_that_takes_a_little_now_and_then_does_not_hold_much_for_long() {
        assert_eq!(given_up_after(4 * 1024, 60 << 20), Some(35));
        assert_eq!(given_up_after(1, 60 << 20), Some(31));
        assert_eq!(given_up_after(0, 1), Some(30));
    }

    #[test]
    fn what_was_taken_fast_does_not_count_for_later() {
        let mut pace = Pace::new(TIMEOUT, MIN_RATE);
        pace.note_taken(1 << 30);
        pace.note_waited(Duration::from_secs(1));
        pace.note_taken(1 << 30);
        assert_eq!(pace.left(), TIMEOUT);
    }

    #[test]
    fn without_a_least_rate_any_progress_will_do() {
        let mut pace = Pace::new(TIMEOUT, 0);
        pace.note_waited(Duration::from_secs(29));
        pace.note_taken(1);
        assert_eq!(pace.left(), TIMEOUT);
    }

    #[test]
    fn a_time_out_of_any_length_is_possible() {
        let mut pace = Pace::new(Duration::MAX, 1);
        pace.note_waited(Duration::from_secs(1 << 40));
        pace.note_taken(usize::MAX);
        assert!(pace.left() > Duration::from_secs(1 << 30));
    }
}
