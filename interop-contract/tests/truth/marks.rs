//! Values that are not plain JSON: what goes over the wire is what the schemas say, in replies, in the values of streams, and in
//! the errors that end streams.

use std::collections::BTreeMap;

use futures_executor::block_on;
use interop_contract::{Contract, Direction};
use interop_core::contract::{ERRORS_KEY, ITEM_KEY, KIND_KEY, OBJECT_KEY};
use interop_core::testing::{PageFunction, Script};
use interop_core::{BigInt, CallFailure, InProcess};
use serde_json::{Value, json};

use crate::{contract, validator};

/// A schema of what a message contains, in which marks stand for the values that JSON does not have.
fn wire(schema: &Value) -> Value {
    match schema {
        Value::Object(object) => match mark(schema) {
            Some(mark) if schema["type"].is_array() => json!({ "anyOf": [mark, { "type": "null" }] }),
            Some(mark) => mark,
            None => Value::Object(object.iter().map(|(key, value)| (key.clone(), wire(value))).collect()),
        },
        Value::Array(schemas) => schemas.iter().map(wire).collect(),
        other => other.clone(),
    }
}

/// The schema of the mark that stands for a value.
fn mark(schema: &Value) -> Option<Value> {
    let id = || json!({ "type": "integer", "minimum": 0 });
    let is_bytes = schema["items"]["format"] == "uint8" && schema.get("maxItems").is_none();
    let (key, value) = match schema.get(KIND_KEY).and_then(Value::as_str) {
        None if is_bytes => ("__byte[]", id()),
        None => return None,
        Some("bytes") => ("__byte[]", id()),
        Some("bigint") => ("__bigint", json!({ "type": "string", "pattern": "^-?[0-9]+$" })),
        Some("items") => ("__dotNetItems", id()),
        Some("object") => ("__dotNetObject", id()),
        Some("stream") => ("__dotNetStream", id()),
        Some("js-function") => ("__jsObjectId", id()),
        Some("typed-array") => match schema[OBJECT_KEY].as_str().unwrap() {
            "Int8Array" => ("__i8[]", id()),
            "Int16Array" => ("__i16[]", id()),
            "Uint16Array" => ("__u16[]", id()),
            "Int32Array" => ("__i32[]", id()),
            "Uint32Array" => ("__u32[]", id()),
            "BigInt64Array" => ("__i64[]", id()),
            "BigUint64Array" => ("__u64[]", id()),
            "Float32Array" => ("__f32[]", id()),
            "Float64Array" => ("__f64[]", id()),
            other => panic!("JavaScript has no {other}"),
        },
        // What only the page sends, so that no result has it.
        Some(_) => return Some(json!(false)),
    };
    Some(json!({ "type": "object", "properties": { key: value }, "required": [key], "additionalProperties": false }))
}

/// What goes over the wire, compared with the contract.
struct Wire {
    /// With the marks in its types.
    contract: Contract,
    original: Contract,
    app: InProcess,
    /// How many values of streams were compared.
    items: usize,
    /// The codes with which streams have ended.
    ends: Vec<String>,
}

impl Wire {
    fn new(app: InProcess) -> Self {
        let original = contract();
        let mut contract = original.clone();
        for named in contract.types.values_mut() {
            *named = interop_contract::NamedType::Both(wire(named.schema(Direction::Out)));
        }
        Self { contract, original, app, items: 0, ends: Vec::new() }
    }

    /// Calls a method, and compares its result and everything that can be read from it.
    fn call(&mut self, id: &str, args: &str) {
        let json = block_on(self.app.invoke_async("Shop", id, args)).unwrap_or_else(|error| panic!("{id}: {error}"));
        let schema = self.original.assemblies["Shop"].methods[id].result.clone().unwrap();
        self.compare(id, &schema, &serde_json::from_str(&json).unwrap());
    }

    fn compare(&mut self, place: &str, schema: &Value, value: &Value) {
        let validator = validator(&self.contract, &wire(schema), Direction::Out);
        validator.validate(value).unwrap_or_else(|error| panic!("{place}: {value}: {error}"));
        self.read_streams(place, schema, value);
    }

