//! Feature `contract`: descriptors describe parameters, results and errors for generators of typed clients.

// What the tests call are fixtures, with the signatures that they test.
#![allow(
    missing_docs,
    missing_debug_implementations,
    clippy::missing_panics_doc,
    clippy::needless_pass_by_value,
    unreachable_pub
)]

use std::collections::BTreeSet;
use std::fmt;

use interop_core::contract::{Description, ErrorShape, Errors, Mode, ResultShape, collect_objects};
use interop_core::registry::MethodDescriptor;
use interop_core::{
    ByteBuffer, CallError, ClientError, ElementReference, JsObjectReference, JsStreamReference, ObjectReference,
    Registry, StreamReference, interop_object, js_invokable,
};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A type with a schema, whose directions differ.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Order {
    article: String,
    #[serde(default)]
    quantity: u32,
}

/// A type without one.
#[derive(Debug, Serialize, Deserialize)]
pub struct Opaque(u32);

/// Takes and returns both.
#[js_invokable(assembly = "Shapes")]
pub fn place(order: Order, hint: &str, opaque: &Opaque) -> Result<Vec<Order>, String> {
    if hint.is_empty() { Err(format!("{opaque:?}")) } else { Ok(vec![order]) }
}

#[js_invokable(assembly = "Shapes")]
pub fn opaque(opaque: Opaque) -> Opaque {
    opaque
}

type Fallible<T> = Result<T, OutOfStock>;

#[derive(Debug)]
pub struct OutOfStock;

impl fmt::Display for OutOfStock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("out of stock")
    }
}

impl ClientError for OutOfStock {
    fn code(&self) -> &'static str {
        "out_of_stock"
    }

    fn codes(generator: &mut SchemaGenerator) -> Option<Vec<ErrorShape>> {
        Some(vec![ErrorShape::new("out_of_stock").docs("Nothing is left.").data(generator.subschema_for::<u32>())])
    }
}

/// An error without a list of codes.
#[derive(Debug)]
pub struct Unlisted;

impl fmt::Display for Unlisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unlisted")
    }
}

impl ClientError for Unlisted {}

#[js_invokable(assembly = "Shapes")]
#[deprecated(since = "1.2.0", note = "order instead")]
pub fn listed() -> Fallible<u8> {
    Err(OutOfStock)
}

#[js_invokable(assembly = "Shapes")]
pub fn unlisted() -> Result<Opaque, Unlisted> {
    Err(Unlisted)
}

#[js_invokable(assembly = "Shapes")]
pub async fn any() -> Result<(), CallError> {
    Ok(())
}

pub struct Cart;

#[interop_object(assembly = "Shapes")]
impl Cart {
    #[js_invokable]
    pub fn pages(&self) -> Vec<ObjectReference<Page<Option<u8>>>> {
        Vec::new()
    }
}

pub struct Page<T>(pub T);

#[interop_object(assembly = "Shapes")]
impl<T: Send + Sync + Clone + Serialize + JsonSchema + 'static> Page<T> {
    #[js_invokable]
    pub fn item(&self) -> T {
        self.0.clone()
    }
}

#[derive(Serialize, JsonSchema)]
pub struct Everything {
    cart: Option<ObjectReference<Cart>>,
    bytes: ByteBuffer,
    stream: StreamReference,
    object: JsObjectReference,
    element: ElementReference,
}

#[js_invokable(assembly = "Shapes")]
pub fn everything(upload: JsStreamReference) -> Result<Everything, String> {
    Err(format!("{}", upload.length()))
}

fn method(name: &str) -> &'static MethodDescriptor {
    Registry::linked().unwrap().get("Shapes", name).unwrap()
}

fn returned(method: &MethodDescriptor) -> (ResultShape, SchemaGenerator) {
    let mut generator = SchemaSettings::default().for_serialize().into_generator();
    (method.result.shape.unwrap()(&mut generator), generator)
}

#[test]
fn parameters_have_the_schemas_of_their_types() {
    let mut generator = SchemaGenerator::default();
    let shapes: Vec<_> =
        method("place").parameters.iter().map(|p| p.shape.map(|shape| shape(&mut generator))).collect();

    assert_eq!(shapes[0].as_ref().unwrap().as_value(), &json!({ "$ref": "#/$defs/Order" }));
    assert_eq!(shapes[1].as_ref().unwrap().as_value(), &json!({ "type": "string" }));
    assert!(shapes[2].is_none(), "{:?}", shapes[2]);
    let order = serde_json::to_value(&generator.definitions()["Order"]).unwrap();
    assert_eq!(order["required"], json!(["article"]));
}

#[test]
fn a_result_has_the_schema_of_its_value_in_the_direction_of_results() {
    let (result, generator) = returned(method("place"));

    assert_eq!(result.value.unwrap().as_value()["items"], json!({ "$ref": "#/$defs/Order" }));
    assert!(matches!(result.errors, Errors::None), "a text is internal: {:?}", result.errors);
    let order = serde_json::to_value(&generator.definitions()["Order"]).unwrap();
    assert_eq!(order["required"], json!(["article", "quantity"]));
}

