//! Reads and writes JSON, with thin wrappers around the deserializer and the serializer of `serde_json`.
//!
//! The wrappers add what JSON alone cannot do: byte arrays that are sent separately from the text, borrowed strings
//! even if the text contains escapes, a limit on the nesting depth in both directions, and a limit on the size of
//! replies. Everything else is forwarded, so names, enums and numbers behave as in serde.

mod arena;
mod big_integer;
mod bounded;
mod byte_array;
mod byte_of;
mod describe;
mod entrusted;
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
mod place;
pub(crate) mod plain_data;
mod problem;
mod raw_text;
mod read;
mod reader;
mod reading;
mod reply;
mod spare_text;
mod string_token;
mod trail;
mod typed_array;
mod variant;
mod write;
mod write_container;
mod write_key;
mod writer;
mod writing;

pub(crate) use arena::Arena;
pub use big_integer::{BigInt, BigInteger};
pub(crate) use bounded::Bounded;
pub use byte_array::{ByteArray, ByteBuffer};
pub(crate) use describe::{Mismatch, describe};
pub(crate) use entrusted::{EntrustedIds, entrusted_ids};
pub(crate) use js_reference::{JsReference, js_reference};
pub(crate) use kind::JsonKind;
pub use lossy_str::LossyStr;
pub(crate) use mark::write_reference;
pub(crate) use mark_value::{MarkId, MarkText};
pub(crate) use missing::Missing;
pub(crate) use place::{ArgumentPlace, Entrusted, find_place};
pub(crate) use problem::Problem;
pub(crate) use raw_text::{Step, element, find_key};
pub(crate) use reader::Reader;
pub(crate) use reading::{ByteArrays, Reading};
pub(crate) use reply::Referenced;
pub use reply::{IntoReply, Reply};
pub(crate) use typed_array::ArrayKind;
pub use typed_array::{TypedArray, TypedArrayElement};
pub(crate) use writer::Writer;
pub(crate) use writing::{Numbering, Subject, Writing};

/// The remainder after the leading white space of a piece of JSON. JSON has only these four white space characters.
pub(crate) fn after_blanks(json: &str) -> &str {
    json.trim_start_matches(is_blank)
}

/// JSON without surrounding white space.
pub(crate) fn without_blanks(json: &str) -> &str {
    after_blanks(json).trim_end_matches(is_blank)
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

/// The key of a byte array that is sent separately from the JSON: `{"__byte[]":0}`.
pub(crate) const BYTE_ARRAY_KEY: &str = "__byte[]";
/// The key of an integer that is a `bigint` in JavaScript: `{"__bigint":"1"}`.
pub(crate) const BIG_INTEGER_KEY: &str = "__bigint";
/// The key of a reference to a Rust object: `{"__dotNetObject":1}`.
pub(crate) const OBJECT_KEY: &str = "__dotNetObject";
/// The key of a reference to a JavaScript object: `{"__jsObjectId":1}`.
pub(crate) const JS_OBJECT_KEY: &str = "__jsObjectId";
/// The key of a JavaScript function, which belongs to Rust: `{"__jsFunction":1}`.
pub(crate) const JS_FUNCTION_KEY: &str = "__jsFunction";
/// The key that turns a reference to a JavaScript object into a reference to a stream of bytes. Its value is the
/// length.
pub(crate) const JS_STREAM_KEY: &str = "__jsStreamReferenceLength";
/// The key of a stream from Rust: `{"__dotNetStream":1}`.
pub(crate) const STREAM_KEY: &str = "__dotNetStream";
/// The key of a stream of values from Rust: `{"__dotNetItems":1}`.
pub(crate) const ITEMS_KEY: &str = "__dotNetItems";
/// The key of a stream of values from JavaScript: `{"__jsItems":1}`.
pub(crate) const JS_ITEMS_KEY: &str = "__jsItems";
/// The key of a reference to an element of the page: `{"__internalId":"x"}`.
pub(crate) const ELEMENT_KEY: &str = "__internalId";
/// The serde name under which references to JavaScript objects, streams and elements read and write themselves.
pub(crate) const JS_REFERENCE_NAME: &str = "$interop_core::JsReference";
/// The serde name under which references to Rust objects read and write themselves, so that the reader knows them.
pub(crate) const REFERENCE_NAME: &str = "$interop_core::Reference";
