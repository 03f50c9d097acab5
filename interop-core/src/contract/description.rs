//! Everything that a registry says about itself, as data. `describer.rs` makes it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::InterfaceMode;

/// The methods, objects and types of a registry, as a program that links them describes itself to a tool.
///
/// It is the raw material of a contract: schemas are as `schemars` makes them, and what is inconsistent is listed, not repaired. The
/// crate `interop-contract` makes a contract of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Description {
    /// The version of this format.
    pub version: u32,
    /// The static methods, sorted by assembly and id.
    pub methods: Vec<DescribedMethod>,
    /// The object types, sorted by name: those that are registered, and those that a method refers to.
    pub objects: Vec<DescribedObject>,
    /// What JavaScript implements and Rust calls, sorted by name.
    #[serde(default)]
    pub interfaces: Vec<DescribedInterface>,
    /// The events that Rust sends, sorted by name.
    #[serde(default)]
    pub events: Vec<DescribedEvent>,
    /// The schemas of named types as parameters, to which `#/$defs/Name` refers.
    pub parameter_types: BTreeMap<String, Value>,
    /// The schemas of named types as results.
    pub result_types: BTreeMap<String, Value>,
    /// The names that two types share, and that a generated client could therefore not tell apart.
    pub shared_names: BTreeSet<String>,
}

/// A method under one of its ids.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DescribedMethod {
    /// The assembly of a static method; for the methods of objects, that of their block.
    pub assembly: String,
    /// The id by which JavaScript calls it.
    pub id: String,
    /// Its doc comment.
    pub docs: String,
    /// The note of `#[deprecated]`.
    pub deprecated: Option<String>,
    /// How it runs.
    pub mode: Mode,
    /// The parameters that take an argument, in order.
    pub parameters: Vec<DescribedParameter>,
    /// The schema of the value that it returns, if its type has one.
    pub result: Option<Value>,
    /// The type of that value, as it is written in Rust.
    pub result_type: String,
    /// The codes with which it fails; `None` stands for any.
    pub errors: Option<Vec<DescribedError>>,
    /// Where it is written, for messages.
    pub location: String,
}

/// How a method runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// To completion, at once: the only ones that can be called synchronously.
    Sync,
    /// As a future.
    Async,
    /// On a thread of its own.
    Blocking,
}

/// A parameter that takes an argument.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DescribedParameter {
    /// Its name in Rust, `_` for a parameter without one.
    pub name: String,
    /// Its type as it is written in Rust.
    pub rust_type: String,
    /// The schema of its type, if it has one.
    pub schema: Option<Value>,
    /// Whether the type accepts absence, so that a trailing argument may be left out.
    pub accepts_absence: bool,
}

/// One code of an error.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DescribedError {
    /// The code.
    pub code: String,
    /// When it occurs.
    pub docs: String,
    /// The schema of its data.
    pub data: Option<Value>,
}

/// A type of objects that JavaScript holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DescribedObject {
    /// The assembly of its block.
    pub assembly: String,
    /// The type without the paths in it, such as `Page<String>`.
    pub name: String,
    /// The doc comment of its block.
    pub docs: String,
    /// Its methods, sorted by id.
    pub methods: Vec<DescribedMethod>,
    /// The ids of the static methods of its block that belong to the same assembly.
    pub statics: Vec<String>,
    /// The full path of the type, where a method refers to it: what tells two types of one name apart.
    pub rust_type: Option<String>,
    /// Where its block is written, for messages.
    pub location: String,
}

/// What JavaScript implements for a `#[js_interface]`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DescribedInterface {
    /// The assembly to which it belongs.
    pub assembly: String,
    /// The name of the trait.
    pub name: String,
    /// Its doc comment.
    pub docs: String,
    /// Its methods in the order of the trait.
    pub methods: Vec<DescribedInterfaceMethod>,
    /// The full path of the type: what tells two interfaces of one name apart.
    pub rust_type: String,
    /// Where it is written, for messages.
    pub location: String,
}

/// An event that Rust sends.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DescribedEvent {
    /// The assembly to which it belongs.
    pub assembly: String,
    /// Its name in JavaScript.
    pub name: String,
    /// Its doc comment.
    pub docs: String,
    /// The arguments of its handlers, whose schemas are those of results: Rust writes them.
    pub parameters: Vec<DescribedParameter>,
    /// Where it is written, for messages.
    pub location: String,
}

/// A method that JavaScript implements.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DescribedInterfaceMethod {
    /// Its name in JavaScript.
    pub name: String,
    /// Its doc comment.
    pub docs: String,
    /// The note of `#[deprecated]`.
    pub deprecated: Option<String>,
    /// How Rust calls it.
    pub mode: InterfaceMode,
    /// Its parameters in order, whose schemas are those of results: Rust writes them.
    pub parameters: Vec<DescribedParameter>,
    /// The schema of the value that it returns, which is that of a parameter: Rust reads it.
    pub result: Option<Value>,
}
