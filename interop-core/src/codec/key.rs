//! Reads keys of objects: removes the escapes of keys of the application, and recognizes marks.

use std::cell::Cell;
use std::fmt;

use serde::de::{self, Deserializer, Visitor};

use super::mark::{is_mark, unescaped};
use super::{ArrayKind, BYTE_ARRAY_KEY, JS_FUNCTION_KEY, JS_ITEMS_KEY, OBJECT_KEY};

/// Why a function is not read as anything else.
pub(super) const FUNCTION_REFUSED: &str = "expected a value, got a function, which only a `JsFunction<..>` takes";
/// Why a source of items is not read as anything else.
pub(super) const ITEMS_REFUSED: &str = "expected a value, got an async iterable, which only a `JsItems<..>` takes";

/// What an object must not be, according to its first key.
#[derive(Clone, Copy, Default)]
pub(super) struct Refused {
    /// A reference to a Rust object.
    pub(super) object: bool,
    /// A byte array.
    pub(super) byte_array: bool,
}

/// What the reader of a key checks in the text before it removes an escape.
#[derive(Clone, Copy, Default)]
pub(super) struct KeyRules<'x> {
    /// What the object must not be.
    pub(super) refused: Refused,
    /// Receives whether the key is a mark.
    pub(super) is_mark: Option<&'x Cell<bool>>,
}

impl KeyRules<'_> {
    #[inline]
    fn apply<'k, E: de::Error>(&self, key: &'k str) -> Result<&'k str, E> {
        match key.as_bytes().first() {
            Some(b'_') => self.apply_to_mark(key),
            Some(b'!') => Ok(unescaped(key)),
            _ => Ok(key),
        }
    }

    fn apply_to_mark<'k, E: de::Error>(&self, key: &'k str) -> Result<&'k str, E> {
        if let Some(noted) = self.is_mark {
            noted.set(is_mark(key));
        }
        match key {
            OBJECT_KEY if self.refused.object => Err(E::custom("expected a value, got a reference to an object")),
            // What is neither a reference nor kept for one would never release the function or the source.
            JS_FUNCTION_KEY if self.is_mark.is_none() => Err(E::custom(FUNCTION_REFUSED)),
            JS_ITEMS_KEY if self.is_mark.is_none() => Err(E::custom(ITEMS_REFUSED)),
            BYTE_ARRAY_KEY if self.refused.byte_array => Err(E::custom("expected a value, got a byte array")),
            _ if self.refused.byte_array && ArrayKind::of_mark(key).is_some() => {
                Err(E::custom("expected a value, got a typed array"))
            }
            _ => Ok(key),
        }
    }
}

/// Reads one key.
pub(super) struct KeyReader<'x, D>(pub(super) D, pub(super) KeyRules<'x>);

macro_rules! through_visitor {
    ($($method:ident)*) => {
        $(
            #[inline]
            fn $method<V: Visitor<'c>>(self, visitor: V) -> Result<V::Value, D::Error> {
                self.0.$method(KeyVisitor(visitor, self.1))
            }
        )*
    };
}

macro_rules! forward {
    ($($method:ident($($argument:ident: $type:ty),*);)*) => {
        $(
            #[inline]
            fn $method<V: Visitor<'c>>(self, $($argument: $type,)* visitor: V) -> Result<V::Value, D::Error> {
                self.0.$method($($argument,)* visitor)
            }
        )*
    };
}

impl<'c, D: Deserializer<'c>> Deserializer<'c> for KeyReader<'_, D> {
    type Error = D::Error;

    through_visitor! {
        deserialize_any deserialize_str deserialize_string deserialize_identifier deserialize_ignored_any
        deserialize_bytes deserialize_byte_buf deserialize_option
    }

    // No other type reads a key that is a mark.
    forward! {
        deserialize_bool();
        deserialize_i8();
        deserialize_i16();
        deserialize_i32();
        deserialize_i64();
        deserialize_i128();
        deserialize_u8();
        deserialize_u16();
        deserialize_u32();
        deserialize_u64();
        deserialize_u128();
        deserialize_f32();
        deserialize_f64();
        deserialize_char();
        deserialize_unit();
        deserialize_seq();
        deserialize_map();
        deserialize_unit_struct(name: &'static str);
        deserialize_tuple(len: usize);
        deserialize_tuple_struct(name: &'static str, len: usize);
        deserialize_struct(name: &'static str, fields: &'static [&'static str]);
        deserialize_enum(name: &'static str, variants: &'static [&'static str]);
    }

    fn deserialize_newtype_struct<V: Visitor<'c>>(self, name: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_newtype_struct(name, KeyVisitor(visitor, self.1))
    }

    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

struct KeyVisitor<'x, V>(V, KeyRules<'x>);

impl<'c, V: Visitor<'c>> Visitor<'c> for KeyVisitor<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    #[inline]
    fn visit_str<E: de::Error>(self, key: &str) -> Result<V::Value, E> {
        self.0.visit_str(self.1.apply(key)?)
    }

    #[inline]
    fn visit_borrowed_str<E: de::Error>(self, key: &'c str) -> Result<V::Value, E> {
        self.0.visit_borrowed_str(self.1.apply(key)?)
    }

    fn visit_string<E: de::Error>(self, key: String) -> Result<V::Value, E> {
        self.visit_str(&key)
    }

    fn visit_bytes<E: de::Error>(self, key: &[u8]) -> Result<V::Value, E> {
        match std::str::from_utf8(key) {
            Ok(text) => self.0.visit_bytes(self.1.apply(text)?.as_bytes()),
            Err(_) => self.0.visit_bytes(key),
        }
    }

    fn visit_borrowed_bytes<E: de::Error>(self, key: &'c [u8]) -> Result<V::Value, E> {
        match std::str::from_utf8(key) {
            Ok(text) => self.0.visit_borrowed_bytes(self.1.apply(text)?.as_bytes()),
            Err(_) => self.0.visit_borrowed_bytes(key),
        }
    }

    fn visit_some<D: Deserializer<'c>>(self, key: D) -> Result<V::Value, D::Error> {
        self.0.visit_some(KeyReader(key, self.1))
    }

    fn visit_newtype_struct<D: Deserializer<'c>>(self, key: D) -> Result<V::Value, D::Error> {
        self.0.visit_newtype_struct(KeyReader(key, self.1))
    }
}
