//! Where in an argument decoding has failed. The levels are noted from the inside out while the error passes through them,
//! so that decoding that succeeds has no cost.

/// One level between an argument and the value inside it at which decoding has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// An element of an array.
    Element(usize),
    /// The value of the entry with this index in an object, and whether the type declares its name. Keys of maps are data, which
    /// no error may repeat.
    Entry { index: usize, is_declared: bool },
}

/// The levels that the latest error has passed, from the inside out.
#[derive(Default)]
pub(super) struct Trail {
    argument: usize,
    depth: u32,
    levels: Vec<Level>,
}

impl Trail {
    /// An error leaves a container, whose content is at this depth.
    pub(super) fn note(&mut self, argument: usize, depth: u32, level: Level) {
        if argument != self.argument || depth >= self.depth {
            // Another error: the one before did not fail the argument.
            self.levels.clear();
        }
        (self.argument, self.depth) = (argument, depth);
        self.levels.push(level);
    }

    /// An error begins in a container, and not in one of its values.
    pub(super) fn clear(&mut self) {
        self.levels.clear();
    }

    pub(super) fn take(&mut self, argument: usize) -> Vec<Level> {
        let mut levels = std::mem::take(&mut self.levels);
        if argument != self.argument {
            levels.clear();
        }
        levels.reverse();
        levels
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_error_that_came_last_leaves_a_trail() {
        let mut trail = Trail::default();
        trail.note(1, 3, Level::Element(5));
        trail.note(1, 2, Level::Element(4));
        // These were no failure of the argument.
        trail.note(1, 2, Level::Element(1));
        trail.note(1, 1, Level::Element(0));
        assert_eq!(trail.take(1), [Level::Element(0), Level::Element(1)]);
        trail.note(1, 1, Level::Element(0));
        assert_eq!(trail.take(2), []);
    }
}
