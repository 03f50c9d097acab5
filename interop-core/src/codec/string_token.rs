//! String tokens in a JSON text.

use std::borrow::Cow;

/// The position after the closing quote of the string that starts at `start`.
pub(super) fn end_of_string(json: &str, start: usize) -> usize {
    let mut is_escaped = false;
    for (offset, byte) in json.as_bytes()[start + 1..].iter().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return start + offset + 2,
            _ => {}
        }
    }
    json.len()
}

/// The content of a string token. A string that Rust cannot represent is not a mark.
pub(super) fn content(token: &str) -> Cow<'_, str> {
    if token.contains('\\') {
        return serde_json::from_str::<String>(token).unwrap_or_default().into();
    }
    token[1..token.len() - 1].into()
}
