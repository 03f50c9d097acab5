//! Wraps the accessors of `serde_json` to containers, so that nested values are read by the [`Reader`] too.

use std::cell::Cell;
use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, Visitor};

use super::key::{KeyReader, KeyRules, Refused};
use super::trail::Level;
use super::variant::VariantObject;
use super::{Reader, Reading};

/// A visitor that passes wrapped accessors to the inner visitor.
#[allow(clippy::struct_excessive_bools, reason = "each says something else about what is read")]
pub(super) struct Following<'x, 'c, V> {
    pub(super) visitor: V,
    pub(super) reading: &'x Reading<'c>,
    /// Whether an object that turns out to be a reference is refused, because the parameter has another type.
    pub(super) refuse_references: bool,
    /// Whether marks are accepted, as by a reference, or by a buffer from which a reference may be read.
    pub(super) marks: bool,
    /// Whether strings are stored in the arena, because the visitor may later create a `&str` from them.
    pub(super) keep_strings: bool,
    /// Whether the type declares the names of its properties.
    pub(super) is_declared: bool,
}

impl<'x, 'c, V> Following<'x, 'c, V> {
    #[inline]
    pub(super) fn new(visitor: V, reading: &'x Reading<'c>) -> Self {
        Self { visitor, reading, refuse_references: false, marks: false, keep_strings: false, is_declared: false }
    }

    /// The entries of an object.
    #[inline]
    fn entries<A>(&self, access: A) -> Entries<'x, 'c, A> {
        let refused = Refused { object: self.refuse_references, byte_array: self.reading.has_byte_arrays() };
        let (reading, marks, is_declared) = (self.reading, self.marks, self.is_declared);
        Entries { access, reading, refused, marks, is_mark: Cell::new(false), is_declared, count: 0 }
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
        reading.deeper(|| visitor.visit_seq(Elements::new(elements, reading)))
    }

    #[inline]
    fn visit_map<A: MapAccess<'c>>(self, entries: A) -> Result<V::Value, A::Error> {
        let entries = self.entries(entries);
        let Self { visitor, reading, .. } = self;
        reading.deeper(|| visitor.visit_map(entries))
    }

    #[inline]
    fn visit_enum<A: EnumAccess<'c>>(self, data: A) -> Result<V::Value, A::Error> {
        // Only formats other than JSON have enums of their own.
        self.visitor.visit_enum(data)
    }
}

/// Reads the value of a seed through the [`Reader`].
struct FollowedSeed<'x, 'c, T> {
    seed: T,
    reading: &'x Reading<'c>,
}

impl<'c, T: DeserializeSeed<'c>> DeserializeSeed<'c> for FollowedSeed<'_, 'c, T> {
    type Value = T::Value;

    #[inline]
    fn deserialize<D: Deserializer<'c>>(self, deserializer: D) -> Result<T::Value, D::Error> {
        self.seed.deserialize(Reader::new(deserializer, self.reading))
    }
}

/// The elements of an array.
pub(super) struct Elements<'x, 'c, A> {
    inner: A,
    reading: &'x Reading<'c>,
    /// How many were read.
    count: usize,
}

impl<'x, 'c, A> Elements<'x, 'c, A> {
    #[inline]
    pub(super) fn new(elements: A, reading: &'x Reading<'c>) -> Self {
        Self { inner: elements, reading, count: 0 }
    }
}

impl<'c, A: SeqAccess<'c>> SeqAccess<'c> for Elements<'_, 'c, A> {
    type Error = A::Error;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'c>>(&mut self, seed: T) -> Result<Option<T::Value>, A::Error> {
        let element = self.inner.next_element_seed(FollowedSeed { seed, reading: self.reading });
        if element.is_err() {
            self.reading.note_level(Level::Element(self.count));
        }
        self.count += 1;
        element
    }

    #[inline]
    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

/// The entries of an object.
pub(super) struct Entries<'x, 'c, A> {
    access: A,
    reading: &'x Reading<'c>,
    /// What the first key must not be.
    refused: Refused,
    /// Whether marks are accepted. Their values are passed on in a separate form.
    marks: bool,
    /// Whether the most recent key is a mark.
    is_mark: Cell<bool>,
    /// Whether the type declares the names.
    is_declared: bool,
    /// How many keys were read.
    count: usize,
}

impl<'x, 'c, A> Entries<'x, 'c, A> {
    /// The entries of an object that may be a reference.
    pub(super) fn of_reference(access: A, reading: &'x Reading<'c>) -> Self {
        Self {
            access,
            reading,
            refused: Refused::default(),
            marks: true,
            is_mark: Cell::new(false),
            is_declared: true,
            count: 0,
        }
    }
}

impl<'c, A: MapAccess<'c>> MapAccess<'c> for Entries<'_, 'c, A> {
    type Error = A::Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'c>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        self.is_mark.set(false);
        let refused = std::mem::take(&mut self.refused);
        let rules = KeyRules { refused, is_mark: self.marks.then_some(&self.is_mark) };
        let key = self.access.next_key_seed(KeySeed(FollowedSeed { seed, reading: self.reading }, rules));
        if key.is_err() {
            self.reading.clear_trail();
        }
        self.count += 1;
        key
    }

    #[inline]
    fn next_value_seed<T: DeserializeSeed<'c>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        let is_mark = self.is_mark.get();
        if is_mark {
            // The mark is set for every reader. This function is compiled for every type, and one path keeps it small.
            self.reading.set_mark();
        }
        let value = self.access.next_value_seed(FollowedSeed { seed, reading: self.reading });
        if is_mark {
            // A reader that ignores values has not taken the flag.
            self.reading.take_mark();
        }
        if value.is_err() {
            let (index, is_declared) = (self.count.saturating_sub(1), self.is_declared);
            self.reading.note_level(Level::Entry { index, is_declared });
        }
        value
    }

    #[inline]
    fn size_hint(&self) -> Option<usize> {
        self.access.size_hint()
    }
}

/// Reads a key through the [`KeyReader`].
struct KeySeed<'x, T>(T, KeyRules<'x>);

impl<'c, T: DeserializeSeed<'c>> DeserializeSeed<'c> for KeySeed<'_, T> {
    type Value = T::Value;

    #[inline]
    fn deserialize<D: Deserializer<'c>>(self, deserializer: D) -> Result<T::Value, D::Error> {
        self.0.deserialize(KeyReader(deserializer, self.1))
    }
}

/// Visits an enum: the name of a variant, or an object whose one key is the name.
///
/// `serde_json` does not tell which of the two it has read, and only a key can contain an escape.
pub(super) struct EnumVisitor<'x, 'c, V> {
    pub(super) visitor: V,
    pub(super) reading: &'x Reading<'c>,
}

impl<'c, V: Visitor<'c>> Visitor<'c> for EnumVisitor<'_, 'c, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<V::Value, E> {
        self.visitor.visit_enum(StrDeserializer::new(name))
    }

    fn visit_map<A: MapAccess<'c>>(self, access: A) -> Result<V::Value, A::Error> {
        let Self { visitor, reading } = self;
        let entries = Following { is_declared: true, ..Following::new((), reading) }.entries(access);
        reading.deeper(|| visitor.visit_enum(VariantObject(entries)))
    }
}
