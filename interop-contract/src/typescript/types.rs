//! Converts JSON Schemas to TypeScript types.

use std::collections::{BTreeMap, BTreeSet};

use interop_core::contract::{INTERFACE_KEY, KIND_KEY};
use serde_json::{Map, Value};

use super::identifiers::Identifiers;
use super::naming::property;
use super::places::holds_objects;
use super::text::{comment, indented, string};
use crate::document::{Contract, Direction, NamedType};
use crate::findings::Warning;
use crate::schema::reference;

/// A key of a schema whose text is the type, regardless of the other keys.
const TYPE_KEY: &str = "x-ts";

/// Integer formats with values that a JavaScript number cannot represent exactly.
// Without the formats of `isize` and `usize`, which count items in memory.
const LARGE_INTEGERS: [&str; 4] = ["int64", "uint64", "int128", "uint128"];

/// Converts schemas, and records the names that they use and what types cannot express.
pub(super) struct Types<'c> {
    contract: &'c Contract,
    pub(super) identifiers: &'c Identifiers,
    pub(super) warnings: BTreeSet<Warning>,
    /// Names used by the current file, by the file that exports them.
    imports: BTreeMap<String, BTreeSet<String>>,
    /// What several methods of the current assembly share: the codes of their errors, and their name.
    pub(super) aliases: BTreeMap<String, String>,
}

/// The text of a type, and the precedence of its outermost operator.
pub(super) struct Ts {
    pub(super) text: String,
    pub(super) binds: Binds,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Binds {
    Function,
    Union,
    Intersection,
    Tight,
}

impl Ts {
    pub(super) fn tight(text: impl Into<String>) -> Self {
        Self { text: text.into(), binds: Binds::Tight }
    }

    /// The text as an operand of an operator with this precedence.
    fn within(self, operator: Binds) -> String {
        if self.binds < operator { format!("({})", self.text) } else { self.text }
    }

    fn joined(parts: Vec<Self>, operator: &str, binds: Binds, none: &str) -> Self {
        let mut texts: Vec<String> = Vec::new();
        let single = parts.len() == 1;
        for part in parts {
            if single {
                return part;
            }
            let text = part.within(binds);
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        match texts.len() {
            0 => Self::tight(none),
            1 => Self { text: texts.remove(0), binds },
            _ => Self { text: texts.join(operator), binds },
        }
    }

    pub(super) fn union(parts: Vec<Self>) -> Self {
        if parts.iter().any(|part| part.text == "unknown") {
            return Self::tight("unknown");
        }
        Self::joined(parts, " | ", Binds::Union, "never")
    }

    fn intersection(parts: Vec<Self>) -> Self {
        let parts = parts.into_iter().filter(|part| part.text != "unknown").collect();
        Self::joined(parts, " & ", Binds::Intersection, "unknown")
    }
}

/// The position of a type, for warnings, and the direction of its values.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) name: String,
    pub(super) direction: Direction,
    /// Whether values do not pass through the generated client, so that objects lack the methods of their classes.
    pub(super) is_received: bool,
}

impl Place {
    pub(super) fn new(name: impl Into<String>, direction: Direction) -> Self {
        Self { name: name.into(), direction, is_received: false }
    }

    /// The position of a value that a JavaScript function receives from Rust.
    pub(super) fn received(name: impl Into<String>) -> Self {
        Self { is_received: true, ..Self::new(name, Direction::Out) }
    }

    fn inside(&self, name: &str) -> Self {
        Self { name: format!("{}.{name}", self.name), ..*self }
    }
}

impl<'c> Types<'c> {
    pub(super) fn new(contract: &'c Contract, identifiers: &'c Identifiers) -> Self {
        Self { contract, identifiers, warnings: BTreeSet::new(), imports: BTreeMap::new(), aliases: BTreeMap::new() }
    }

    pub(super) fn into_warnings(self) -> Vec<Warning> {
        self.warnings.into_iter().collect()
    }

    /// The names used since the last call, by the file that exports them.
    pub(super) fn take_imports(&mut self) -> BTreeMap<String, BTreeSet<String>> {
        std::mem::take(&mut self.imports)
    }

