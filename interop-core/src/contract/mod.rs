//! The data for generators of typed clients, with feature `contract`: the JSON Schemas of values, the codes of errors,
//! and the objects behind references.
//!
//! Descriptors contain functions that create this data, so that nothing is computed unless it is requested. Without the
//! feature they contain none. The crate `interop-contract` turns the data of a registry into a document.
//!
//! Schemas are requested with a generator whose [contract](schemars::generate::SchemaSettings) is `Deserialize` for
//! parameters, and `Serialize` for results and the data of errors. The two directions of serde differ if fields have
//! defaults or are skipped.

#[doc(hidden)]
pub mod data;
mod describer;
mod description;
mod interface;
#[doc(hidden)]
pub mod items;
mod objects;
mod opposite;
mod own_types;
#[doc(hidden)]
pub mod result;
mod result_shape;
mod shape_of;
mod shared_names;

#[doc(hidden)]
pub use schemars::{JsonSchema, Schema, SchemaGenerator};

pub use self::description::{
    DescribedError, DescribedEvent, DescribedInterface, DescribedInterfaceMethod, DescribedMethod, DescribedObject,
    DescribedParameter, Description, Mode,
};
pub use self::interface::{
    EventDescriptor, INTERFACE_KEY, InterfaceDescriptor, InterfaceMethodDescriptor, InterfaceMode, InterfaceParameter,
    JsInterface, interface_schema,
};
pub use self::objects::{ObjectShape, collect_objects, object_name};
pub use self::result_shape::{ErrorShape, Errors, ResultShape};
#[doc(hidden)]
pub use self::shape_of::{NoShape, ShapeOf};

/// The environment variable with the path of the file to which a test program writes its [`Description`].
pub const DESCRIPTION_VARIABLE: &str = "INTEROP_CONTRACT_FILE";

/// Writes the [`Description`] of everything that the program links, if a tool has requested it. The test that
/// [`assembly!`](crate::assembly!) adds to the test program of a crate calls it.
///
/// # Panics
///
/// If the methods cannot form a registry, or if the file cannot be written. The panic fails the test, and the tool
/// shows its text.
#[doc(hidden)]
pub fn write_description() {
    let Some(path) = std::env::var_os(DESCRIPTION_VARIABLE) else { return };
    let registry = crate::registry::Registry::linked().unwrap_or_else(|error| panic!("{error}"));
    let description = serde_json::to_vec(&Description::of(&registry)).expect("schemas are JSON");
    std::fs::write(&path, description).unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
}

/// The key of a schema which states that a value is not plain JSON: `"object"`, `"bytes"`, `"stream"`, `"js-object"`,
/// `"js-function"`, `"js-interface"`, `"js-stream"`, `"items"`, `"js-items"`, `"typed-array"`, `"bigint"` or
/// `"element"`.
pub const KIND_KEY: &str = "x-interop";

/// The key of the schema of a stream of values that contains the schema of each value.
pub const ITEM_KEY: &str = "item";

/// The key of the schema of a stream of values from Rust that contains the codes with which it can end, or null if any
/// code is possible. Each code has an object with its `description`, and the schema of its `data` if it has data.
pub const ERRORS_KEY: &str = "errors";

/// The key of the schema of an object that contains the name of its type: the assembly, a slash and the name, such as
/// `Shop/Cart`.
pub const OBJECT_KEY: &str = "of";
