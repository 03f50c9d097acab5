//! The contract as a document.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use interop_core::contract::Mode;

/// The version of the format that this crate writes and reads.
pub const VERSION: u32 = 1;

/// What JavaScript can call, with which values, and how calls fail.
///
/// Everything is sorted by name, so that equal programs have equal documents whatever their link order. It serializes to the document
/// that tools exchange.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Contract {
    /// The version of the format.
    pub interop_contract: u32,
    /// The assemblies by name.
    pub assemblies: BTreeMap<String, Assembly>,
    /// The named types to which schemas refer by `#/types/Name`.
    pub types: BTreeMap<String, NamedType>,
}

/// One assembly.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Assembly {
    /// SHA-256 over everything in the assembly and the types that it uses, except documentation, as 64 hexadecimal digits. Two
    /// programs with the same hash understand each other's calls.
    pub hash: String,
    /// Its static methods by id.
    pub methods: BTreeMap<String, Method>,
    /// Its object types by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub objects: BTreeMap<String, Object>,
}

/// A type of objects that JavaScript holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Object {
    /// The documentation of its block.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// Its methods by id.
    pub methods: BTreeMap<String, Method>,
    /// The ids of static methods of the assembly that belong to it, such as those that make one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statics: Vec<String>,
}

/// A method under one of its ids.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Method {
    /// Its documentation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// Why it should not be used any more, where it is deprecated; may be empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// How it runs.
    pub mode: Mode,
    /// Its parameters in order, without those that take no argument.
    pub parameters: Vec<Parameter>,
    /// The JSON Schema of what it returns; none where the type has no schema.
    pub result: Option<Value>,
    /// The codes with which it fails, beyond those that every call can fail with; none where any code is possible.
    pub errors: Option<BTreeMap<String, ErrorCode>>,
}

/// A parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// Its name in Rust.
    pub name: String,
    /// The JSON Schema of what it accepts; none where the type has no schema.
    pub schema: Option<Value>,
    /// Whether it may be left out, and everything after it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
}

/// One code with which a call can fail.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ErrorCode {
    /// When it occurs.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// The JSON Schema of `error.data`; none where the error has no data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Value>,
}

/// A named type, which looks the same in both directions or not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NamedType {
    /// As a parameter and as a result, or in the only direction in which it occurs.
    Both(Value),
    /// As each of the two: serde reads another form than it writes.
    Each {
        /// As a parameter.
        r#in: Value,
        /// As a result.
        out: Value,
    },
}

impl NamedType {
    /// Its schema in one direction.
    pub fn schema(&self, direction: Direction) -> &Value {
        match (self, direction) {
            (Self::Both(schema), _) | (Self::Each { r#in: schema, .. }, Direction::In) => schema,
            (Self::Each { out, .. }, Direction::Out) => out,
        }
    }
}

/// The direction of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From JavaScript to Rust.
    In,
    /// From Rust to JavaScript.
    Out,
}

impl Contract {
    /// The document: JSON that ends in a line feed, with an entry to a line.
    ///
    /// # Panics
    ///
    /// Never: every part of a contract is JSON.
    pub fn to_json(&self) -> String {
        let mut json = serde_json::to_string_pretty(self).expect("a contract is JSON");
        json.push('\n');
        json
    }

    /// Reads a document.
    ///
    /// # Errors
    ///
    /// If it is none, or one of another version.
    pub fn from_json(json: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Version {
            interop_contract: u32,
        }

        let version = serde_json::from_str::<Version>(json).map_err(|error| format!("this is no contract: {error}"))?;
        if version.interop_contract != VERSION {
            let found = version.interop_contract;
            return Err(format!("this contract has version {found} of the format; version {VERSION} is expected"));
        }
        serde_json::from_str(json).map_err(|error| format!("this contract cannot be read: {error}"))
    }
}
