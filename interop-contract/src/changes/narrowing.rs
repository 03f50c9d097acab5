//! Determines whether every value of one schema is valid for another, and where it is not.

use std::cell::RefCell;
use std::collections::BTreeSet;

use interop_core::contract::{INTERFACE_KEY, ITEM_KEY, KIND_KEY, OBJECT_KEY};
use serde_json::{Map, Value};

use crate::document::{Contract, Direction};
use crate::schema::{reference, stream_errors};

/// Compares schemas of two contracts: values that the first allows must be allowed by the second.
pub(super) struct Narrowing<'c> {
    contracts: (&'c Contract, &'c Contract),
    direction: Direction,
    /// Pairs of schemas that are being compared, at least one of them a named type, because types may be recursive.
    open: RefCell<BTreeSet<(String, String)>>,
}

/// A value that the first schema allows and the second does not.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reason {
    /// The path to the value.
    path: Vec<String>,
    what: What,
}

#[derive(Debug, PartialEq, Eq)]
enum What {
    /// A field that the second requires may be absent in the first.
    Absent(String),
    /// A field that the second does not know.
    Unknown(String),
    /// A value of another kind.
    Value(String),
}

impl Reason {
    fn value(text: impl Into<String>) -> Self {
        Self { path: Vec::new(), what: What::Value(text.into()) }
    }

    fn inside(mut self, name: &str) -> Self {
        self.path.insert(0, name.to_owned());
        self
    }

    fn place(&self) -> String {
        if self.path.is_empty() { String::new() } else { format!("`{}`: ", self.path.join(".")) }
    }

    /// Why a parameter accepts less than before.
    pub(super) fn of_parameter(&self) -> String {
        let place = self.place();
        match &self.what {
            What::Absent(field) => format!("{place}the field `{field}` is now required"),
            What::Unknown(field) => format!("{place}the field `{field}` is no longer accepted"),
            What::Value(what) => format!("{place}{what} is no longer accepted"),
        }
    }

    /// Why a result can have values that it could not have before.
    pub(super) fn of_result(&self) -> String {
        let place = self.place();
        match &self.what {
            What::Absent(field) => format!("{place}the field `{field}` may now be absent"),
            What::Unknown(field) => format!("{place}the field `{field}` is new"),
            What::Value(what) => format!("{place}can now be {what}"),
        }
    }
}

type SchemaObject = Map<String, Value>;

impl<'c> Narrowing<'c> {
    pub(super) fn new(contracts: (&'c Contract, &'c Contract), direction: Direction) -> Self {
        Self { contracts, direction, open: RefCell::default() }
    }

    /// Like [`of`](Self::of), where a missing schema allows all values.
    pub(super) fn of_optional(&self, first: Option<&Value>, second: Option<&Value>) -> Option<Reason> {
        match (first, second) {
            (_, None) => None,
            (None, Some(_)) => Some(Reason::value("a value of any type")),
            (Some(first), Some(second)) => self.of(first, second),
        }
    }

    /// Why a value of the first schema is not valid for the second.
    fn of(&self, first: &Value, second: &Value) -> Option<Reason> {
        let (Value::Object(first), Value::Object(second)) = (first, second) else {
            let allowed = *first == Value::Bool(false) || *second == Value::Bool(true) || first == second;
            return (!allowed).then(|| Reason::value("a value of any type"));
        };
        let named = (reference(first), reference(second));
        if named == (None, None) {
            return self.of_objects(first, second);
        }
        // A pair that is already being compared is assumed to hold.
        let pair = (Value::Object(first.clone()).to_string(), Value::Object(second.clone()).to_string());
        if !self.open.borrow_mut().insert(pair.clone()) {
            return None;
        }
        let reason = self.of_named(named, first, second);
        self.open.borrow_mut().remove(&pair);
        reason
    }

