//! Determines by type what a method returns: a value, or a `Result` and its kind of error; then whether the value is a
//! stream, and what its items are.
//!
//! The macro cannot know, since it sees only names, and names can be aliases. So it asks the compiler by method
//! resolution: `(&&&Kind::of(&result)).kind()` picks the first trait of this module, from the most references to the
//! fewest, whose bounds hold. For a `Result`, it returns the type of the error, whose kind is determined in the same way
//! by `error_kind()`. The tag that this returns turns the result into `Result<V, CallError>`.
//!
//! There are two questions because each level and each trait takes compile time in every method: most methods return
//! plain values, for which the second question is answered at its first level.

use std::error::Error;
use std::fmt::Display;
use std::marker::PhantomData;

use futures_util::stream::Stream;
use serde::Serialize;

use crate::codec::IntoReply;
use crate::error::{CallError, ClientError};
use crate::items::Items;
use crate::threading::MaybeSend;

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

/// Represents the type of the error of a result.
#[derive(Debug)]
pub struct ErrorType<E>(PhantomData<fn() -> E>);

/// Methods that return a `Result`, whose error has a kind of its own.
pub trait FallibleKind {
    /// The type of the error.
    type Error;

    /// Represents the error.
    #[inline]
    fn kind(&self) -> ErrorType<Self::Error> {
        ErrorType(PhantomData)
    }
}

/// Methods that return a future without stating so in their signature. They are rejected.
pub trait FutureKind {
    /// The tag of this kind.
    #[inline]
    fn kind(&self) -> FutureTag {
        FutureTag
    }
}

/// Methods that return a value.
pub trait PlainKind {
    /// The tag of this kind.
    #[inline]
    fn kind(&self) -> PlainTag {
        PlainTag
    }
}

impl<V, E> FallibleKind for &&Kind<Result<V, E>> {
    type Error = E;
}
impl<F: Future> FutureKind for &Kind<F> {}
impl<V> PlainKind for Kind<V> {}

/// Methods that return a future without stating so in their signature. They are rejected.
#[derive(Debug)]
pub struct FutureTag;

/// Methods that return a value.
#[derive(Debug)]
pub struct PlainTag;

/// Methods that return no `Result`.
pub trait NoErrorKind {
    /// The tag of the method's kind.
    type Tag;

    /// The tag of the method's kind.
    fn error_kind(&self) -> Self::Tag;
}

macro_rules! no_errors {
    ($($tag:ident)*) => {
        $(
            impl NoErrorKind for &&&&&&$tag {
                type Tag = $tag;

                #[inline]
                fn error_kind(&self) -> $tag {
                    $tag
                }
            }
        )*
    };
}

no_errors!(FutureTag PlainTag);

