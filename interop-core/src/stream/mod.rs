//! Streams of bytes that are too large for one message, in both directions.

mod arrivals;
mod credit;
mod incoming;
mod outgoing;
mod portions;
mod source;
mod transmission;
mod window;

pub(crate) use self::arrivals::{ChunkOutcome, IncomingStream};
pub(crate) use self::credit::CreditUnit;
pub use self::incoming::{JsReadStream, JsStreamReference};
pub use self::outgoing::StreamReference;
pub use self::portions::FIRST_PORTION_BYTES;
pub(crate) use self::portions::{ArrivedPortion, OpenedPortion, Portions};
pub(crate) use self::source::{ByteSource, SourceCell, StartedStream, StreamControl};
pub(crate) use self::transmission::Transmission;

/// Maximum size of a chunk of a stream in bytes, in both directions, for a client that counts chunks.
pub const STREAM_CHUNK_BYTES: usize = 32 * 1024;

/// Maximum number of chunks of a stream from JavaScript that are on their way or wait to be read, for a client that counts
/// chunks.
pub const STREAM_WINDOW: u32 = 4;

/// Maximum size of a chunk of a stream in bytes, in both directions, for a client that counts bytes (see
/// [`CircuitHostBuilder::byte_credit`](crate::host::CircuitHostBuilder::byte_credit)).
pub const LARGE_STREAM_CHUNK_BYTES: usize = 64 * 1024;