    /// The same for named types.
    fn of_named(
        &self,
        named: (Option<String>, Option<String>),
        first: &SchemaObject,
        second: &SchemaObject,
    ) -> Option<Reason> {
        let resolved = |contract: &'c Contract, name: Option<String>, schema: &SchemaObject| match name {
            Some(name) => Some(contract.types.get(&name)?.schema(self.direction).clone()),
            None => Some(Value::Object(schema.clone())),
        };
        let first = resolved(self.contracts.0, named.0, first)?;
        self.of(&first, &resolved(self.contracts.1, named.1, second)?)
    }

    fn of_objects(&self, first: &SchemaObject, second: &SchemaObject) -> Option<Reason> {
        if let Some(alternatives) = alternatives(first) {
            return alternatives.iter().find_map(|first| self.of(first, &Value::Object(second.clone())));
        }
        if let Some(alternatives) = alternatives(second) {
            let first = Value::Object(first.clone());
            let mut reasons = Vec::new();
            for second in alternatives {
                reasons.push(self.of(&first, second)?);
            }
            // The alternative with the deepest match is most likely the intended one.
            return reasons.into_iter().max_by_key(|reason| reason.path.len());
        }
        if let Some(Value::Array(parts)) = second.get("allOf") {
            return parts.iter().find_map(|second| self.of(&Value::Object(first.clone()), second));
        }
        if let Some(values) = values(second) {
            let Some(own) = self::values(first) else {
                return Some(Reason::value(format!("a value other than {}", listed(&values))));
            };
            let other = own.into_iter().find(|value| !values.contains(value))?;
            return Some(Reason::value(other.to_string()));
        }
        self.of_types(first, second)
    }

    fn of_types(&self, first: &SchemaObject, second: &SchemaObject) -> Option<Reason> {
        let allowed = types(second);
        for name in types(first) {
            let fits = allowed.contains(&name) || (name == "integer" && allowed.contains(&"number"));
            if !fits {
                return Some(Reason::value(article(name)));
            }
            let reason = match name {
                "integer" | "number" => of_numbers(first, second),
                "string" => of_texts(first, second),
                "array" => self.of_arrays(first, second),
                "object" => self.of_fields(first, second),
                _ => None,
            };
            if reason.is_some() {
                return reason;
            }
        }
        None
    }

    fn of_arrays(&self, first: &SchemaObject, second: &SchemaObject) -> Option<Reason> {
        let bytes = |schema| crate::typescript::is_bytes(schema);
        if bytes(first) != bytes(second) {
            return Some(Reason::value(if bytes(first) { "a byte array" } else { "an array" }));
        }
        let length = |schema: &SchemaObject, key| schema.get(key).and_then(Value::as_u64);
        let least = length(first, "minItems").unwrap_or(0) >= length(second, "minItems").unwrap_or(0);
        let most = length(first, "maxItems").unwrap_or(u64::MAX) <= length(second, "maxItems").unwrap_or(u64::MAX);
        if !least || !most {
            return Some(Reason::value("an array of another length"));
        }
        let prefix =
            |schema: &'_ SchemaObject| schema.get("prefixItems").and_then(Value::as_array).cloned().unwrap_or_default();
        let (own, other) = (prefix(first), prefix(second));
        let any = Value::Bool(true);
        let rest = (first.get("items").unwrap_or(&any), second.get("items").unwrap_or(&any));
        let count = own.len().max(other.len());
        let element = (0..count).find_map(|at| self.of(own.get(at).unwrap_or(rest.0), other.get(at).unwrap_or(rest.1)));
        let closed = length(first, "maxItems").is_some_and(|most| most <= count as u64);
        let further = || if closed { None } else { self.of(rest.0, rest.1) };
        element.or_else(further).map(|reason| reason.inside("[]"))
    }

    /// The arguments of a function are sent in the opposite direction of the function.
    fn of_functions(&self, first: &SchemaObject, second: &SchemaObject) -> Option<Reason> {
        let opposite = match self.direction {
            Direction::In => Direction::Out,
            Direction::Out => Direction::In,
        };
        let arguments = Narrowing::new((self.contracts.1, self.contracts.0), opposite);
        let result = self.of_optional(first.get("result"), second.get("result"));
        result.or_else(|| arguments.of_optional(second.get("arguments"), first.get("arguments")))
    }

    /// Codes may be added, as to a method.
    fn of_streams(&self, first: &SchemaObject, second: &SchemaObject) -> Option<Reason> {
        let item = self.of_optional(first.get(ITEM_KEY), second.get(ITEM_KEY));
        let known = stream_errors(second);
        let errors = stream_errors(first).into_iter().filter_map(|(code, error)| {
            let reason = self.of_optional(error.data.as_ref(), known.get(&code)?.data.as_ref())?;
            Some(reason.inside(&format!("error `{code}`")))
        });
        item.or_else(|| errors.into_iter().next())
    }

    fn of_fields(&self, first: &SchemaObject, second: &SchemaObject) -> Option<Reason> {
        for key in [KIND_KEY, OBJECT_KEY, INTERFACE_KEY] {
            if first.get(key) != second.get(key) {
                let name = [OBJECT_KEY, INTERFACE_KEY, KIND_KEY].into_iter().find_map(|key| first.get(key)?.as_str());
                return Some(Reason::value(name.map_or_else(|| "an object".to_owned(), |name| format!("a `{name}`"))));
            }
        }
        match first.get(KIND_KEY).and_then(Value::as_str) {
            Some("js-function") => return self.of_functions(first, second).map(|reason| reason.inside("()")),
            Some("items" | "js-items") => return self.of_streams(first, second).map(|reason| reason.inside("[]")),
            _ => {}
        }
        let required = |schema: &SchemaObject| -> BTreeSet<String> {
            let names = schema.get("required").and_then(Value::as_array).into_iter().flatten();
            names.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        if let Some(field) = required(second).difference(&required(first)).next() {
            return Some(Reason { path: Vec::new(), what: What::Absent(field.clone()) });
        }
        let none = SchemaObject::new();
        let fields = |schema: &'_ SchemaObject| {
            schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_else(|| none.clone())
        };
        let (own, other) = (fields(first), fields(second));
        let others = second.get("additionalProperties");
        for (name, schema) in &own {
            let reason = match (other.get(name), others) {
                (Some(other), _) => self.of(schema, other),
                // Readers of a result ignore unknown fields.
                (None, Some(Value::Bool(false))) if self.direction == Direction::In => {
                    return Some(Reason { path: Vec::new(), what: What::Unknown(name.clone()) });
                }
                (None, Some(others)) if self.direction == Direction::In => self.of(schema, others),
                (None, _) => None,
            };
            if let Some(reason) = reason {
                return Some(reason.inside(name));
            }
        }
        match (first.get("additionalProperties"), others) {
            (Some(first), Some(second)) if *first != Value::Bool(false) => {
                self.of(first, second).map(|reason| reason.inside("*"))
            }
            _ => None,
        }
    }
}

