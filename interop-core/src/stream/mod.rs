//! Streams of bytes that are too large for one message, in both directions.

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

/// Maximum size of a chunk of a stream in bytes, in both directions.
pub const STREAM_CHUNK_BYTES: usize = 32 * 1024;

/// Maximum number of chunks of a stream from JavaScript that are on their way or wait to be read.
pub const STREAM_WINDOW: u32 = 4;
