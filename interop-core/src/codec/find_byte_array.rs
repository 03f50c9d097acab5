//! Recognizes byte arrays among the values of a text.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::{BorrowedStrDeserializer, SeqDeserializer, StrDeserializer};
use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, Visitor};

use super::byte_array::{from_base64, hand_over, take_over};
use super::follow::{Elements, Following};
use super::reader::makes;
use super::typed_array::visit_all;
use super::{ArrayKind, BYTE_ARRAY_KEY, ByteBuffer, Reading};

/// Visits a value whose type consists of bytes.
pub(super) struct ByteArrayVisitor<'x, 'c, V> {
    pub(super) visitor: V,
    pub(super) reading: &'x Reading<'c>,
}

impl<'c, V: Visitor<'c>> ByteArrayVisitor<'_, 'c, V> {
    fn owned<E: de::Error>(self, bytes: Vec<u8>) -> Result<V::Value, E> {
        if makes::<V::Value, &'static [u8]>() {
            return self.visitor.visit_borrowed_bytes(self.reading.arena.keep_bytes(bytes));
        }
        if makes::<V::Value, Vec<u8>>() {
            // Serde's visitor only accepts single elements, and it may belong to the application and check them.
            return self.visitor.visit_seq(SeqDeserializer::new(bytes.into_iter()));
        }
        self.visitor.visit_byte_buf(bytes)
    }

    fn shared<E: de::Error>(self, bytes: &'c bytes::Bytes) -> Result<V::Value, E> {
        if makes::<V::Value, Vec<u8>>() {
            return self.visitor.visit_seq(SeqDeserializer::new(bytes.iter().copied()));
        }
        hand_over(bytes.clone());
        let result = self.visitor.visit_borrowed_bytes(bytes);
        take_over(&[]);
        result
    }
}

impl<'c, V: Visitor<'c>> Visitor<'c> for ByteArrayVisitor<'_, 'c, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a byte array")
    }

    fn visit_map<A: MapAccess<'c>>(self, mut entries: A) -> Result<V::Value, A::Error> {
        let key = entries.next_key::<FirstKey<'c>>()?;
        match key {
            Some(FirstKey(key)) if key == BYTE_ARRAY_KEY => {
                let bytes = named_array(&mut entries, self.reading)?;
                self.shared(bytes)
            }
            _ => Err(de::Error::invalid_type(de::Unexpected::Map, &self)),
        }
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<V::Value, E> {
        self.owned(from_base64(text)?)
    }

    fn visit_seq<A: SeqAccess<'c>>(self, elements: A) -> Result<V::Value, A::Error> {
        let Self { visitor, reading } = self;
        if makes::<V::Value, &'static [u8]>() {
            let bytes = reading.deeper(|| ByteBuffer::from_elements(elements))?;
            return visitor.visit_borrowed_bytes(reading.arena.keep_bytes(bytes));
        }
        reading.deeper(|| visitor.visit_seq(Elements::new(elements, reading)))
    }

    fn visit_unit<E: de::Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_unit()
    }
}

/// Visits a value that may be an array next to the text, which is presented as a sequence of numbers.
pub(super) struct FindArray<'x, 'c, V> {
    pub(super) following: Following<'x, 'c, V>,
    /// Whether it may be a byte array, and not only an array of another kind. A sequence of numbers must not be one.
    pub(super) takes_bytes: bool,
}

macro_rules! forward_visits {
    ($($method:ident: $value:ty),* $(,)?) => {
        $(
            #[inline]
            fn $method<E: de::Error>(self, value: $value) -> Result<V::Value, E> {
                self.following.$method(value)
            }
        )*
    };
}

