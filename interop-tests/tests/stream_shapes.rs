//! Feature `contract`: descriptors describe the values of streams, and the errors with which streams end, also where the type of a
//! result cannot be named.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::needless_pass_by_value, clippy::unnecessary_wraps)]

use std::fmt;
use std::pin::Pin;

use futures_util::stream::{self, BoxStream, Stream};
use interop_core::contract::{Errors, ResultShape, collect_objects};
use interop_core::registry::MethodDescriptor;
use interop_core::{
    CallError, ClientError, Items, JsFunction, JsItems, ObjectReference, Registry, interop_object, js_invokable,
};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

interop_core::assembly!("Streams");

#[derive(Clone, Serialize, JsonSchema)]
pub struct Tick {
    price: f64,
}

/// Has no schema.
#[derive(Clone, Serialize, Deserialize)]
pub struct Opaque(u8);

/// Why a stream of prices ends.
#[derive(Debug, ClientError)]
pub enum Halted {
    /// Nobody sells.
    NoSeller {
        since: u32,
    },
    Closed,
}

impl fmt::Display for Halted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("halted")
    }
}

type Ticks = BoxStream<'static, Result<Tick, Halted>>;

#[js_invokable]
pub fn unnamed() -> impl Stream<Item = Tick> {
    stream::empty()
}

#[js_invokable]
pub async fn awaited(
    name: &str,
    count: Option<u8>,
) -> Result<impl Stream<Item = Result<Tick, Halted>> + use<>, CallError> {
    if name.is_empty() {
        Err(CallError::new("unnamed", ""))
    } else {
        Ok(stream::iter(count.map(|_| Err(Halted::Closed))))
    }
}

#[js_invokable]
pub fn future() -> impl Future<Output = impl Stream<Item = u8>> {
    std::future::ready(stream::empty())
}

#[js_invokable]
pub fn alias() -> Ticks {
    Box::pin(stream::empty())
}

#[js_invokable]
pub fn boxed() -> Pin<Box<dyn Stream<Item = Result<u8, CallError>> + Send>> {
    Box::pin(stream::empty())
}

#[js_invokable]
pub fn named() -> Result<stream::Empty<Result<u8, String>>, Halted> {
    Ok(stream::empty())
}

#[js_invokable]
pub fn without_schema() -> impl Stream<Item = Result<Opaque, Halted>> {
    stream::empty()
}

/// Names of the expansion's own are not confused with those of the application.
#[js_invokable]
pub fn argument(shape: u8) -> impl Stream<Item = u8> {
    stream::iter([shape])
}

#[js_invokable]
pub fn no_stream() -> impl Serialize + JsonSchema {
    7_u8
}

#[js_invokable]
pub fn nothing_known() -> impl Serialize {
    7_u8
}

pub struct Market;

#[interop_object]
impl Market {
    #[js_invokable]
    pub fn markets(&self) -> impl Stream<Item = ObjectReference<Self>> + use<> {
        stream::empty()
    }
}

pub struct Page<T>(pub T);

#[interop_object]
impl<T: Send + Sync + Clone + Serialize + JsonSchema + 'static> Page<T> {
    #[js_invokable]
    pub fn rows(&self) -> impl Stream<Item = T> + use<T> {
        stream::iter([self.0.clone()])
    }
}

#[derive(Serialize, JsonSchema)]
pub struct Listing {
    rows: Items<ObjectReference<Page<u8>>, Halted>,
    more: Vec<Items<Tick>>,
    any: Option<Items<u8, CallError>>,
}

#[js_invokable]
pub fn listing() -> Listing {
    Listing { rows: Items::try_new(stream::empty()), more: vec![Items::new(stream::empty())], any: None }
}

#[js_invokable]
pub fn sum(numbers: JsItems<u8>, then: JsFunction<(Items<u8>,), JsItems<u8>>) {
    drop((numbers, then));
}

fn method(name: &str) -> &'static MethodDescriptor {
    Registry::linked().unwrap().get("Streams", name).unwrap()
}

fn returned(method: &MethodDescriptor) -> ResultShape {
    method.result.shape.unwrap()(&mut SchemaSettings::default().for_serialize().into_generator())
}

