//! JSON in and out, through thin wrappers around `serde_json`'s deserializer and serializer.
//!
//! The wrappers add what JSON alone cannot do: byte arrays that travel beside the text, borrowed strings although the
//! text has escapes, a limit of depth in both directions and a limit of size for replies. Everything else is forwarded,
//! so names, enums and numbers are serde's.

mod arena;
mod bounded;
mod byte_array;
mod byte_of;
mod describe;
mod find_byte_array;
mod follow;
mod js_reference;
mod keep_str;
mod key;
mod kind;
mod lossy_str;
mod mark;
mod mark_value;
mod missing;
mod null_reference;
pub(crate) mod plain_data;
mod problem;
mod raw_text;
mod read;
mod reader;
mod reading;
mod reply;
mod write;
mod write_key;

pub(crate) use arena::Arena;
pub(crate) use bounded::Bounded;
pub use byte_array::{ByteArray, ByteBuffer};
pub(crate) use describe::describe;
pub(crate) use js_reference::{JsReference, js_reference};
pub(crate) use kind::JsonKind;
pub use lossy_str::LossyStr;
pub(crate) use mark::write_reference;
pub(crate) use mark_value::{MarkId, MarkText};
pub(crate) use missing::Missing;
pub(crate) use problem::Problem;
pub(crate) use raw_text::{Step, find_key};
pub(crate) use reader::Reader;
pub(crate) use reading::{ByteArrays, Reading};
pub(crate) use reply::Referenced;
pub use reply::{IntoReply, Reply};
pub(crate) use write::{Numbering, Subject, Writer, Writing};

/// What follows the white space that a piece of JSON begins with. There are four such characters, and no others.
pub(crate) fn after_blanks(json: &str) -> &str {
    json.trim_start_matches(is_blank)
}

/// JSON without the white space around it.
pub(crate) fn without_blanks(json: &str) -> &str {
    after_blanks(json).trim_end_matches(is_blank)
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

/// The key of a byte array that travels beside the JSON: `{"__byte[]":0}`.
pub(crate) const BYTE_ARRAY_KEY: &str = "__byte[]";
/// The key of a reference to a Rust object: `{"__dotNetObject":1}`.
pub(crate) const OBJECT_KEY: &str = "__dotNetObject";
/// The key of a reference to a JavaScript object: `{"__jsObjectId":1}`.
pub(crate) const JS_OBJECT_KEY: &str = "__jsObjectId";
/// The key that makes a reference to a JavaScript object one to a stream of bytes: its length.
pub(crate) const JS_STREAM_KEY: &str = "__jsStreamReferenceLength";
/// The key of a stream from Rust: `{"__dotNetStream":1}`.
pub(crate) const STREAM_KEY: &str = "__dotNetStream";
/// The key of a reference to an element of the page: `{"__internalId":"x"}`.
pub(crate) const ELEMENT_KEY: &str = "__internalId";
/// The serde name under which references to JavaScript objects, streams and elements read and write themselves.
pub(crate) const JS_REFERENCE_NAME: &str = "$interop_core::JsReference";
/// The serde name under which references to Rust objects read and write themselves, so that the reader knows them.
pub(crate) const REFERENCE_NAME: &str = "$interop_core::Reference";
