//! The implementation of the [`Reader`]: a deserializer around that of `serde_json`.
//!
//! Scalars are forwarded unchanged, so numbers have no additional cost. Accessors to containers are wrapped, so that
//! nested values are read here too.

use serde::Deserialize as _;
use serde::de::{self, Deserializer, Visitor};
use serde_json::value::RawValue;

use super::big_integer::{self, BIG_INTEGER_NAME};
use super::find_byte_array::{ArrayOfKind, ByteArrayVisitor, FindArray};
use super::follow::{EnumVisitor, Following};
use super::keep_str::KeepStr;
use super::mark_value::{AsBytes, AsId, MARK_ID_NAME, MARK_TEXT_NAME};
use super::null_reference::NullOrReference;
use super::raw_text::RawVisitor;
use super::reader::{Reader, makes};
use super::typed_array::NAME_PREFIX;
use super::{JsonKind, REFERENCE_NAME, mark};
use crate::js::JsObjectReference;

/// The prefix of the names of types that `serde_json` uses internally.
const JSON_INTERNAL: &str = "$serde_json::private";

/// Whether a type consists of numbers only, so that a typed array can fit it. The compiler answers this, so that other types
/// do not carry the code that reads such arrays.
#[inline]
fn is_numbers<T>() -> bool {
    macro_rules! is_any_of {
        ($($number:ty)*) => {
            $(
                makes::<T, Vec<$number>>()
                    || makes::<T, [$number; 2]>()
                    || makes::<T, [$number; 3]>()
                    || makes::<T, [$number; 4]>()
                    || makes::<T, [$number; 9]>()
                    || makes::<T, [$number; 16]>() ||
            )* false
        };
    }
    is_any_of!(i8 i16 u16 i32 u32 i64 u64 i128 u128 isize usize f32 f64)
}

macro_rules! forward {
    ($($method:ident)*) => {
        $(
            #[inline]
            fn $method<V: Visitor<'c>>(self, visitor: V) -> Result<V::Value, D::Error> {
                self.inner.$method(visitor)
            }
        )*
    };
}

impl<'x, 'c, D: Deserializer<'c>> Reader<'x, 'c, D> {
    /// Reads a container through the [`Reader`]. It may be refused if it turns out to be a reference.
    #[inline]
    fn follow<V>(&self, visitor: V, refuse_references: bool) -> Following<'x, 'c, V> {
        Following { refuse_references, ..Following::new(visitor, self.reading) }
    }

    /// Reads a typed array or a big integer.
    fn special<V: Visitor<'c>>(self, name: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        if name != BIG_INTEGER_NAME {
            return self.inner.deserialize_any(ArrayOfKind { visitor, name, reading: self.reading });
        }
        // As text, because serde would make a rounded number of a large integer.
        let json = <&RawValue>::deserialize(self.inner)?.get();
        match big_integer::digits(json) {
            Some(digits) => visitor.visit_bytes(digits.as_bytes()),
            None => Err(de::Error::invalid_type(JsonKind::of(json).unexpected(), &visitor)),
        }
    }

    /// Reads a value as a byte array: one beside the text, a base64 string, or an array of numbers.
    fn byte_array<V: Visitor<'c>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_any(ByteArrayVisitor { visitor, reading: self.reading })
    }
}

