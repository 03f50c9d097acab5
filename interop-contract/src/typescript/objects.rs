//! Locates what the client replaces in values: the objects of a result, which get the methods of their class, and the byte
//! arrays in the data of an error, which are plain JSON.

use std::collections::BTreeSet;

use interop_core::contract::OBJECT_KEY;
use serde_json::{Map, Value};

use super::identifiers::Identifiers;
use super::text::string;
use super::types::is_bytes;
use crate::document::{Contract, Direction};
use crate::schema::reference;

/// What is located.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Located {
    Objects,
    Bytes,
}

/// Writes expressions that find values, as `runtime.js` reads them.
pub(super) struct Objects<'c> {
    contract: &'c Contract,
    identifiers: &'c Identifiers,
    located: Located,
    /// Whether a place was found.
    pub(super) is_used: bool,
    /// The named types whose places are required.
    pub(super) named: BTreeSet<String>,
    /// The referenced classes, each with its file.
    pub(super) classes: BTreeSet<(String, String)>,
}

impl<'c> Objects<'c> {
    pub(super) fn new(contract: &'c Contract, identifiers: &'c Identifiers, located: Located) -> Self {
        Self { contract, identifiers, located, is_used: false, named: BTreeSet::new(), classes: BTreeSet::new() }
    }

    /// The expression for a schema, or none if it cannot contain such values.
    pub(super) fn places(&mut self, schema: &Value) -> Option<String> {
        if !holds(self.contract, schema, self.located) {
            return None;
        }
        self.is_used = true;
        let schema = schema.as_object()?;
        let mut parts = Vec::new();
        if self.located == Located::Bytes && is_bytes(schema) {
            return Some("() => bytes".to_owned());
        }
        if let Some(name) = reference(schema) {
            self.named.insert(name.clone());
            parts.push(format!("() => {}", self.place_name(self.identifiers.named(&name)?)));
        }
        if self.located == Located::Objects
            && let Some(path) = schema.get(OBJECT_KEY).and_then(Value::as_str)
            && let Some((class, file)) = self.identifiers.object(path)
        {
            self.classes.insert((class.to_owned(), file));
            parts.push(format!("() => {class}"));
        }
        for key in ["oneOf", "anyOf", "allOf"] {
            let schemas = schema.get(key).and_then(Value::as_array).into_iter().flatten();
            parts.extend(schemas.filter_map(|schema| self.places(schema)).collect::<Vec<_>>());
        }
        parts.extend(self.elements(schema));
        parts.extend(self.fields(schema));
        match parts.len() {
            0 => None,
            1 => parts.pop(),
            _ => Some(format!("[{}]", parts.join(", "))),
        }
    }

    /// The constant that holds the places of a named type.
    pub(super) fn place_name(&self, identifier: &str) -> String {
        match self.located {
            Located::Objects => format!("in{identifier}"),
            Located::Bytes => format!("bytesIn{identifier}"),
        }
    }

    fn elements(&mut self, schema: &Map<String, Value>) -> Option<String> {
        if let Some(Value::Array(prefix)) = schema.get("prefixItems") {
            let fields = prefix.iter().enumerate();
            let fields: Vec<String> =
                fields.filter_map(|(at, schema)| Some(format!("{at}: {}", self.places(schema)?))).collect();
            return (!fields.is_empty()).then(|| format!("{{ {} }}", fields.join(", ")));
        }
        self.places(schema.get("items")?).map(|places| format!("{{ '*': {places} }}"))
    }

    fn fields(&mut self, schema: &Map<String, Value>) -> Option<String> {
        let properties = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
        let mut fields: Vec<String> = properties
            .filter_map(|(name, schema)| Some(format!("{}: {}", string(name), self.places(schema)?)))
            .collect();
        let patterns = schema.get("patternProperties").and_then(Value::as_object).into_iter().flatten();
        let mut others = patterns.map(|(_, schema)| schema).chain(schema.get("additionalProperties"));
        if let Some(others) = others.find_map(|schema| self.places(schema)) {
            fields.push(format!("'*': {others}"));
        }
        (!fields.is_empty()).then(|| format!("{{ {} }}", fields.join(", ")))
    }
}

/// Whether a result of this schema can contain objects, including in types that it refers to.
pub(super) fn holds_objects(contract: &Contract, schema: &Value) -> bool {
    holds(contract, schema, Located::Objects)
}

fn holds(contract: &Contract, schema: &Value, located: Located) -> bool {
    let mut open = vec![schema];
    let mut seen = BTreeSet::new();
    while let Some(schema) = open.pop() {
        let mut found = false;
        let mut names = Vec::new();
        crate::schema::visit(&mut schema.clone(), &mut |object| {
            found |= match located {
                Located::Objects => object.contains_key(OBJECT_KEY),
                Located::Bytes => is_bytes(object),
            };
            names.extend(reference(object));
        });
        if found {
            return true;
        }
        let unseen = names.into_iter().filter(|name| seen.insert(name.clone()));
        open.extend(unseen.filter_map(|name| Some(contract.types.get(&name)?.schema(Direction::Out))));
    }
    false
}
