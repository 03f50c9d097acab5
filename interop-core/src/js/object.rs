use std::fmt;

use serde::de::{self, Deserialize, DeserializeOwned, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::{JsCall, JsError, JsHandle, JsRuntime, handle};
use crate::circuit::CircuitCore;
use crate::codec::{JS_OBJECT_KEY, JS_REFERENCE_NAME, JsReference, write_reference};
use crate::error::{CallError, ErrorCode};
use crate::scope::{self, Phase, ReservedItem};
use crate::threading::Shared;

/// A reference to a JavaScript object that Rust holds by id.
///
/// It corresponds to Blazor's `IJSObjectReference`. It is received as an argument that was created with
/// `DotNet.createJSObjectReference(object)`, or as the result of a call to JavaScript. Its methods call, read and write
/// members of the object. When it is passed to JavaScript, JavaScript receives the object itself.
///
/// The side that created the reference disposes it. A reference that Rust received as the result of its own call is
/// disposed with [`dispose`](Self::dispose), or when its last clone is dropped. A reference that JavaScript passed in
/// is disposed by JavaScript.
///
/// ```
/// use interop_core::{JsError, JsRuntime, js_invokable};
///
/// #[js_invokable]
/// pub async fn show_prompt(js: JsRuntime, message: String) -> Result<String, JsError> {
///     let module = js.import("./scripts.js").await?;
///     module.invoke("showPrompt", (message,)).await
/// }
/// ```
#[derive(Clone)]
pub struct JsObjectReference(Shared<JsHandle>);

impl JsObjectReference {
    pub(crate) fn from_handle(handle: Shared<JsHandle>) -> Self {
        Self(handle)
    }

    /// Makes the last handle dispose the object, although JavaScript has passed it in.
    pub(super) fn take_ownership(&self) {
        self.0.take_ownership();
    }

    /// The id by which JavaScript knows the object.
    pub fn id(&self) -> u64 {
        self.0.id
    }

    /// Whether the reference was disposed through this or another clone.
    pub fn is_disposed(&self) -> bool {
        self.0.is_disposed()
    }

    /// Calls a method of the object. See [`JsRuntime::invoke`].
    pub fn invoke<R: DeserializeOwned>(&self, identifier: &str, args: impl Serialize) -> JsCall<R> {
        self.with(|js| js.invoke(identifier, args))
    }

    /// Calls a method of the object and waits until it has ended, ignoring its result.
    pub fn invoke_void(&self, identifier: &str, args: impl Serialize) -> JsCall<()> {
        self.with(|js| js.invoke_void(identifier, args))
    }

    /// Calls a constructor that is a member of the object.
    pub fn construct(&self, identifier: &str, args: impl Serialize) -> JsCall<Self> {
        self.with(|js| js.construct(identifier, args))
    }

    /// Reads a property of the object.
    pub fn get<R: DeserializeOwned>(&self, identifier: &str) -> JsCall<R> {
        self.with(|js| js.get(identifier))
    }

    /// Writes a property of the object.
    pub fn set(&self, identifier: &str, value: impl Serialize) -> JsCall<()> {
        self.with(|js| js.set(identifier, value))
    }

    /// Calls a method of the object synchronously. Only hosts that run in the page support this.
    ///
    /// # Errors
    ///
    /// [`JsError::NotSynchronous`] on all other hosts, and otherwise if the call fails, for any reason.
    pub fn invoke_sync<R: DeserializeOwned>(&self, identifier: &str, args: impl Serialize) -> Result<R, JsError> {
        self.live()?.invoke_sync(identifier, args)
    }

    /// Calls a constructor that is a member of the object synchronously. Only hosts that run in the page support this.
    ///
    /// # Errors
    ///
    /// Like [`invoke_sync`](Self::invoke_sync).
    pub fn construct_sync(&self, identifier: &str, args: impl Serialize) -> Result<Self, JsError> {
        self.live()?.construct_sync(identifier, args)
    }

    /// Reads a property of the object synchronously. Only hosts that run in the page support this.
    ///
    /// # Errors
    ///
    /// Like [`invoke_sync`](Self::invoke_sync).
    pub fn get_sync<R: DeserializeOwned>(&self, identifier: &str) -> Result<R, JsError> {
        self.live()?.get_sync(identifier)
    }

    /// Writes a property of the object synchronously. Only hosts that run in the page support this.
    ///
    /// # Errors
    ///
    /// Like [`invoke_sync`](Self::invoke_sync).
    pub fn set_sync(&self, identifier: &str, value: impl Serialize) -> Result<(), JsError> {
        self.live()?.set_sync(identifier, value)
    }

    /// Makes JavaScript forget the object. Later calls through this reference and its clones fail. Calling it again, or
    /// after the client has disconnected, has no effect.
    pub fn dispose(&self) {
        self.0.dispose();
    }

    /// Checks that the message that is being written may refer to the object.
    fn can_be_written(&self) -> Result<(), CallError> {
        if self.is_disposed() {
            return Err(CallError::dispatch(ErrorCode::ObjectDisposed, JsError::Disposed.to_string()));
        }
        match CircuitCore::with_current(Phase::Encode, |circuit| self.0.core.as_ptr() == Shared::as_ptr(circuit)) {
            Some(true) => Ok(()),
            Some(false) => Err(CallError::internal("the JsObjectReference belongs to a different Circuit")),
            None => Err(scope::no_circuit("a JsObjectReference")),
        }
    }

    /// The runtime with which the object is called, unless it is disposed.
    pub(super) fn live(&self) -> Result<JsRuntime, JsError> {
        if self.is_disposed() { Err(JsError::Disposed) } else { Ok(JsRuntime::on(self.0.core.clone(), self.0.id)) }
    }

    fn with<R>(&self, call: impl FnOnce(JsRuntime) -> JsCall<R>) -> JsCall<R> {
        self.live().map_or_else(JsCall::failed, call)
    }
}

impl fmt::Debug for JsObjectReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JsObjectReference({})", self.0.id)
    }
}

impl Serialize for JsObjectReference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.can_be_written().map_err(scope::refuse_writing)?;
        let handle = Shared::clone(&self.0);
        scope::take(ReservedItem::JsObject(handle));
        write_reference(serializer, JS_REFERENCE_NAME, JS_OBJECT_KEY, &self.0.id)
    }
}

impl<'de> Deserialize<'de> for JsObjectReference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let reference = JsReference::deserialize(deserializer)?;
        if reference.is_function {
            return Err(de::Error::custom(
                "expected a reference to an object, got a function, which only a `JsFunction<..>` takes",
            ));
        }
        handle(reference.id).map(Self)
    }
}
