//! Streams of values, in both directions.
//!
//! A stream is read by calls: the reader asks for a number of values, and gets those that are ready, at least one. Credit,
//! limits, errors, references and byte arrays are therefore those of calls, and the protocols have no messages of their
//! own for values.

mod incoming;
mod outgoing;
mod read;
mod source;

pub use self::incoming::JsItems;
pub use self::outgoing::Items;

/// Maximum number of values that are returned at once, whatever the reader asks for.
const MAX_CREDIT: u64 = 256;

/// The size from which no further value is added to a message, in bytes.
const MAX_BATCH_BYTES: usize = 32 * 1024;
