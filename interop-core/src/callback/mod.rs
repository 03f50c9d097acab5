//! Rust closures that JavaScript holds and calls.

mod closure;
mod function;
mod result;

use std::fmt;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use self::closure::Closure;
#[doc(hidden)]
pub use self::function::{CallbackArgument, OwnedArgument, TakeAnOwnedTypeSuchAsStringInsteadOfStr};
pub use self::function::{CallbackArguments, CallbackFn};
pub use self::result::CallbackResult;
#[doc(hidden)]
pub use self::result::{ConvertTheErrorToCallError, FallibleResult, PlainResult};
use crate::object::ObjectReference;
use crate::threading::MaybeSend;

/// A closure that JavaScript calls by a method id. In Blazor, this needs a helper class that invokes an action.
///
/// ```
/// use interop_core::{Callback, InProcess};
///
/// let app = InProcess::new();
/// let helper = Callback::new("UpdateMessageCaller", |message: String| format!("{message} Called!"));
/// let message: String = app.object(&helper).call("UpdateMessageCaller", ("UpdateMessage",))?;
/// assert_eq!(message, "UpdateMessage Called!");
/// # Ok::<(), interop_core::CallFailure>(())
/// ```
///
/// A closure takes up to eight owned arguments and returns a value or a `Result<T, CallError>`. Other errors are converted
/// to [`CallError`](crate::CallError), with `?` or with `map_err(CallError::internal)`.
///
/// A callback is a reference: return it from a method, pass it to JavaScript, or use it anywhere in a result or an
/// argument. JavaScript receives an object with `invokeMethodAsync(name, ...)` and `dispose()`. A callback gets an id
/// when it is first sent to a circuit. The circuit then holds the closure until either side disposes the callback,
/// JavaScript releases it, or the circuit ends. A clone shares the closure and the id. As a parameter, a `Callback` is
/// one that JavaScript passes back.
///
/// See "Component instance .NET method helper class" in the ASP.NET Core article.
#[derive(Clone)]
pub struct Callback(ObjectReference<Closure>);

impl Callback {
    /// Creates a callback from a closure that runs to completion.
    pub fn new<A, K, F, M>(name: impl Into<String>, function: F) -> Self
    where
        F: CallbackFn<A>,
        A: CallbackArguments<M>,
        K: 'static,
        M: 'static,
        F::Output: CallbackResult<K>,
    {
        Self(ObjectReference::new(Closure::new(name.into(), function)))
    }

    /// Creates a callback from a closure that returns a future.
    pub fn new_async<A, K, F, M>(name: impl Into<String>, function: F) -> Self
    where
        F: CallbackFn<A>,
        A: CallbackArguments<M>,
        K: 'static,
        M: 'static,
        F::Output: Future<Output: CallbackResult<K>> + MaybeSend + 'static,
    {
        Self(ObjectReference::new(Closure::new_async(name.into(), function)))
    }

    /// The method id by which JavaScript calls it.
    pub fn name(&self) -> &str {
        self.0.name()
    }

    /// The id of the callback in its circuit, if it was sent to one.
    pub fn id(&self) -> Option<u64> {
        ObjectReference::id(&self.0)
    }

    /// Ends the callback and its clones: the circuit drops the closure, and later calls by JavaScript fail. Calling it
    /// again has no effect.
    pub fn dispose(&self) {
        ObjectReference::dispose(&self.0);
    }

    /// Whether the callback was disposed, from either side or because its circuit has ended.
    pub fn is_disposed(&self) -> bool {
        ObjectReference::is_disposed(&self.0)
    }

    pub(crate) fn reference(&self) -> &ObjectReference<Closure> {
        &self.0
    }
}

impl Serialize for Callback {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Callback {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        ObjectReference::deserialize(deserializer).map(Self)
    }
}

impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Callback({})", self.name())
    }
}
