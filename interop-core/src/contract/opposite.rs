//! Schemas of the opposite direction: the arguments of a function are sent in the opposite direction of the value that
//! contains the function.

use std::cell::RefCell;

use schemars::{Schema, SchemaGenerator};

thread_local! {
    /// The generator for the opposite direction while a schema is created.
    static OPPOSITE: RefCell<Option<SchemaGenerator>> = const { RefCell::new(None) };
}

/// Creates a schema that can contain schemas of the opposite direction.
pub(super) fn with<R>(opposite: &mut SchemaGenerator, shape: impl FnOnce() -> R) -> R {
    let outer = OPPOSITE.replace(Some(std::mem::take(opposite)));
    let made = shape();
    *opposite = OPPOSITE.replace(outer).unwrap_or_default();
    made
}

/// Creates a schema with the generator of the opposite direction, if there is one. For the new schema, the current
/// generator is that of the opposite direction.
pub(super) fn in_other_direction(
    generator: &mut SchemaGenerator,
    make: impl FnOnce(&mut SchemaGenerator) -> Schema,
) -> Schema {
    let Some(mut opposite) = OPPOSITE.take() else { return make(generator) };
    let schema = with(generator, || make(&mut opposite));
    OPPOSITE.set(Some(opposite));
    schema
}