impl<'c, V: Visitor<'c>> Visitor<'c> for FindArray<'_, 'c, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.following.expecting(f)
    }

    forward_visits! {
        visit_bool: bool, visit_i64: i64, visit_i128: i128, visit_u64: u64, visit_u128: u128, visit_f64: f64,
        visit_str: &str, visit_borrowed_str: &'c str, visit_string: String,
    }

    fn visit_unit<E: de::Error>(self) -> Result<V::Value, E> {
        self.following.visit_unit()
    }

    fn visit_some<D: Deserializer<'c>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.following.visit_some(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'c>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.following.visit_newtype_struct(deserializer)
    }

    fn visit_seq<A: SeqAccess<'c>>(self, elements: A) -> Result<V::Value, A::Error> {
        self.following.visit_seq(elements)
    }

    fn visit_enum<A: EnumAccess<'c>>(self, data: A) -> Result<V::Value, A::Error> {
        self.following.visit_enum(data)
    }

    fn visit_map<A: MapAccess<'c>>(self, mut entries: A) -> Result<V::Value, A::Error> {
        let first = entries.next_key::<FirstKey<'c>>()?.map(|FirstKey(key)| key);
        if self.takes_bytes && first.as_deref() == Some(BYTE_ARRAY_KEY) {
            let bytes = named_array(&mut entries, self.following.reading)?;
            return visit_all(bytes.iter().copied(), self.following.visitor);
        }
        if let Some(kind) = first.as_deref().and_then(ArrayKind::of_mark) {
            let bytes = named_array(&mut entries, self.following.reading)?;
            return kind.visit(bytes, self.following.visitor);
        }
        self.following.visit_map(Replay { first, entries })
    }
}

/// Visits a value whose type is a typed array of one kind. The bytes of such an array are handed on as they are, and
/// those of others as their elements.
pub(super) struct ArrayOfKind<'x, 'c, V> {
    pub(super) visitor: V,
    pub(super) name: &'static str,
    pub(super) reading: &'x Reading<'c>,
}

impl<'c, V: Visitor<'c>> Visitor<'c> for ArrayOfKind<'_, 'c, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    fn visit_seq<A: SeqAccess<'c>>(self, elements: A) -> Result<V::Value, A::Error> {
        let Self { visitor, reading, .. } = self;
        reading.deeper(|| visitor.visit_seq(elements))
    }

    fn visit_map<A: MapAccess<'c>>(self, mut entries: A) -> Result<V::Value, A::Error> {
        let key = entries.next_key::<FirstKey<'c>>()?.map(|FirstKey(key)| key);
        let kind = key.as_deref().and_then(ArrayKind::of_mark);
        if kind.is_none() && key.as_deref() != Some(BYTE_ARRAY_KEY) {
            return Err(de::Error::invalid_type(de::Unexpected::Map, &self));
        }
        let bytes = named_array(&mut entries, self.reading)?;
        match kind {
            Some(kind) if kind.name() == self.name => self.visitor.visit_bytes(bytes),
            Some(kind) => kind.visit(bytes, self.visitor),
            None => visit_all(bytes.iter().copied(), self.visitor),
        }
    }
}

/// Returns the array to which the entry refers whose key was just read. The object must have no other entry.
fn named_array<'c, A: MapAccess<'c>>(entries: &mut A, reading: &Reading<'c>) -> Result<&'c bytes::Bytes, A::Error> {
    let id = entries.next_value::<u64>()?;
    if entries.next_key::<de::IgnoredAny>()?.is_some() {
        return Err(de::Error::custom("a byte array has no other properties"));
    }
    reading.byte_array(id).ok_or_else(|| de::Error::custom("the byte array was not sent"))
}

/// An object whose first key was already read.
struct Replay<'c, A> {
    first: Option<Cow<'c, str>>,
    entries: A,
}

impl<'c, A: MapAccess<'c>> MapAccess<'c> for Replay<'c, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'c>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        match self.first.take() {
            Some(Cow::Borrowed(key)) => seed.deserialize(BorrowedStrDeserializer::new(key)).map(Some),
            Some(Cow::Owned(key)) => seed.deserialize(StrDeserializer::new(&key)).map(Some),
            None => self.entries.next_key_seed(seed),
        }
    }

    fn next_value_seed<T: DeserializeSeed<'c>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        self.entries.next_value_seed(seed)
    }
}

/// A key, borrowed from the text where that is possible.
pub(super) struct FirstKey<'c>(pub(super) Cow<'c, str>);

impl<'de> Deserialize<'de> for FirstKey<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FirstKeyVisitor;

        impl<'de> Visitor<'de> for FirstKeyVisitor {
            type Value = FirstKey<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a property name")
            }

            fn visit_borrowed_str<E>(self, key: &'de str) -> Result<FirstKey<'de>, E> {
                Ok(FirstKey(Cow::Borrowed(key)))
            }

            fn visit_str<E>(self, key: &str) -> Result<FirstKey<'de>, E> {
                Ok(FirstKey(Cow::Owned(key.to_owned())))
            }
        }

        deserializer.deserialize_str(FirstKeyVisitor)
    }
}
