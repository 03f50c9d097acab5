//! Reads the header of a call in its usual form, which is nearly everything that a client sends.
//!
//! The reader of all headers accepts any JSON, which costs several times as much as what a header needs. This one reads only
//! `["call",1,"Assembly","method",0]`, without whitespace, escapes and options, and leaves everything else to the other. What
//! it reads, both read in the same way.

use std::borrow::Cow;

use super::MAX_NUMBER;
use super::text::{Header, Text};

const BEGINNING: &str = "[\"call\",";

/// A number with so many digits fits into 64 bits.
const MAX_DIGITS: usize = 16;

/// Reads a frame if it is a call in the usual form.
#[inline]
pub(super) fn read(frame: &str) -> Option<Text<'_>> {
    let mut rest = HeaderText(frame.strip_prefix(BEGINNING)?);
    let call_id = if rest.skip("null") { None } else { Some(rest.number()?) };
    rest.expect(",")?;
    let assembly = if rest.skip("null") { None } else { Some(Cow::Borrowed(rest.string()?)) };
    rest.expect(",")?;
    let method = Cow::Borrowed(rest.string()?);
    rest.expect(",")?;
    let object_id = rest.number()?;
    rest.expect("]")?;
    let body = if rest.0.is_empty() { "" } else { rest.0.strip_prefix('\n')? };
    let header = Header::Call { call_id, assembly, method, object_id, options: None };
    Some(Text { header, body })
}

/// The text that has not been read.
struct HeaderText<'a>(&'a str);

impl<'a> HeaderText<'a> {
    /// Skips a text if the rest begins with it.
    fn skip(&mut self, text: &str) -> bool {
        match self.0.strip_prefix(text) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, text: &str) -> Option<()> {
        self.skip(text).then_some(())
    }

    /// An integer from 0 to [`MAX_NUMBER`], as JSON writes it: without leading zeros.
    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        let mut length = 0;
        for byte in self.0.bytes().take(MAX_DIGITS) {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                break;
            }
            number = number * 10 + u64::from(digit);
            length += 1;
        }
        let has_leading_zero = length > 1 && self.0.starts_with('0');
        if length == 0 || has_leading_zero || number > MAX_NUMBER {
            return None;
        }
        self.0 = &self.0[length..];
        Some(number)
    }

    /// A string without escapes. JSON requires them for quotes, backslashes and control characters.
    fn string(&mut self) -> Option<&'a str> {
        let text = self.0.strip_prefix('"')?;
        let end = text.bytes().position(|byte| matches!(byte, b'"' | b'\\' | ..=0x1f))?;
        let string = &text[..end];
        self.0 = text[end..].strip_prefix('"')?;
        Some(string)
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    /// What headers consist of, in the usual form and in others.
    fn piece() -> impl Strategy<Value = String> {
        const FIXED: &[&str] = &[
            "[",
            "]",
            ",",
            " ",
            "\t",
            "\n",
            "\r",
            "\"",
            "\\",
            "null",
            "true",
            "{}",
            "\"call\"",
            "\"A\"",
            "\"\"",
            "\"\\u0041\"",
            "\"\\ud83d\"",
            "\"\u{7f}\"",
            "\"\u{1}\"",
            "\"\u{1f600}\"",
            "0",
            "00",
            "01",
            "7",
            "-0",
            "1.0",
            "1e2",
            "9007199254740991",
            "9007199254740992",
            "18446744073709551616",
            "00000000000000000",
        ];
        prop_oneof![
            8 => select(FIXED).prop_map(str::to_owned),
            1 => any::<u64>().prop_map(|number| number.to_string()),
            1 => any::<String>(),
        ]
    }

    /// A call in which anything can stand in the place of an element or between two of them.
    fn nearly_a_call() -> impl Strategy<Value = String> {
        let usual = ["[\"call\",", "1", ",", "\"Assembly\"", ",", "\"method\"", ",", "0", "]", "\n", "[1]"];
        vec((0..usual.len(), piece(), any::<bool>()), 0..3).prop_map(move |changes| {
            let mut pieces: Vec<String> = usual.iter().map(|piece| (*piece).to_owned()).collect();
            for (at, piece, replaces) in changes {
                if replaces {
                    pieces[at] = piece;
                } else {
                    pieces[at].push_str(&piece);
                }
            }
            pieces.concat()
        })
    }

    fn assert_read_in_the_same_way(frame: &str) {
        if let Some(text) = read(frame) {
            assert_eq!(Text::parse_any(frame).as_ref(), Ok(&text), "{frame:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1024, ..ProptestConfig::default() })]

        #[test]
        fn both_readers_agree_about_what_nearly_is_a_call(frame in nearly_a_call()) {
            assert_read_in_the_same_way(&frame);
        }

        #[test]
        fn both_readers_agree_about_anything(pieces in vec(piece(), 0..12)) {
            assert_read_in_the_same_way(&format!("{BEGINNING}{}", pieces.concat()));
        }

        #[test]
        fn every_call_in_the_usual_form_is_read(
            call_id in proptest::option::of(0..=MAX_NUMBER),
            assembly in proptest::option::of("[^\"\\\\\\x00-\\x1f]*"),
            method in "[^\"\\\\\\x00-\\x1f]*",
            object_id in 0..=MAX_NUMBER,
            body in proptest::option::of("\\PC*"),
        ) {
            let number = |number: Option<u64>| number.map_or("null".to_owned(), |number| number.to_string());
            let name = assembly.as_ref().map_or("null".to_owned(), |name| format!("\"{name}\""));
            let body_after = body.as_ref().map_or(String::new(), |body| format!("\n{body}"));
            let call_id_text = number(call_id);
            let frame = format!("[\"call\",{call_id_text},{name},\"{method}\",{object_id}]{body_after}");
            let text = read(&frame).expect("it is in the usual form");
            let header = Header::Call {
                call_id,
                assembly: assembly.map(Cow::Owned),
                method: Cow::Owned(method),
                object_id,
                options: None,
            };
            assert_eq!(text, Text { header, body: body.as_deref().unwrap_or_default() });
            assert_read_in_the_same_way(&frame);
        }
    }
}
