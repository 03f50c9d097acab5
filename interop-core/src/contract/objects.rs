//! The objects to which schemas refer, and their names in a contract.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::descriptor::ObjectDescriptor;
use crate::object::{InteropObject, ObjectReference, without_paths};

/// An object type to which a schema refers.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ObjectShape {
    /// Its methods and their locations.
    pub descriptor: ObjectDescriptor,
    /// The full path of the type, which distinguishes types of the same name.
    pub type_name: &'static str,
}

thread_local! {
    /// The objects to which schemas have referred while they are collected, by their names in the contract.
    static OBJECTS: RefCell<Option<ObjectShapes>> = const { RefCell::new(None) };
}

type ObjectShapes = BTreeMap<String, Vec<ObjectShape>>;

/// Runs a function that creates schemas, and returns the object types to which they refer, by name. If two types have
/// the same name, both are listed.
pub fn collect_objects<R>(make: impl FnOnce() -> R) -> (R, BTreeMap<String, Vec<ObjectShape>>) {
    let outer = OBJECTS.replace(Some(ObjectShapes::new()));
    let result = make();
    (result, OBJECTS.replace(outer).unwrap_or_default())
}

/// The name of an object type in a contract: the assembly of its block, a slash, and the type without the paths in it,
/// such as `Shop/Cart` or `Shop/Page<String>`.
pub fn object_name<T: InteropObject>() -> String {
    format!("{}/{}", ObjectDescriptor::of::<T>().assembly, without_paths(std::any::type_name::<T>()))
}

impl<T: InteropObject> JsonSchema for ObjectReference<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "ObjectReference".into()
    }

    fn schema_id() -> Cow<'static, str> {
        format!("ObjectReference<{}>", std::any::type_name::<T>()).into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let name = object_name::<T>();
        let shape = ObjectShape { descriptor: ObjectDescriptor::of::<T>(), type_name: std::any::type_name::<T>() };
        OBJECTS.with_borrow_mut(|objects| {
            let Some(objects) = objects else { return };
            let known = objects.entry(name.clone()).or_default();
            if known.iter().all(|other| other.type_name != shape.type_name) {
                known.push(shape);
            }
        });
        json_schema!({ "type": "object", "x-interop": "object", "of": name })
    }
}
