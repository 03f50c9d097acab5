//! The contents of a registry as data, which `describer.rs` creates.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::InterfaceMode;

/// The methods, objects and types of a registry, in the form in which a program describes itself to a tool.
///
/// A contract is created from it by the crate `interop-contract`. Schemas are as `schemars` generates them, and
/// inconsistencies are listed but not resolved.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Description {
    /// The version of this format.
    pub version: u32,
    /// The static methods, sorted by assembly and id.
    pub methods: Vec<DescribedMethod>,
    /// The object types that are registered or that a method refers to, sorted by name.
    pub objects: Vec<DescribedObject>,
    /// The interfaces that JavaScript implements and Rust calls, sorted by name.
    #[serde(default)]
    pub interfaces: Vec<DescribedInterface>,
    /// The events that Rust sends, sorted by name.
    #[serde(default)]
    pub events: Vec<DescribedEvent>,
    /// The schemas of named types as parameters. Other schemas refer to them as `#/$defs/Name`.
    pub parameter_types: BTreeMap<String, Value>,
    /// The schemas of named types as results.
    pub result_types: BTreeMap<String, Value>,
    /// Names that two types share, which a generated client could not distinguish.
    pub shared_names: BTreeSet<String>,
}

/// A method under one of its ids.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DescribedMethod {
    /// The assembly of a static method, or of the block of an object's method.
    pub assembly: String,
    /// The id by which JavaScript calls it.
    pub id: String,
    /// Its doc comment.
    pub docs: String,
    /// The deprecation note, if it is deprecated; may be empty.
    pub deprecated: Option<String>,
    /// How it runs.
    pub mode: Mode,
    /// The parameters that take an argument, in order.
    pub parameters: Vec<DescribedParameter>,
    /// The schema of the value that it returns, if its type has one.
    pub result: Option<Value>,
    /// The type of that value, as written in Rust.
    pub result_type: String,
    /// The codes with which it can fail, in addition to those of every call, or `None` if any code is possible.
    pub errors: Option<Vec<DescribedError>>,
    /// The name of the Rust type that lists them.
    #[serde(default)]
    pub error_type: Option<String>,
    /// Its location in the source, for messages.
    pub location: String,
}

/// How a method runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Mode {
    /// Synchronously and to completion. Only such methods can be called synchronously.
    Sync,
    /// As a future.
    Async,
    /// On a separate thread.
    Blocking,
}

/// A parameter that consumes an argument.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DescribedParameter {
    /// Its name in Rust, `_` for a parameter without one.
    pub name: String,
    /// Its type, as written in Rust.
    pub rust_type: String,
    /// The schema of its type, if it has one.
    pub schema: Option<Value>,
    /// Whether the type accepts absence, so that a trailing argument may be omitted.
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
    /// The full path of the type, which distinguishes types of the same name. `None` if no method refers to the type.
    pub rust_type: Option<String>,
    /// The location of its block in the source, for messages.
    pub location: String,
}

/// An interface that JavaScript implements, declared with `#[js_interface]`.
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
    /// The full path of the type, which distinguishes interfaces of the same name.
    pub rust_type: String,
    /// Its location in the source, for messages.
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
    /// The arguments of its handlers. Their schemas are those of results, because Rust writes them.
    pub parameters: Vec<DescribedParameter>,
    /// Its location in the source, for messages.
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
    /// The deprecation note, if it is deprecated; may be empty.
    pub deprecated: Option<String>,
    /// How Rust calls it.
    pub mode: InterfaceMode,
    /// Its parameters in order. Their schemas are those of results, because Rust writes them.
    pub parameters: Vec<DescribedParameter>,
    /// The schema of the value that it returns. It is that of a parameter, because Rust reads it.
    pub result: Option<Value>,
}
