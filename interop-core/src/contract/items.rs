//! Schemas of streams of values.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use super::{ErrorShape, Errors};
use crate::context::IntoCallError;
use crate::items::{Items, JsItems};

impl<T: JsonSchema, E: IntoCallError> JsonSchema for Items<T, E> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Items".into()
    }

    fn schema_id() -> Cow<'static, str> {
        format!("interop_core::Items<{}, {}>", T::schema_id(), std::any::type_name::<E>()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let item = generator.subschema_for::<T>();
        items(Some(item), E::possible_codes(generator))
    }
}

impl<T: JsonSchema> JsonSchema for JsItems<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "JsItems".into()
    }

    fn schema_id() -> Cow<'static, str> {
        format!("interop_core::JsItems<{}>", T::schema_id()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "x-interop": "js-items", "item": generator.subschema_for::<T>() })
    }
}

/// The schema of a stream from Rust. Without a schema, its values can be anything.
fn items(item: Option<Schema>, errors: Errors) -> Schema {
    let errors = match errors {
        Errors::None => Some(Vec::new()),
        Errors::Known(codes) => Some(merged(codes)),
        Errors::Any => None,
    };
    let errors = errors.map(|codes| codes.into_iter().map(code).collect::<BTreeMap<_, _>>());
    let mut schema = json_schema!({ "type": "object", "x-interop": "items", "errors": errors });
    if let Some(item) = item {
        schema.insert("item".to_owned(), item.to_value());
    }
    schema
}

/// A code, as the schema of a stream contains it.
fn code(ErrorShape { code, docs, data }: ErrorShape) -> (String, Value) {
    let mut described = serde_json::Map::new();
    if !docs.is_empty() {
        described.insert("description".to_owned(), docs.into());
    }
    if let Some(data) = data {
        described.insert("data".to_owned(), data.to_value());
    }
    (code.into_owned(), described.into())
}

/// Lists each code once. The data of a code that occurs twice, for example because one error forwards another, is that
/// of either.
pub(super) fn merged(codes: Vec<ErrorShape>) -> Vec<ErrorShape> {
    let mut merged: BTreeMap<Cow<'static, str>, ErrorShape> = BTreeMap::new();
    for shape in codes {
        let Some(known) = merged.get_mut(&shape.code) else {
            merged.insert(shape.code.clone(), shape);
            continue;
        };
        if known.data != shape.data {
            // If one of them has no schema for its data, any data is possible.
            let either = [known.data.take(), shape.data].map(|data| data.map_or_else(|| json!(true), Schema::to_value));
            known.data = Some(json_schema!({ "anyOf": either }));
        }
    }
    merged.into_values().collect()
}

/// The traits by which an expansion finds the shape of a result that is a stream: of values, or of results with each
/// kind of error; first the streams whose values have a schema, then the others.
#[doc(hidden)]
pub mod probes {
    use futures_util::stream::Stream;
    use schemars::{JsonSchema, Schema, SchemaGenerator};

    use super::super::result::Probe;
    use super::{Errors, items};
    use crate::error::{CallError, ClientError};

    macro_rules! streams {
        ($($(#[$doc:meta])* $trait:ident;)*) => {
            $(
                $(#[$doc])*
                pub trait $trait {
                    /// The schema.
                    fn value(&self, generator: &mut SchemaGenerator) -> Option<Schema>;
                }
            )*
        };
    }

    streams! {
        /// Streams of results with a [`CallError`].
        DescribedCallErrorItems;
        /// Streams of results with an error that is meant for the client.
        DescribedClientErrorItems;
        /// Streams of results with an error that the client does not see.
        DescribedInternalErrorItems;
        /// Streams of values.
        DescribedItems;
        /// Streams of results with a [`CallError`], whose values have no schema.
        OpaqueCallErrorItems;
        /// Streams of results with an error that is meant for the client, whose values have no schema.
        OpaqueClientErrorItems;
        /// Streams of results with an error that the client does not see, whose values have no schema.
        OpaqueInternalErrorItems;
        /// Streams of values that have no schema.
        OpaqueItems;
    }

    impl<S: Stream<Item = Result<T, CallError>>, T: JsonSchema> DescribedCallErrorItems for &&&&&&&&Probe<S> {
        fn value(&self, generator: &mut SchemaGenerator) -> Option<Schema> {
            Some(items(Some(generator.subschema_for::<T>()), Errors::Any))
        }
    }

    impl<S: Stream<Item = Result<T, E>>, T: JsonSchema, E: ClientError> DescribedClientErrorItems for &&&&&&&Probe<S> {
        fn value(&self, generator: &mut SchemaGenerator) -> Option<Schema> {
            let item = generator.subschema_for::<T>();
            Some(items(Some(item), E::codes(generator).map_or(Errors::Any, Errors::Known)))
        }
    }

    impl<S: Stream<Item = Result<T, E>>, T: JsonSchema, E> DescribedInternalErrorItems for &&&&&&Probe<S> {
        fn value(&self, generator: &mut SchemaGenerator) -> Option<Schema> {
            Some(items(Some(generator.subschema_for::<T>()), Errors::None))
        }
    }

    impl<S: Stream<Item = T>, T: JsonSchema> DescribedItems for &&&&&Probe<S> {
        fn value(&self, generator: &mut SchemaGenerator) -> Option<Schema> {
            Some(items(Some(generator.subschema_for::<T>()), Errors::None))
        }
    }

    impl<S: Stream<Item = Result<T, CallError>>, T> OpaqueCallErrorItems for &&&&Probe<S> {
        fn value(&self, _: &mut SchemaGenerator) -> Option<Schema> {
            Some(items(None, Errors::Any))
        }
    }

    impl<S: Stream<Item = Result<T, E>>, T, E: ClientError> OpaqueClientErrorItems for &&&Probe<S> {
        fn value(&self, generator: &mut SchemaGenerator) -> Option<Schema> {
            Some(items(None, E::codes(generator).map_or(Errors::Any, Errors::Known)))
        }
    }

    impl<S: Stream<Item = Result<T, E>>, T, E> OpaqueInternalErrorItems for &&Probe<S> {
        fn value(&self, _: &mut SchemaGenerator) -> Option<Schema> {
            Some(items(None, Errors::None))
        }
    }

    impl<S: Stream> OpaqueItems for &Probe<S> {
        fn value(&self, _: &mut SchemaGenerator) -> Option<Schema> {
            Some(items(None, Errors::None))
        }
    }
}
