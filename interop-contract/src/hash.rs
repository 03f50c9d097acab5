//! The hash of an assembly, which is equal for programs with compatible calls.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::document::{Assembly, Direction, Event, Interface, InterfaceMethod, Method, NamedType};
use crate::schema::{references, without_docs};

/// The hash of an assembly's methods, without documentation, and of the types that they use.
pub(crate) fn of(assembly: &Assembly, types: &BTreeMap<String, NamedType>) -> String {
    let objects = assembly.objects.iter().map(|(name, object)| (name, methods(&object.methods)));
    let objects: BTreeMap<_, _> = objects.collect();
    let used = used_types(assembly, types);
    let used: BTreeMap<_, _> = used
        .iter()
        .filter_map(|name| types.get_key_value(name))
        .map(|(name, named)| {
            let schema = |direction| without_docs(named.schema(direction).clone());
            (name, [schema(Direction::In), schema(Direction::Out)])
        })
        .collect();
    let mut content =
        vec![serde_json::json!(methods(&assembly.methods)), serde_json::json!(objects), serde_json::json!(used)];
    // An assembly without interfaces has the hash that it had before interfaces were part of it.
    if !assembly.interfaces.is_empty() {
        content.push(serde_json::json!(interfaces(&assembly.interfaces)));
    }
    // The same applies to events. The names of their parameters are documentation.
    if !assembly.events.is_empty() {
        let schemas = |event: &Event| {
            let parameters = event.parameters.iter();
            parameters.map(|parameter| parameter.schema.clone().map(without_docs)).collect::<Vec<_>>()
        };
        let events: BTreeMap<_, _> = assembly.events.iter().map(|(name, event)| (name, schemas(event))).collect();
        content.push(serde_json::json!({ "events": events }));
    }
    let content = Value::from(content);
    let digest = Sha256::digest(content.to_string());
    hex(&digest)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

/// Methods without documentation. Names of parameters are documentation too, because arguments are positional.
fn methods(methods: &BTreeMap<String, Method>) -> BTreeMap<&String, Value> {
    let schema = |schema: &Option<Value>| schema.clone().map(without_docs);
    let content = |method: &Method| {
        let parameters: Vec<_> =
            method.parameters.iter().map(|parameter| (schema(&parameter.schema), parameter.optional)).collect();
        let errors = method
            .errors
            .as_ref()
            .map(|errors| errors.iter().map(|(code, error)| (code, schema(&error.data))).collect::<BTreeMap<_, _>>());
        serde_json::json!([method.mode, parameters, schema(&method.result), errors])
    };
    methods.iter().map(|(id, method)| (id, content(method))).collect()
}

/// Interfaces without documentation.
fn interfaces(interfaces: &BTreeMap<String, Interface>) -> BTreeMap<&String, BTreeMap<&String, Value>> {
    let schema = |schema: &Option<Value>| schema.clone().map(without_docs);
    let content = |method: &InterfaceMethod| {
        let parameters: Vec<_> = method.parameters.iter().map(|parameter| schema(&parameter.schema)).collect();
        serde_json::json!([method.mode, parameters, schema(&method.result)])
    };
    let mut all: BTreeMap<&String, BTreeMap<&String, Value>> = BTreeMap::new();
    for (name, interface) in interfaces {
        all.insert(name, interface.methods.iter().map(|(name, method)| (name, content(method))).collect());
    }
    all
}

/// The names of all types that the methods of an assembly refer to, directly or indirectly.
fn used_types(assembly: &Assembly, types: &BTreeMap<String, NamedType>) -> BTreeSet<String> {
    let objects = assembly.objects.values().flat_map(|object| object.methods.values());
    let schemas = assembly.methods.values().chain(objects).flat_map(|method| {
        let parameters = method.parameters.iter().filter_map(|parameter| parameter.schema.as_ref());
        let errors = method.errors.iter().flatten().filter_map(|(_, error)| error.data.as_ref());
        parameters.chain(errors).chain(&method.result)
    });
    let implemented =
        assembly.interfaces.values().flat_map(|interface| interface.methods.values()).flat_map(|method| {
            method.parameters.iter().filter_map(|parameter| parameter.schema.as_ref()).chain(&method.result)
        });
    let events = assembly.events.values().flat_map(|event| &event.parameters);
    let events = events.filter_map(|parameter| parameter.schema.as_ref());
    let mut open: Vec<String> = schemas.chain(implemented).chain(events).flat_map(references).collect();
    let mut used = BTreeSet::new();
    while let Some(name) = open.pop() {
        if let Some(named) = types.get(&name)
            && used.insert(name)
        {
            open.extend([Direction::In, Direction::Out].into_iter().flat_map(|way| references(named.schema(way))));
        }
    }
    used
}
