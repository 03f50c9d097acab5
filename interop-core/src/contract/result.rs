//! How an expansion finds the shape of a result: it first splits the type into its value and its error, and then finds
//! the shape of each. As in [`kind`](crate::__private::kind), the compiler selects the first trait whose bounds are
//! satisfied, from the most references to the fewest.

use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator};

pub use super::items::probes::*;
use super::{ErrorShape, Errors, ResultShape};
use crate::error::{CallError, ClientError};
use crate::object::without_paths;

/// Represents the type of a result, a value or an error.
#[derive(Debug)]
pub struct Probe<T>(PhantomData<fn() -> T>);

impl<T> Probe<T> {
    /// Represents `T`.
    pub const NEW: Self = Self(PhantomData);

    /// Represents the result of a function whose type cannot be named. The function is not called.
    pub fn of(_: impl FnOnce() -> T) -> Self {
        Self::NEW
    }

    /// Represents the output of the future that such a function returns.
    pub fn of_future<F: Future<Output = T>>(_: impl FnOnce() -> F) -> Self {
        Self::NEW
    }
}

/// Represents an argument in a call that is not made.
#[allow(clippy::missing_panics_doc)]
pub fn argument<T>() -> T {
    unreachable!("the call is not made")
}

/// Represents the error of a method that returns a value.
#[derive(Debug)]
pub enum NoError {}

/// Results with an error.
pub trait SplitResult<V, E> {
    /// The value and the error.
    fn split(&self) -> (Probe<V>, Probe<E>) {
        (Probe::NEW, Probe::NEW)
    }
}

/// Results without an error.
pub trait SplitValue<V> {
    /// The value alone.
    fn split(&self) -> (Probe<V>, Probe<NoError>) {
        (Probe::NEW, Probe::NEW)
    }
}

impl<V, E> SplitResult<V, E> for &Probe<Result<V, E>> {}
impl<V> SplitValue<V> for Probe<V> {}

/// Values with a schema.
pub trait DescribedValue {
    /// The schema.
    fn value(&self, generator: &mut SchemaGenerator) -> Option<Schema>;
}

/// Values without one.
pub trait OpaqueValue {
    /// None.
    fn value(&self, _: &mut SchemaGenerator) -> Option<Schema> {
        None
    }
}

impl<V: JsonSchema> DescribedValue for &&&&&&&&&Probe<V> {
    fn value(&self, generator: &mut SchemaGenerator) -> Option<Schema> {
        Some(generator.subschema_for::<V>())
    }
}
impl<V> OpaqueValue for Probe<V> {}

/// Errors that are created at run time.
pub trait AnyError {
    /// Any code.
    fn errors(&self, _: &mut SchemaGenerator) -> Errors {
        Errors::Any
    }

    /// None: the type says nothing about the codes.
    fn error_type(&self) -> Option<String> {
        None
    }
}

/// Errors that are meant for the client.
pub trait DescribedByCodes {
    /// The codes of the error.
    fn errors(&self, generator: &mut SchemaGenerator) -> Errors;

    /// The name of the error.
    fn error_type(&self) -> Option<String>;
}

/// Errors that the client does not see.
pub trait InternalError {
    /// None.
    fn errors(&self, _: &mut SchemaGenerator) -> Errors {
        Errors::None
    }

    /// None: there are no codes.
    fn error_type(&self) -> Option<String> {
        None
    }
}

impl AnyError for &&Probe<CallError> {}
impl<E: ClientError> DescribedByCodes for &Probe<E> {
    fn errors(&self, generator: &mut SchemaGenerator) -> Errors {
        E::codes(generator).map_or(Errors::Any, Errors::Known)
    }

    fn error_type(&self) -> Option<String> {
        Some(without_paths(std::any::type_name::<E>()))
    }
}
impl<E> InternalError for Probe<E> {}

/// Combines them.
pub fn shape(value: Option<Schema>, errors: Errors, error_type: Option<String>) -> ResultShape {
    ResultShape { value, errors, error_type }
}

/// A code without data, for derived errors.
pub fn code(code: &'static str, docs: &'static str, data: Option<Schema>) -> ErrorShape {
    ErrorShape { code: code.into(), docs: docs.into(), data }
}
