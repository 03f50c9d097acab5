//! Rephrases the errors of `serde_json` so that they name kinds of values and never values.

use serde_json::error::Category;

/// The texts of `serde_json` for an escape that stands for one half of a surrogate pair whose other half is missing.
const HALF_A_CHARACTER: [&str; 2] = ["lone leading surrogate in hex escape", "unexpected end of hex escape"];

/// Describes what is wrong with an argument. Values that serde quotes are removed. Texts that an application's own
/// `Deserialize` creates are not changed, so clients see them only with detailed errors.
pub(crate) fn describe(error: &serde_json::Error) -> String {
    let text = error.to_string();
    if HALF_A_CHARACTER.iter().any(|half| text.starts_with(half)) {
        return "a string has an unpaired surrogate, which is not a character".to_owned();
    }
    if matches!(error.classify(), Category::Syntax | Category::Eof | Category::Io) {
        return format!("invalid JSON: {text}");
    }
    let text = without_position(&text, error);
    for (prefix, fit) in [("invalid type: ", ""), ("invalid value: ", " that does not fit")] {
        if let Some((got, expected)) = text.strip_prefix(prefix).and_then(|rest| split_at_last(rest, ", expected ")) {
            return format!("expected {expected}, got {}{fit}", kind(got));
        }
    }
    for what in ["unknown variant", "unknown field"] {
        if let Some(rest) = text.strip_prefix(what) {
            return match split_at_last(rest, "`, expected ") {
                Some((_, expected)) => format!("{what}, expected {expected}"),
                None => what.to_owned(),
            };
        }
    }
    text.to_owned()
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

/// The kind that serde's text names, without the value that follows it.
fn kind(got: &str) -> &'static str {
    const KINDS: [(&str, &str); 9] = [
        ("boolean", "a boolean"),
        ("integer", "an integer"),
        ("floating point", "a floating point number"),
        ("number", "a number"),
        ("string", "a string"),
        ("byte array", "a byte array"),
        ("sequence", "an array"),
        ("map", "an object"),
        ("null", "null"),
    ];
    let found = KINDS.iter().find(|(serde_name, _)| got.starts_with(serde_name));
    found.map_or("something else", |(_, words)| words)
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

    fn described<T: DeserializeOwned + std::fmt::Debug>(json: &str) -> String {
        describe(&serde_json::from_str::<T>(json).unwrap_err())
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
