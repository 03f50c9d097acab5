//! The error types for the client that are known at run time. `?` finds them by their type.

use std::error::Error;
use std::fmt;

use super::sources::text_with_sources;
use super::{CallError, ClientError};
use crate::constructors;
use crate::js::JsError;

/// The registration of an error type. It converts an error of any type to the one that the client sees, if it has this
/// type.
pub struct KnownError(Option<Conversion>);

type Conversion = fn(&(dyn Error + 'static)) -> Option<CallError>;

impl KnownError {
    /// Creates a registration with the conversion of [`ConversionOf`] or [`NoConversion`].
    pub const fn new(conversion: Option<Conversion>) -> Self {
        Self(conversion)
    }
}

impl fmt::Debug for KnownError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KnownError")
    }
}

inventory::collect!(KnownError);

impl CallError {
    /// Creates an error from an error and the chain of its sources: from the first registered [`ClientError`] among
    /// them, or otherwise an internal error.
    #[cold]
    pub(crate) fn from_chain(error: &(dyn Error + 'static)) -> Self {
        let Some(mut known) = first(error) else { return Self::with_sources(error) };
        // What wraps it says in which context it happened.
        known.record(text_with_sources(error));
        known
    }

    /// The same for an error that may borrow. Only its sources can be registered.
    #[cold]
    pub(crate) fn from_borrowing(error: &dyn Error) -> Self {
        let Some(mut known) = error.source().and_then(first) else { return Self::with_sources(error) };
        known.record(text_with_sources(error));
        known
    }
}

impl<E: Error + 'static> From<E> for CallError {
    fn from(error: E) -> Self {
        Self::from_chain(&error)
    }
}

/// Finds the first error of the chain whose type is registered.
///
/// The first one is decisive: an error that is not for the client hides its sources too.
fn first(error: &(dyn Error + 'static)) -> Option<CallError> {
    constructors::run();
    let mut next = Some(error);
    while let Some(error) = next {
        // A linear search, because the type of a source can only be compared with one type at a time. It is one
        // comparison for each type, in calls that have failed.
        let found = own(error).or_else(|| {
            inventory::iter::<KnownError>()
                .find_map(|KnownError(conversion)| conversion.and_then(|convert| convert(error)))
        });
        if found.is_some() {
            return found;
        }
        next = inner(error);
    }
    None
}

/// An error of this crate that has a code of its own.
fn own(error: &(dyn Error + 'static)) -> Option<CallError> {
    error.downcast_ref::<JsError>().filter(|error| error.is_for_client()).map(CallError::client)
}

/// The error inside of another one. An [`std::io::Error`] with an error of any type says that error's source, and not the error.
fn inner<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e (dyn Error + 'static)> {
    if let Some(error) = error.downcast_ref::<std::io::Error>()
        && let Some(inner) = error.get_ref()
    {
        return Some(inner);
    }
    error.source()
}

/// Lets the compiler select the conversion of a type: an inherent constant takes precedence over that of
/// [`NoConversion`].
#[derive(Debug)]
pub struct ConversionOf<E>(std::marker::PhantomData<E>);

impl<E: ClientError + Error + 'static> ConversionOf<E> {
    /// Downcasts to the type.
    pub const CONVERSION: Option<Conversion> =
        Some(|error| error.downcast_ref::<E>().map(|error| CallError::client(error)));
}

/// Applies to types that are not standard errors, which `?` does not convert.
pub trait NoConversion {
    /// None.
    const CONVERSION: Option<Conversion> = None;
}

impl<E> NoConversion for ConversionOf<E> {}
