//! The contract as a document.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use interop_core::contract::{InterfaceMode, Mode};

/// The version of the format.
pub const VERSION: u32 = 1;

/// What JavaScript can call, with which values, and how calls fail.
///
/// Everything is sorted by name, so that equal programs have equal documents regardless of their link order. Its
/// serialized form is the document that tools exchange.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Contract {
    /// The version of the format.
    pub interop_contract: u32,
    /// The assemblies by name.
    pub assemblies: BTreeMap<String, Assembly>,
    /// The named types, to which schemas refer with `#/types/Name`.
    pub types: BTreeMap<String, NamedType>,
}

/// One assembly.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Assembly {
    /// SHA-256 over everything in the assembly and the types that it uses, except documentation, as 64 hexadecimal
    /// digits. Two programs with the same hash have compatible calls.
    pub hash: String,
    /// Its static methods by id.
    pub methods: BTreeMap<String, Method>,
    /// Its object types by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub objects: BTreeMap<String, Object>,
    /// The interfaces that JavaScript implements and Rust calls, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub interfaces: BTreeMap<String, Interface>,
    /// The events that Rust sends, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub events: BTreeMap<String, Event>,
}

/// An event that Rust sends and that pages handle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Event {
    /// Its documentation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// The arguments of its handlers, in order.
    pub parameters: Vec<Parameter>,
}

/// An interface that JavaScript implements, declared with `#[js_interface]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Interface {
    /// Its documentation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// Its methods by their names in JavaScript.
    pub methods: BTreeMap<String, InterfaceMethod>,
}

/// A method that JavaScript implements.
///
/// Rust writes the arguments and reads the result, so their directions are the opposite of those of a Rust method.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InterfaceMethod {
    /// Its documentation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// The deprecation note, if it is deprecated; may be empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// How Rust calls it.
    pub mode: InterfaceMode,
    /// Its parameters in order.
    pub parameters: Vec<Parameter>,
    /// The JSON Schema of its result, or none if the type has no schema.
    pub result: Option<Value>,
}

/// A type of objects that JavaScript holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Object {
    /// The documentation of its block.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// Its methods by id.
    pub methods: BTreeMap<String, Method>,
    /// The ids of the assembly's static methods that belong to this type, such as constructors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statics: Vec<String>,
}

/// A method under one of its ids.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Method {
    /// Its documentation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// The deprecation note, if it is deprecated; may be empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// How it runs.
    pub mode: Mode,
    /// Its parameters in order, without those that consume no argument.
    pub parameters: Vec<Parameter>,
    /// The JSON Schema of its result, or none if the type has no schema.
    pub result: Option<Value>,
    /// The codes with which it can fail, in addition to those of every call, or none if any code is possible.
    pub errors: Option<BTreeMap<String, ErrorCode>>,
    /// The name of the Rust type that lists them, by which generators name what methods share. It is no part of the hash.
    #[serde(default, rename = "errorType", skip_serializing_if = "Option::is_none")]
    pub error_type: Option<String>,
}

/// A parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Parameter {
    /// Its name in Rust.
    pub name: String,
    /// The JSON Schema of the values that it accepts, or none if the type has no schema.
    pub schema: Option<Value>,
    /// Whether this and all following parameters may be omitted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
}

/// One code with which a call can fail.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ErrorCode {
    /// When it occurs.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// The JSON Schema of `error.data`, or none if the error has no data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Value>,
}

/// A named type, with one form for both directions or one for each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum NamedType {
    /// As a parameter and as a result, or in the only direction in which it occurs.
    Both(Value),
    /// One form for each direction, if serde reads and writes different forms.
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
    /// The hash of each assembly, in the order of their names: what `ServerOptions::contracts` and
    /// `WasmOptions::contracts` take.
    pub fn hashes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.assemblies.iter().map(|(name, assembly)| (&**name, &*assembly.hash))
    }

    /// Returns the document as indented JSON that ends in a line feed.
    ///
    /// # Panics
    ///
    /// Never: every part of a contract is JSON.
    pub fn to_json(&self) -> String {
        let mut json = serde_json::to_string_pretty(self).expect("a contract is JSON");
        json.push('\n');
        json
    }

    /// Parses a document.
    ///
    /// # Errors
    ///
    /// If the text is not a contract, or has another version.
    pub fn from_json(json: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Version {
            interop_contract: u32,
        }

        let version =
            serde_json::from_str::<Version>(json).map_err(|error| format!("this is not a contract: {error}"))?;
        if version.interop_contract != VERSION {
            let found = version.interop_contract;
            return Err(format!("this contract has version {found} of the format; version {VERSION} is expected"));
        }
        serde_json::from_str(json).map_err(|error| format!("this contract cannot be read: {error}"))
    }
}
