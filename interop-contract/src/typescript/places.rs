//! Locates what the client replaces in values: the objects of a result, which get the methods of their class, the
//! streams of such values, and the byte arrays in the data of an error, which are plain JSON.

use std::collections::{BTreeMap, BTreeSet};

use interop_core::contract::{ITEM_KEY, KIND_KEY, OBJECT_KEY};
use serde_json::{Map, Value};

use super::identifiers::Identifiers;
use super::naming::property;
use super::text::string;
use super::types::is_bytes;
use crate::document::{Contract, Direction, ErrorCode, NamedType};
use crate::schema::{reference, stream_errors};

/// What is located.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Located {
    /// The objects of a result, and its streams of objects or with errors with byte arrays.
    Objects,
    /// The byte arrays in the data of an error.
    Bytes,
}

impl Located {
    /// The constant that holds the places in a named type.
    pub(super) fn place_name(self, identifier: &str) -> String {
        match self {
            Self::Objects => format!("in{identifier}"),
            Self::Bytes => format!("bytesIn{identifier}"),
        }
    }
}

/// Writes expressions that find values, as `runtime.js` reads them.
pub(super) struct Places<'c> {
    contract: &'c Contract,
    identifiers: &'c Identifiers,
    /// Whether a byte array was located.
    pub(super) has_bytes: bool,
    /// Whether a stream was located.
    pub(super) has_streams: bool,
    /// The named types whose places are required.
    pub(super) named: BTreeSet<(Located, String)>,
    /// The referenced classes, each with its file.
    pub(super) classes: BTreeSet<(String, String)>,
}

impl<'c> Places<'c> {
    pub(super) fn new(contract: &'c Contract, identifiers: &'c Identifiers) -> Self {
        let (named, classes) = (BTreeSet::new(), BTreeSet::new());
        Self { contract, identifiers, has_bytes: false, has_streams: false, named, classes }
    }

    /// The expression for a schema, or none if it cannot contain such values.
    pub(super) fn places(&mut self, schema: &Value, located: Located) -> Option<String> {
        if !holds(self.contract, schema, located) {
            return None;
        }
        let schema = schema.as_object()?;
        let mut parts = Vec::new();
        if located == Located::Bytes && is_bytes(schema) {
            self.has_bytes = true;
            return Some("() => bytes".to_owned());
        }
        if let Some(name) = reference(schema) {
            parts.push(format!("() => {}", located.place_name(self.identifiers.named(&name)?)));
            self.named.insert((located, name));
        }
        match schema.get(KIND_KEY).and_then(Value::as_str) {
            Some("object") if located == Located::Objects => {
                let path = schema.get(OBJECT_KEY).and_then(Value::as_str).unwrap_or_default();
                if let Some((class, file)) = self.identifiers.object(path) {
                    self.classes.insert((class.to_owned(), file));
                    parts.push(format!("() => {class}"));
                }
            }
            Some("items") => parts.extend(self.stream(schema)),
            _ => {}
        }
        for key in ["oneOf", "anyOf", "allOf"] {
            let schemas = schema.get(key).and_then(Value::as_array).into_iter().flatten();
            parts.extend(schemas.filter_map(|schema| self.places(schema, located)).collect::<Vec<_>>());
        }
        parts.extend(self.elements(schema, located));
        parts.extend(self.fields(schema, located));
        match parts.len() {
            0 => None,
            1 => parts.pop(),
            _ => Some(format!("[{}]", parts.join(", "))),
        }
    }

    /// The places of byte arrays in the data of each error.
    pub(super) fn errors(&mut self, errors: &BTreeMap<String, ErrorCode>) -> Option<String> {
        let places = errors.iter().filter_map(|(code, error)| {
            Some(format!("{}: {}", property(code), self.places(error.data.as_ref()?, Located::Bytes)?))
        });
        let places: Vec<String> = places.collect();
        (!places.is_empty()).then(|| format!("{{ {} }}", places.join(", ")))
    }

    /// The places in each value of a stream, and in its errors.
    fn stream(&mut self, schema: &Map<String, Value>) -> Option<String> {
        let item = schema.get(ITEM_KEY).and_then(|item| self.places(item, Located::Objects));
        let errors = self.errors(&stream_errors(schema));
        let arguments = match (item, errors) {
            (None, None) => return None,
            (Some(item), None) => item,
            (item, Some(errors)) => format!("{}, {errors}", item.as_deref().unwrap_or("0")),
        };
        self.has_streams = true;
        Some(format!("() => items({arguments})"))
    }

    fn elements(&mut self, schema: &Map<String, Value>, located: Located) -> Option<String> {
        if let Some(Value::Array(prefix)) = schema.get("prefixItems") {
            let fields = prefix.iter().enumerate();
            let fields: Vec<String> =
                fields.filter_map(|(at, schema)| Some(format!("{at}: {}", self.places(schema, located)?))).collect();
            return (!fields.is_empty()).then(|| format!("{{ {} }}", fields.join(", ")));
        }
        self.places(schema.get("items")?, located).map(|places| format!("{{ '*': {places} }}"))
    }

    fn fields(&mut self, schema: &Map<String, Value>, located: Located) -> Option<String> {
        let properties = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
        let mut fields: Vec<String> = properties
            .filter_map(|(name, schema)| Some(format!("{}: {}", string(name), self.places(schema, located)?)))
            .collect();
        let patterns = schema.get("patternProperties").and_then(Value::as_object).into_iter().flatten();
        let mut others = patterns.map(|(_, schema)| schema).chain(schema.get("additionalProperties"));
        if let Some(others) = others.find_map(|schema| self.places(schema, located)) {
            fields.push(format!("'*': {others}"));
        }
        (!fields.is_empty()).then(|| format!("{{ {} }}", fields.join(", ")))
    }
}

/// Whether a result of this type can contain objects, including in types that it refers to.
pub(super) fn holds_objects(contract: &Contract, named: &NamedType) -> bool {
    holds(contract, named.schema(Direction::Out), Located::Objects)
}

fn holds(contract: &Contract, schema: &Value, located: Located) -> bool {
    let mut open = vec![schema];
    let mut seen = BTreeSet::new();
    while let Some(schema) = open.pop() {
        let mut found = false;
        let mut names = Vec::new();
        crate::schema::visit(&mut schema.clone(), &mut |object| {
            found |= match (located, object.get(KIND_KEY).and_then(Value::as_str)) {
                (Located::Objects, Some("object")) => object.contains_key(OBJECT_KEY),
                (Located::Objects, Some("items")) => {
                    let errors = stream_errors(object);
                    let mut data = errors.values().filter_map(|error| error.data.as_ref());
                    data.any(|data| holds(contract, data, Located::Bytes))
                }
                (Located::Objects, _) => false,
                (Located::Bytes, _) => is_bytes(object),
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
