//! Finds the JavaScript objects in a message that belong to Rust as soon as they are sent: functions, sources of items and
//! streams of bytes. What reads the message owns them. What does not read it has to release them.

use std::collections::BinaryHeap;

use super::string_token::{content, end_of_string};
use super::{JS_FUNCTION_KEY, JS_ITEMS_KEY, JS_OBJECT_KEY, JS_STREAM_KEY, after_blanks};

/// The ids of JavaScript objects in a message.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct EntrustedIds {
    /// In ascending order, each of them once.
    pub(crate) ids: Vec<u64>,
    /// Whether the sender knows functions or items. It then also knows a message that releases several objects.
    pub(crate) accepts_lists: bool,
}

/// The objects in a message, or in consecutive values of one, that belong to Rust.
///
/// With `requested`, all references to JavaScript objects do, because Rust has requested the message.
pub(crate) fn entrusted_ids(json: &str, requested: bool) -> EntrustedIds {
    let mut found = EntrustedIds::default();
    let mut previous: Option<FoundReference> = None;
    for reference in references(json) {
        // A stream has two marks, in any order.
        let other_half = previous.filter(|previous| {
            previous.mark != reference.mark && json[previous.end..reference.start].trim_ascii() == ","
        });
        match reference.mark {
            JS_FUNCTION_KEY | JS_ITEMS_KEY => {
                found.ids.extend(reference.number);
                found.accepts_lists = true;
            }
            JS_OBJECT_KEY if requested || other_half.is_some_and(|half| half.mark == JS_STREAM_KEY) => {
                found.ids.extend(reference.number);
            }
            JS_STREAM_KEY => {
                found.ids.extend(other_half.filter(|half| half.mark == JS_OBJECT_KEY).and_then(|half| half.number));
            }
            _ => {}
        }
        previous = Some(reference);
    }
    // All modules for WebAssembly contain this, and a heap has a tenth of the code of the sort of slices.
    found.ids = BinaryHeap::from(found.ids).into_sorted_vec();
    found.ids.dedup();
    found
}

/// A key of a message that is a mark of JavaScript objects, and its value.
#[derive(Clone, Copy)]
pub(super) struct FoundReference {
    pub(super) mark: &'static str,
    /// The value, if it can be an id.
    number: Option<u64>,
    /// The position of the key.
    start: usize,
    /// The position after the value.
    end: usize,
}

/// All marks of JavaScript objects in a valid JSON text.
pub(super) fn references(json: &str) -> impl Iterator<Item = FoundReference> + '_ {
    // Without the underscores, which a message may escape.
    let mut at = if json.contains("js") { 0 } else { json.len() };
    std::iter::from_fn(move || next_reference(json, &mut at))
}

/// The next mark after this position. A function of its own, because a module would otherwise contain it for each caller.
#[inline(never)]
fn next_reference(json: &str, at: &mut usize) -> Option<FoundReference> {
    loop {
        let start = *at + json[*at..].find('"')?;
        *at = end_of_string(json, start);
        let Some(value) = after_blanks(&json[*at..]).strip_prefix(':').map(after_blanks) else { continue };
        let key = content(&json[start..*at]);
        let marks = [JS_FUNCTION_KEY, JS_ITEMS_KEY, JS_OBJECT_KEY, JS_STREAM_KEY];
        if let Some(mark) = marks.into_iter().find(|mark| *mark == key) {
            let digits = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
            let (number, rest) = value.split_at(digits);
            let is_whole = after_blanks(rest).starts_with([',', '}']);
            let number = number.parse().ok().filter(|id| is_whole && *id < 1 << 53);
            return Some(FoundReference { mark, number, start, end: json.len() - rest.len() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(json: &str) -> Vec<u64> {
        entrusted_ids(json, false).ids
    }

    #[test]
    fn objects_are_found_by_their_keys_alone() {
        let json = r#"[{"a":{"__jsFunction":7}},"__jsFunction",{"\u005f_jsFunction" : 8},{"!__jsFunction":9},
            {"__jsFunction":"x"},{"__jsFunction":-1},{"__jsFunction":5.5},{"__jsFunction":9007199254740992},{"__jsItems":3},{"!__jsItems":4},{"__jsItems":3}]"#;
        assert_eq!(ids(json), [3, 7, 8]);
        assert!(ids("[1]").is_empty());
        assert!(ids(r#"["jsFunction", "\"#).is_empty());
    }

    #[test]
    fn a_stream_is_found_in_any_order_of_its_marks_and_other_references_are_not() {
        for json in [
            r#"[{"__jsStreamReferenceLength":9,"__jsObjectId":5},{"__jsObjectId":6}]"#,
            r#"[{"__jsObjectId":5 , "__jsStreamReferenceLength":9},{"__jsObjectId":6}]"#,
            r#"[{"__jsObjectId":6},{"__jsObjectId":5,"__jsStreamReferenceLength":9}]"#,
            r#"[{"__jsObjectId":6},{"__jsStreamReferenceLength":9,"__jsObjectId":5}]"#,
            r#"[{"__jsStreamReferenceLength":9},{"__jsObjectId":6},{"__jsStreamReferenceLength":1,"__jsObjectId":5}]"#,
        ] {
            assert_eq!(ids(json), [5], "{json}");
            assert_eq!(entrusted_ids(json, true).ids, [5, 6], "{json}");
            assert!(!entrusted_ids(json, true).accepts_lists);
        }
        assert!(entrusted_ids(r#"{"__jsFunction":1}"#, false).accepts_lists);
    }
}
