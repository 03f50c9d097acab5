//! The options of a call: the last element of its header.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use interop_core::CallError;
use interop_core::host::LossyStr;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::MAX_NUMBER;

/// What is wrong with a timeout of another type.
pub(crate) const WRONG_TIMEOUT: &str =
    "the option `timeout` of the call must be a number of milliseconds, an integer from 0 to 2^53 - 1";
/// What is wrong with a position in a trace of another type.
pub(crate) const WRONG_TRACEPARENT: &str = "the option `traceparent` of the call must be a string";

/// What the client has sent with a call, in addition to its arguments.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct CallOptions<'a> {
    pub(crate) timeout: Option<Duration>,
    pub(crate) traceparent: Option<Cow<'a, str>>,
    /// What is wrong with an option. It only concerns this call: a later version of the protocol may give options other types.
    pub(crate) wrong: Option<&'static str>,
}

impl CallOptions<'_> {
    /// The error of a call with an invalid option.
    pub(crate) fn error(&self) -> Option<CallError> {
        self.wrong.map(|text| CallError::new("invalid_arguments", text))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for CallOptions<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(OptionsVisitor)
    }
}

struct OptionsVisitor;

impl<'de> Visitor<'de> for OptionsVisitor {
    type Value = CallOptions<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the options of a call")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<CallOptions<'de>, A::Error> {
        let (mut timeout, mut traceparent) = (None, None);
        while let Some(name) = map.next_key::<LossyStr<'de>>()? {
            match &*name.0 {
                "timeout" => timeout = map.next_value()?,
                "traceparent" => traceparent = map.next_value()?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        let mut options = CallOptions::default();
        match read::<LossyStr<'de>>(traceparent) {
            Ok(text) => options.traceparent = text.map(|text| text.0),
            Err(_) => options.wrong = Some(WRONG_TRACEPARENT),
        }
        match read::<u64>(timeout) {
            Ok(milliseconds) if milliseconds.is_none_or(|number| number <= MAX_NUMBER) => {
                options.timeout = milliseconds.map(Duration::from_millis);
            }
            _ => options.wrong = Some(WRONG_TIMEOUT),
        }
        Ok(options)
    }
}

/// Reads an option, which may be null.
fn read<'de, T: Deserialize<'de>>(json: Option<&'de RawValue>) -> Result<Option<T>, serde_json::Error> {
    json.map_or(Ok(None), |json| serde_json::from_str(json.get()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(json: &str) -> CallOptions<'_> {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn known_options_are_read_and_others_ignored() {
        let read = options(r#"{"later":{"timeout":1},"timeout":1500,"traceparent":"00-a-b-01"}"#);
        assert_eq!(read.timeout, Some(Duration::from_millis(1500)));
        assert_eq!(read.traceparent.as_deref(), Some("00-a-b-01"));
        assert!(read.error().is_none());
        assert_eq!(options("{}"), CallOptions::default());
        assert_eq!(options(r#"{"timeout":null,"traceparent":null}"#), CallOptions::default());
        assert_eq!(options(r#"{"timeout":0}"#).timeout, Some(Duration::ZERO));
        assert_eq!(options(r#"{"timeout":9007199254740991}"#).timeout, Some(Duration::from_millis(MAX_NUMBER)));
    }

    #[test]
    fn an_option_of_the_wrong_type_is_an_error_of_the_call_that_does_not_repeat_it() {
        for json in [
            r#"{"timeout":"hunter2"}"#,
            r#"{"timeout":-1}"#,
            r#"{"timeout":1.5}"#,
            r#"{"timeout":true}"#,
            r#"{"timeout":1,"timeout":"hunter2"}"#,
            r#"{"timeout":[]}"#,
            r#"{"timeout":9007199254740992}"#,
            r#"{"traceparent":7}"#,
            r#"{"traceparent":{"hunter2":1}}"#,
        ] {
            let error = options(json).error().unwrap();
            assert_eq!(error.code(), "invalid_arguments", "{json}");
            assert!(error.is_for_client() && !error.message().contains("hunter2"), "{json}");
        }
    }

    #[test]
    fn what_is_no_object_is_not_read() {
        for json in ["[]", "[1500]", "null", "1500", "\"timeout\"", "true"] {
            assert!(serde_json::from_str::<CallOptions<'_>>(json).is_err(), "{json}");
        }
    }
}
