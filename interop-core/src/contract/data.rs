//! The shapes of derived errors, which expansions of `#[derive(ClientError)]` create.

use schemars::{Schema, SchemaGenerator, json_schema};

use super::ErrorShape;
use crate::error::ClientError;

/// The codes of an error, or `None` if any code is possible.
pub type All = Option<Vec<ErrorShape>>;

/// Collects the codes of an error.
#[derive(Debug, Default)]
pub struct Codes {
    codes: Vec<ErrorShape>,
    /// Whether an error that this one forwards can have any code.
    any: bool,
}

impl Codes {
    /// Adds a code.
    pub fn add(&mut self, code: &'static str, docs: &'static str, data: Option<Schema>) {
        self.codes.push(ErrorShape { code: code.into(), docs: docs.into(), data });
    }

    /// Adds the codes of another error.
    pub fn of<E: ClientError>(&mut self, generator: &mut SchemaGenerator) {
        match E::codes(generator) {
            Some(codes) => self.codes.extend(codes),
            None => self.any = true,
        }
    }

    /// All codes, or `None` if any code is possible.
    pub fn all(self) -> All {
        (!self.any).then_some(self.codes)
    }
}

/// The schema of a field. If its type has no schema, every value is allowed.
pub fn member(shape: Option<fn(&mut SchemaGenerator) -> Schema>, generator: &mut SchemaGenerator) -> Schema {
    shape.map_or_else(|| true.into(), |shape| shape(generator))
}

/// Named fields, all of which are serialized.
pub fn object<const N: usize>(fields: [(&str, Schema); N]) -> Schema {
    let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
    let properties: serde_json::Map<_, _> =
        fields.into_iter().map(|(name, schema)| (name.to_owned(), schema.to_value())).collect();
    json_schema!({ "type": "object", "properties": properties, "required": names })
}

/// Several unnamed fields.
pub fn array<const N: usize>(fields: [Schema; N]) -> Schema {
    let fields = fields.map(Schema::to_value).to_vec();
    json_schema!({ "type": "array", "prefixItems": fields, "minItems": N, "maxItems": N })
}
