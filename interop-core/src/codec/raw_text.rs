//! Raw JSON of the application. Its keys are escaped and unescaped within the text, which is otherwise unchanged.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{self, DeserializeSeed, IgnoredAny, MapAccess, Visitor};

use super::entrusted::references;
use super::key::{FUNCTION_REFUSED, ITEMS_REFUSED};
use super::mark::{is_escaped, needs_escape};
use super::string_token::{content, end_of_string};
use super::{JS_FUNCTION_KEY, JS_ITEMS_KEY, Reading, after_blanks};

/// The name under which `serde_json` reads and writes raw JSON.
pub(super) const RAW_VALUE: &str = "$serde_json::private::RawValue";

/// Escapes the keys of a JSON text that could be taken for marks.
pub(super) fn escape_keys(json: &str) -> Cow<'_, str> {
    change_keys(json, needs_escape, |changed, key| {
        changed.push_str("\"!");
        changed.push_str(&key[1..]);
    })
}

/// Removes the escapes of the keys of a JSON text.
fn unescape_keys(json: &str) -> Cow<'_, str> {
    change_keys(json, is_escaped, |changed, key| {
        let name: String = serde_json::from_str(key).unwrap_or_default();
        changed.push_str(&serde_json::Value::from(&name[1..]).to_string());
    })
}

/// Changes the keys of a JSON text for which `concerns` is true. `change` receives them as they are in the text, with
/// their quotes.
fn change_keys(json: &str, concerns: fn(&str) -> bool, change: impl Fn(&mut String, &str)) -> Cow<'_, str> {
    let mut changed: Option<String> = None;
    let mut copied = 0;
    let mut at = 0;
    while let Some(start) = json[at..].find('"').map(|offset| at + offset) {
        let end = end_of_string(json, start);
        let token = &json[start..end];
        at = end;
        if is_followed_by_colon(&json[end..]) && concerns(&content(token)) {
            let changed = changed.get_or_insert_with(|| String::with_capacity(json.len() + 8));
            changed.push_str(&json[copied..start]);
            change(changed, token);
            copied = end;
        }
    }
    match changed {
        None => Cow::Borrowed(json),
        Some(mut changed) => {
            changed.push_str(&json[copied..]);
            Cow::Owned(changed)
        }
    }
}

/// A step from a JSON value to a nested value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// To an element of an array.
    Element(usize),
    /// To the value of a property.
    Property,
}

/// Finds the first object with this key in a JSON text, and returns the path to it.
pub(crate) fn find_key(json: &str, key: &str) -> Option<Vec<Step>> {
    let mut place = Vec::new();
    let mut at = 0;
    while let Some(&byte) = json.as_bytes().get(at) {
        let start = at;
        at += 1;
        match byte {
            b'"' => {
                at = end_of_string(json, start);
                if is_followed_by_colon(&json[at..]) && content(&json[start..at]) == key {
                    place.pop();
                    return Some(place);
                }
            }
            b'{' => place.push(Step::Property),
            b'[' => place.push(Step::Element(0)),
            b'}' | b']' => drop(place.pop()),
            b',' => {
                if let Some(Step::Element(index)) = place.last_mut() {
                    *index += 1;
                }
            }
            _ => {}
        }
    }
    None
}

/// The element with this index in an array that is valid JSON.
pub(crate) fn element(json: &str, index: usize) -> Option<&str> {
    let (key, value) = part(json, index)?;
    key.is_none().then_some(value)
}

