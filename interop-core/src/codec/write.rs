//! The implementation of the [`Writer`]: a serializer around that of `serde_json`.
//!
//! Byte arrays are removed from the text. Nesting is counted, so a value that contains itself results in an error
//! instead of a stack overflow. Keys that could be mistaken for marks are escaped (see `mark.rs`), except those of
//! references.

use std::fmt::Display;

use serde::Serialize;
use serde::ser::{SerializeSeq as _, Serializer};

use super::byte_array::take_over;
use super::byte_of;
use super::mark::written_name;
use super::raw_text::escape_keys;
use super::write_container::{Container, Fields, Keys, Variant};
use super::writer::{InnerValue, Writer};
use super::writing::Writing;

/// The largest integer that JavaScript's numbers can tell from all others.
const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

macro_rules! forward {
    ($($method:ident($($argument:ident: $type:ty),*);)*) => {
        $(
            #[inline]
            fn $method(self, $($argument: $type),*) -> Result<S::Ok, S::Error> {
                self.inner.$method($($argument),*)
            }
        )*
    };
}

macro_rules! large_integers {
    ($($method:ident: $type:ty;)*) => {
        $(
            #[inline]
            fn $method(self, integer: $type) -> Result<S::Ok, S::Error> {
                let is_safe = i64::try_from(integer).is_ok_and(|integer| integer.unsigned_abs() <= MAX_SAFE_INTEGER);
                if !is_safe && self.writing.refuses_large_integers() {
                    return Err(Writing::refuse_large_integer());
                }
                self.inner.$method(integer)
            }
        )*
    };
}

macro_rules! open {
    ($($method:ident($($argument:ident: $type:ty),*) -> $container:ident;)*) => {
        $(
            #[inline]
            fn $method(self, $($argument: $type),*) -> Result<Self::$container, S::Error> {
                self.writing.enter()?;
                Ok(Container { inner: self.inner.$method($($argument),*)?, writing: self.writing })
            }
        )*
    };
}

impl<'x, 'w, S: Serializer> Serializer for Writer<'x, 'w, S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Container<'x, 'w, S::SerializeSeq>;
    type SerializeTuple = Container<'x, 'w, S::SerializeTuple>;
    type SerializeTupleStruct = Container<'x, 'w, S::SerializeTupleStruct>;
    type SerializeTupleVariant = Variant<'x, 'w, S::SerializeTupleVariant>;
    type SerializeMap = Container<'x, 'w, S::SerializeMap>;
    type SerializeStruct = Fields<'x, 'w, S::SerializeStruct>;
    type SerializeStructVariant = Variant<'x, 'w, S::SerializeStructVariant>;

    forward! {
        serialize_bool(v: bool);
        serialize_i8(v: i8);
        serialize_i16(v: i16);
        serialize_i32(v: i32);
        serialize_u8(v: u8);
        serialize_u16(v: u16);
        serialize_u32(v: u32);
        serialize_char(v: char);
        serialize_none();
        serialize_unit();
        serialize_unit_struct(name: &'static str);
        serialize_unit_variant(name: &'static str, index: u32, variant: &'static str);
    }

    large_integers! {
        serialize_i64: i64;
        serialize_i128: i128;
        serialize_u64: u64;
        serialize_u128: u128;
    }

    #[inline]
    fn serialize_f32(self, number: f32) -> Result<S::Ok, S::Error> {
        if number.is_finite() { self.inner.serialize_f32(number) } else { Err(Writing::refuse_infinite()) }
    }

    #[inline]
    fn serialize_f64(self, number: f64) -> Result<S::Ok, S::Error> {
        if number.is_finite() { self.inner.serialize_f64(number) } else { Err(Writing::refuse_infinite()) }
    }

    open! {
        serialize_seq(len: Option<usize>) -> SerializeSeq;
        serialize_tuple(len: usize) -> SerializeTuple;
        serialize_tuple_struct(name: &'static str, len: usize) -> SerializeTupleStruct;
        serialize_map(len: Option<usize>) -> SerializeMap;
    }

    #[inline]
    fn serialize_struct(self, name: &'static str, len: usize) -> Result<Self::SerializeStruct, S::Error> {
        self.writing.enter()?;
        let keys = Keys::of(name, len);
        Ok(Fields { inner: self.inner.serialize_struct(name, len)?, writing: self.writing, keys })
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self::SerializeTupleVariant, S::Error> {
        self.writing.enter()?;
        self.writing.enter()?;
        let inner = self.inner.serialize_tuple_variant(name, index, written_name(variant), len)?;
        Ok(Variant(Container { inner, writing: self.writing }))
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self::SerializeStructVariant, S::Error> {
        self.writing.enter()?;
        self.writing.enter()?;
        let inner = self.inner.serialize_struct_variant(name, index, written_name(variant), len)?;
        Ok(Variant(Container { inner, writing: self.writing }))
    }

    #[inline]
    fn serialize_str(self, text: &str) -> Result<S::Ok, S::Error> {
        if self.writing.is_raw.get() {
            self.writing.is_raw.set(false);
            return self.inner.serialize_str(&escape_keys(text));
        }
        self.inner.serialize_str(text)
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<S::Ok, S::Error> {
        let shared = take_over(bytes).unwrap_or_else(|| bytes::Bytes::copy_from_slice(bytes));
        self.writing.byte_array(shared, self.inner)
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        let Self { inner, writing } = self;
        writing.wrapped(|| inner.serialize_some(&InnerValue { value, writing }))
    }

    #[inline]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<S::Ok, S::Error> {
        let Self { inner, writing } = self;
        if let Some(mark) = name.strip_prefix('$') {
            writing.set_array_mark(mark);
        }
        writing.wrapped(|| inner.serialize_newtype_struct(name, &InnerValue { value, writing }))
    }

    #[inline]
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        let Self { inner, writing } = self;
        writing.enter()?;
        let ok = inner.serialize_newtype_variant(name, index, written_name(variant), &InnerValue { value, writing })?;
        writing.leave();
        Ok(ok)
    }

    /// Serde writes vectors and slices through this function. The type of the iterator distinguishes bytes from other
    /// elements, even if there are none.
    #[inline]
    fn collect_seq<I>(self, iterator: I) -> Result<S::Ok, S::Error>
    where
        I: IntoIterator,
        I::Item: Serialize,
    {
        if byte_of::is_byte_slice::<I>() {
            let bytes = byte_of::collect(iterator);
            return self.writing.byte_array(bytes.into(), self.inner);
        }
        let iterator = iterator.into_iter();
        let len = match iterator.size_hint() {
            (low, Some(high)) if low == high => Some(low),
            _ => None,
        };
        let mut elements = self.serialize_seq(len)?;
        for element in iterator {
            elements.serialize_element(&element)?;
        }
        elements.end()
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.inner.collect_str(value)
    }

    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}
