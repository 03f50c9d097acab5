//! Data of errors, which is plain JSON: written and read outside of a circuit's messages, with the same escapes.

use serde::de::{Deserialize as _, Deserializer};
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::Value;

use super::mark::unescaped;
use super::write_key::WrittenKey;

#[allow(clippy::ref_option, reason = "serde calls it with a reference to the field")]
pub(crate) fn serialize<S: Serializer>(data: &Option<Value>, serializer: S) -> Result<S::Ok, S::Error> {
    data.as_ref().map(Escaped).serialize(serializer)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Ok(Option::deserialize(deserializer)?.map(without_escapes))
}

/// A value whose keys are written with their escapes.
struct Escaped<'v>(&'v Value);

impl Serialize for Escaped<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Array(elements) => serializer.collect_seq(elements.iter().map(Escaped)),
            Value::Object(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(&WrittenKey(key), &Escaped(value))?;
                }
                map.end()
            }
            // Each on its own: the implementation for `Value` would bring its code for arrays and objects again.
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Number(number) => number.serialize(serializer),
            Value::String(text) => serializer.serialize_str(text),
        }
    }
}

fn without_escapes(value: Value) -> Value {
    match value {
        Value::Array(elements) => elements.into_iter().map(without_escapes).collect(),
        Value::Object(entries) => {
            let entries = entries.into_iter();
            entries.map(|(key, value)| (unescaped(&key).to_owned(), without_escapes(value))).collect()
        }
        scalar => scalar,
    }
}
