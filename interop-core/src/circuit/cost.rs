//! Estimates of the memory that a circuit holds, in addition to what the owners of values count themselves.
//!
//! The estimates are generous: if more were held than counted, the limits would have no effect.

use serde_json::Value;

/// A running call: its table entries, the node of its future, and its tracing data.
pub(crate) const CALL: usize = 1024;
/// A message that waits to be sent.
pub(crate) const MESSAGE: usize = 192;
/// A Rust object that JavaScript holds, without its own size.
pub(crate) const OBJECT: usize = 256;
/// A JavaScript object that Rust holds.
pub(crate) const JS_OBJECT: usize = 224;
/// A call to JavaScript that waits for its answer.
pub(crate) const JS_CALL: usize = 384;
/// A stream, in either direction.
pub(crate) const STREAM: usize = 1024;
/// A membership in a group, without the name of the group: its entries here and in the list of the group.
pub(crate) const GROUP: usize = 512;
/// A buffer, without its bytes.
pub(crate) const BUFFER: usize = 96;

/// An element of an array. Arrays grow by doubling.
const ELEMENT: usize = 64;
/// An entry of an object, with its key.
const ENTRY: usize = 96;
/// An object: a map allocates room for several entries with its first one.
const MAP: usize = 640;

/// The arguments of a call: their text, and the values that were read from it. Their types are not known here, and
/// values can be a hundred times as large as their text.
pub(crate) fn arguments(text: &str) -> usize {
    let estimate: u64 = text.bytes().map(|byte| u64::from(OF_BYTES[usize::from(byte)])).sum();
    // Where addresses have 32 bits, the estimate for a long text can exceed the memory. It then fits into no budget.
    usize::try_from(estimate).unwrap_or(usize::MAX / 2)
}

/// The estimate for each byte of JSON: itself and a copy, and the element, entry or object that starts with it. The
/// estimate is computed for every asynchronous call, so each byte is looked up only once.
#[allow(clippy::cast_possible_truncation, reason = "these costs are small")]
static OF_BYTES: [u16; 256] = {
    let mut costs = [2; 256];
    costs[b',' as usize] += ELEMENT as u16;
    costs[b'[' as usize] += ELEMENT as u16;
    costs[b':' as usize] += ENTRY as u16;
    costs[b'{' as usize] += MAP as u16;
    costs
};

/// Byte arrays.
pub(crate) fn buffers<'a>(buffers: impl IntoIterator<Item = &'a bytes::Bytes>) -> usize {
    buffers.into_iter().map(|buffer| BUFFER + buffer.len()).sum()
}

/// A JSON value.
pub(crate) fn value(value: &Value) -> usize {
    ELEMENT
        + match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => 0,
            Value::String(text) => text.capacity(),
            Value::Array(values) => values.iter().map(self::value).sum(),
            Value::Object(entries) => {
                MAP + entries.iter().map(|(key, value)| ENTRY + key.capacity() + self::value(value)).sum::<usize>()
            }
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_charged_for_their_text_and_for_the_values_in_it() {
        assert_eq!(arguments("[]"), 2 * 2 + ELEMENT);
        let text = r#"[1,{"a":[2]}]"#;
        assert_eq!(arguments(text), 2 * text.len() + 3 * ELEMENT + ENTRY + MAP);
    }
}
