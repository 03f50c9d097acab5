//! Random JSON that fits a schema.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// Makes documents, always the same ones from the same seed.
pub(crate) struct Documents<'s> {
    types: BTreeMap<String, &'s Value>,
    state: u64,
    /// How many values may still be nested.
    depth: u32,
}

impl<'s> Documents<'s> {
    /// Documents whose named types are these.
    pub(crate) fn new(types: BTreeMap<String, &'s Value>, seed: u64) -> Self {
        Self { types, state: seed.wrapping_mul(2).wrapping_add(1), depth: 0 }
    }

    /// A value that a schema allows.
    pub(crate) fn next(&mut self, schema: &Value) -> Value {
        self.depth = 6;
        self.value(schema)
    }

    /// A number below another one, by xorshift.
    fn below(&mut self, bound: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        usize::try_from(self.state >> 33).unwrap() % bound.max(1)
    }

    fn value(&mut self, schema: &Value) -> Value {
        let Value::Object(schema) = schema else { return self.anything() };
        if let Some(path) = schema.get("$ref").and_then(Value::as_str) {
            let name = path.trim_start_matches("#/types/");
            let named = self.types[name];
            self.depth = self.depth.saturating_sub(1);
            let value = self.value(named);
            self.depth += 1;
            return self.with_own(schema, value);
        }
        if let Some(value) = schema.get("const") {
            return value.clone();
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            return values[self.below(values.len())].clone();
        }
        for key in ["oneOf", "anyOf"] {
            if let Some(schemas) = schema.get(key).and_then(Value::as_array) {
                // Near the end, the alternative that ends.
                let null = schemas.iter().find(|schema| schema["type"] == "null");
                let alternative = match null {
                    Some(null) if self.depth < 2 => null,
                    _ => &schemas[self.below(schemas.len())],
                };
                let value = self.value(alternative);
                return self.with_own(schema, value);
            }
        }
        self.of_type(schema)
    }

    /// Keywords next to a reference or next to alternatives apply to each of them.
    fn with_own(&mut self, schema: &Map<String, Value>, value: Value) -> Value {
        match value {
            Value::Object(mut value) if schema.contains_key("properties") => {
                value.extend(self.object(schema));
                value.into()
            }
            value => value,
        }
    }

    fn of_type(&mut self, schema: &Map<String, Value>) -> Value {
        let name = match schema.get("type") {
            Some(Value::Array(names)) => names[self.below(names.len())].as_str().unwrap(),
            Some(name) => name.as_str().unwrap(),
            None => return self.anything(),
        };
        match name {
            "null" => Value::Null,
            "boolean" => (self.below(2) == 0).into(),
            "integer" => self.integer(schema).into(),
            "number" => json!(f64::from(u32::try_from(self.below(1000)).unwrap()) / 8.0),
            "string" => self.string(schema).into(),
            "array" => self.array(schema),
            _ => self.object(schema).into(),
        }
    }

    fn integer(&mut self, schema: &Map<String, Value>) -> i64 {
        let bound = |key| schema.get(key).and_then(Value::as_i64);
        let format = schema.get("format").and_then(Value::as_str).unwrap_or_default();
        let (least, most) = match format {
            "int8" => (-128, 127),
            "uint8" => (0, 255),
            "uint16" => (0, 65_535),
            _ if format.starts_with('u') => (0, i64::from(u32::MAX)),
            _ => (i64::from(i32::MIN), i64::from(i32::MAX)),
        };
        let (least, most) = (bound("minimum").unwrap_or(least), bound("maximum").unwrap_or(most));
        // The ends are where mistakes are.
        match self.below(4) {
            0 => least,
            1 => most,
            _ => least + i64::try_from(self.below(usize::try_from(most - least + 1).unwrap())).unwrap(),
        }
    }

    fn string(&mut self, schema: &Map<String, Value>) -> String {
        let day = 1 + self.below(28);
        match schema.get("format").and_then(Value::as_str) {
            Some("date") => format!("2024-02-{day:02}"),
            Some("date-time") => format!("2024-02-{day:02}T12:00:00Z"),
            Some("uuid") => format!("67e55044-10b1-426f-9247-bb680e5fe0{day:02}"),
            Some("uri") => format!("https://example.com/{day}"),
            _ => {
                let most = schema.get("maxLength").and_then(Value::as_u64).unwrap_or(5);
                let least = schema.get("minLength").and_then(Value::as_u64).unwrap_or(0);
                let length = usize::try_from(least).unwrap() + self.below(usize::try_from(most - least + 1).unwrap());
                (0..length).map(|_| ['a', 'Ä', '"', '\\', '\u{1F600}', ' '][self.below(6)]).collect()
            }
        }
    }

    fn array(&mut self, schema: &Map<String, Value>) -> Value {
        if let Some(prefix) = schema.get("prefixItems").and_then(Value::as_array) {
            return prefix.iter().map(|item| self.value(item)).collect();
        }
        let length = |key| schema.get(key).and_then(Value::as_u64).map(|length| usize::try_from(length).unwrap());
        let least = length("minItems").unwrap_or(0);
        let most = length("maxItems").unwrap_or(least + 3);
        let count = if self.depth < 2 { least } else { least + self.below(most - least + 1) };
        self.depth = self.depth.saturating_sub(1);
        let mut values: Vec<Value> = (0..count).map(|_| self.value(&schema["items"])).collect();
        self.depth += 1;
        if schema.get("uniqueItems") == Some(&true.into()) {
            values.sort_by_key(Value::to_string);
            values.dedup();
        }
        values.into()
    }

    fn object(&mut self, schema: &Map<String, Value>) -> Map<String, Value> {
        let required: Vec<&str> =
            schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        let mut object = Map::new();
        for (name, field) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            if required.contains(&&**name) || (self.depth > 1 && self.below(2) == 0) {
                let value = self.value(field);
                object.insert(name.clone(), value);
            }
        }
        let patterns = schema.get("patternProperties").and_then(Value::as_object).into_iter().flatten();
        let digits = patterns.map(|(_, schema)| (true, schema));
        let others = digits.chain(schema.get("additionalProperties").map(|schema| (false, schema)));
        for (digits, schema) in others.filter(|(_, schema)| **schema != Value::Bool(false)) {
            for at in 0..self.below(3) {
                let name = if digits { at.to_string() } else { format!("other {at}") };
                let value = self.value(schema);
                object.insert(name, value);
            }
        }
        object
    }

    fn anything(&mut self) -> Value {
        [json!(null), json!(-1.5), json!("text"), json!([true]), json!({ "a": {} })][self.below(5)].clone()
    }
}
