//! Calls from Rust to JavaScript.

mod call;
mod error;
mod function;
mod handle;
pub(crate) mod interface;
mod object;
mod request;

use std::any::TypeId;
use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use self::call::JsCall;
pub use self::error::JsError;
pub use self::function::JsFunction;
pub(crate) use self::handle::{JsHandle, handle};
pub use self::object::JsObjectReference;
use self::request::JsRequest;
pub(crate) use self::request::checked_arguments;
use crate::circuit::{CircuitCore, JsCallResultType, JsCallType};
use crate::stream::JsStreamReference;
use crate::threading::WeakShared;

/// Calls JavaScript on the client of a circuit: a context parameter, which takes no argument.
///
/// It corresponds to Blazor's `IJSRuntime`. An identifier is a dotted path from the global object, such as
/// `sayHello1` or `GreetingHelpers.setDotNetHelper`; JavaScript resolves it for each call, as a script of the page
/// would. Arguments are a tuple of anything that can be serialized, `()` for none, with references, byte arrays and
/// streams anywhere inside. The type of the result decides what JavaScript sends back: a [`JsObjectReference`] asks for
/// a reference, a [`JsStreamReference`] for a stream, everything else for JSON.
///
/// ```
/// use interop_core::testing::Script;
/// use interop_core::{InProcess, JsError, JsRuntime, js_invokable};
///
/// #[js_invokable(assembly = "Greetings")]
/// pub async fn greet(js: JsRuntime, name: String) -> Result<String, JsError> {
///     js.invoke("askTitle", (name,)).await
/// }
///
/// let script = Script::new().function("askTitle", |call| {
///     let (name,): (String,) = call.args()?;
///     call.returns(format!("Ms {name}"))
/// });
/// let app = InProcess::builder().javascript(script).build();
/// let greeting: String = futures_executor::block_on(app.call_async("Greetings", "greet", ("Pond",)))?;
/// assert_eq!(greeting, "Ms Pond");
/// # Ok::<(), interop_core::CallFailure>(())
/// ```
///
/// The call is sent when the method is called, and the future that it returns waits for the answer. Dropping the future
/// does not affect the call: JavaScript runs it, and the answer is ignored.
///
/// See the ASP.NET Core article "Call JavaScript functions from .NET methods".
#[derive(Clone)]
pub struct JsRuntime {
    core: WeakShared<CircuitCore>,
    target_id: u64,
}

impl JsRuntime {
    pub(crate) fn new(core: WeakShared<CircuitCore>) -> Self {
        Self { core, target_id: 0 }
    }

    pub(crate) fn on(core: WeakShared<CircuitCore>, target_id: u64) -> Self {
        Self { core, target_id }
    }

    /// Calls a function.
    pub fn invoke<R: DeserializeOwned>(&self, identifier: &str, args: impl Serialize) -> JsCall<R> {
        self.begin(self.request(identifier, JsCallType::FunctionCall, result_type::<R>()), &args)
    }

    /// Calls a function whose result is asked for in this form.
    pub(crate) fn invoke_as<R: DeserializeOwned>(
        &self,
        identifier: &str,
        args: impl Serialize,
        result: JsCallResultType,
    ) -> JsCall<R> {
        self.begin(self.request(identifier, JsCallType::FunctionCall, result), &args)
    }

    /// Calls a function synchronously whose result is asked for in this form.
    pub(crate) fn invoke_sync_as<R: DeserializeOwned>(
        &self,
        identifier: &str,
        args: impl Serialize,
        result: JsCallResultType,
    ) -> Result<R, JsError> {
        self.run(self.request(identifier, JsCallType::FunctionCall, result), &args)
    }

    /// Calls a function and waits until it has ended, ignoring its result.
    pub fn invoke_void(&self, identifier: &str, args: impl Serialize) -> JsCall<()> {
        self.begin(self.request(identifier, JsCallType::FunctionCall, JsCallResultType::JsVoidResult), &args)
    }

    /// Calls a function without requesting an answer. Its result and its errors are not reported.
    ///
    /// # Errors
    ///
    /// If the call cannot be sent.
    pub fn send(&self, identifier: &str, args: impl Serialize) -> Result<(), JsError> {
        let core = self.core.upgrade().ok_or(JsError::Disconnected)?;
        self.request(identifier, JsCallType::FunctionCall, JsCallResultType::JsVoidResult).send(&core, &args)
    }

    /// Calls a constructor with `new` and returns a reference to the new object.
    pub fn construct(&self, identifier: &str, args: impl Serialize) -> JsCall<JsObjectReference> {
        self.begin(self.request(identifier, JsCallType::ConstructorCall, JsCallResultType::JsObjectReference), &args)
    }