    /// Reads the streams at the places where the schema has them.
    fn read_streams(&mut self, place: &str, schema: &Value, value: &Value) {
        if let Some(path) = schema["$ref"].as_str() {
            let named = self.original.types[path.trim_start_matches("#/types/")].schema(Direction::Out).clone();
            self.read_streams(place, &named, value);
        }
        if schema[KIND_KEY] == "items" {
            return self.read_stream(place, schema, value);
        }
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            self.read_streams(place, field, &value[name]);
        }
        if schema["additionalProperties"].is_object() {
            for inner in value.as_object().into_iter().flat_map(|map| map.values()) {
                self.read_streams(place, &schema["additionalProperties"], inner);
            }
        }
    }

    fn read_stream(&mut self, place: &str, schema: &Value, value: &Value) {
        let object = self.app.object(value["__dotNetItems"].as_u64().unwrap());
        loop {
            match block_on(object.invoke_async("__Next", "[3]")) {
                Ok(json) => {
                    let batch: Value = serde_json::from_str(&json).unwrap();
                    for item in batch["items"].as_array().unwrap() {
                        self.items += 1;
                        self.compare(place, &schema[ITEM_KEY], item);
                    }
                    if batch["done"] == true {
                        return;
                    }
                }
                Err(failure) => return self.compare_end(place, &schema[ERRORS_KEY], failure),
            }
        }
    }

    fn compare_end(&mut self, place: &str, errors: &Value, failure: CallFailure) {
        let error = errors.get(&*failure.code).unwrap_or_else(|| panic!("{place} ends with {failure}"));
        assert_eq!(error.get("data").is_some(), failure.data.is_some(), "{place}: {failure}");
        if let (Some(schema), Some(data)) = (error.get("data"), &failure.data) {
            // The data of errors are plain JSON.
            validator(&self.original, schema, Direction::Out)
                .validate(data)
                .unwrap_or_else(|error| panic!("{data}: {error}"));
        }
        self.ends.push(failure.code.into_owned());
    }
}

#[test]
fn streams_carry_the_values_and_end_with_the_errors_of_the_contract() {
    let mut wire = Wire::new(InProcess::new());
    wire.call("prices", "[4]");
    assert_eq!((wire.items, &*wire.ends), (4, &["no_seller".to_owned()][..]));
    wire.call("list", "[]");
    assert_eq!((wire.items, wire.ends.len()), (4 + 2 + 2 + 2, 2), "two rows with a line each, and two numbers");
    wire.call("carts", r#"[["Ada", "Ben"]]"#);
    wire.call("pages", "[]");
    wire.call("doubled", "[[1, 2, 3]]");
    assert_eq!((wire.items, wire.ends.len()), (10 + 2 + 2 + 3, 2));
}

#[test]
fn numbers_of_other_classes_have_the_marks_of_the_contract() {
    let mut wire = Wire::new(InProcess::new());
    for id in ["int8_array", "int16_array", "uint16_array", "int32_array", "uint32_array"] {
        wire.call(id, "[[1, 2]]");
    }
    for id in ["big_int64_array", "big_uint64_array", "float32_array", "float64_array"] {
        wire.call(id, "[[1, 2]]");
    }
    wire.call("factorial", "[30]");
    wire.call("difference", "[18446744073709551615, -1]");
    wire.call("ledger", r#"[{"balance":-170141183460469231731687303715884105728,"entries":[7],"samples":[0.5]}]"#);
    wire.call("plain_arrays", "[[0.5], [1, 2, 3], [4], [18446744073709551615]]");
}

#[test]
fn functions_get_and_return_what_the_contract_says() {
    let functions = contract().assemblies["Shop"].methods["convert"].parameters[0].schema.clone().unwrap();
    let (arguments, result) = (functions["arguments"].clone(), functions["result"].clone());
    assert_eq!(result["prefixItems"][1][KIND_KEY], "bigint");
    let script = Script::new().page_function(1, move |call| {
        let given: Value = serde_json::from_str(&call.invocation().args).unwrap();
        let types: BTreeMap<String, Value> =
            contract().types.iter().map(|(name, named)| (name.clone(), wire(named.schema(Direction::Out)))).collect();
        let schema = json!({ "allOf": [wire(&arguments)], "types": types });
        jsonschema::draft202012::new(&schema)
            .unwrap()
            .validate(&given)
            .unwrap_or_else(|error| panic!("{given}: {error}"));
        call.returns((vec![9_u8], 5_i64))
    });
    let app = InProcess::builder().javascript(script).build();
    let converted: (Vec<u8>, BigInt<i64>) = block_on(app.call_async("Shop", "convert", (PageFunction(1),))).unwrap();
    assert_eq!(converted, (vec![9], BigInt(5)));
    Wire::new(app).call("same_function", r#"[{"__jsFunction":1}]"#);
}
