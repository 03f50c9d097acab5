//! What a typed proxy for a JavaScript object is made of: the expansion of `#[js_interface]` names these items.

use std::fmt;

use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde::ser::{self, Serialize, Serializer};

use super::{JsCall, JsError, JsObjectReference, JsRuntime, result_type};
use crate::circuit::JsCallResultType;
use crate::threading::Shared;

/// The object that a proxy calls.
#[derive(Clone)]
pub struct JsTarget(Target);

#[derive(Clone)]
enum Target {
    /// An object that Rust holds.
    Object(JsObjectReference),
    /// The object that this path leads to at the time of each call.
    Path(JsRuntime, Shared<str>),
}

impl JsTarget {
    /// The object at a path from the global object.
    pub fn at(js: &JsRuntime, path: &str) -> Self {
        Self(Target::Path(js.clone(), path.into()))
    }

    /// Calls a method and awaits its result.
    pub fn call<R: JsValue>(&self, method: &str, args: impl Serialize, result: ResultKind) -> JsCall<R> {
        self.on(method, |js, identifier| js.invoke_as(identifier, args, result.of::<R>()))
            .unwrap_or_else(JsCall::failed)
    }

    /// Calls a method synchronously.
    ///
    /// # Errors
    ///
    /// As [`JsRuntime::invoke_sync`].
    pub fn call_sync<R: JsValue>(&self, method: &str, args: impl Serialize, result: ResultKind) -> Result<R, JsError> {
        self.on(method, |js, identifier| js.invoke_sync_as(identifier, args, result.of::<R>()))?
    }

    /// Calls a method that is not answered.
    ///
    /// # Errors
    ///
    /// If the call cannot be sent.
    pub fn send(&self, method: &str, args: impl Serialize) -> Result<(), JsError> {
        self.on(method, |js, identifier| js.send(identifier, args))?
    }

    fn on<T>(&self, method: &str, call: impl FnOnce(JsRuntime, &str) -> T) -> Result<T, JsError> {
        match &self.0 {
            Target::Object(object) => Ok(call(object.live()?, method)),
            Target::Path(js, path) => Ok(call(js.clone(), &[path, method].join("."))),
        }
    }
}

impl From<JsObjectReference> for JsTarget {
    fn from(object: JsObjectReference) -> Self {
        Self(Target::Object(object))
    }
}

impl fmt::Debug for JsTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Target::Object(object) => object.fmt(f),
            Target::Path(_, path) => f.write_str(path),
        }
    }
}

impl Serialize for JsTarget {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Target::Object(object) => object.serialize(serializer),
            Target::Path(_, path) => Err(ser::Error::custom(format_args!(
                "the proxy for `{path}` cannot be sent, because it holds no reference to an object"
            ))),
        }
    }
}

impl<'de> Deserialize<'de> for JsTarget {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let object = JsObjectReference::deserialize(deserializer)?;
        // The page made the reference for this message, and has no other use for it.
        object.take_ownership();
        Ok(object.into())
    }
}

/// What JavaScript is asked to send back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResultKind {
    /// What the type of the result decides.
    Value,
    /// A reference to the object, for a proxy.
    Reference,
}

impl ResultKind {
    fn of<R>(self) -> JsCallResultType {
        match self {
            Self::Value => result_type::<R>(),
            Self::Reference => JsCallResultType::JsObjectReference,
        }
    }
}

/// A proxy for JavaScript objects.
pub trait JsProxy {}

/// How an expansion finds out whether a result is a proxy: the compiler picks the first trait whose bounds hold, from the
/// most references to the fewest.
pub mod result_kind {
    use std::marker::PhantomData;

    use super::{JsProxy, ResultKind};

    /// Stands for the type of a result.
    #[derive(Debug)]
    pub struct InterfaceReturn<R>(PhantomData<fn() -> R>);

    impl<R> InterfaceReturn<R> {
        /// Stands for `R`.
        pub const NEW: Self = Self(PhantomData);
    }

    /// A proxy.
    pub trait ReturnsProxy {
        /// A reference.
        fn kind(&self) -> ResultKind {
            ResultKind::Reference
        }
    }

    /// A proxy or null.
    pub trait ReturnsOptionalProxy {
        /// A reference, which may be null.
        fn kind(&self) -> ResultKind {
            ResultKind::Reference
        }
    }

    /// Anything else.
    pub trait ReturnsValue {
        /// A value.
        fn kind(&self) -> ResultKind {
            ResultKind::Value
        }
    }

    impl<R: JsProxy> ReturnsProxy for &&InterfaceReturn<R> {}
    impl<R: JsProxy> ReturnsOptionalProxy for &InterfaceReturn<Option<R>> {}
    impl<R> ReturnsValue for InterfaceReturn<R> {}
}

/// The result of a method of a `#[js_interface]`.
#[diagnostic::on_unimplemented(
    message = "a method of a `#[js_interface]` cannot return `{Self}`",
    label = "not a `Result<.., JsError>`",
    note = "every call to JavaScript can fail, so return `Result<T, interop_core::JsError>`"
)]
pub trait JsOutcome {
    /// The value.
    type Value;
}

#[diagnostic::do_not_recommend]
impl<T> JsOutcome for Result<T, JsError> {
    type Value = T;
}

/// A value that JavaScript returns.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the result of a call to JavaScript",
    label = "a type that cannot be deserialized",
    note = "implement `serde::Deserialize` for the type and for everything in it"
)]
pub trait JsValue: DeserializeOwned {}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> JsValue for T {}

/// An argument of a call to JavaScript.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument of a call to JavaScript",
    label = "a type that cannot be serialized",
    note = "implement `serde::Serialize` for the type and for everything in it"
)]
pub trait JsArgument {
    /// The type itself. Without an implementation it is unknown, and the compiler reports nothing more about it.
    type Written: Serialize;
    /// The argument as it is.
    fn written(self) -> Self::Written;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> JsArgument for T {
    type Written = T;

    fn written(self) -> T {
        self
    }
}

/// An argument as it is.
pub fn argument<T: JsArgument>(argument: T) -> T::Written {
    argument.written()
}

/// The result of a call that is not answered.
#[allow(clippy::missing_errors_doc)]
pub fn sent(result: Result<(), JsError>) -> Result<(), JsError> {
    result
}

/// Refuses a type that is not the result of a method.
pub const fn outcome<T: JsOutcome>() {}
