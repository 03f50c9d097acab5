use std::fmt;

use super::cost;
use super::js_invocation::JsInvocation;
use crate::codec::Reply;
use crate::error::CallFailure;
use crate::event::EventMessage;

/// A complete message to the client: a JSON text, and the byte arrays that it refers to, which are sent first.
///
/// Messages are moved several times, so large and rare parts are boxed.
#[non_exhaustive]
pub enum Outgoing {
    /// The answer to a call.
    EndInvoke {
        /// The id that the client has assigned to the call.
        call_id: u64,
        /// The result of the call.
        result: Result<Reply, Box<CallFailure>>,
    },
    /// A call to JavaScript.
    BeginInvokeJs(Box<JsInvocation>),
    /// An event for the handlers of the page, if it has any. There is no answer.
    Event(EventMessage),
    /// Rust starts to read a stream from JavaScript: requests the bytes of the object in chunks.
    OpenStream {
        /// The id of the stream, which its chunks repeat. Ids start at 0.
        stream_id: u64,
        /// The id of the JavaScript object that holds the bytes.
        object_id: u64,
        /// The maximum size of a chunk.
        chunk_bytes: usize,
        /// The number of chunks that may be sent before more are requested. It is a number of bytes if the client [counts
        /// bytes](crate::host::CircuitHostBuilder::byte_credit).
        window: u32,
    },
    /// Like `OpenStream`, for a stream whose first bytes came [ahead](crate::host::CircuitHost::receive_first_bytes), or
    /// will come: requests the bytes behind them.
    ContinueStream {
        /// The id of the stream, which its chunks repeat.
        stream_id: u64,
        /// The id of the JavaScript object that holds the bytes.
        object_id: u64,
        /// The maximum size of a chunk.
        chunk_bytes: usize,
        /// The number of bytes that may be sent before more are requested.
        window: u32,
        /// The number of bytes that are not requested again.
        start: u64,
    },
    /// Rust has room for more chunks of a stream from JavaScript.
    StreamCredit {
        /// The id of the stream.
        stream_id: u64,
        /// The number of further chunks, or bytes, that may be sent.
        chunks: u32,
    },
    /// Rust stops reading a stream from JavaScript.
    CancelStream {
        /// The id of the stream.
        stream_id: u64,
    },
    /// A chunk of a stream from Rust.
    StreamChunk {
        /// The id of the stream, as in the message that contained it.
        stream_id: u64,
        /// The number of the chunk within its stream, from 0.
        sequence: u64,
        /// The bytes.
        data: bytes::Bytes,
    },
    /// The end of a stream from Rust.
    EndStream {
        /// The id of the stream, as in the message that contained it.
        stream_id: u64,
        /// The error that ended the stream; `None` if it is complete.
        error: Option<String>,
    },
}

/// The size that is counted for each message in addition to its payload.
const MESSAGE_COST: usize = 64;

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // No values, because hosts may log messages.
        match self {
            Self::EndInvoke { call_id, result: Ok(reply) } => write!(f, "EndInvoke({call_id}, {reply:?})"),
            Self::EndInvoke { call_id, result: Err(failure) } => write!(f, "EndInvoke({call_id}, {})", failure.code),
            Self::BeginInvokeJs(call) => write!(f, "BeginInvokeJs({call:?})"),
            Self::Event(event) => event.fmt(f),
            Self::OpenStream { stream_id, object_id, .. } => write!(f, "OpenStream({stream_id} of object {object_id})"),
            Self::ContinueStream { stream_id, object_id, start, .. } => {
                write!(f, "ContinueStream({stream_id} of object {object_id} from {start})")
            }
            Self::StreamCredit { stream_id, chunks } => write!(f, "StreamCredit({stream_id}, {chunks})"),
            Self::CancelStream { stream_id } => write!(f, "CancelStream({stream_id})"),
            Self::StreamChunk { stream_id, sequence, data } => {
                write!(f, "StreamChunk({stream_id}, number {sequence}, {} bytes)", data.len())
            }
            Self::EndStream { stream_id, error } => {
                write!(f, "EndStream({stream_id}, {})", if error.is_some() { "broken off" } else { "complete" })
            }
        }
    }
}

impl Outgoing {
    /// The size that is counted for the message while it waits to be sent.
    #[inline]
    pub(super) fn size(&self) -> usize {
        MESSAGE_COST
            + match self {
                Self::EndInvoke { result: Ok(reply), .. } => reply.size(),
                Self::EndInvoke { result: Err(failure), .. } => failure.held(),
                Self::BeginInvokeJs(call) => call.size(),
                Self::Event(event) => event.size(),
                Self::StreamChunk { data, .. } => data.len(),
                Self::EndStream { error: Some(error), .. } => error.capacity(),
                Self::OpenStream { .. }
                | Self::ContinueStream { .. }
                | Self::StreamCredit { .. }
                | Self::CancelStream { .. }
                | Self::EndStream { .. } => 0,
            }
    }

    /// The number of bytes of memory that the message holds while it waits.
    #[inline]
    pub(super) fn held(&self) -> usize {
        cost::MESSAGE
            + match self {
                Self::EndInvoke { result: Ok(reply), .. } => reply.held(),
                Self::BeginInvokeJs(call) => {
                    let arrays = call.byte_arrays.iter().map(|array| &array.data);
                    size_of::<JsInvocation>() + call.identifier.len() + call.args.capacity() + cost::buffers(arrays)
                }
                Self::Event(event) => event.held(),
                other => other.size(),
            }
    }
}

/// Why a circuit was closed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CloseReason {
    /// The host closed it, such as a server that shuts down.
    Host,
    /// The client closed the connection.
    Client,
    /// The connection was lost, or the client was silent for too long.
    Lost,
    /// The client left too much unread, or was too slow.
    Slow,
    /// The application closed it, through [`Circuit::close`](crate::Circuit::close).
    Application,
    /// The application closed it for the client to connect again, through
    /// [`Circuit::reconnect`](crate::Circuit::reconnect).
    Reconnect,
    /// The client violated the protocol.
    Violation(ProtocolViolation),
}

impl fmt::Display for CloseReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host => f.write_str("closed by the host"),
            Self::Client => f.write_str("closed by the client"),
            Self::Lost => f.write_str("the connection was lost"),
            Self::Slow => f.write_str("the client is too slow"),
            Self::Application => f.write_str("closed by the application"),
            Self::Reconnect => f.write_str("closed by the application, to be opened again"),
            Self::Violation(violation) => violation.fmt(f),
        }
    }
}

/// The client sent something that no correct client sends. The circuit is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProtocolViolation(pub(super) String);

impl ProtocolViolation {
    /// A violation that the host has found.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for ProtocolViolation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ProtocolViolation {}