#[test]
fn a_type_without_a_schema_is_no_mistake() {
    assert!(method("opaque").parameters[0].shape.is_none());
    assert!(returned(method("opaque")).0.value.is_none());
}

#[test]
fn errors_that_the_client_sees_list_their_codes() {
    let Errors::Known(codes) = returned(method("listed")).0.errors else { panic!("codes are listed") };
    assert_eq!(codes.len(), 1);
    assert_eq!((&*codes[0].code, &*codes[0].docs), ("out_of_stock", "Nothing is left."));
    assert_eq!(codes[0].data.as_ref().unwrap().as_value()["format"], "uint32");
    assert!(matches!(returned(method("unlisted")).0.errors, Errors::Any));
    assert!(matches!(returned(method("any")).0.errors, Errors::Any));
}

#[test]
fn what_is_no_json_says_what_it_is() {
    let ((result, generator), objects) = collect_objects(|| returned(method("everything")));

    assert_eq!(result.value.unwrap().as_value(), &json!({ "$ref": "#/$defs/Everything" }));
    let fields = serde_json::to_value(&generator.definitions()["Everything"]).unwrap()["properties"].clone();
    assert_eq!(fields["bytes"], json!({ "type": "object", "x-interop": "bytes" }));
    assert_eq!(fields["stream"], json!({ "type": "object", "x-interop": "stream" }));
    assert_eq!(fields["object"], json!({ "type": "object", "x-interop": "js-object" }));
    assert_eq!(fields["element"], json!({ "type": "object", "x-interop": "element" }));
    let cart = json!({ "type": ["object", "null"], "x-interop": "object", "of": "Shapes/Cart" });
    assert_eq!(fields["cart"], cart);
    assert_eq!(objects.keys().collect::<Vec<_>>(), ["Shapes/Cart"]);

    let upload = method("everything").parameters[0].shape.unwrap()(&mut SchemaGenerator::default());
    assert_eq!(upload.as_value(), &json!({ "type": "object", "x-interop": "js-stream" }));
}

#[test]
fn closed_generic_objects_are_found_from_the_methods_that_return_them() {
    let cart = Registry::linked()
        .unwrap()
        .objects()
        .iter()
        .find(|object| object.name == "Cart" && object.assembly == "Shapes")
        .unwrap()
        .methods[0]
        .result
        .shape
        .unwrap();
    let (_, objects) = collect_objects(|| cart(&mut SchemaGenerator::default()));

    let (name, pages) = objects.first_key_value().unwrap();
    assert_eq!(name, "Shapes/Page<Option<u8>>");
    let item = pages[0].descriptor.methods[0].result.shape.unwrap();
    let item = item(&mut SchemaSettings::default().for_serialize().into_generator()).value.unwrap();
    assert_eq!(item.as_value()["type"], json!(["integer", "null"]));
}

#[test]
fn a_deprecated_method_says_so() {
    assert_eq!(method("listed").deprecated, Some("order instead"));
    assert_eq!(method("place").deprecated, None);
}

#[test]
fn a_registry_describes_itself_with_all_objects_that_it_refers_to() {
    let description = Description::of(&Registry::linked().unwrap());

    let objects: Vec<&str> = description.objects.iter().map(|object| &*object.name).collect();
    assert_eq!(objects, ["Cart", "Page<Option<u8>>"]);
    let place = description.methods.iter().find(|method| method.id == "place").unwrap();
    assert_eq!(
        place.parameters.iter().map(|parameter| &*parameter.name).collect::<Vec<_>>(),
        ["order", "hint", "opaque"]
    );
    assert_eq!(place.mode, Mode::Sync);
    assert_eq!(description.parameter_types["Order"]["required"], json!(["article"]));
    assert_eq!(description.result_types["Order"]["required"], json!(["article", "quantity"]));
}

mod equal_names {
    //! Two types of one name, and one whose name ends in a number.
    use super::*;

    #[derive(Serialize, JsonSchema)]
    pub struct Line(u8);

    #[derive(Serialize, JsonSchema)]
    pub struct Row(u8);

    #[derive(Serialize, JsonSchema)]
    pub struct Row2(u8);

    pub mod other {
        use super::*;

        #[derive(Serialize, JsonSchema)]
        pub struct Line(String);

        #[js_invokable(assembly = "Equal")]
        pub fn lines() -> (Line, super::Line) {
            (Line(String::new()), super::Line(0))
        }

        #[js_invokable(assembly = "Equal")]
        pub fn rows() -> (Row2, Row) {
            (Row2(0), Row(0))
        }
    }
}

#[test]
fn two_types_of_one_name_are_told_from_a_name_with_a_number() {
    let methods = interop_core::methods![equal_names::other::lines, equal_names::other::rows];
    let registry = Registry::builder().methods(methods).build().unwrap();
    let description = Description::of(&registry);

    assert_eq!(description.shared_names, BTreeSet::from(["Line".to_owned()]));
}
