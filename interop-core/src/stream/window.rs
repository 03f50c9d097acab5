//! How far a stream from JavaScript may be ahead of its reader, in bytes.

use std::time::Duration;

/// The window of a new stream. It covers what most networks transfer in one round trip, so that long distances do not slow
/// down the first seconds of an upload.
const FIRST_WINDOW: u64 = 4 * 1024 * 1024;

/// Windows do not shrink below this.
const MIN_WINDOW: u64 = 128 * 1024;

/// A window is worth growing if it is read within this time, which is longer than most round trips. A window therefore
/// becomes about as large as what the reader takes in this time.
const FAST: Duration = Duration::from_millis(500);

/// A window that takes longer than this to be read is larger than needed.
const SLOW: Duration = Duration::from_secs(2);

/// A window is at most this part of the room that is left in the budget, as a divisor.
const ROOM_DIVISOR: u64 = 4;

/// Credit is granted in steps of this many bytes at most, so that grants are few.
const MAX_STEP: u64 = 256 * 1024;

/// The size of a window, which follows the reader.
#[derive(Debug)]
pub(super) struct Window {
    size: u64,
    max: u64,
    /// The number of bytes read since `since`.
    read: u64,
    since: Duration,
}

impl Window {
    /// The window of a new stream, which is smaller if little room is left in the budget.
    pub(super) fn new(max: u64, now: Duration, has_room: impl Fn(u64) -> bool) -> Self {
        let mut size = FIRST_WINDOW.min(max);
        while size > MIN_WINDOW && !has_room(size.saturating_mul(ROOM_DIVISOR)) {
            size /= 2;
        }
        Self { size, max, read: 0, since: now }
    }

    #[cfg(test)]
    fn size(&self) -> u64 {
        self.size
    }

    /// Notes that the reader has taken bytes. Once it has taken a whole window, the window is adapted to how long that took
    /// and to the room that is left.
    pub(super) fn note_read(&mut self, bytes: u64, now: Duration, has_room: impl Fn(u64) -> bool) {
        self.read += bytes;
        if self.read < self.size {
            return;
        }
        let elapsed = now.saturating_sub(self.since);
        (self.read, self.since) = (0, now);
        if elapsed > SLOW || !has_room(self.size / ROOM_DIVISOR) {
            self.size = (self.size / 2).max(MIN_WINDOW.min(self.max));
        } else if elapsed <= FAST && has_room(self.size.saturating_mul(ROOM_DIVISOR)) {
            self.size = (self.size * 2).min(self.max);
        }
    }

    /// How much to grant if the sender may still send `ahead` bytes or they wait to be read, and `missing` bytes are not
    /// granted yet.
    pub(super) fn grant(&self, ahead: u64, missing: u64) -> u64 {
        let room = self.size.saturating_sub(ahead);
        if room >= missing {
            missing
        } else if room >= MAX_STEP.min(self.size / 4) {
            room
        } else {
            0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u64 = 1024 * 1024;

    fn ms(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    #[test]
    fn a_window_grows_up_to_its_maximum_while_it_is_read_quickly() {
        let mut window = Window::new(16 * MIB, ms(0), |_| true);
        assert_eq!(window.size(), 4 * MIB);
        window.note_read(3 * MIB, ms(100), |_| true);
        assert_eq!(window.size(), 4 * MIB, "it was not read whole");
        window.note_read(MIB, ms(500), |_| true);
        assert_eq!(window.size(), 8 * MIB);
        for round in 1..10 {
            window.note_read(16 * MIB, ms(500 + round), |_| true);
        }
        assert_eq!(window.size(), 16 * MIB);
    }

    #[test]
    fn a_window_keeps_its_size_while_it_is_read_steadily_and_shrinks_when_it_is_read_slowly() {
        let mut window = Window::new(16 * MIB, ms(0), |_| true);
        window.note_read(4 * MIB, ms(1000), |_| true);
        assert_eq!(window.size(), 4 * MIB);
        window.note_read(4 * MIB, ms(3001), |_| true);
        assert_eq!(window.size(), 2 * MIB);
        for round in 1..20 {
            window.note_read(4 * MIB, ms(3001) * (1 + round), |_| true);
        }
        assert_eq!(window.size(), MIN_WINDOW);
    }

    #[test]
    fn a_window_never_takes_more_than_a_part_of_the_room_that_is_left() {
        let room = |left: u64| move |bytes: u64| bytes <= left;
        assert_eq!(Window::new(8 * MIB, ms(0), room(16 * MIB)).size(), 4 * MIB);
        assert_eq!(Window::new(8 * MIB, ms(0), room(16 * MIB - 1)).size(), 2 * MIB);
        assert_eq!(Window::new(8 * MIB, ms(0), room(0)).size(), MIN_WINDOW);
        let mut window = Window::new(8 * MIB, ms(0), room(16 * MIB));
        window.note_read(4 * MIB, ms(1), room(16 * MIB - 1));
        assert_eq!(window.size(), 4 * MIB, "there is no room for a larger one");
        window.note_read(4 * MIB, ms(2), room(MIB - 1));
        assert_eq!(window.size(), 2 * MIB, "others need the room");
    }

    #[test]
    fn credit_is_granted_in_steps_and_never_beyond_the_end_of_the_stream() {
        let window = Window::new(4 * MIB, ms(0), |_| true);
        assert_eq!(window.grant(0, 10), 10);
        assert_eq!(window.grant(0, 9 * MIB), 4 * MIB);
        assert_eq!(window.grant(4 * MIB, 9 * MIB), 0);
        assert_eq!(window.grant(4 * MIB - MAX_STEP + 1, 9 * MIB), 0);
        assert_eq!(window.grant(4 * MIB - MAX_STEP, 9 * MIB), MAX_STEP);
        assert_eq!(window.grant(4 * MIB - 1, 1), 1, "the last byte");
        assert_eq!(window.grant(5 * MIB, 1), 0, "the window has shrunk");
    }
}
