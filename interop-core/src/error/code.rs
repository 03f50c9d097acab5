use std::fmt;

/// The code of an error that the dispatcher itself reports, in [`CallFailure::code`](super::CallFailure::code).
///
/// Errors of the application that are meant for the client have their own codes; see
/// [`ClientError`](super::ClientError).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorCode {
    /// The assembly or the method does not exist.
    NotFound,
    /// The arguments do not match the parameters.
    InvalidArguments,
    /// The object is unknown or was disposed.
    ObjectDisposed,
    /// A limit of [`CircuitOptions`](crate::CircuitOptions) was exceeded.
    LimitExceeded,
    /// The call was cancelled, by its caller or because the circuit closed.
    Cancelled,
    /// The call did not end in time: within the caller's timeout, that of the method, or
    /// [`CircuitOptions::call_timeout`](crate::CircuitOptions::call_timeout).
    DeadlineExceeded,
    /// The client that the method has called, or whose stream it has read, was lost.
    Disconnected,
    /// Everything else: an error or a panic in user code, or a result that cannot be serialized.
    Internal,
}

impl ErrorCode {
    /// The code as JavaScript sees it, in `error.code`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::InvalidArguments => "invalid_arguments",
            Self::ObjectDisposed => "object_disposed",
            Self::LimitExceeded => "limit_exceeded",
            Self::Cancelled => "cancelled",
            Self::DeadlineExceeded => "deadline_exceeded",
            Self::Disconnected => "disconnected",
            Self::Internal => "internal",
        }
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
