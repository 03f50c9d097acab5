use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// The kind of a JSON value, read without keeping the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JsonKind {
    Null,
    True,
    False,
    Number,
    String,
    Array,
    Object,
}

impl JsonKind {
    /// The name of the value's first token, as the original's texts have it.
    pub(crate) fn token_name(self) -> &'static str {
        match self {
            Self::Null => "Null",
            Self::True => "True",
            Self::False => "False",
            Self::Number => "Number",
            Self::String => "String",
            Self::Array => "StartArray",
            Self::Object => "StartObject",
        }
    }
}

impl<'de> Deserialize<'de> for JsonKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KindVisitor;

        impl<'de> Visitor<'de> for KindVisitor {
            type Value = JsonKind;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON value")
            }

            fn visit_unit<E>(self) -> Result<JsonKind, E> {
                Ok(JsonKind::Null)
            }

            fn visit_bool<E>(self, value: bool) -> Result<JsonKind, E> {
                Ok(if value { JsonKind::True } else { JsonKind::False })
            }

            fn visit_u64<E>(self, _: u64) -> Result<JsonKind, E> {
                Ok(JsonKind::Number)
            }

            fn visit_i64<E>(self, _: i64) -> Result<JsonKind, E> {
                Ok(JsonKind::Number)
            }

            fn visit_f64<E>(self, _: f64) -> Result<JsonKind, E> {
                Ok(JsonKind::Number)
            }

            fn visit_str<E>(self, _: &str) -> Result<JsonKind, E> {
                Ok(JsonKind::String)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<JsonKind, A::Error> {
                while elements.next_element::<IgnoredAny>()?.is_some() {}
                Ok(JsonKind::Array)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<JsonKind, A::Error> {
                while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(JsonKind::Object)
            }
        }

        deserializer.deserialize_any(KindVisitor)
    }
}
