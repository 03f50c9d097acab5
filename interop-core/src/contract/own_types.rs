//! The schemas of the types of this crate that are not plain JSON. [`KIND_KEY`](super::KIND_KEY) states the kind of
//! each.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::opposite;
use crate::callback::Callback;
use crate::codec::{BigInt, BigInteger, ByteBuffer, TypedArray, TypedArrayElement};
use crate::element::ElementReference;
use crate::js::{JsFunction, JsObjectReference};
use crate::stream::{JsStreamReference, StreamReference};

macro_rules! own_types {
    ($($type:ident => $kind:literal;)*) => {
        $(
            impl JsonSchema for $type {
                fn inline_schema() -> bool {
                    true
                }

                fn schema_name() -> Cow<'static, str> {
                    stringify!($type).into()
                }

                fn schema_id() -> Cow<'static, str> {
                    concat!("interop_core::", stringify!($type)).into()
                }

                fn json_schema(_: &mut SchemaGenerator) -> Schema {
                    json_schema!({ "type": "object", "x-interop": $kind })
                }
            }
        )*
    };
}

own_types! {
    // Without `of`: the method of a callback is known only at run time.
    Callback => "object";
    ByteBuffer => "bytes";
    StreamReference => "stream";
    JsStreamReference => "js-stream";
    JsObjectReference => "js-object";
    ElementReference => "element";
}

impl<T: TypedArrayElement> JsonSchema for TypedArray<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        T::class().into()
    }

    fn schema_id() -> Cow<'static, str> {
        format!("interop_core::TypedArray<{}>", T::class()).into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "x-interop": "typed-array", "of": T::class() })
    }
}

impl<T: BigInteger + JsonSchema> JsonSchema for BigInt<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "BigInt".into()
    }

    fn schema_id() -> Cow<'static, str> {
        format!("interop_core::BigInt<{}>", T::schema_id()).into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "x-interop": "bigint" })
    }
}

impl<A: JsonSchema, R: JsonSchema> JsonSchema for JsFunction<A, R> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "JsFunction".into()
    }

    fn schema_id() -> Cow<'static, str> {
        format!("interop_core::JsFunction<{}, {}>", A::schema_id(), R::schema_id()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        // The side that receives the function writes its arguments and reads its result.
        let result = generator.subschema_for::<R>();
        let arguments = opposite::in_other_direction(generator, SchemaGenerator::subschema_for::<A>);
        json_schema!({ "type": "object", "x-interop": "js-function", "arguments": arguments, "result": result })
    }
}
