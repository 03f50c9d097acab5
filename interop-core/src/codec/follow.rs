//! Follows `serde_json` into containers, so that what is inside passes through the [`Reader`] too.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::{BYTE_ARRAY_KEY, OBJECT_KEY, Reader, Reading};

/// A visitor that hands wrapped accesses to the visitor inside.
pub(super) struct Following<'x, 'c, V> {
    pub(super) visitor: V,
    pub(super) reading: &'x Reading<'c>,
    /// Whether an object that turns out to be a reference is refused: the parameter is some other type.
    pub(super) refuse_references: bool,
    /// Whether strings are kept for the visitor to borrow: it may make a `&str` of them later.
    pub(super) keep_strings: bool,
}

impl<'x, 'c, V> Following<'x, 'c, V> {
    #[inline]
    pub(super) fn new(visitor: V, reading: &'x Reading<'c>) -> Self {
        Self { visitor, reading, refuse_references: false, keep_strings: false }
    }
}

macro_rules! forward_visits {
    ($($method:ident: $value:ty),* $(,)?) => {
        $(
            #[inline]
            fn $method<E: de::Error>(self, value: $value) -> Result<V::Value, E> {
                self.visitor.$method(value)
            }
        )*
    };
}

impl<'c, V: Visitor<'c>> Visitor<'c> for Following<'_, 'c, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    forward_visits! {
        visit_bool: bool, visit_i8: i8, visit_i16: i16, visit_i32: i32, visit_i64: i64, visit_i128: i128,
        visit_u8: u8, visit_u16: u16, visit_u32: u32, visit_u64: u64, visit_u128: u128, visit_f32: f32, visit_f64: f64,
        visit_char: char, visit_borrowed_str: &'c str, visit_string: String,
        visit_bytes: &[u8], visit_borrowed_bytes: &'c [u8], visit_byte_buf: Vec<u8>,
    }

    #[inline]
    fn visit_str<E: de::Error>(self, text: &str) -> Result<V::Value, E> {
        if self.keep_strings {
            self.visitor.visit_borrowed_str(self.reading.arena.keep_str(text))
        } else {
            self.visitor.visit_str(text)
        }
    }

    #[inline]
    fn visit_none<E: de::Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_none()
    }

    #[inline]
    fn visit_unit<E: de::Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_unit()
    }

    #[inline]
    fn visit_some<D: Deserializer<'c>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        let Self { visitor, reading, .. } = self;
        reading.wrapped(|| visitor.visit_some(Reader::new(deserializer, reading)))
    }

    #[inline]
    fn visit_newtype_struct<D: Deserializer<'c>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        let Self { visitor, reading, .. } = self;
        reading.wrapped(|| visitor.visit_newtype_struct(Reader::new(deserializer, reading)))
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'c>>(self, elements: A) -> Result<V::Value, A::Error> {
        let Self { visitor, reading, .. } = self;
        reading.deeper(|| visitor.visit_seq(Elements { elements, reading }))
    }

    #[inline]
    fn visit_map<A: MapAccess<'c>>(self, entries: A) -> Result<V::Value, A::Error> {
        let Self { visitor, reading, refuse_references, .. } = self;
        let refuse = refuse_references || reading.has_byte_arrays();
        reading.deeper(|| visitor.visit_map(Entries { access: entries, reading, refuse, refuse_references }))
    }

    #[inline]
    fn visit_enum<A: EnumAccess<'c>>(self, data: A) -> Result<V::Value, A::Error> {
        let Self { visitor, reading, .. } = self;
        visitor.visit_enum(Choice { data, reading })
    }
}

/// Reads the value of a seed through the [`Reader`].
struct Inside<'x, 'c, T> {
    seed: T,
    reading: &'x Reading<'c>,
}

impl<'c, T: DeserializeSeed<'c>> DeserializeSeed<'c> for Inside<'_, 'c, T> {
    type Value = T::Value;

    #[inline]
    fn deserialize<D: Deserializer<'c>>(self, deserializer: D) -> Result<T::Value, D::Error> {
        self.seed.deserialize(Reader::new(deserializer, self.reading))
    }
}

/// The elements of an array.
pub(super) struct Elements<'x, 'c, A> {
    pub(super) elements: A,
    pub(super) reading: &'x Reading<'c>,
}

impl<'c, A: SeqAccess<'c>> SeqAccess<'c> for Elements<'_, 'c, A> {
    type Error = A::Error;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'c>>(&mut self, seed: T) -> Result<Option<T::Value>, A::Error> {
        self.elements.next_element_seed(Inside { seed, reading: self.reading })
    }

    #[inline]
    fn size_hint(&self) -> Option<usize> {
        self.elements.size_hint()
    }
}

/// The entries of an object.
struct Entries<'x, 'c, A> {
    access: A,
    reading: &'x Reading<'c>,
    /// Whether the next key is to be looked at: it must not be that of a byte array that was sent,
    refuse: bool,
    /// and not that of a reference either.
    refuse_references: bool,
}

impl<'c, A: MapAccess<'c>> MapAccess<'c> for Entries<'_, 'c, A> {
    type Error = A::Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'c>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        let inside = Inside { seed, reading: self.reading };
        if std::mem::take(&mut self.refuse) {
            let refused = [
                self.refuse_references.then_some(OBJECT_KEY),
                self.reading.has_byte_arrays().then_some(BYTE_ARRAY_KEY),
            ];
            self.access.next_key_seed(CheckFirstKey(inside, refused))
        } else {
            self.access.next_key_seed(inside)
        }
    }

    #[inline]
    fn next_value_seed<T: DeserializeSeed<'c>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        self.access.next_value_seed(Inside { seed, reading: self.reading })
    }

    #[inline]
    fn size_hint(&self) -> Option<usize> {
        self.access.size_hint()
    }
}

