use std::fmt;

use super::cost;
use super::js_invocation::JsInvocation;
use crate::codec::Reply;
use crate::error::CallFailure;

/// A message to the client, whole: a JSON text with the byte arrays that it names, which go before it.
///
/// It is moved several times on its way, so what is large or rare is in a box.
#[non_exhaustive]
pub enum Outgoing {
    /// The answer to a call.
    EndInvoke {
        /// The id that the client gave the call.
        call_id: u64,
        /// Its result.
        result: Result<Reply, Box<CallFailure>>,
    },
    /// A call of JavaScript.
    BeginInvokeJs(Box<JsInvocation>),
    /// Rust begins to read a stream of JavaScript's: send the bytes of the object in chunks.
    OpenStream {
        /// Names the stream in its chunks, from 0.
        stream_id: u64,
        /// The JavaScript object that holds the bytes.
        object_id: u64,
        /// The largest chunk.
        chunk_bytes: usize,
        /// How many chunks may be sent before more are asked for.
        window: u32,
    },
    /// Rust has room for more chunks of a stream of JavaScript's.
    StreamCredit {
        /// The stream.
        stream_id: u64,
        /// How many more chunks may be sent.
        chunks: u32,
    },
    /// Rust reads a stream of JavaScript's no further.
    CancelStream {
        /// The stream.
        stream_id: u64,
    },
    /// A chunk of a stream of Rust's.
    StreamChunk {
        /// The id by which a message named the stream.
        stream_id: u64,
        /// Counts the chunks of the stream from 0.
        sequence: u64,
        /// The bytes.
        data: bytes::Bytes,
    },
    /// The end of a stream of Rust's.
    EndStream {
        /// The id by which a message named the stream.
        stream_id: u64,
        /// Why it broke off; none if it is complete.
        error: Option<String>,
    },
}

/// What a message counts in addition to what it carries.
const MESSAGE_COST: usize = 64;

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // No values: messages may be logged by hosts.
        match self {
            Self::EndInvoke { call_id, result: Ok(reply) } => write!(f, "EndInvoke({call_id}, {reply:?})"),
            Self::EndInvoke { call_id, result: Err(failure) } => write!(f, "EndInvoke({call_id}, {})", failure.code),
            Self::BeginInvokeJs(call) => write!(f, "BeginInvokeJs({call:?})"),
            Self::OpenStream { stream_id, object_id, .. } => write!(f, "OpenStream({stream_id} of object {object_id})"),
            Self::StreamCredit { stream_id, chunks } => write!(f, "StreamCredit({stream_id}, {chunks} chunks)"),
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
    /// How many bytes it counts among those that wait to be sent.
    #[inline]
    pub(super) fn size(&self) -> usize {
        MESSAGE_COST
            + match self {
                Self::EndInvoke { result: Ok(reply), .. } => reply.size(),
                Self::EndInvoke { result: Err(failure), .. } => failure.held(),
                Self::BeginInvokeJs(call) => call.size(),
                Self::StreamChunk { data, .. } => data.len(),
                Self::EndStream { error: Some(error), .. } => error.capacity(),
                Self::OpenStream { .. }
                | Self::StreamCredit { .. }
                | Self::CancelStream { .. }
                | Self::EndStream { .. } => 0,
            }
    }

    /// How many bytes of memory it takes while it waits.
    #[inline]
    pub(super) fn held(&self) -> usize {
        cost::MESSAGE
            + match self {
                Self::EndInvoke { result: Ok(reply), .. } => reply.held(),
                Self::BeginInvokeJs(call) => {
                    let arrays = call.byte_arrays.iter().map(|array| &array.data);
                    size_of::<JsInvocation>() + call.identifier.len() + call.args.capacity() + cost::buffers(arrays)
                }
                other => other.size(),
            }
    }
}

/// Why a circuit was closed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CloseReason {
    /// The host closed it: the client is gone, or the program ends.
    Host,
    /// The application closed it, through [`Circuit::close`](crate::Circuit::close).
    Application,
    /// The client broke the protocol.
    Violation(ProtocolViolation),
}

impl fmt::Display for CloseReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host => f.write_str("closed by the host"),
            Self::Application => f.write_str("closed by the application"),
            Self::Violation(violation) => violation.fmt(f),
        }
    }
}

/// The client sent something that no correct client sends. The circuit is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProtocolViolation(pub(super) String);

impl fmt::Display for ProtocolViolation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ProtocolViolation {}
