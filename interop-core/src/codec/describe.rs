//! Rephrases the errors of `serde_json` so that they name kinds of values and never values.

use serde_json::error::Category;

/// The texts of `serde_json` for an escape that stands for one half of a surrogate pair whose other half is missing.
const HALF_A_CHARACTER: [&str; 2] = ["lone leading surrogate in hex escape", "unexpected end of hex escape"];

/// What is wrong with an argument.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mismatch {
    pub(crate) text: String,
    /// What the type accepts, in words of the type.
    pub(crate) expected: Option<String>,
    /// What there is instead: a kind, and no value.
    pub(crate) found: Option<&'static str>,
    /// Whether the text is the application's own, which may repeat the value.
    pub(crate) is_custom: bool,
}

impl Mismatch {
    fn new(text: String, expected: Option<&str>, found: &'static str) -> Self {
        Self { text, expected: expected.map(str::to_owned), found: Some(found), is_custom: false }
    }
}

/// Describes what is wrong with an argument. Values that serde quotes are removed. Texts that an application's own
/// `Deserialize` creates are not changed, so clients see them only with detailed errors.
pub(crate) fn describe(error: &serde_json::Error) -> Mismatch {
    let text = error.to_string();
    if HALF_A_CHARACTER.iter().any(|half| text.starts_with(half)) {
        let text = "a string has an unpaired surrogate, which is not a character";
        return Mismatch::new(text.to_owned(), Some("a character"), "an unpaired surrogate");
    }
    if matches!(error.classify(), Category::Syntax | Category::Eof | Category::Io) {
        return Mismatch::new(format!("invalid JSON: {text}"), Some("JSON"), "a text that is not JSON");
    }
    let text = without_position(&text, error);
    for (prefix, fits) in [("invalid type: ", true), ("invalid value: ", false)] {
        if let Some((got, expected)) = text.strip_prefix(prefix).and_then(|rest| split_at_last(rest, ", expected ")) {
            let found = kind(got, fits);
            return Mismatch::new(format!("expected {expected}, got {found}"), Some(expected), found);
        }
    }
    for (what, found) in [("unknown variant", "an unknown variant"), ("unknown field", "an unknown field")] {
        if let Some(rest) = text.strip_prefix(what) {
            // A type that accepts no name at all has no list, and the name itself could look like the beginning of one.
            let has_list = !rest.ends_with("`, there are no variants") && !rest.ends_with("`, there are no fields");
            return match split_at_last(rest, "`, expected ").filter(|_| has_list) {
                Some((_, expected)) => Mismatch::new(format!("{what}, expected {expected}"), Some(expected), found),
                None => Mismatch::new(what.to_owned(), None, found),
            };
        }
    }
    if let Some(field) = text.strip_prefix("missing field ") {
        return Mismatch::new(text.to_owned(), Some(&format!("a field {field}")), "an object without it");
    }
    if let Some(field) = text.strip_prefix("duplicate field ") {
        return Mismatch::new(text.to_owned(), Some(&format!("one field {field}")), "an object with several");
    }
    if let Some((_, expected)) =
        text.strip_prefix("invalid length ").and_then(|rest| split_at_last(rest, ", expected "))
    {
        return Mismatch::new(text.to_owned(), Some(expected), "another length");
    }
    Mismatch { text: text.to_owned(), expected: None, found: None, is_custom: true }
}

/// Removes the position that `serde_json` appends, because a position within one line of JSON is not useful.
fn without_position<'t>(text: &'t str, error: &serde_json::Error) -> &'t str {
    text.strip_suffix(&format!(" at line {} column {}", error.line(), error.column())).unwrap_or(text)
}

/// Returns what surrounds the last occurrence, like `rsplit_once`, with less code.
fn split_at_last<'t>(text: &'t str, separator: &str) -> Option<(&'t str, &'t str)> {
    let at = text.as_bytes().windows(separator.len()).rposition(|part| part == separator.as_bytes())?;
    Some((&text[..at], &text[at + separator.len()..]))
}

/// The kind that serde's text names, without the value that follows it. A value of the right kind may not fit.
fn kind(got: &str, fits: bool) -> &'static str {
    const KINDS: [(&str, &str, &str); 9] = [
        ("boolean", "a boolean", "a boolean that does not fit"),
        ("integer", "an integer", "an integer that does not fit"),
        ("floating point", "a floating point number", "a floating point number that does not fit"),
        ("number", "a number", "a number that does not fit"),
        ("string", "a string", "a string that does not fit"),
        ("byte array", "a byte array", "a byte array that does not fit"),
        ("sequence", "an array", "an array that does not fit"),
        ("map", "an object", "an object that does not fit"),
        ("null", "null", "null that does not fit"),
    ];
    let found = KINDS.iter().find(|(serde_name, ..)| got.starts_with(serde_name));
    match found {
        Some((_, words, _)) if fits => words,
        Some((_, _, words)) => words,
        None if fits => "something else",
        None => "something else that does not fit",
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde::de::DeserializeOwned;

    use super::describe;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Point {
        x: u8,
    }

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    enum Colour {
        Red,
        Green,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Nothing {}

    #[derive(Debug, Deserialize)]
    enum Never {}

    fn described<T: DeserializeOwned + std::fmt::Debug>(json: &str) -> String {
        describe(&serde_json::from_str::<T>(json).unwrap_err()).text
    }

    #[test]
    fn kinds_are_named_and_values_are_not() {
        assert_eq!(described::<u32>(r#""a secret""#), "expected u32, got a string");
        assert_eq!(described::<u8>("300"), "expected u8, got an integer that does not fit");
        assert_eq!(described::<u8>("1.5"), "expected u8, got a floating point number");
        assert_eq!(described::<String>("[1]"), "expected a string, got an array");
        assert_eq!(described::<String>("null"), "expected a string, got null");
        assert_eq!(described::<Vec<u8>>("{}"), "expected a sequence, got an object");
        assert_eq!(described::<Colour>(r#""a secret""#), "unknown variant, expected `Red` or `Green`");
        assert_eq!(described::<Point>(r#"{"a secret":1}"#), "unknown field, expected `x`");
        assert_eq!(described::<Nothing>(r#"{"`, expected a secret":1}"#), "unknown field");
        assert_eq!(described::<Never>(r#""`, expected a secret""#), "unknown variant");
        assert_eq!(described::<Point>("{}"), "missing field `x`");
        assert_eq!(described::<u32>(r#"", expected u32, got ""#), "expected u32, got a string");
    }

    #[test]
    fn half_a_character_is_called_so() {
        for half in [r#""\ud83d""#, r#""\ude00""#, r#""\ud83d\ud83d""#, r#""a\ud83d\n""#] {
            let text = "a string has an unpaired surrogate, which is not a character";
            assert_eq!(described::<String>(half), text, "{half}");
        }
    }

    #[test]
    fn broken_text_is_called_invalid_json() {
        assert_eq!(described::<u32>("<"), "invalid JSON: expected value at line 1 column 1");
        assert!(described::<u32>("").starts_with("invalid JSON: EOF"));
    }
}