/// The element or the entry with this index in a valid JSON text, an entry with its key. `None` also for other values.
pub(super) fn part(json: &str, index: usize) -> Option<(Option<Cow<'_, str>>, &str)> {
    let json = json.trim_ascii();
    json.strip_prefix(['[', '{'])?;
    let (mut key, mut depth, mut left) = (None, 0_usize, index);
    let (mut at, mut start) = (1, 1);
    while let Some(&byte) = json.as_bytes().get(at) {
        match byte {
            b'"' => {
                at = end_of_string(json, at);
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth > 0 => depth -= 1,
            b':' if depth == 0 => {
                key = Some(&json[start..at]);
                start = at + 1;
            }
            b',' | b'}' | b']' if depth == 0 => {
                let value = json[start..at].trim_ascii();
                if left == 0 && !value.is_empty() {
                    return Some((key.map(|key| content(key.trim_ascii())), value));
                }
                left = left.checked_sub(1)?;
                (key, start) = (None, at + 1);
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// Why raw JSON is refused: it contains a function or a source of items, which the text would never release.
fn refusal(json: &str) -> Option<&'static str> {
    references(json).find_map(|reference| match reference.mark {
        JS_FUNCTION_KEY => Some(FUNCTION_REFUSED),
        JS_ITEMS_KEY => Some(ITEMS_REFUSED),
        _ => None,
    })
}

fn is_followed_by_colon(rest: &str) -> bool {
    after_blanks(rest).starts_with(':')
}

/// Visits raw JSON in a message and passes it on as the application has written it.
pub(super) struct RawVisitor<'x, 'c, V> {
    pub(super) visitor: V,
    pub(super) reading: &'x Reading<'c>,
}

impl<'c, V: Visitor<'c>> Visitor<'c> for RawVisitor<'_, 'c, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    fn visit_map<A: MapAccess<'c>>(self, mut raw: A) -> Result<V::Value, A::Error> {
        raw.next_key::<IgnoredAny>()?;
        let text = raw.next_value::<&'c str>()?;
        if let Some(reason) = refusal(text) {
            return Err(de::Error::custom(reason));
        }
        let text = match unescape_keys(text) {
            Cow::Borrowed(text) => text,
            Cow::Owned(text) => self.reading.arena.keep_str(&text),
        };
        self.visitor.visit_map(RawEntry { text: Some(text), error: PhantomData })
    }
}

/// The form in which `serde_json` represents raw JSON.
struct RawEntry<'c, E> {
    text: Option<&'c str>,
    error: PhantomData<E>,
}

impl<'c, E: de::Error> MapAccess<'c> for RawEntry<'c, E> {
    type Error = E;

    fn next_key_seed<K: DeserializeSeed<'c>>(&mut self, seed: K) -> Result<Option<K::Value>, E> {
        self.text.map(|_| seed.deserialize(BorrowedStrDeserializer::new(RAW_VALUE))).transpose()
    }

    fn next_value_seed<T: DeserializeSeed<'c>>(&mut self, seed: T) -> Result<T::Value, E> {
        seed.deserialize(BorrowedStrDeserializer::new(self.text.take().unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_keys_are_changed() {
        let json = r#"{"__byte[]" : "__byte[]", "a\"":["__jsObjectId"],"!__dotNetObject":{"\u005f_internalId":"x:"}}"#;
        let escaped = escape_keys(json);
        assert_eq!(
            escaped,
            r#"{"!__byte[]" : "__byte[]", "a\"":["__jsObjectId"],"!!__dotNetObject":{"!\u005f_internalId":"x:"}}"#
        );
        let again: serde_json::Value = serde_json::from_str(&unescape_keys(&escaped)).unwrap();
        assert_eq!(again, serde_json::from_str::<serde_json::Value>(json).unwrap());
    }

    #[test]
    fn a_key_is_found_where_it_stands() {
        use super::Step::{Element, Property};

        for (json, place) in [
            (r#"{"k":1}"#, Some(&[][..])),
            (r#"[0,[],{"a":"k","b":[{"x":{}},2, {"k" :1}]}]"#, Some(&[Element(2), Property, Element(2)])),
            (r#"{"a":{"\u006b":[1,2]}}"#, Some(&[Property])),
            (r#"["k",":",{"a\"k":1},{"kk":"k"}]"#, None),
            ("1", None),
        ] {
            assert_eq!(find_key(json, "k").as_deref(), place, "{json}");
        }
    }

    #[test]
    fn parts_are_found_by_their_index() {
        let json = r#" [ {"a" : [1,"]"] , "\u0062":{}} ,"x,\"", 3 ] "#;
        let value = |index| part(json, index).map(|(key, value)| (key.is_some(), value));
        assert_eq!(value(0), Some((false, r#"{"a" : [1,"]"] , "\u0062":{}}"#)));
        assert_eq!(value(1), Some((false, r#""x,\"""#)));
        assert_eq!(value(2), Some((false, "3")));
        assert_eq!(value(3), None);
        let entry = |index| part(value(0).unwrap().1, index).map(|(key, value)| (key.unwrap(), value));
        assert_eq!(entry(0), Some(("a".into(), r#"[1,"]"]"#)));
        assert_eq!(entry(1), Some(("b".into(), "{}")));
        assert_eq!(entry(2), None);
        for other in ["[]", "{}", "[ ]", "1", r#""[1]""#, "null", ""] {
            assert_eq!(part(other, 0), None, "{other}");
        }
    }

    #[test]
    fn a_text_without_such_keys_is_borrowed() {
        for json in ["1", r#""__byte[]""#, r#"{"a":1,"__proto__":["!__byte[]"]}"#, r#"{"\ud83d":1}"#] {
            assert!(matches!(escape_keys(json), Cow::Borrowed(_)), "{json}");
        }
    }
}