impl<'c, D: Deserializer<'c>> Deserializer<'c> for Reader<'_, 'c, D> {
    type Error = D::Error;

    forward! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64
        deserialize_char deserialize_string deserialize_unit deserialize_identifier
    }

    #[inline]
    fn deserialize_ignored_any<V: Visitor<'c>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.reading.set_skipped();
        self.inner.deserialize_ignored_any(visitor)
    }

    fn deserialize_any<V: Visitor<'c>>(self, visitor: V) -> Result<V::Value, D::Error> {
        // A type that reads itself, such as an untagged enum, may contain a reference. A plain JSON value cannot.
        let refuse_references = self.reading.at_top() && makes::<V::Value, serde_json::Value>();
        let mut following = self.follow(visitor, refuse_references);
        // It may also store what it borrows and pass it on once it knows its type.
        let is_buffer = !makes::<V::Value, serde_json::Value>();
        following.keep_strings = is_buffer;
        following.marks = is_buffer;
        if is_buffer {
            self.reading.set_expects_reference();
        }
        if self.reading.take_mark() {
            self.inner.deserialize_any(AsBytes(following))
        } else if self.reading.has_byte_arrays() {
            self.inner.deserialize_any(FindArray { following, takes_bytes: true })
        } else {
            self.inner.deserialize_any(following)
        }
    }

    #[inline]
    fn deserialize_str<V: Visitor<'c>>(self, visitor: V) -> Result<V::Value, D::Error> {
        if makes::<V::Value, &'static str>() {
            self.inner.deserialize_str(KeepStr { visitor, reading: self.reading })
        } else {
            self.inner.deserialize_str(visitor)
        }
    }

    fn deserialize_bytes<V: Visitor<'c>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.byte_array(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'c>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.byte_array(visitor)
    }

    #[inline]
    fn deserialize_option<V: Visitor<'c>>(self, visitor: V) -> Result<V::Value, D::Error> {
        if makes::<V::Value, Option<JsObjectReference>>() {
            return self.inner.deserialize_any(NullOrReference { visitor, reading: self.reading });
        }
        let following = self.follow(visitor, false);
        self.inner.deserialize_option(following)
    }

    fn deserialize_unit_struct<V: Visitor<'c>>(self, name: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_unit_struct(name, visitor)
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'c>>(self, name: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        if name.starts_with(JSON_INTERNAL) {
            let visitor = RawVisitor { visitor, reading: self.reading };
            return self.inner.deserialize_newtype_struct(name, visitor);
        }
        if name == MARK_ID_NAME {
            return self.inner.deserialize_i64(AsId { is_mark: self.reading.take_mark(), visitor });
        }
        if name == MARK_TEXT_NAME {
            return self.inner.deserialize_str(AsId { is_mark: self.reading.take_mark(), visitor });
        }
        if name.starts_with(NAME_PREFIX) {
            return self.special(name, visitor);
        }
        let following = self.follow(visitor, false);
        self.inner.deserialize_newtype_struct(name, following)
    }

    #[inline]
    fn deserialize_seq<V: Visitor<'c>>(self, visitor: V) -> Result<V::Value, D::Error> {
        if makes::<V::Value, Vec<u8>>() {
            return self.byte_array(visitor);
        }
        let following = self.follow(visitor, false);
        if is_numbers::<V::Value>() && self.reading.has_byte_arrays() {
            // It may be a typed array.
            return self.inner.deserialize_any(FindArray { following, takes_bytes: false });
        }
        self.inner.deserialize_seq(following)
    }

    #[inline]
    fn deserialize_tuple<V: Visitor<'c>>(self, len: usize, visitor: V) -> Result<V::Value, D::Error> {
        let following = self.follow(visitor, false);
        if is_numbers::<V::Value>() && self.reading.has_byte_arrays() {
            return self.inner.deserialize_any(FindArray { following, takes_bytes: false });
        }
        self.inner.deserialize_tuple(len, following)
    }

    fn deserialize_tuple_struct<V: Visitor<'c>>(
        self,
        name: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let following = self.follow(visitor, false);
        self.inner.deserialize_tuple_struct(name, len, following)
    }

    #[inline]
    fn deserialize_map<V: Visitor<'c>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let following = self.follow(visitor, true);
        self.inner.deserialize_map(following)
    }

    #[inline]
    fn deserialize_struct<V: Visitor<'c>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let is_reference = mark::is_reference(name);
        if is_reference && name == REFERENCE_NAME {
            self.reading.set_expects_reference();
        }
        let refuse_references = name != REFERENCE_NAME;
        let following = Following { marks: is_reference, is_declared: true, ..self.follow(visitor, refuse_references) };
        self.inner.deserialize_struct(name, fields, following)
    }

    fn deserialize_enum<V: Visitor<'c>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.inner.deserialize_any(EnumVisitor { visitor, reading: self.reading })
    }

    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}
