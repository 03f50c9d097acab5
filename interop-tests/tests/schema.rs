//! Feature `schema`: descriptors make the JSON Schema of parameters and results whose types have one.

use interop_core::{Registry, js_invokable};
use schemars::{JsonSchema, SchemaGenerator};
use serde::{Deserialize, Serialize};

/// A type with a schema.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Order {
    article: String,
    quantity: u32,
}

/// A type without one.
#[derive(Debug, Serialize, Deserialize)]
pub struct Opaque(u32);

/// Takes and returns both.
#[js_invokable(assembly = "Schemas")]
pub fn place(order: Order, hint: &str, opaque: &Opaque) -> Result<Vec<Order>, String> {
    if hint.is_empty() { Err(format!("{opaque:?}")) } else { Ok(vec![order]) }
}

/// Generic functions of a block know no schema of a type that need not have one.
#[js_invokable(assembly = "Schemas")]
pub fn opaque(opaque: Opaque) -> Opaque {
    opaque
}

#[test]
fn parameters_have_the_schemas_of_their_types() {
    let registry = Registry::linked().unwrap();
    let method = registry.get("Schemas", "place").unwrap();

    let mut generator = SchemaGenerator::default();
    let schemas: Vec<_> =
        method.parameters.iter().map(|parameter| parameter.schema.map(|schema| schema(&mut generator))).collect();

    assert_eq!(schemas[0].as_ref().unwrap().as_value(), &serde_json::json!({ "$ref": "#/$defs/Order" }));
    assert_eq!(schemas[1].as_ref().unwrap().as_value(), &serde_json::json!({ "type": "string" }));
    assert!(schemas[2].is_none(), "{:?}", schemas[2]);
    let order = serde_json::to_value(&generator.definitions()["Order"]).unwrap();
    assert_eq!(order["properties"]["quantity"]["format"], "uint32");
}

#[test]
fn a_type_without_a_schema_is_no_mistake() {
    let method = Registry::linked().unwrap().get("Schemas", "opaque").unwrap();

    assert!(method.parameters[0].schema.is_none());
    assert!(method.result.schema.is_none());
}
