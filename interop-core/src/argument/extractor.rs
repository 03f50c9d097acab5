//! Parameters that take no argument: made from the call by the traits that applications implement too.

use std::fmt;

use super::{ArgumentSource, FromArgument, ParameterKind, ViaDeserialize};
use crate::circuit::Unread;
use crate::context::{CallInfo, FromCall, FromCallAsync, IntoCallError, RequiredStates};
use crate::descriptor::ParameterDescriptor;
use crate::error::CallError;
use crate::scope::{self, Phase};
use crate::threading::{AnyBox, BoxFuture};
use crate::thunk::{CallFuture, OwnedCall};

/// Marks parameters that are made by [`FromCall`].
#[derive(Debug)]
pub struct ViaFromCall;

/// Marks parameters that are made by [`FromCallAsync`].
#[derive(Debug)]
pub struct ViaFromCallAsync;

/// Makes a context parameter before the arguments are decoded.
#[derive(Clone, Copy)]
pub struct Extractor {
    extract: Extract,
    required_states: fn(&mut RequiredStates),
}

#[derive(Clone, Copy)]
enum Extract {
    AtOnce(fn(&CallInfo<'_>) -> Result<AnyBox, CallError>),
    Awaited(for<'a> fn(&'a CallInfo<'a>) -> BoxFuture<'a, Result<AnyBox, CallError>>),
}

impl Extractor {
    /// Whether the method has to wait for the parameter.
    pub(crate) const fn is_awaited(self) -> bool {
        matches!(self.extract, Extract::Awaited(_))
    }

    /// Adds the states without which the parameter cannot be made.
    pub(crate) fn required_states(self, states: &mut RequiredStates) {
        (self.required_states)(states);
    }

    async fn extract(self, call: &CallInfo<'_>) -> Result<AnyBox, CallError> {
        match self.extract {
            Extract::AtOnce(extract) => extract(call),
            Extract::Awaited(extract) => extract(call).await,
        }
    }
}

impl fmt::Debug for Extractor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_awaited() { "FromCallAsync" } else { "FromCall" })
    }
}

#[diagnostic::do_not_recommend]
impl<'c, T: FromCall> FromArgument<'c, ViaFromCall> for T {
    // Hidden here too: rustdoc lists the items of a blanket implementation on the page of each type.
    #[doc(hidden)]
    const KIND: &'static ParameterKind = &ParameterKind::context(&Extractor {
        extract: Extract::AtOnce(|call| {
            let value = T::from_call(call).map_err(IntoCallError::into_call_error)?;
            Ok(Box::new(value))
        }),
        required_states: T::required_states,
    });

    #[doc(hidden)]
    #[inline]
    fn take<S: ArgumentSource<'c>>(source: &mut S) -> Result<Self, S::Error> {
        let call = source.call();
        if let Some(value) = call.input.arena.take_context() {
            return Ok(value);
        }
        // Code of the application, which is not part of the decode.
        let before = scope::switch(Phase::Idle);
        let made = T::from_call(&CallInfo::of(call));
        scope::switch(before);
        made.map_err(|refusal| source.fail(refusal.into_call_error()))
    }
}

#[diagnostic::do_not_recommend]
impl<'c, T: FromCallAsync> FromArgument<'c, ViaFromCallAsync> for T {
    // Hidden here too: rustdoc lists the items of a blanket implementation on the page of each type.
    #[doc(hidden)]
    const KIND: &'static ParameterKind = &ParameterKind::context(&Extractor {
        extract: Extract::Awaited(|call| {
            Box::pin(async move {
                let value = T::from_call(call).await.map_err(IntoCallError::into_call_error)?;
                Ok(Box::new(value) as AnyBox)
            })
        }),
        required_states: T::required_states,
    });

    #[doc(hidden)]
    fn take<S: ArgumentSource<'c>>(source: &mut S) -> Result<Self, S::Error> {
        let made = source.call().input.arena.take_context();
        made.ok_or_else(|| source.fail(CallError::internal("a context parameter was not made before the arguments")))
    }
}

/// Makes the context parameters of a call in their order, and then runs its thunk, which finds them in the call.
pub(crate) fn extract_then(thunk: fn(OwnedCall) -> CallFuture, call: OwnedCall) -> CallFuture {
    Box::pin(async move {
        {
            let call = call.call();
            // A call that is refused or dropped here has not read its arguments.
            let unread = Unread::new(call.circuit, call.args);
            let info = CallInfo::of(&call);
            for extractor in call.method.parameters.iter().filter_map(ParameterDescriptor::extractor) {
                let context = extractor.extract(&info).await?;
                call.input.arena.keep_context(context);
            }
            unread.forget();
        }
        thunk(call).await
    })
}

/// A parameter that synchronous and blocking methods can have too.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can only be a parameter of an `async` method",
    label = "needs an `async` method",
    note = "it implements `interop_core::FromCallAsync`, which only `async` methods can wait for; write `async fn`, or implement `FromCall` for it instead"
)]
pub trait NeedsNoAwait<Via> {}

impl<T> NeedsNoAwait<ViaDeserialize> for T {}
impl<T> NeedsNoAwait<ViaFromCall> for T {}
