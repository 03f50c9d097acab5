use std::fmt;
use std::time::Duration;

use crate::error::CallError;

/// How a call has ended, for [`CallLayer::after`](super::CallLayer::after).
pub struct CallOutcome<'a> {
    error: Option<&'a CallError>,
    duration: Option<Duration>,
}

impl<'a> CallOutcome<'a> {
    pub(super) fn new(error: Option<&'a CallError>, duration: Option<Duration>) -> Self {
        Self { error, duration }
    }

    /// The error of the call; `None` if it has succeeded. It is the whole error, of which the client may see only a part.
    pub fn error(&self) -> Option<&'a CallError> {
        self.error
    }

    /// The code of the error: one of [`ErrorCode`](crate::ErrorCode), or the application's own.
    pub fn error_code(&self) -> Option<&'a str> {
        self.error.map(CallError::code)
    }

    /// The time from before the first layer to now, including the time during which the call waited. `None` unless a layer
    /// of the host [needs it](super::CallLayer::needs_duration).
    pub fn duration(&self) -> Option<Duration> {
        self.duration
    }
}

impl fmt::Debug for CallOutcome<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallOutcome").field("error_code", &self.error_code()).field("duration", &self.duration).finish()
    }
}
