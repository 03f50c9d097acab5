//! Writes keys of maps. A key that could be mistaken for a mark is escaped.

use std::fmt::Display;

use compact_str::ToCompactString as _;
use serde::Serialize;
use serde::ser::Serializer;

use super::mark::{escaped, needs_escape, written_name};

/// A key of a map, which is written by the [`KeyWriter`].
pub(super) struct WrittenKey<'v, T: ?Sized>(pub(super) &'v T);

impl<T: Serialize + ?Sized> Serialize for WrittenKey<'_, T> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(KeyWriter(serializer))
    }
}

/// Writes one key.
struct KeyWriter<S>(S);

macro_rules! forward {
    ($($method:ident($($argument:ident: $type:ty),*) -> $result:ident;)*) => {
        $(
            #[inline]
            fn $method(self, $($argument: $type),*) -> Result<S::$result, S::Error> {
                self.0.$method($($argument),*)
            }
        )*
    };
}

impl<S: Serializer> Serializer for KeyWriter<S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = S::SerializeSeq;
    type SerializeTuple = S::SerializeTuple;
    type SerializeTupleStruct = S::SerializeTupleStruct;
    type SerializeTupleVariant = S::SerializeTupleVariant;
    type SerializeMap = S::SerializeMap;
    type SerializeStruct = S::SerializeStruct;
    type SerializeStructVariant = S::SerializeStructVariant;

    forward! {
        serialize_bool(v: bool) -> Ok;
        serialize_i8(v: i8) -> Ok;
        serialize_i16(v: i16) -> Ok;
        serialize_i32(v: i32) -> Ok;
        serialize_i64(v: i64) -> Ok;
        serialize_i128(v: i128) -> Ok;
        serialize_u8(v: u8) -> Ok;
        serialize_u16(v: u16) -> Ok;
        serialize_u32(v: u32) -> Ok;
        serialize_u64(v: u64) -> Ok;
        serialize_u128(v: u128) -> Ok;
        serialize_f32(v: f32) -> Ok;
        serialize_f64(v: f64) -> Ok;
        serialize_char(v: char) -> Ok;
        serialize_bytes(v: &[u8]) -> Ok;
        serialize_none() -> Ok;
        serialize_unit() -> Ok;
        serialize_unit_struct(name: &'static str) -> Ok;
        serialize_seq(len: Option<usize>) -> SerializeSeq;
        serialize_tuple(len: usize) -> SerializeTuple;
        serialize_tuple_struct(name: &'static str, len: usize) -> SerializeTupleStruct;
        serialize_tuple_variant(name: &'static str, index: u32, variant: &'static str, len: usize)
            -> SerializeTupleVariant;
        serialize_map(len: Option<usize>) -> SerializeMap;
        serialize_struct(name: &'static str, len: usize) -> SerializeStruct;
        serialize_struct_variant(name: &'static str, index: u32, variant: &'static str, len: usize)
            -> SerializeStructVariant;
    }

    #[inline]
    fn serialize_str(self, key: &str) -> Result<S::Ok, S::Error> {
        if needs_escape(key) { self.0.serialize_str(&escaped(key)) } else { self.0.serialize_str(key) }
    }

    #[inline]
    fn collect_str<T: Display + ?Sized>(self, key: &T) -> Result<S::Ok, S::Error> {
        self.serialize_str(&key.to_compact_string())
    }

    fn serialize_unit_variant(self, name: &'static str, index: u32, variant: &'static str) -> Result<S::Ok, S::Error> {
        self.0.serialize_unit_variant(name, index, written_name(variant))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, key: &T) -> Result<S::Ok, S::Error> {
        self.0.serialize_some(&WrittenKey(key))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, key: &T) -> Result<S::Ok, S::Error> {
        self.0.serialize_newtype_struct(name, &WrittenKey(key))
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        key: &T,
    ) -> Result<S::Ok, S::Error> {
        self.0.serialize_newtype_variant(name, index, variant, key)
    }

    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}