/// The keys that must not be the first of an object that is read as one.
type Refused = [Option<&'static str>; 2];

/// Reads the first key of an object that must be what it looks like.
struct CheckFirstKey<T>(T, Refused);

impl<'c, T: DeserializeSeed<'c>> DeserializeSeed<'c> for CheckFirstKey<T> {
    type Value = T::Value;

    #[inline]
    fn deserialize<D: Deserializer<'c>>(self, deserializer: D) -> Result<T::Value, D::Error> {
        self.0.deserialize(FirstKey(deserializer, self.1))
    }
}

struct FirstKey<D>(D, Refused);

macro_rules! check_keys {
    ($($method:ident)*) => {
        $(
            #[inline]
            fn $method<V: Visitor<'c>>(self, visitor: V) -> Result<V::Value, D::Error> {
                self.0.$method(FirstKeyVisitor(visitor, self.1))
            }
        )*
    };
}

macro_rules! forward_keys {
    ($($method:ident)*) => {
        $(
            #[inline]
            fn $method<V: Visitor<'c>>(self, visitor: V) -> Result<V::Value, D::Error> {
                self.0.$method(visitor)
            }
        )*
    };
}

impl<'c, D: Deserializer<'c>> Deserializer<'c> for FirstKey<D> {
    type Error = D::Error;

    check_keys! {
        deserialize_any deserialize_str deserialize_string deserialize_identifier deserialize_ignored_any
    }

    // Keys of other types cannot read the key of a reference.
    forward_keys! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64
        deserialize_char deserialize_bytes deserialize_byte_buf deserialize_unit deserialize_seq deserialize_map
        deserialize_option
    }

    fn deserialize_unit_struct<V: Visitor<'c>>(self, name: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_unit_struct(name, visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'c>>(self, name: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_newtype_struct(name, FirstKeyVisitor(visitor, self.1))
    }

    fn deserialize_tuple<V: Visitor<'c>>(self, len: usize, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_tuple(len, visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'c>>(
        self,
        name: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_tuple_struct(name, len, visitor)
    }

    fn deserialize_struct<V: Visitor<'c>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_struct(name, fields, visitor)
    }

    fn deserialize_enum<V: Visitor<'c>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_enum(name, variants, visitor)
    }
}

struct FirstKeyVisitor<V>(V, Refused);

impl<V> FirstKeyVisitor<V> {
    #[inline]
    fn check<E: de::Error>(&self, key: &str) -> Result<(), E> {
        if self.1.contains(&Some(key)) { Err(refused(key)) } else { Ok(()) }
    }
}

impl<'c, V: Visitor<'c>> Visitor<'c> for FirstKeyVisitor<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    #[inline]
    fn visit_str<E: de::Error>(self, key: &str) -> Result<V::Value, E> {
        self.check(key)?;
        self.0.visit_str(key)
    }

    #[inline]
    fn visit_borrowed_str<E: de::Error>(self, key: &'c str) -> Result<V::Value, E> {
        self.check(key)?;
        self.0.visit_borrowed_str(key)
    }

    #[inline]
    fn visit_string<E: de::Error>(self, key: String) -> Result<V::Value, E> {
        self.check(&key)?;
        self.0.visit_string(key)
    }

    fn visit_newtype_struct<D: Deserializer<'c>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.0.visit_newtype_struct(FirstKey(deserializer, self.1))
    }
}

#[cold]
fn refused<E: de::Error>(key: &str) -> E {
    E::custom(match key {
        OBJECT_KEY => "expected a value, got a reference to an object",
        _ => "expected a value, got a byte array",
    })
}

/// The variant of an enum.
struct Choice<'x, 'c, A> {
    data: A,
    reading: &'x Reading<'c>,
}

impl<'x, 'c, A: EnumAccess<'c>> EnumAccess<'c> for Choice<'x, 'c, A> {
    type Error = A::Error;
    type Variant = Content<'x, 'c, A::Variant>;

    #[inline]
    fn variant_seed<T: DeserializeSeed<'c>>(self, seed: T) -> Result<(T::Value, Self::Variant), A::Error> {
        let (value, content) = self.data.variant_seed(seed)?;
        Ok((value, Content { content, reading: self.reading }))
    }
}

/// What a variant holds.
struct Content<'x, 'c, A> {
    content: A,
    reading: &'x Reading<'c>,
}

impl<'c, A: VariantAccess<'c>> VariantAccess<'c> for Content<'_, 'c, A> {
    type Error = A::Error;

    #[inline]
    fn unit_variant(self) -> Result<(), A::Error> {
        self.content.unit_variant()
    }

    #[inline]
    fn newtype_variant_seed<T: DeserializeSeed<'c>>(self, seed: T) -> Result<T::Value, A::Error> {
        let Self { content, reading } = self;
        reading.deeper(|| content.newtype_variant_seed(Inside { seed, reading }))
    }

    #[inline]
    fn tuple_variant<V: Visitor<'c>>(self, len: usize, visitor: V) -> Result<V::Value, A::Error> {
        let Self { content, reading } = self;
        reading.deeper(|| content.tuple_variant(len, Following::new(visitor, reading)))
    }

    #[inline]
    fn struct_variant<V: Visitor<'c>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, A::Error> {
        let Self { content, reading } = self;
        reading.deeper(|| content.struct_variant(fields, Following::new(visitor, reading)))
    }
}
