use std::borrow::Cow;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};

/// A JSON string that can always be read: an unpaired surrogate, which an escape can represent although it is not a
/// character, becomes U+FFFD, as on the web. For names and for texts of errors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LossyStr<'a>(pub Cow<'a, str>);

impl<'de> Deserialize<'de> for LossyStr<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct LossyVisitor;

        impl<'de> Visitor<'de> for LossyVisitor {
            type Value = LossyStr<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_bytes<E: de::Error>(self, bytes: &'de [u8]) -> Result<LossyStr<'de>, E> {
                // Without escapes, these are the characters as they were received. JSON allows no control characters in
                // strings, and `serde_json` checks this only when it reads strings, not bytes.
                if bytes.iter().any(|byte| *byte < b' ') {
                    return Err(E::custom("control character found while parsing a string"));
                }
                match std::str::from_utf8(bytes) {
                    Ok(text) => Ok(LossyStr(Cow::Borrowed(text))),
                    Err(_) => self.visit_bytes(bytes),
                }
            }

            fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<LossyStr<'de>, E> {
                Ok(LossyStr(Cow::Owned(match std::str::from_utf8(bytes) {
                    Ok(text) => text.to_owned(),
                    Err(_) => replace_surrogates(bytes),
                })))
            }
        }

        // As bytes, `serde_json` also reads unpaired surrogates, and encodes them like other code points.
        deserializer.deserialize_bytes(LossyVisitor)
    }
}

#[cold]
fn replace_surrogates(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        // Each of the three bytes of an encoded surrogate is invalid by itself. The first one is always this one.
        if chunk.invalid().first() == Some(&0xed) {
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::LossyStr;

    #[test]
    fn every_half_becomes_one_replacement_character() {
        for (json, expected) in [
            (r#""\ud83d""#, "\u{fffd}"),
            (r#""a\ude00\ud83d\ud83db""#, "a\u{fffd}\u{fffd}\u{fffd}b"),
            (r#""\ud83d\ude00 \ud83d\n\ud55c""#, "\u{1f600} \u{fffd}\n\u{d55c}"),
            (r#""\u0041""#, "A"),
        ] {
            assert_eq!(serde_json::from_str::<LossyStr<'_>>(json).unwrap().0, expected, "{json}");
        }
    }

    #[test]
    fn a_text_without_escapes_is_borrowed_and_what_is_no_text_refused() {
        assert!(matches!(serde_json::from_str("\"\u{d55c}\"").unwrap(), LossyStr(Cow::Borrowed("\u{d55c}"))));
        for json in ["1", "null", "[1]", "{}", "\"a\nb\"", "\"\0\""] {
            assert!(serde_json::from_str::<LossyStr<'_>>(json).is_err(), "{json}");
        }
    }
}
