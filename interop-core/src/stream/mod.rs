//! Bytes that are too many for one message, in both directions.

mod arrivals;
mod incoming;
mod outgoing;
mod source;
mod transmission;

pub(crate) use self::arrivals::{ChunkOutcome, IncomingStream};
pub use self::incoming::{JsReadStream, JsStreamReference};
pub use self::outgoing::StreamReference;
pub(crate) use self::source::{ByteSource, SourceCell, StartedStream, StreamControl};
pub(crate) use self::transmission::Transmission;

/// The largest chunk of a stream in bytes, in both directions.
pub const STREAM_CHUNK_BYTES: usize = 32 * 1024;

/// How many chunks of a stream from JavaScript may be on their way or wait to be read.
pub const STREAM_WINDOW: u32 = 4;