    /// Reads a property.
    pub fn get<R: DeserializeOwned>(&self, identifier: &str) -> JsCall<R> {
        self.begin(self.request(identifier, JsCallType::GetValue, result_type::<R>()), &[(); 0])
    }

    /// Writes a property.
    pub fn set(&self, identifier: &str, value: impl Serialize) -> JsCall<()> {
        self.begin(self.request(identifier, JsCallType::SetValue, JsCallResultType::JsVoidResult), &(value,))
    }

    /// Imports a JavaScript module and returns a reference to it, on which its exports are called.
    pub fn import(&self, url: &str) -> JsCall<JsObjectReference> {
        self.import_as(url)
    }

    /// Imports a JavaScript module as a type that reads a reference.
    pub(crate) fn import_as<R: DeserializeOwned>(&self, url: &str) -> JsCall<R> {
        self.invoke_as("import", (url,), JsCallResultType::JsObjectReference)
    }

    /// Calls a function synchronously. Only hosts that run in the page support this.
    ///
    /// JavaScript runs to completion before this returns, and may call Rust synchronously. Call a function that returns
    /// a promise with [`invoke`](Self::invoke), because here the promise itself would be the result.
    ///
    /// # Errors
    ///
    /// [`JsError::NotSynchronous`] on all other hosts, and otherwise if the call fails, for any reason.
    pub fn invoke_sync<R: DeserializeOwned>(&self, identifier: &str, args: impl Serialize) -> Result<R, JsError> {
        self.run(self.request(identifier, JsCallType::FunctionCall, result_type::<R>()), &args)
    }

    /// Calls a constructor with `new` synchronously, like [`invoke_sync`](Self::invoke_sync).
    ///
    /// # Errors
    ///
    /// Like [`invoke_sync`](Self::invoke_sync).
    pub fn construct_sync(&self, identifier: &str, args: impl Serialize) -> Result<JsObjectReference, JsError> {
        self.run(self.request(identifier, JsCallType::ConstructorCall, JsCallResultType::JsObjectReference), &args)
    }

    /// Reads a property synchronously, like [`invoke_sync`](Self::invoke_sync).
    ///
    /// # Errors
    ///
    /// Like [`invoke_sync`](Self::invoke_sync).
    pub fn get_sync<R: DeserializeOwned>(&self, identifier: &str) -> Result<R, JsError> {
        self.run(self.request(identifier, JsCallType::GetValue, result_type::<R>()), &[(); 0])
    }

    /// Writes a property synchronously, like [`invoke_sync`](Self::invoke_sync).
    ///
    /// # Errors
    ///
    /// Like [`invoke_sync`](Self::invoke_sync).
    pub fn set_sync(&self, identifier: &str, value: impl Serialize) -> Result<(), JsError> {
        self.run(self.request(identifier, JsCallType::SetValue, JsCallResultType::JsVoidResult), &(value,))
    }

    fn request<'a>(&self, identifier: &'a str, call_type: JsCallType, result_type: JsCallResultType) -> JsRequest<'a> {
        JsRequest { identifier, target_id: self.target_id, call_type, result_type }
    }

    fn run<R: DeserializeOwned>(&self, request: JsRequest<'_>, args: &impl Serialize) -> Result<R, JsError> {
        let core = self.core.upgrade().ok_or(JsError::Disconnected)?;
        request.run(&core, args)
    }

    fn begin<R: DeserializeOwned>(&self, request: JsRequest<'_>, args: &impl Serialize) -> JsCall<R> {
        let Some(core) = self.core.upgrade() else { return JsCall::failed(JsError::Disconnected) };
        match request.begin(&core, args) {
            Ok((task_id, answer)) => JsCall::new(&core, task_id, request.identifier, answer),
            Err(error) => JsCall::failed(error),
        }
    }
}

impl fmt::Debug for JsRuntime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JsRuntime")
    }
}

/// The form of the result that this type requires.
fn result_type<R>() -> JsCallResultType {
    let id = typeid::of::<R>();
    if id == TypeId::of::<JsObjectReference>() || id == TypeId::of::<Option<JsObjectReference>>() {
        JsCallResultType::JsObjectReference
    } else if id == TypeId::of::<JsStreamReference>() || id == TypeId::of::<Option<JsStreamReference>>() {
        JsCallResultType::JsStreamReference
    } else if id == TypeId::of::<()>() {
        JsCallResultType::JsVoidResult
    } else {
        JsCallResultType::Default
    }
}