macro_rules! error_kinds {
    ($($(#[$doc:meta])* $trait:ident, $tag:ident;)*) => {
        $(
            $(#[$doc])*
            pub trait $trait {
                /// The tag of this kind.
                #[inline]
                fn error_kind(&self) -> $tag {
                    $tag
                }
            }

            $(#[$doc])*
            #[derive(Debug)]
            pub struct $tag;
        )*
    };
}

error_kinds! {
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
}

impl CallErrorKind for &&&&&&ErrorType<CallError> {}
impl<E: ClientError> ClientErrorKind for &&&&&ErrorType<E> {}
impl<E: Error> StdErrorKind for &&&&ErrorType<E> {}
impl<E: AsRef<SyncError>> SyncErrorKind for &&&ErrorType<E> {}
impl<E: AsRef<LocalError>> BoxedErrorKind for &&ErrorType<E> {}
impl<E: Display> DisplayKind for &ErrorType<E> {}
impl<E> OtherErrorKind for ErrorType<E> {}

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

/// Represents the type of a value that a method returns, without its error.
#[derive(Debug)]
pub struct Returned<V>(PhantomData<fn() -> V>);

impl<V> Returned<V> {
    /// The kind of the value of this result.
    #[inline]
    pub fn of(_: &Result<V, CallError>) -> Self {
        Self(PhantomData)
    }
}

macro_rules! values {
    ($($(#[$doc:meta])* $trait:ident, $tag:ident;)*) => {
        $(
            $(#[$doc])*
            pub trait $trait {
                /// The tag of this kind.
                #[inline]
                fn value_kind(&self) -> $tag {
                    $tag
                }
            }

            $(#[$doc])*
            #[derive(Debug)]
            pub struct $tag;
        )*
    };
}

values! {
    /// Values that are sent as they are.
    ValueKind, ValueTag;
    /// Streams of results whose error is [`CallError`].
    CallErrorItems, CallErrorItemsTag;
    /// Streams of results whose error is meant for the client.
    ClientErrorItems, ClientErrorItemsTag;
    /// Streams of results whose error is a standard error.
    StdErrorItems, StdErrorItemsTag;
    /// Streams of results whose error contains one that can move between threads.
    SyncErrorItems, SyncErrorItemsTag;
    /// Streams of results whose error contains any other error.
    BoxedErrorItems, BoxedErrorItemsTag;
    /// Streams of results whose error can only be displayed.
    DisplayItems, DisplayItemsTag;
    /// Streams of values.
    PlainItems, PlainItemsTag;
    /// Values that cannot be sent. They are rejected.
    OtherValue, OtherValueTag;
}

impl<V: Serialize> ValueKind for &&&&&&&&Returned<V> {}
impl<S: Stream<Item = Result<T, CallError>>, T> CallErrorItems for &&&&&&&Returned<S> {}
impl<S: Stream<Item = Result<T, E>>, T, E: ClientError> ClientErrorItems for &&&&&&Returned<S> {}
impl<S: Stream<Item = Result<T, E>>, T, E: Error> StdErrorItems for &&&&&Returned<S> {}
impl<S: Stream<Item = Result<T, E>>, T, E: AsRef<SyncError>> SyncErrorItems for &&&&Returned<S> {}
impl<S: Stream<Item = Result<T, E>>, T, E: AsRef<LocalError>> BoxedErrorItems for &&&Returned<S> {}
impl<S: Stream<Item = Result<T, E>>, T, E: Display> DisplayItems for &&Returned<S> {}
impl<S: Stream> PlainItems for &Returned<S> {}
impl<V> OtherValue for Returned<V> {}

macro_rules! same_values {
    ($($tag:ident)*) => {
        $(
            impl $tag {
                /// The unchanged result. Its value is checked where it is sent.
                #[inline]
                #[allow(clippy::missing_errors_doc)]
                pub fn carried<V>(self, result: Result<V, CallError>) -> Result<V, CallError> {
                    result
                }
            }
        )*
    };
}

same_values!(ValueTag OtherValueTag);

macro_rules! item_streams {
    ($($tag:ident: $bound:path, $error:ident => $convert:expr;)*) => {
        $(
            impl $tag {
                /// The items of the stream, which ends with the first error.
                #[allow(clippy::missing_errors_doc)]
                pub fn carried<S, T, E>(self, result: Result<S, CallError>) -> Result<Items<T, E>, CallError>
                where
                    S: Stream<Item = Result<T, E>> + MaybeSend + 'static,
                    T: IntoReply + 'static,
                    E: $bound + 'static,
                {
                    result.map(|stream| Items::converted(stream, |item| item.map_err(|$error| $convert)))
                }
            }
        )*
    };
}

item_streams! {
    ClientErrorItemsTag: ClientError, error => CallError::client(&error);
    StdErrorItemsTag: Error, error => CallError::from_borrowing(&error);
    SyncErrorItemsTag: AsRef<SyncError>, error => CallError::from_chain(error.as_ref());
    BoxedErrorItemsTag: AsRef<LocalError>, error => CallError::from_chain(error.as_ref());
    DisplayItemsTag: Display, error => CallError::internal(error);
}

impl CallErrorItemsTag {
    /// The items of the stream, which ends with the first error.
    #[allow(clippy::missing_errors_doc)]
    pub fn carried<S, T>(self, result: Result<S, CallError>) -> Result<Items<T, CallError>, CallError>
    where
        S: Stream<Item = Result<T, CallError>> + MaybeSend + 'static,
        T: IntoReply + 'static,
    {
        result.map(Items::try_new)
    }
}

impl PlainItemsTag {
    /// The items of the stream.
    #[allow(clippy::missing_errors_doc)]
    pub fn carried<S>(self, result: Result<S, CallError>) -> Result<Items<S::Item>, CallError>
    where
        S: Stream + MaybeSend + 'static,
        S::Item: IntoReply + 'static,
    {
        result.map(Items::new)
    }
}
