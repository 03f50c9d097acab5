//! The reasons for which a connection ends, and their close codes.

use std::borrow::Cow;

use interop_core::host::{CloseReason, ProtocolViolation};

use crate::refusal::Refused;

/// A control frame holds 125 bytes, of which two are the code.
const MAX_REASON_BYTES: usize = 123;

/// The reason for which a connection ends. The texts never contain what the client has sent, because they are logged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The client closed the connection.
    Client,
    /// The connection was lost.
    Lost,
    /// The server is shutting down.
    Shutdown,
    /// A frame was longer than allowed.
    FrameTooLong { max_frame_bytes: usize },
    /// The client violated the protocol.
    Violation(Cow<'static, str>),
    /// The client did not start with `hello`.
    NoHello(&'static str),
    /// The client was silent for too long.
    Silent,
    /// The application closed the circuit.
    Application,
    /// The application closed the circuit, and the client may connect again.
    Reconnect,
    /// The client did not read.
    Unread,
    /// A message from the client arrived too slowly.
    Slow,
    /// There was no memory left for messages from the client.
    Full,
    /// The application refused the client.
    Refused(Refused),
}

impl End {
    /// The close code. `None` if the client will not receive one.
    pub(crate) fn code(&self) -> Option<u16> {
        match self {
            Self::Client | Self::Lost => None,
            Self::Shutdown => Some(1001),
            Self::FrameTooLong { .. } => Some(1009),
            Self::Violation(_) => Some(4000),
            Self::NoHello(_) => Some(4001),
            Self::Silent => Some(4002),
            Self::Application => Some(4003),
            Self::Unread => Some(4004),
            Self::Slow => Some(4005),
            Self::Reconnect => Some(4006),
            Self::Full => Some(1013),
            Self::Refused(refused) => Some(refused.close_code()),
        }
    }

    /// Why the circuit of the connection ends.
    pub(crate) fn close_reason(&self) -> CloseReason {
        match self {
            Self::Client => CloseReason::Client,
            Self::Lost | Self::Silent => CloseReason::Lost,
            Self::Unread | Self::Slow => CloseReason::Slow,
            Self::Application => CloseReason::Application,
            Self::Reconnect => CloseReason::Reconnect,
            Self::FrameTooLong { .. } | Self::Violation(_) | Self::NoHello(_) => {
                CloseReason::Violation(ProtocolViolation::new(self.reason()))
            }
            Self::Shutdown | Self::Full | Self::Refused(_) => CloseReason::Host,
        }
    }

    pub(crate) fn reason(&self) -> Cow<'static, str> {
        match self {
            Self::Client => "The client closed the connection.".into(),
            Self::Lost => "The connection was lost.".into(),
            Self::Shutdown => "The server is shutting down.".into(),
            Self::FrameTooLong { max_frame_bytes } => {
                format!("The frame is longer than {max_frame_bytes} bytes.").into()
            }
            Self::Violation(text) => text.clone(),
            Self::NoHello(text) => (*text).into(),
            Self::Silent => "The client was silent for too long.".into(),
            Self::Application => "The application closed the circuit.".into(),
            Self::Reconnect => "The application lets the client connect again.".into(),
            Self::Unread => "The client did not read its messages in time.".into(),
            Self::Slow => "A message from the client arrived too slowly.".into(),
            Self::Full => "The server has no memory left for messages from the client.".into(),
            Self::Refused(refused) => refused.reason().to_owned().into(),
        }
    }

    /// The reason, shortened to what a close frame can contain.
    pub(crate) fn short_reason(&self) -> String {
        let reason = self.reason();
        let mut length = reason.len().min(MAX_REASON_BYTES);
        while !reason.is_char_boundary(length) {
            length -= 1;
        }
        reason[..length].to_owned()
    }
}

impl From<CloseReason> for End {
    fn from(reason: CloseReason) -> Self {
        match reason {
            CloseReason::Violation(violation) => Self::Violation(violation.to_string().into()),
            CloseReason::Application => Self::Application,
            CloseReason::Reconnect => Self::Reconnect,
            CloseReason::Slow => Self::Unread,
            // The host closes a circuit only when its connection has ended.
            _ => Self::Lost,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_reason_is_cut_between_characters() {
        let end = End::Violation("ä".repeat(100).into());
        assert_eq!(end.short_reason(), "ä".repeat(61));
        assert_eq!(End::Silent.short_reason(), End::Silent.reason());
    }
}
