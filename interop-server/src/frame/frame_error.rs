use std::fmt;

/// The reason why a frame cannot be read. The text never contains parts of the frame, because it is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FrameError(pub(super) &'static str);

impl FrameError {
    /// Whether the frame is a `hello` that cannot be read.
    pub(crate) fn is_about_hello(self) -> bool {
        self.0 == INVALID_HELLO
    }

    pub(crate) fn text(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// The text about a `hello` that cannot be read.
pub(super) const INVALID_HELLO: &str = "`hello` needs one JSON object with a `version`, such as {\"version\":1}.";
