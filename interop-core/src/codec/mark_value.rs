//! The ids in the values of marks, in a form that no JSON value has.
//!
//! Serde reads some types in two steps: values that are flattened, internally tagged or untagged are first stored in a
//! buffer, in which keys of the application and marks look the same. The value of a mark is therefore passed on as
//! bytes, which JSON does not have, and references accept nothing else.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::scope::{self, Phase};

/// The first of the bytes, which determines the kind of the id.
const NATURAL: u8 = 0;
const NEGATIVE: u8 = 1;
const TEXT: u8 = 2;

/// The name of the newtypes as which both kinds of ids are read, by which the reader recognizes them.
pub(super) const MARK_ID_NAME: &str = "$interop::MarkId";
pub(super) const MARK_TEXT_NAME: &str = "$interop::MarkText";

/// The id in the value of a mark: an integer.
#[derive(Clone, Copy)]
pub(crate) enum MarkId {
    Natural(u64),
    Negative(i64),
}

impl MarkId {
    fn new(id: i64) -> Self {
        u64::try_from(id).map_or(Self::Negative(id), Self::Natural)
    }

    /// The integer, if it is not negative.
    pub(crate) fn natural<E: de::Error>(self) -> Result<u64, E> {
        match self {
            Self::Natural(id) => Ok(id),
            Self::Negative(_) => Err(E::custom("an id or a length is negative")),
        }
    }

    /// The integer. An integer that is out of range becomes the largest one, which is never in use as an id.
    pub(crate) fn saturated(self) -> i64 {
        match self {
            Self::Natural(id) => i64::try_from(id).unwrap_or(i64::MAX),
            Self::Negative(id) => id,
        }
    }

    /// The form in which it is passed on.
    pub(super) fn to_bytes(self) -> [u8; 9] {
        let (kind, number) = match self {
            Self::Natural(id) => (NATURAL, id.to_le_bytes()),
            Self::Negative(id) => (NEGATIVE, id.to_le_bytes()),
        };
        let mut bytes = [kind; 9];
        bytes[1..].copy_from_slice(&number);
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (kind, number) = bytes.split_first()?;
        let number = number.try_into().ok()?;
        match *kind {
            NATURAL => Some(Self::Natural(u64::from_le_bytes(number))),
            NEGATIVE => Some(Self::Negative(i64::from_le_bytes(number))),
            _ => None,
        }
    }
}

/// The id in the value of a mark: a text.
pub(crate) struct MarkText(pub(crate) String);

impl<'de> Deserialize<'de> for MarkId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct IdVisitor;

        impl<'de> Visitor<'de> for IdVisitor {
            type Value = MarkId;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the id of a reference")
            }

            fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<MarkId, E> {
                MarkId::from_bytes(bytes).ok_or_else(|| E::invalid_type(de::Unexpected::Other("string"), &self))
            }

            fn visit_u64<E: de::Error>(self, id: u64) -> Result<MarkId, E> {
                refuse_data("integer", &self)?;
                Ok(MarkId::Natural(id))
            }

            fn visit_i64<E: de::Error>(self, id: i64) -> Result<MarkId, E> {
                refuse_data("integer", &self)?;
                Ok(MarkId::new(id))
            }

            fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<MarkId, D::Error> {
                deserializer.deserialize_any(self)
            }
        }

        deserializer.deserialize_newtype_struct(MARK_ID_NAME, IdVisitor)
    }
}

impl<'de> Deserialize<'de> for MarkText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;

        impl<'de> Visitor<'de> for TextVisitor {
            type Value = MarkText;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the id of an element")
            }

            fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<MarkText, E> {
                match bytes.split_first() {
                    Some((&TEXT, text)) => Ok(MarkText(String::from_utf8_lossy(text).into_owned())),
                    _ => Err(E::invalid_type(de::Unexpected::Other("integer"), &self)),
                }
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<MarkText, E> {
                refuse_data("string", &self)?;
                Ok(MarkText(text.to_owned()))
            }

            fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<MarkText, D::Error> {
                deserializer.deserialize_any(self)
            }
        }

        deserializer.deserialize_newtype_struct(MARK_TEXT_NAME, TextVisitor)
    }
}

/// In a message, an id in plain JSON is data of the application. Outside of messages, nothing else exists.
fn refuse_data<E: de::Error>(what: &str, expected: &dyn de::Expected) -> Result<(), E> {
    match scope::mode() {
        Phase::Decode => Err(E::invalid_type(de::Unexpected::Other(what), expected)),
        _ => Ok(()),
    }
}

/// Reads an id for a type that accepts nothing else. This takes much less code than reading any value.
pub(super) struct AsId<V> {
    /// Whether this is the value of a mark, and not data of the application.
    pub(super) is_mark: bool,
    pub(super) visitor: V,
}

impl<'c, V: Visitor<'c>> Visitor<'c> for AsId<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    fn visit_i64<E: de::Error>(self, id: i64) -> Result<V::Value, E> {
        if self.is_mark { AsBytes(self.visitor).visit_i64(id) } else { self.visitor.visit_i64(id) }
    }

    fn visit_u64<E: de::Error>(self, id: u64) -> Result<V::Value, E> {
        if self.is_mark { AsBytes(self.visitor).visit_u64(id) } else { self.visitor.visit_u64(id) }
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<V::Value, E> {
        if self.is_mark { AsBytes(self.visitor).visit_str(text) } else { self.visitor.visit_str(text) }
    }
}

/// Converts what can be an id to bytes. Everything else is not a reference and stays unchanged.
pub(super) struct AsBytes<V>(pub(super) V);

impl<'c, V: Visitor<'c>> Visitor<'c> for AsBytes<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    fn visit_i64<E: de::Error>(self, id: i64) -> Result<V::Value, E> {
        self.0.visit_bytes(&MarkId::new(id).to_bytes())
    }

    fn visit_u64<E: de::Error>(self, id: u64) -> Result<V::Value, E> {
        self.0.visit_bytes(&MarkId::Natural(id).to_bytes())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<V::Value, E> {
        self.0.visit_bytes(&[&[TEXT], text.as_bytes()].concat())
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<V::Value, E> {
        self.0.visit_bool(value)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<V::Value, E> {
        self.0.visit_f64(value)
    }

    fn visit_unit<E: de::Error>(self) -> Result<V::Value, E> {
        self.0.visit_unit()
    }

    fn visit_seq<A: SeqAccess<'c>>(self, elements: A) -> Result<V::Value, A::Error> {
        self.0.visit_seq(elements)
    }

    fn visit_map<A: MapAccess<'c>>(self, entries: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(entries)
    }
}