/// The schema of a value, and whether the call itself can fail with a code.
fn value(name: &str) -> (Value, &'static str) {
    let ResultShape { value, errors, .. } = returned(method(name));
    let errors = match errors {
        Errors::None => "none",
        Errors::Known(_) => "known",
        Errors::Any => "any",
        _ => "unknown",
    };
    (value.unwrap().to_value(), errors)
}

fn items(item: Value, errors: Value) -> Value {
    json!({ "type": "object", "x-interop": "items", "item": item, "errors": errors })
}

fn byte() -> Value {
    json!({ "type": "integer", "format": "uint8", "minimum": 0, "maximum": 255 })
}

fn halted() -> Value {
    json!({
        "no_seller": {
            "description": "Nobody sells.",
            "data": {
                "type": "object",
                "properties": { "since": { "type": "integer", "format": "uint32", "minimum": 0 } },
                "required": ["since"],
            },
        },
        "closed": {},
    })
}

#[test]
fn a_stream_is_described_by_its_values_and_its_errors_whatever_its_type_is() {
    let tick = || json!({ "$ref": "#/$defs/Tick" });
    assert_eq!(value("unnamed"), (items(tick(), json!({})), "none"));
    assert_eq!(value("awaited"), (items(tick(), halted()), "any"));
    assert_eq!(value("future"), (items(byte(), json!({})), "none"));
    assert_eq!(value("alias"), (items(tick(), halted()), "none"));
    assert_eq!(value("boxed"), (items(byte(), json!(null)), "none"));
    assert_eq!(value("named"), (items(byte(), json!({})), "known"));
    assert_eq!(value("argument"), (items(byte(), json!({})), "none"));
}

#[test]
fn values_without_a_schema_leave_the_errors_of_their_stream_described() {
    let schema = json!({ "type": "object", "x-interop": "items", "errors": halted() });
    assert_eq!(value("without_schema"), (schema, "none"));
}

#[test]
fn a_result_that_cannot_be_named_has_the_schema_that_its_bounds_promise() {
    assert_eq!(value("no_stream"), (byte(), "none"));
    assert!(returned(method("nothing_known")).value.is_none());
}

#[test]
fn streams_inside_of_values_are_described_and_refer_to_their_objects() {
    let mut generator = SchemaSettings::default().for_serialize().into_generator();
    let (_, objects) = collect_objects(|| method("listing").result.shape.unwrap()(&mut generator));

    let fields = serde_json::to_value(&generator.definitions()["Listing"]).unwrap()["properties"].clone();
    let page = json!({ "type": "object", "x-interop": "object", "of": "Streams/Page<u8>" });
    assert_eq!(fields["rows"], items(page, halted()));
    assert_eq!(fields["more"]["items"], items(json!({ "$ref": "#/$defs/Tick" }), json!({})));
    assert_eq!(fields["any"]["item"], byte());
    assert_eq!(fields["any"]["errors"], json!(null));
    let rows = &objects["Streams/Page<u8>"][0].descriptor.methods[0];
    assert_eq!(returned(rows).value.unwrap().to_value(), items(byte(), json!({})));
}

#[test]
fn the_values_of_an_object_s_stream_are_objects() {
    let registry = Registry::linked().unwrap();
    let market = registry.objects().iter().find(|object| object.name == "Market").unwrap();
    let item = json!({ "type": "object", "x-interop": "object", "of": "Streams/Market" });
    assert_eq!(returned(&market.methods[0]).value.unwrap().to_value(), items(item, json!({})));
}

#[test]
fn streams_from_javascript_are_described_by_their_values() {
    let mut generator = SchemaSettings::default().for_deserialize().into_generator();
    let mut schemas = method("sum").parameters.iter().map(|p| p.shape.unwrap()(&mut generator).to_value());

    let from_javascript = json!({ "type": "object", "x-interop": "js-items", "item": byte() });
    assert_eq!(schemas.next().unwrap(), from_javascript);
    let then = schemas.next().unwrap();
    assert_eq!(then["result"], from_javascript);
    assert_eq!(then["arguments"]["prefixItems"][0], items(byte(), json!({})));
}
