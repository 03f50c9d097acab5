use std::fmt;

use serde::de::value::{MapAccessDeserializer, MapDeserializer};
use serde::de::{self, Deserialize, MapAccess, Visitor};

use super::JS_OBJECT_KEY;
use crate::js::JsReference;

/// Visits what may be a reference to a JavaScript object: `{"__jsObjectId":-1}` stands for null.
pub(super) struct NullOrReference<V>(pub(super) V);

impl<'c, V: Visitor<'c>> Visitor<'c> for NullOrReference<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a reference to a JavaScript object")
    }

    fn visit_unit<E: de::Error>(self) -> Result<V::Value, E> {
        self.0.visit_none()
    }

    fn visit_map<A: MapAccess<'c>>(self, entries: A) -> Result<V::Value, A::Error> {
        let reference = JsReference::deserialize(MapAccessDeserializer::new(entries))?;
        if reference.id == -1 {
            return self.0.visit_none();
        }
        self.0.visit_some(MapDeserializer::new([(JS_OBJECT_KEY, reference.id)].into_iter()))
    }
}
