//! Marks are the keys that represent what JSON cannot contain. This module distinguishes them from the keys of the
//! application.
//!
//! A key of the application that is a mark, or an escaped mark, is written with an additional leading `!`, which the
//! reader removes. An unescaped mark in a message therefore always comes from the types of this crate, whatever data
//! the application passes on.

use std::cell::Cell;
use std::sync::Mutex;

use serde::ser::{self, Serialize, SerializeStruct, Serializer};

use super::typed_array;
use super::{
    BIG_INTEGER_KEY, BYTE_ARRAY_KEY, ELEMENT_KEY, ITEMS_KEY, JS_FUNCTION_KEY, JS_ITEMS_KEY, JS_OBJECT_KEY,
    JS_REFERENCE_NAME, JS_STREAM_KEY, OBJECT_KEY, REFERENCE_NAME, STREAM_KEY,
};
use crate::scope::{self, Phase};
use crate::threading::lock;

/// The prefix of a key of the application that could be mistaken for a mark.
const ESCAPE: char = '!';

const MARKS: [&str; 10] = [
    OBJECT_KEY,
    JS_OBJECT_KEY,
    JS_FUNCTION_KEY,
    JS_STREAM_KEY,
    STREAM_KEY,
    BYTE_ARRAY_KEY,
    ELEMENT_KEY,
    BIG_INTEGER_KEY,
    ITEMS_KEY,
    JS_ITEMS_KEY,
];

thread_local! {
    /// The number of marks that were written on this thread. A reference compares it to find out whether its own mark
    /// was written.
    static WRITTEN: Cell<usize> = const { Cell::new(0) };
}

/// Whether a key is a mark.
#[inline]
pub(super) fn is_mark(key: &str) -> bool {
    key.starts_with("__") && (MARKS.contains(&key) || typed_array::MARKS.contains(&key))
}

/// Whether a key of the application needs an escape, because it is a mark or an escaped mark.
#[inline]
pub(super) fn needs_escape(key: &str) -> bool {
    matches!(key.as_bytes().first(), Some(b'_' | b'!')) && is_mark(key.trim_start_matches(ESCAPE))
}

/// Whether a key in a message is escaped.
#[inline]
pub(super) fn is_escaped(key: &str) -> bool {
    key.starts_with(ESCAPE) && needs_escape(key)
}

/// The key of the application that a key in a message represents.
#[inline]
pub(super) fn unescaped(key: &str) -> &str {
    if is_escaped(key) { &key[ESCAPE.len_utf8()..] } else { key }
}

/// Adds the escape to a key that needs one.
#[cold]
pub(super) fn escaped(key: &str) -> String {
    format!("{ESCAPE}{key}")
}

/// The name of a field or a variant in the form in which it is written as a key.
#[inline]
pub(super) fn written_name(name: &'static str) -> &'static str {
    if needs_escape(name) { escaped_name(name) } else { name }
}

/// Serde requires names of fields and variants to be `'static`. Escaped names are stored indefinitely; their number is
/// limited by the number of such names in the program.
#[cold]
fn escaped_name(name: &'static str) -> &'static str {
    static INTERNED: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());
    let mut interned = lock(&INTERNED);
    if let Some(known) = interned.iter().find(|known| known[ESCAPE.len_utf8()..] == *name) {
        return known;
    }
    let escaped: &'static str = Box::leak(escaped(name).into_boxed_str());
    interned.push(escaped);
    escaped
}

/// Whether serde is about to read or write a reference. References are the only structs whose fields are marks.
#[inline]
pub(super) fn is_reference(struct_name: &str) -> bool {
    struct_name.starts_with('$') && (struct_name == REFERENCE_NAME || struct_name == JS_REFERENCE_NAME)
}

/// Notes that the writer is about to write the mark of a reference.
pub(super) fn note_written() {
    WRITTEN.set(WRITTEN.get() + 1);
}

/// Writes a reference: an object whose only key is a mark.
///
/// # Errors
///
/// In a message, if something between the reference and the writer turns it into plain data, such as `flatten`, an
/// internal tag, or a conversion to a JSON value. The receiver would not recognize the result as a reference.
pub(crate) fn write_reference<S: Serializer>(
    serializer: S,
    name: &'static str,
    mark: &'static str,
    id: &impl Serialize,
) -> Result<S::Ok, S::Error> {
    let before = WRITTEN.get();
    let mut reference = serializer.serialize_struct(name, 1)?;
    reference.serialize_field(mark, id)?;
    let written = reference.end()?;
    if WRITTEN.get() == before && matches!(scope::mode(), Phase::Encode | Phase::Broadcast) {
        return Err(ser::Error::custom(
            "a reference must be a separate value: it cannot be flattened, internally tagged or converted to JSON first",
        ));
    }
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_comes_back_and_no_written_key_is_a_mark() {
        for mark in MARKS.iter().chain(typed_array::MARKS) {
            for key in
                [(*mark).to_owned(), format!("!{mark}"), format!("!!{mark}"), format!("{mark}!"), format!("_{mark}")]
            {
                let written = if needs_escape(&key) { escaped(&key) } else { key.clone() };
                assert!(!is_mark(&written), "{written}");
                assert_eq!(unescaped(&written), key);
            }
        }
        for key in ["", "!", "!!", "_", "__", "!__", "!important", "__proto__", "id"] {
            assert!(!needs_escape(key), "{key}");
            assert_eq!(unescaped(key), key);
        }
    }

    #[test]
    fn names_are_escaped_once_and_kept() {
        let first = written_name("__byte[]");
        assert_eq!(first, "!__byte[]");
        assert_eq!(written_name("!__byte[]"), "!!__byte[]");
        assert!(std::ptr::eq(first, written_name("__byte[]")));
        assert!(std::ptr::eq("id", written_name("id")));
    }
}