    /// Records the use of a name from another file.
    pub(super) fn import(&mut self, file: &str, name: &str) -> String {
        self.imports.entry(file.to_owned()).or_default().insert(name.to_owned());
        name.to_owned()
    }

    /// The type of a value. If its schema is not known, the type is `unknown` and a warning is recorded.
    pub(super) fn of(&mut self, schema: Option<&Value>, place: &Place) -> String {
        let Some(schema) = schema else {
            self.warn(place, "its type has no schema and is `unknown`: derive `schemars::JsonSchema` for it");
            return "unknown".to_owned();
        };
        self.ts(schema, place).text
    }

    /// The result of a method that JavaScript implements. The client converts an object to a reference, unless it is
    /// nested.
    pub(super) fn answer(&mut self, schema: Option<&Value>, place: &Place) -> String {
        let is_interface = |schema: &Value| schema.get(INTERFACE_KEY).is_some();
        let alternatives = schema.and_then(|schema| schema.get("anyOf")).and_then(Value::as_array);
        let is_object =
            schema.is_some_and(is_interface) || alternatives.is_some_and(|all| all.iter().any(is_interface));
        let place = if is_object { Place::new(&place.name, Direction::Out) } else { place.clone() };
        self.of(schema, &place)
    }

    fn warn(&mut self, place: &Place, text: impl Into<String>) {
        self.warnings.insert(Warning { place: place.name.clone(), text: text.into() });
    }

    pub(super) fn ts(&mut self, schema: &Value, place: &Place) -> Ts {
        match schema {
            Value::Bool(false) => Ts::tight("never"),
            Value::Object(schema) => self.object(schema, place),
            _ => Ts::tight("unknown"),
        }
    }

    fn object(&mut self, schema: &Map<String, Value>, place: &Place) -> Ts {
        if let Some(Value::String(text)) = schema.get(TYPE_KEY) {
            return Ts { text: text.clone(), binds: Binds::Union };
        }
        let mut parts = Vec::new();
        if let Some(name) = reference(schema) {
            parts.push(self.named(&name, place));
        }
        if let Some(value) = schema.get("const") {
            parts.push(literal(value));
        }
        if let Some(Value::Array(values)) = schema.get("enum") {
            parts.push(Ts::union(values.iter().map(literal).collect()));
        } else if !schema.contains_key("const") {
            parts.extend(self.by_type(schema, place));
        }
        for key in ["oneOf", "anyOf"] {
            if let Some(Value::Array(schemas)) = schema.get(key) {
                let alternatives = schemas.iter().map(|schema| self.ts(schema, place)).collect();
                parts.push(Ts::union(alternatives));
            }
        }
        if let Some(Value::Array(schemas)) = schema.get("allOf") {
            parts.extend(schemas.iter().map(|schema| self.ts(schema, place)).collect::<Vec<_>>());
        }
        if parts.is_empty()
            && schema.get("not").is_some_and(|not| *not == Value::Object(Map::new()) || *not == Value::Bool(true))
        {
            return Ts::tight("never");
        }
        Ts::intersection(parts)
    }

    /// The types allowed by the keyword `type`, together with the keywords of each type.
    fn by_type(&mut self, schema: &Map<String, Value>, place: &Place) -> Option<Ts> {
        let allowed: Vec<&str> = match schema.get("type") {
            Some(Value::String(name)) => vec![name],
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
            _ if schema.contains_key("properties") => vec!["object"],
            _ if schema.contains_key("items") || schema.contains_key("prefixItems") => vec!["array"],
            _ => return None,
        };
        let mut alternatives = Vec::new();
        for name in allowed {
            alternatives.push(match name {
                "null" => Ts::tight("null"),
                "boolean" => Ts::tight("boolean"),
                "string" => Ts::tight("string"),
                "integer" | "number" => self.number(schema, place),
                "array" => self.array(schema, place),
                "object" if schema.contains_key(KIND_KEY) => self.special(schema, place),
                "object" => self.properties(schema, place),
                _ => Ts::tight("unknown"),
            });
        }
        Some(Ts::union(alternatives))
    }

