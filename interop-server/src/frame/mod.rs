//! The frames of `docs/protocol.md` as text and bytes, independent of sockets and circuits.

mod binary;
mod call_header;
pub(crate) mod call_options;
mod frame_error;
mod header;
mod json_object;
mod outgoing;
pub(crate) mod parts;
mod text;

pub(crate) use self::binary::Binary;
pub(crate) use self::frame_error::FrameError;
pub(crate) use self::outgoing::{Announced, Frame, FrameKind, Limits, Welcome};
pub(crate) use self::text::{Header, Text};

/// The version of the protocol, in `hello` and `welcome`.
pub(crate) const VERSION: u64 = 1;

/// Maximum id or number: JavaScript represents all integers up to this one exactly.
const MAX_NUMBER: u64 = (1 << 53) - 1;

/// The first byte of a binary frame that is a byte array.
const BYTE_ARRAY: u8 = 1;

/// The first byte of a binary frame that is a chunk of a stream.
const STREAM_CHUNK: u8 = 2;

/// The size of what precedes the bytes of a chunk.
pub(crate) const CHUNK_HEAD_BYTES: usize = 1 + 8 + 8;

/// The first byte of a part of a text frame.
const TEXT_PART: u8 = 3;

/// The first byte of a part of a binary frame.
const BINARY_PART: u8 = 4;

/// The first byte of a binary frame with the first bytes of a stream.
const FIRST_BYTES: u8 = 5;
