use std::fmt;
use std::time::Duration;

use crate::error::{ClientError, ErrorCode};

/// The reason why a call to JavaScript failed.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum JsError {
    /// JavaScript threw an error, or its promise was rejected.
    JavaScript {
        /// The message, with the stack if JavaScript provides one.
        message: String,
    },
    /// No answer arrived in time.
    Timeout {
        /// The function or property.
        identifier: String,
        /// The time for which the call waited.
        after: Duration,
    },
    /// The caller stopped waiting, see [`JsCall::until`](crate::JsCall::until).
    Cancelled,
    /// The client has disconnected, or its circuit was closed.
    Disconnected,
    /// The reference to the JavaScript object was disposed.
    Disposed,
    /// The arguments cannot be serialized.
    Arguments(String),
    /// The answer does not have the expected type.
    Result(String),
    /// A limit was exceeded.
    Limit(String),
    /// A stream from JavaScript failed.
    Stream(String),
    /// The host cannot call JavaScript synchronously.
    NotSynchronous,
}

impl fmt::Display for JsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::JavaScript { message } | Self::Stream(message) | Self::Limit(message) => f.write_str(message),
            Self::Timeout { identifier, after } => write!(
                f,
                "The JS interop call '{identifier}' timed out after {}ms. The timeout is controlled by \
                 CircuitOptions::js_call_timeout.",
                // Formatting 128-bit integers would add code to WebAssembly modules.
                u64::try_from(after.as_millis()).unwrap_or(u64::MAX)
            ),
            Self::Cancelled => f.write_str("The JavaScript interop call was cancelled."),
            Self::Disconnected => f.write_str(
                "JavaScript interop calls cannot be issued at this time. This is because the circuit has disconnected \
                 and is being disposed.",
            ),
            Self::Disposed => f.write_str("Cannot access a disposed object: JsObjectReference."),
            Self::Arguments(text) => write!(f, "The arguments of a JavaScript interop call cannot be written: {text}"),
            Self::Result(text) => write!(f, "An exception occurred executing JS interop: {text}."),
            Self::NotSynchronous => {
                f.write_str("The host does not support synchronous calls from Rust to JavaScript. Use invoke instead.")
            }
        }
    }
}

// The same text as `Display`. `?` converts errors to `dyn Error`, so this code is in every WebAssembly module, and a
// derived implementation would add the formatting of durations, structs and lists.
impl fmt::Debug for JsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JsError({self})")
    }
}

impl std::error::Error for JsError {}

/// A limit, a lost client and a time-out keep their codes when a method returns the error, by itself or through `?`. Their texts
/// hold nothing but names and limits. Every other one is internal.
impl ClientError for JsError {
    fn code(&self) -> &str {
        let code = match self {
            Self::Limit(_) => ErrorCode::LimitExceeded,
            Self::Disconnected => ErrorCode::Disconnected,
            Self::Cancelled => ErrorCode::Cancelled,
            Self::Timeout { .. } => ErrorCode::DeadlineExceeded,
            Self::JavaScript { .. }
            | Self::Disposed
            | Self::Arguments(_)
            | Self::Result(_)
            | Self::Stream(_)
            | Self::NotSynchronous => ErrorCode::Internal,
        };
        code.as_str()
    }

    fn is_for_client(&self) -> bool {
        self.code() != ErrorCode::Internal.as_str()
    }

    fn as_error(&self) -> Option<&dyn std::error::Error> {
        Some(self)
    }

    /// None but those with which every call can fail.
    #[cfg(feature = "contract")]
    fn codes(_: &mut schemars::SchemaGenerator) -> Option<Vec<crate::contract::ErrorShape>> {
        Some(Vec::new())
    }
}