    fn number(&mut self, schema: &Map<String, Value>, place: &Place) -> Ts {
        let format = schema.get("format").and_then(Value::as_str).unwrap_or_default();
        if !LARGE_INTEGERS.contains(&format) {
            return Ts::tight("number");
        }
        if place.direction == Direction::In {
            return Ts::union(vec![Ts::tight("number"), Ts::tight("bigint")]);
        }
        let text = "an integer beyond 2^53 - 1 is an error here, because a JavaScript number cannot represent it: if there are such \
                    integers, send a `BigInt` or a string";
        self.warn(place, text);
        Ts::tight("number")
    }

    fn array(&mut self, schema: &Map<String, Value>, place: &Place) -> Ts {
        if is_bytes(schema) {
            return Ts::tight("Uint8Array");
        }
        let items = schema.get("items");
        if let Some(Value::Array(prefix)) = schema.get("prefixItems") {
            let mut elements: Vec<String> = prefix.iter().map(|item| self.ts(item, place).text).collect();
            let closed = schema.get("maxItems").and_then(Value::as_u64).is_some_and(|most| most <= prefix.len() as u64)
                || items == Some(&Value::Bool(false));
            if !closed {
                let rest = items.map_or_else(|| Ts::tight("unknown"), |items| self.ts(items, place));
                elements.push(format!("...{}[]", rest.within(Binds::Tight)));
            }
            return Ts::tight(format!("[{}]", elements.join(", ")));
        }
        let typed = typed_array(schema).filter(|_| place.direction == Direction::In);
        let element = items.map_or_else(|| Ts::tight("unknown"), |items| self.ts(items, place));
        let array = match fixed_length(schema) {
            // A short array of fixed length is a tuple.
            Some(count @ ..=8) => {
                let count = usize::try_from(count).unwrap_or_default();
                Ts::tight(format!("[{}]", vec![element.text; count].join(", ")))
            }
            _ => Ts::tight(format!("{}[]", element.within(Binds::Tight))),
        };
        Ts::union([array].into_iter().chain(typed.map(Ts::tight)).collect())
    }

    fn properties(&mut self, schema: &Map<String, Value>, place: &Place) -> Ts {
        let required: BTreeSet<&str> =
            schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        let mut members = String::new();
        let mut member_types = Vec::new();
        for (name, field) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let ty = self.ts(field, &place.inside(name)).text;
            let docs = field.get("description").and_then(Value::as_str).unwrap_or_default();
            let deprecated = field.get("deprecated") == Some(&Value::Bool(true));
            let tags = deprecated.then(|| "@deprecated".to_owned());
            let mark = if required.contains(&**name) { "" } else { "?" };
            members.push_str(&comment(docs, tags.as_slice(), ""));
            members.push_str(&format!("{}{mark}: {ty};\n", property(name)));
            member_types.push(Ts { text: ty, binds: Binds::Union });
            if !mark.is_empty() {
                member_types.push(Ts::tight("undefined"));
            }
        }
        let mut parts = Vec::new();
        if !members.is_empty() {
            parts.push(Ts::tight(format!("{{\n{}}}", indented(&members, "  "))));
        }
        let patterns = schema.get("patternProperties").and_then(Value::as_object).into_iter().flatten();
        let others = patterns.map(|(_, schema)| schema).chain(schema.get("additionalProperties"));
        let others: Vec<&Value> = others.filter(|schema| **schema != Value::Bool(false)).collect();
        if !others.is_empty() {
            let values = others.into_iter().map(|schema| self.ts(schema, place));
            // In TypeScript, a named member must also have the type of the index signature.
            let values = Ts::union(values.chain(member_types).collect());
            parts.push(Ts::tight(format!("{{ [key: string]: {} }}", values.text)));
        }
        if parts.is_empty() {
            let closed = schema.get("additionalProperties") == Some(&Value::Bool(false));
            return Ts::tight(if closed { "{ [key: string]: never }" } else { "{ [key: string]: unknown }" });
        }
        Ts::intersection(parts)
    }

