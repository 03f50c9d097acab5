//! Finds the schema of a type, if it has one, by method resolution of the compiler.

use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator};

/// Selects the shape of a type. For types with a schema, the inherent constant takes precedence over that of
/// [`NoShape`].
#[doc(hidden)]
pub struct ShapeOf<T: ?Sized>(PhantomData<T>);

impl<T: ?Sized> fmt::Debug for ShapeOf<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShapeOf")
    }
}

impl<T: ?Sized + JsonSchema> ShapeOf<T> {
    /// Creates the schema of the type.
    pub const SHAPE: Option<fn(&mut SchemaGenerator) -> Schema> = Some(SchemaGenerator::subschema_for::<T>);
}

/// Applies to types without a schema.
#[doc(hidden)]
pub trait NoShape {
    /// None.
    const SHAPE: Option<fn(&mut SchemaGenerator) -> Schema> = None;
}

impl<T: ?Sized> NoShape for ShapeOf<T> {}
