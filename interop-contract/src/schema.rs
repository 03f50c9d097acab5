//! Traverses JSON Schemas.

use std::collections::{BTreeMap, BTreeSet};

use interop_core::contract::{ERRORS_KEY, KIND_KEY};
use serde_json::{Map, Value};

use crate::document::{Contract, Direction, ErrorCode};

/// The prefix with which a schema of a contract refers to a named type.
pub(crate) const TYPE_PREFIX: &str = "#/types/";

/// The prefix that `schemars` uses.
const DEFINITION_PREFIX: &str = "#/$defs/";

/// The keys of a schema that only contain documentation.
const DOCS: [&str; 5] = ["description", "title", "examples", "deprecated", "$comment"];

/// Keys whose value is data, not a schema.
const DATA: [&str; 5] = ["enum", "const", "default", "examples", "required"];

/// Keys whose value maps user-defined names to schemas.
const NAMED: [&str; 4] = ["properties", "patternProperties", "dependentSchemas", ERRORS_KEY];

/// The name of the type to which a schema refers.
pub(crate) fn reference(schema: &Map<String, Value>) -> Option<String> {
    let path = schema.get("$ref")?.as_str()?;
    path.strip_prefix(TYPE_PREFIX).map(decoded)
}

/// Decodes a name in a reference: percent encoding and JSON pointer escapes.
fn decoded(name: &str) -> String {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        let hex = |digits: &[u8]| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
        match (first, tail.get(..2).and_then(hex)) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => bytes.push(*first),
        }
    }
    String::from_utf8_lossy(&bytes).replace("~1", "/").replace("~0", "~")
}

/// Calls a function for each object that is a schema, outer schemas first.
pub(crate) fn visit(schema: &mut Value, see: &mut impl FnMut(&mut Map<String, Value>)) {
    match schema {
        Value::Object(object) => {
            see(object);
            for (key, value) in object.iter_mut() {
                if DATA.contains(&&**key) {
                    continue;
                }
                match value {
                    Value::Object(named) if NAMED.contains(&&**key) => {
                        named.values_mut().for_each(|schema| visit(schema, see));
                    }
                    value => visit(value, see),
                }
            }
        }
        Value::Array(schemas) => schemas.iter_mut().for_each(|schema| visit(schema, see)),
        _ => {}
    }
}

/// Converts a schema to the form in a contract: it refers to `#/types/`, and omits what is the same in every contract.
pub(crate) fn normalized(mut schema: Value) -> Value {
    visit(&mut schema, &mut |object| {
        object.remove("$schema");
        if let Some(Value::String(path)) = object.get_mut("$ref")
            && let Some(name) = path.strip_prefix(DEFINITION_PREFIX)
        {
            *path = format!("{TYPE_PREFIX}{name}");
        }
    });
    schema
}

/// A schema without documentation.
pub(crate) fn without_docs(mut schema: Value) -> Value {
    visit(&mut schema, &mut |object| DOCS.iter().for_each(|key| drop(object.remove(*key))));
    schema
}

/// The names of the types to which a schema refers directly.
pub(crate) fn references(schema: &Value) -> Vec<String> {
    let mut found = Vec::new();
    visit(&mut schema.clone(), &mut |object| found.extend(reference(object)));
    found
}

/// The codes with which a stream of values can end, if they are known.
pub(crate) fn stream_errors(schema: &Map<String, Value>) -> BTreeMap<String, ErrorCode> {
    let errors = schema.get(ERRORS_KEY).and_then(Value::as_object).into_iter().flatten();
    let code = |error: &Value| ErrorCode {
        docs: error.get("description").and_then(Value::as_str).unwrap_or_default().to_owned(),
        data: error.get("data").cloned(),
    };
    errors.map(|(name, error)| (name.clone(), code(error))).collect()
}

/// The schemas of everything that Rust writes: results, errors, and arguments of methods and event handlers of
/// JavaScript.
fn results(contract: &Contract) -> impl Iterator<Item = &Value> {
    let assemblies = contract.assemblies.values();
    let implemented = assemblies
        .clone()
        .flat_map(|assembly| assembly.interfaces.values())
        .flat_map(|interface| interface.methods.values())
        .flat_map(|method| method.parameters.iter().filter_map(|parameter| parameter.schema.as_ref()));
    let events = assemblies.clone().flat_map(|assembly| assembly.events.values()).flat_map(|event| &event.parameters);
    let handled = events.filter_map(|parameter| parameter.schema.as_ref());
    let methods = assemblies.flat_map(|assembly| {
        assembly.methods.values().chain(assembly.objects.values().flat_map(|object| object.methods.values()))
    });
    let returned = methods.flat_map(|method| {
        method.result.iter().chain(method.errors.iter().flatten().filter_map(|(_, error)| error.data.as_ref()))
    });
    returned.chain(implemented).chain(handled)
}

/// The schemas of the arguments that Rust passes to JavaScript functions.
fn function_arguments(contract: &Contract) -> Vec<Value> {
    let assemblies = contract.assemblies.values();
    let methods = assemblies.flat_map(|assembly| {
        assembly.methods.values().chain(assembly.objects.values().flat_map(|object| object.methods.values()))
    });
    let parameters =
        methods.flat_map(|method| method.parameters.iter().filter_map(|parameter| parameter.schema.as_ref()));
    let types = contract.types.values().map(|named| named.schema(Direction::In));
    let mut arguments = Vec::new();
    for schema in parameters.chain(types) {
        visit(&mut schema.clone(), &mut |object| {
            if object.get(KIND_KEY).is_some_and(|kind| kind == "js-function") {
                arguments.extend(object.get("arguments").cloned());
            }
        });
    }
    arguments
}

/// Whether a result contains values of this type.
pub(crate) fn is_result(contract: &Contract, name: &str) -> bool {
    let mut open: Vec<String> = results(contract).flat_map(references).collect();
    open.extend(function_arguments(contract).iter().flat_map(references));
    let mut seen = BTreeSet::new();
    while let Some(next) = open.pop() {
        if next == name {
            return true;
        }
        if let Some(named) = contract.types.get(&next)
            && seen.insert(next)
        {
            open.extend(references(named.schema(Direction::Out)));
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_property_of_the_users_is_no_keyword() {
        let schema = json!({ "properties": { "title": { "title": "T" }, "$ref": { "$ref": "#/$defs/A%2FB~1C" } },
            "default": { "title": "data" }, "description": "docs" });
        let schema = normalized(schema);
        assert_eq!(references(&schema), ["A/B/C"]);
        assert_eq!(
            without_docs(schema),
            json!({ "properties": { "title": {}, "$ref": { "$ref": "#/types/A%2FB~1C" } },
                "default": { "title": "data" } })
        );
    }
}
