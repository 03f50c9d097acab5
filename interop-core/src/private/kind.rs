//! Determines by type what a method returns: a value, or a `Result` and its kind of error.
//!
//! The macro cannot know, since it sees only names, and names can be aliases. So it asks the compiler by method
//! resolution: `(&&&&&&&&&Kind::of(&result)).kind()` picks the first trait of this module, from the most references to
//! the fewest, whose bounds hold. The tag that it returns turns the result into `Result<V, CallError>`.

use std::error::Error;
use std::fmt::Display;
use std::marker::PhantomData;

use crate::error::{CallError, ClientError};

/// Represents the type of a result.
#[derive(Debug)]
pub struct Kind<R>(PhantomData<fn() -> R>);

impl<R> Kind<R> {
    /// The kind of this result.
    #[inline]
    pub fn of(_: &R) -> Self {
        Self(PhantomData)
    }
}

type SyncError = dyn Error + Send + Sync + 'static;
type LocalError = dyn Error + 'static;

macro_rules! kinds {
    ($($(#[$doc:meta])* $trait:ident, $tag:ident;)*) => {
        $(
            $(#[$doc])*
            pub trait $trait {
                /// The tag of this kind.
                #[inline]
                fn kind(&self) -> $tag {
                    $tag
                }
            }

            $(#[$doc])*
            #[derive(Debug)]
            pub struct $tag;
        )*
    };
}

kinds! {
    /// Methods that return [`CallError`].
    CallErrorKind, CallErrorTag;
    /// Methods whose error is meant for the client.
    ClientErrorKind, ClientErrorTag;
    /// Methods whose error is a standard error. It is internal, with its chain of sources.
    StdErrorKind, StdErrorTag;
    /// Methods whose error contains one that can move between threads, such as `anyhow::Error`.
    SyncErrorKind, SyncErrorTag;
    /// Methods whose error contains any other error, such as `Box<dyn Error>`.
    BoxedErrorKind, BoxedErrorTag;
    /// Methods whose error can only be displayed, such as `String`. It is internal.
    DisplayKind, DisplayTag;
    /// Methods whose error cannot be displayed. They are rejected.
    OtherErrorKind, OtherErrorTag;
    /// Methods that return a future without stating so in their signature. They are rejected.
    FutureKind, FutureTag;
    /// Methods that return a value.
    PlainKind, PlainTag;
}

impl<V> CallErrorKind for &&&&&&&&Kind<Result<V, CallError>> {}
impl<V, E: ClientError> ClientErrorKind for &&&&&&&Kind<Result<V, E>> {}
impl<V, E: Error> StdErrorKind for &&&&&&Kind<Result<V, E>> {}
impl<V, E: AsRef<SyncError>> SyncErrorKind for &&&&&Kind<Result<V, E>> {}
impl<V, E: AsRef<LocalError>> BoxedErrorKind for &&&&Kind<Result<V, E>> {}
impl<V, E: Display> DisplayKind for &&&Kind<Result<V, E>> {}
impl<V, E> OtherErrorKind for &&Kind<Result<V, E>> {}
impl<F: Future> FutureKind for &Kind<F> {}
impl<V> PlainKind for Kind<V> {}

impl CallErrorTag {
    /// The unchanged result.
    #[inline]
    #[allow(clippy::missing_errors_doc)]
    pub fn outcome<V>(self, result: Result<V, CallError>) -> Result<V, CallError> {
        result
    }
}

macro_rules! outcomes {
    ($($tag:ident: $bound:path, $error:ident => $convert:expr;)*) => {
        $(
            impl $tag {
                /// The value, or the error in the form of the circuit.
                #[inline]
                pub fn outcome<V, E: $bound>(self, result: Result<V, E>) -> Result<V, CallError> {
                    result.map_err(|$error| $convert)
                }
            }
        )*
    };
}

outcomes! {
    ClientErrorTag: ClientError, error => CallError::client(&error);
    StdErrorTag: Error, error => CallError::from_borrowing(&error);
    SyncErrorTag: AsRef<SyncError>, error => CallError::from_chain(error.as_ref());
    BoxedErrorTag: AsRef<LocalError>, error => CallError::from_chain(error.as_ref());
    DisplayTag: Display, error => CallError::internal(error);
}

/// A result that is available immediately. Nothing implements it; it is only required of futures.
#[diagnostic::on_unimplemented(
    message = "a `#[js_invokable]` function that returns a future must say so in its signature",
    label = "a future",
    note = "write `async fn`, or `impl Future<Output = ..>` as the return type"
)]
pub trait NotAFuture {}

impl OtherErrorTag {
    /// Never compiles, and its bound explains why: errors that implement `ClientError` have another kind.
    #[allow(clippy::missing_errors_doc)]
    pub fn outcome<V, E: ClientError>(self, result: Result<V, E>) -> Result<V, CallError> {
        result.map_err(|error| CallError::client(&error))
    }
}

impl FutureTag {
    /// Never compiles, and its bound explains why.
    #[allow(clippy::missing_errors_doc, clippy::missing_panics_doc)]
    pub fn outcome<F: NotAFuture>(self, _: F) -> Result<(), CallError> {
        unreachable!("no future implements `NotAFuture`")
    }
}

impl PlainTag {
    /// The value.
    #[inline]
    #[allow(clippy::missing_errors_doc)]
    pub fn outcome<V>(self, value: V) -> Result<V, CallError> {
        Ok(value)
    }
}
