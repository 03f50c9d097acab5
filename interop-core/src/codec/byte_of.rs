//! Collects bytes that serde writes element by element.

use std::fmt::{self, Display};

use serde::Serialize;
use serde::ser::{self, Impossible, Serializer};

/// Whether serde is about to write a `Vec<u8>` or a `[u8]`, including empty ones.
#[inline]
pub(super) fn is_byte_slice<I>() -> bool {
    let id = typeid::of::<I>();
    id == typeid::of::<&'static Vec<u8>>() || id == typeid::of::<&'static [u8]>()
}

/// The elements, which are bytes.
pub(super) fn collect<I>(bytes: I) -> Vec<u8>
where
    I: IntoIterator,
    I::Item: Serialize,
{
    bytes.into_iter().map(|byte| byte.serialize(ByteOf).unwrap_or_default()).collect()
}

/// A serializer that returns the byte that is written to it.
struct ByteOf;

#[derive(Debug)]
struct NotAByte;

impl Display for NotAByte {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a byte")
    }
}

impl std::error::Error for NotAByte {}

impl ser::Error for NotAByte {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

macro_rules! refuse {
    ($($method:ident($($type:ty),*);)*) => {
        $(
            fn $method(self, $(_: $type),*) -> Result<u8, NotAByte> {
                Err(NotAByte)
            }
        )*
    };
}

macro_rules! refuse_container {
    ($($method:ident($($type:ty),*) -> $container:ident;)*) => {
        $(
            fn $method(self, $(_: $type),*) -> Result<Self::$container, NotAByte> {
                Err(NotAByte)
            }
        )*
    };
}

impl Serializer for ByteOf {
    type Ok = u8;
    type Error = NotAByte;
    type SerializeSeq = Impossible<u8, NotAByte>;
    type SerializeTuple = Impossible<u8, NotAByte>;
    type SerializeTupleStruct = Impossible<u8, NotAByte>;
    type SerializeTupleVariant = Impossible<u8, NotAByte>;
    type SerializeMap = Impossible<u8, NotAByte>;
    type SerializeStruct = Impossible<u8, NotAByte>;
    type SerializeStructVariant = Impossible<u8, NotAByte>;

    fn serialize_u8(self, byte: u8) -> Result<u8, NotAByte> {
        Ok(byte)
    }

    refuse! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_f32(f32);
        serialize_f64(f64);
        serialize_char(char);
        serialize_str(&str);
        serialize_bytes(&[u8]);
        serialize_none();
        serialize_unit();
        serialize_unit_struct(&'static str);
        serialize_unit_variant(&'static str, u32, &'static str);
    }

    refuse_container! {
        serialize_seq(Option<usize>) -> SerializeSeq;
        serialize_tuple(usize) -> SerializeTuple;
        serialize_tuple_struct(&'static str, usize) -> SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> SerializeTupleVariant;
        serialize_map(Option<usize>) -> SerializeMap;
        serialize_struct(&'static str, usize) -> SerializeStruct;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> SerializeStructVariant;
    }

    fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Result<u8, NotAByte> {
        Err(NotAByte)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, _: &T) -> Result<u8, NotAByte> {
        Err(NotAByte)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<u8, NotAByte> {
        Err(NotAByte)
    }
}