    fn named(&mut self, name: &str, place: &Place) -> Ts {
        let Some(identifier) = self.identifiers.named(name) else { return Ts::tight("unknown") };
        // The declaration of the type contains the classes of its objects.
        if place.is_received && self.contract.types.get(name).is_some_and(|named| holds_objects(self.contract, named)) {
            return Ts::tight("any");
        }
        let identifier = match self.contract.types.get(name) {
            Some(NamedType::Each { .. }) if place.direction == Direction::In => format!("{identifier}Input"),
            _ => identifier.to_owned(),
        };
        Ts::tight(self.import("types", &identifier))
    }

    /// The declarations of a named type: one, or one for each direction.
    pub(super) fn declaration(&mut self, name: &str, named: &NamedType) -> String {
        let identifier = self.identifiers.named(name).unwrap_or("_").to_owned();
        let forms = match named {
            // A type that is only used in parameters needs no warning about results.
            NamedType::Both(schema) => vec![(identifier, schema, self.direction_of(name))],
            NamedType::Each { r#in, out } => {
                vec![(identifier.clone(), out, Direction::Out), (format!("{identifier}Input"), r#in, Direction::In)]
            }
        };
        let mut text = String::new();
        for (identifier, schema, direction) in forms {
            let ty = self.ts(schema, &Place::new(name, direction)).text;
            let docs = schema.get("description").and_then(Value::as_str).unwrap_or_default();
            text.push_str(&format!("\n{}export type {identifier} = {ty};\n", comment(docs, &[], "")));
        }
        text
    }

    /// The direction of a type with one form: that of results, if it is used in a result.
    fn direction_of(&self, name: &str) -> Direction {
        if crate::schema::is_result(self.contract, name) { Direction::Out } else { Direction::In }
    }
}

/// The number of elements of an array with a fixed length.
fn fixed_length(schema: &Map<String, Value>) -> Option<u64> {
    let length = |key| schema.get(key).and_then(Value::as_u64);
    length("minItems").filter(|least| length("maxItems") == Some(*least))
}

/// The class of typed arrays that Rust reads as this array of numbers.
fn typed_array(schema: &Map<String, Value>) -> Option<&'static str> {
    let has_length = schema.contains_key("minItems") || schema.contains_key("maxItems");
    let has_readable_length = !has_length || matches!(fixed_length(schema), Some(2 | 3 | 4 | 9 | 16));
    if schema.contains_key("uniqueItems") || !has_readable_length {
        return None;
    }
    Some(match schema.get("items")?.get("format")?.as_str()? {
        "int8" => "Int8Array",
        "int16" => "Int16Array",
        "uint16" => "Uint16Array",
        "int32" => "Int32Array",
        "uint32" => "Uint32Array",
        "int64" => "BigInt64Array",
        "uint64" => "BigUint64Array",
        "float" => "Float32Array",
        "double" => "Float64Array",
        _ => return None,
    })
}

/// Whether a value is transferred as bytes: `Bytes`, or an array of `u8` of any length.
pub(crate) fn is_bytes(schema: &Map<String, Value>) -> bool {
    if schema.get(KIND_KEY).is_some_and(|kind| kind == "bytes") {
        return true;
    }
    let of_bytes = schema.get("items").is_some_and(|items| items.get("format") == Some(&"uint8".into()));
    of_bytes
        && !schema.contains_key("minItems")
        && !schema.contains_key("maxItems")
        && !schema.contains_key("uniqueItems")
}

/// A value as a type.
fn literal(value: &Value) -> Ts {
    match value {
        Value::String(text) => Ts::tight(string(text)),
        Value::Null | Value::Bool(_) | Value::Number(_) => Ts::tight(value.to_string()),
        Value::Array(values) => {
            let values: Vec<String> = values.iter().map(|value| literal(value).text).collect();
            Ts::tight(format!("[{}]", values.join(", ")))
        }
        Value::Object(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|(name, value)| format!("{}: {}", property(name), literal(value).text)).collect();
            Ts::tight(format!("{{ {} }}", fields.join("; ")))
        }
    }
}