fn alternatives(schema: &SchemaObject) -> Option<&Vec<Value>> {
    schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Value::as_array)
}

/// The allowed values, if they are listed.
fn values(schema: &SchemaObject) -> Option<Vec<&Value>> {
    match (schema.get("const"), schema.get("enum")) {
        (Some(value), _) => Some(vec![value]),
        (None, Some(Value::Array(values))) => Some(values.iter().collect()),
        _ => None,
    }
}

fn listed(values: &[&Value]) -> String {
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

const TYPES: [&str; 6] = ["array", "boolean", "null", "number", "object", "string"];

fn types(schema: &SchemaObject) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => match values(schema) {
            Some(values) => {
                let kinds: BTreeSet<&str> = values.into_iter().map(kind).collect();
                kinds.into_iter().collect()
            }
            None if schema.contains_key("properties") => vec!["object"],
            None => TYPES.to_vec(),
        },
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn article(name: &str) -> String {
    match name {
        "null" => name.to_owned(),
        "array" | "integer" | "object" => format!("an {name}"),
        name => format!("a {name}"),
    }
}

fn of_numbers(first: &SchemaObject, second: &SchemaObject) -> Option<Reason> {
    let (own, other) = (range(first), range(second));
    if own.0 < other.0 || own.1 > other.1 {
        let format = first.get("format").and_then(Value::as_str).unwrap_or("number");
        return Some(Reason::value(format!("a number in the range of `{format}`")));
    }
    None
}

/// The minimum and the maximum of the allowed numbers. Large limits are rounded, which does not affect comparisons of
/// formats.
#[allow(clippy::cast_precision_loss)]
fn range(schema: &SchemaObject) -> (f64, f64) {
    let (least, most) = match schema.get("format").and_then(Value::as_str) {
        Some("int8") => (f64::from(i8::MIN), f64::from(i8::MAX)),
        Some("int16") => (f64::from(i16::MIN), f64::from(i16::MAX)),
        Some("int32") => (f64::from(i32::MIN), f64::from(i32::MAX)),
        Some("int64" | "int") => (i64::MIN as f64, i64::MAX as f64),
        Some("uint8") => (0.0, f64::from(u8::MAX)),
        Some("uint16") => (0.0, f64::from(u16::MAX)),
        Some("uint32") => (0.0, f64::from(u32::MAX)),
        Some("uint64" | "uint") => (0.0, u64::MAX as f64),
        Some("float") => (f64::from(f32::MIN), f64::from(f32::MAX)),
        _ => (f64::NEG_INFINITY, f64::INFINITY),
    };
    let limit = |key, none: f64| schema.get(key).and_then(Value::as_f64).unwrap_or(none);
    (least.max(limit("minimum", least)), most.min(limit("maximum", most)))
}

fn of_texts(first: &SchemaObject, second: &SchemaObject) -> Option<Reason> {
    for key in ["format", "pattern"] {
        if let Some(wanted) = second.get(key)
            && first.get(key) != Some(wanted)
        {
            return Some(Reason::value(format!("a string without the {key} {wanted}")));
        }
    }
    let length = |schema: &SchemaObject, key| schema.get(key).and_then(Value::as_u64);
    let least = length(first, "minLength").unwrap_or(0) >= length(second, "minLength").unwrap_or(0);
    let most = length(first, "maxLength").unwrap_or(u64::MAX) <= length(second, "maxLength").unwrap_or(u64::MAX);
    (!least || !most).then(|| Reason::value("a string of another length"))
}
