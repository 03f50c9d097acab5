//! JSON in and out, through thin wrappers around `serde_json`'s deserializer and serializer.
//!
//! The wrappers add what JSON alone cannot do: byte arrays that travel beside the text, borrowed strings although the
//! text has escapes, a limit of depth in both directions and a limit of size for replies. Everything else is forwarded,
//! so names, enums and numbers are serde's.

mod arena;
mod byte_array;
mod byte_of;
mod describe;
mod find_byte_array;
mod follow;
mod keep_str;
mod kind;
mod missing;
mod read;
mod reading;
mod reply;
mod write;

pub(crate) use arena::Arena;
pub use byte_array::{ByteArray, Bytes};
pub(crate) use describe::describe;
pub(crate) use kind::JsonKind;
pub(crate) use missing::Missing;
pub(crate) use read::Reader;
pub(crate) use reading::{ByteArrays, Reading};
pub use reply::{IntoReply, Reply};
pub(crate) use reply::{decode_reply, encode, encode_arguments};

/// The key of a byte array that travels beside the JSON: `{"__byte[]":0}`.
pub(crate) const BYTE_ARRAY_KEY: &str = "__byte[]";
/// The key of a reference to a Rust object: `{"__dotNetObject":1}`.
pub(crate) const OBJECT_KEY: &str = "__dotNetObject";
/// The serde name under which references read and write themselves, so that the reader knows them.
pub(crate) const REFERENCE_NAME: &str = "$interop_core::Reference";
