//! Enums whose variant is the one key of an object.

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error as _, MapAccess, VariantAccess, Visitor};

/// An enum from the entries of an object. serde's own adapter reads the fields of a variant as those of a map, so that it would
/// not be known that the type declares their names.
pub(super) struct VariantObject<A>(pub(super) A);

impl<'c, A: MapAccess<'c>> EnumAccess<'c> for VariantObject<A> {
    type Error = A::Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'c>>(mut self, seed: V) -> Result<(V::Value, Self), A::Error> {
        match self.0.next_key_seed(seed)? {
            Some(name) => Ok((name, self)),
            None => Err(A::Error::invalid_type(serde::de::Unexpected::Map, &"enum")),
        }
    }
}

impl<'c, A: MapAccess<'c>> VariantAccess<'c> for VariantObject<A> {
    type Error = A::Error;

    fn unit_variant(mut self) -> Result<(), A::Error> {
        self.0.next_value()
    }

    fn newtype_variant_seed<T: DeserializeSeed<'c>>(mut self, seed: T) -> Result<T::Value, A::Error> {
        self.0.next_value_seed(seed)
    }

    fn tuple_variant<V: Visitor<'c>>(mut self, len: usize, visitor: V) -> Result<V::Value, A::Error> {
        self.0.next_value_seed(Tuple { len, visitor })
    }

    fn struct_variant<V: Visitor<'c>>(
        mut self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        self.0.next_value_seed(Struct { fields, visitor })
    }
}

struct Tuple<V> {
    len: usize,
    visitor: V,
}

impl<'c, V: Visitor<'c>> DeserializeSeed<'c> for Tuple<V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'c>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        deserializer.deserialize_tuple(self.len, self.visitor)
    }
}

struct Struct<V> {
    fields: &'static [&'static str],
    visitor: V,
}

impl<'c, V: Visitor<'c>> DeserializeSeed<'c> for Struct<V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'c>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        deserializer.deserialize_struct("", self.fields, self.visitor)
    }
}
