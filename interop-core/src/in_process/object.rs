use serde::Serialize;
use serde::de::DeserializeOwned;

use super::pending::{as_json, as_value};
use super::{InProcess, PendingCall};
use crate::callback::Callback;
use crate::circuit::host::Invocation;
use crate::error::CallFailure;
use crate::object::{InteropObject, ObjectReference};

/// Identifies an object of a circuit: its id, a reference, or a callback.
pub trait ObjectId {
    /// The id of the object in the circuit of `app`, or the reason why it has none.
    #[doc(hidden)]
    fn object_id(self, app: &InProcess) -> Result<u64, CallFailure>;
}

impl ObjectId for u64 {
    fn object_id(self, _: &InProcess) -> Result<u64, CallFailure> {
        Ok(self)
    }
}

impl<T: InteropObject> ObjectId for &ObjectReference<T> {
    fn object_id(self, app: &InProcess) -> Result<u64, CallFailure> {
        match ObjectReference::id(self) {
            Some(id) => Ok(id),
            None => {
                let sent = app.0.host.send_reference(self);
                sent.map_err(|error| app.failure(error, &Invocation::on_object(0, "", "")))
            }
        }
    }
}

impl ObjectId for &Callback {
    fn object_id(self, app: &InProcess) -> Result<u64, CallFailure> {
        self.reference().object_id(app)
    }
}

/// An object of a circuit as JavaScript holds it.
#[derive(Clone, Debug)]
pub struct InProcessObject {
    app: InProcess,
    id: Result<u64, CallFailure>,
}

impl InProcessObject {
    pub(super) fn new(app: &InProcess, id: Result<u64, CallFailure>) -> Self {
        Self { app: app.clone(), id }
    }

    /// The id.
    ///
    /// # Errors
    ///
    /// If the reference from which it was created cannot be sent to this circuit.
    pub fn id(&self) -> Result<u64, CallFailure> {
        self.id.clone()
    }

    /// Calls a method with a JSON array, as `reference.invokeMethod` does. Its result is JSON.
    ///
    /// # Errors
    ///
    /// The error that JavaScript would catch.
    pub fn invoke(&self, method: &str, args: &str) -> Result<String, CallFailure> {
        self.app.invoke_now(&Invocation::on_object(self.id()?, method, args)).map(|reply| reply.into_parts().0)
    }

    /// Calls a method with a JSON array, as `reference.invokeMethodAsync` does. Dropping the future cancels the call.
    pub fn invoke_async(&self, method: &str, args: &str) -> PendingCall<String> {
        match self.id() {
            Ok(id) => PendingCall::begin(&self.app, Invocation::on_object(id, method, args), as_json),
            Err(failure) => self.failed(failure, as_json),
        }
    }

    /// Calls a method with a tuple of arguments, `()` for none.
    ///
    /// # Errors
    ///
    /// The error that JavaScript would catch, or an error if the result is not an `R`.
    pub fn call<R: DeserializeOwned>(&self, method: &str, args: impl Serialize) -> Result<R, CallFailure> {
        self.app.call_now(Invocation::on_object(self.id()?, method, ""), &args)
    }

    /// Calls a method with a tuple of arguments, `()` for none. Dropping the future cancels the call.
    pub fn call_async<R: DeserializeOwned>(&self, method: &str, args: impl Serialize) -> PendingCall<R> {
        match self.id() {
            Ok(id) => self.app.call_begin(Invocation::on_object(id, method, ""), &args),
            Err(failure) => self.failed(failure, as_value),
        }
    }

    /// Disposes the object, as `reference.dispose()` does.
    ///
    /// # Errors
    ///
    /// If it was already disposed.
    pub fn dispose(&self) -> Result<(), CallFailure> {
        self.invoke("__Dispose", "null").map(drop)
    }

    fn failed<R>(&self, failure: CallFailure, read: super::pending::ReadReply<R>) -> PendingCall<R> {
        PendingCall::failed(&self.app, failure, read)
    }
}
