use std::borrow::Cow;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};

use super::mark_value::MarkId;
use super::{Arena, ByteArrays, JS_FUNCTION_KEY, JS_OBJECT_KEY, JS_REFERENCE_NAME, JS_STREAM_KEY, Reader, Reading};

/// The JSON form of a reference to a JavaScript object, function or stream, with its properties in any order.
pub(crate) struct JsReference {
    pub(crate) id: i64,
    pub(crate) stream_length: Option<u64>,
    /// Whether it is a function that the client holds for Rust alone.
    pub(crate) is_function: bool,
}

impl<'de> Deserialize<'de> for JsReference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(deserializer, "a reference to a JavaScript object")
    }
}

impl JsReference {
    /// Reads a reference. An error names what was expected.
    pub(crate) fn read<'de, D: Deserializer<'de>>(deserializer: D, expected: &'static str) -> Result<Self, D::Error> {
        struct JsReferenceVisitor(&'static str);

        impl<'de> Visitor<'de> for JsReferenceVisitor {
            type Value = JsReference;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.0)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<JsReference, A::Error> {
                let (mut id, mut stream_length, mut is_function) = (None, None, false);
                while let Some(key) = entries.next_key::<Cow<'de, str>>()? {
                    let repeated = match &*key {
                        JS_FUNCTION_KEY => {
                            is_function = true;
                            id.replace(entries.next_value::<MarkId>()?.saturated()).is_some()
                        }
                        JS_OBJECT_KEY => id.replace(entries.next_value::<MarkId>()?.saturated()).is_some(),
                        JS_STREAM_KEY => {
                            let length = entries.next_value::<MarkId>()?.natural()?;
                            stream_length.replace(length).is_some()
                        }
                        _ => {
                            let text = "Unexpected JSON property in a reference to a JavaScript object.";
                            return Err(de::Error::custom(text));
                        }
                    };
                    if repeated {
                        return Err(de::Error::custom("a property of a reference to a JavaScript object occurs twice"));
                    }
                }
                let id = id.ok_or_else(|| de::Error::custom("Required property __jsObjectId not found."))?;
                Ok(JsReference { id, stream_length, is_function })
            }
        }

        let fields = &[JS_OBJECT_KEY, JS_STREAM_KEY, JS_FUNCTION_KEY];
        deserializer.deserialize_struct(JS_REFERENCE_NAME, fields, JsReferenceVisitor(expected))
    }
}

/// Reads the id of a reference to a JavaScript object, without a circuit.
pub(crate) fn js_reference(json: &str) -> Option<JsReference> {
    let arena = Arena::default();
    let reading = Reading::new(&arena, ByteArrays::NONE, 2);
    let mut json = serde_json::Deserializer::from_str(json);
    let reference = JsReference::deserialize(Reader::new(&mut json, &reading)).ok()?;
    json.end().ok()?;
    Some(reference)
}
