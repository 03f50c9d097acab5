use std::fmt;

use serde::de::value::{MapAccessDeserializer, MapDeserializer};
use serde::de::{self, Deserialize, MapAccess, Visitor};

use super::follow::Entries;
use super::mark_value::MarkId;
use super::{JS_FUNCTION_KEY, JS_OBJECT_KEY, JsReference, Reading};

/// Visits what may be a reference to a JavaScript object: `{"__jsObjectId":-1}` stands for null.
pub(super) struct NullOrReference<'x, 'c, V> {
    pub(super) visitor: V,
    pub(super) reading: &'x Reading<'c>,
}

impl<'c, V: Visitor<'c>> Visitor<'c> for NullOrReference<'_, 'c, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a reference to a JavaScript object")
    }

    fn visit_unit<E: de::Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_none()
    }

    fn visit_map<A: MapAccess<'c>>(self, entries: A) -> Result<V::Value, A::Error> {
        let reference =
            JsReference::deserialize(MapAccessDeserializer::new(Entries::of_reference(entries, self.reading)))?;
        if reference.id == -1 {
            return self.visitor.visit_none();
        }
        let id = u64::try_from(reference.id).map_or(MarkId::Negative(reference.id), MarkId::Natural);
        let key = if reference.is_function { JS_FUNCTION_KEY } else { JS_OBJECT_KEY };
        self.visitor.visit_some(MapDeserializer::new([(key, &id.to_bytes()[..])].into_iter()))
    }
}
