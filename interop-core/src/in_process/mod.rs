//! A host in the same process: calls annotated functions as JavaScript would, without a server or a runtime.

#[cfg(not(target_arch = "wasm32"))]
mod block_on;
mod builder;
mod driver;
mod object;
mod pending;
mod services;

use std::collections::HashMap;
use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::AtomicU64;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use self::builder::InProcessBuilder;
pub use self::object::{InProcessObject, ObjectId};
pub use self::pending::PendingCall;
use self::pending::{Pending, as_json, as_value};
use crate::circuit::CircuitOptions;
use crate::circuit::host::{CircuitHost, Invocation};
use crate::codec::Reply;
use crate::context::Circuit;
use crate::error::{CallError, CallFailure};
use crate::testing::Page;
use crate::threading::{Shared, WeakShared};

/// A circuit whose client is the program itself: for tests, and for calling annotated functions from Rust by name.
///
/// Calls go through the same circuit, codec and dispatch as those of any other host, and fail with what JavaScript
/// would see. There are two forms of each call: `invoke` takes and returns JSON text, `call` takes a tuple and returns
/// a typed value. Either exists for static methods here and for methods of objects in [`InProcessObject`], synchronous
/// and asynchronous.
///
/// ```
/// use interop_core::{InProcess, js_invokable};
///
/// #[js_invokable(assembly = "Shop")]
/// pub fn add(a: i32, b: i32) -> i32 { a + b }
///
/// #[js_invokable(assembly = "Shop")]
/// pub async fn add_slowly(a: i32, b: i32) -> i32 { a + b }
///
/// let app = InProcess::new();
/// assert_eq!(app.invoke("Shop", "add", "[2,40]").unwrap(), "42");
///
/// let sum: i32 = app.call("Shop", "add", (2, 40)).unwrap();
/// assert_eq!(sum, 42);
///
/// let sum: i32 = futures_executor::block_on(app.call_async("Shop", "add_slowly", (2, 40))).unwrap();
/// assert_eq!(sum, 42);
///
/// let failure = app.invoke("Shop", "add", r#"[2,"forty"]"#).unwrap_err();
/// assert_eq!(failure.code, "invalid_arguments");
/// ```
///
/// Clones share the circuit. It closes when the last clone and the last [`PendingCall`] are dropped.
#[derive(Clone)]
pub struct InProcess(Shared<InProcessHost>);

/// An [`InProcess`] that does not keep the circuit alive.
#[derive(Clone)]
pub(crate) struct WeakInProcess(WeakShared<InProcessHost>);

impl WeakInProcess {
    pub(crate) fn upgrade(&self) -> Option<InProcess> {
        self.0.upgrade().map(InProcess)
    }
}

struct InProcessHost {
    host: CircuitHost,
    last_call_id: AtomicU64,
    /// The calls that have a future.
    pending: Mutex<HashMap<u64, Pending>>,
    /// The JavaScript side.
    page: Page,
}

impl InProcess {
    /// A circuit for everything that the program links, with the default options.
    ///
    /// # Panics
    ///
    /// If two methods of one assembly have the same id. The text lists all of them.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// A circuit for everything that the program links, with these options.
    ///
    /// # Panics
    ///
    /// If two methods of one assembly have the same id. The text lists all of them.
    pub fn with_options(options: CircuitOptions) -> Self {
        Self::builder().options(options).build()
    }

    /// Starts to configure a circuit, for example with another registry or with state.
    pub fn builder() -> InProcessBuilder {
        InProcessBuilder::new()
    }

    /// The circuit, as methods receive it.
    pub fn circuit(&self) -> Circuit {
        self.0.host.circuit()
    }

    /// The host's side of the circuit, for functions that are not available here.
    pub fn host(&self) -> &CircuitHost {
        &self.0.host
    }

    /// Calls a static method with a JSON array, as `DotNet.invokeMethod` does. Its result is JSON.
    ///
    /// # Errors
    ///
    /// The error that JavaScript would catch.
    pub fn invoke(&self, assembly: &str, method: &str, args: &str) -> Result<String, CallFailure> {
        self.invoke_now(&Invocation::on_assembly(assembly, method, args)).map(|reply| reply.into_parts().0)
    }

    /// Calls a static method with a JSON array, as `DotNet.invokeMethodAsync` does. The method starts immediately, and
    /// not when the future is polled. Dropping the future cancels the call.
    pub fn invoke_async(&self, assembly: &str, method: &str, args: &str) -> PendingCall<String> {
        PendingCall::begin(self, Invocation::on_assembly(assembly, method, args), as_json)
    }

    /// Calls a static method with a tuple of arguments, `()` for none.
    ///
    /// References and byte arrays may be anywhere in the arguments and in the result.
    ///
    /// # Errors
    ///
    /// The error that JavaScript would catch, or an error if the result is not an `R`.
    pub fn call<R: DeserializeOwned>(
        &self,
        assembly: &str,
        method: &str,
        args: impl Serialize,
    ) -> Result<R, CallFailure> {
        self.call_now(Invocation::on_assembly(assembly, method, ""), &args)
    }

    /// Calls a static method with a tuple of arguments, `()` for none. The method starts immediately, and not when the
    /// future is polled. Dropping the future cancels the call.
    pub fn call_async<R: DeserializeOwned>(
        &self,
        assembly: &str,
        method: &str,
        args: impl Serialize,
    ) -> PendingCall<R> {
        self.call_begin(Invocation::on_assembly(assembly, method, ""), &args)
    }

    /// An object as JavaScript holds it, by its id or by a reference. A reference that was never sent is sent now.
    pub fn object(&self, object: impl ObjectId) -> InProcessObject {
        InProcessObject::new(self, object.object_id(self))
    }

    pub(super) fn invoke_now(&self, invocation: &Invocation<'_>) -> Result<Reply, CallFailure> {
        let mut reply = Reply::new();
        self.0.host.invoke(invocation, &mut reply)?;
        Ok(reply)
    }

    pub(super) fn call_now<R: DeserializeOwned>(
        &self,
        mut invocation: Invocation<'_>,
        args: &impl Serialize,
    ) -> Result<R, CallFailure> {
        invocation.args = self.send_arguments(&invocation, args)?.into();
        as_value(self, &self.invoke_now(&invocation)?, &invocation)
    }

    pub(super) fn call_begin<R: DeserializeOwned>(
        &self,
        mut invocation: Invocation<'_>,
        args: &impl Serialize,
    ) -> PendingCall<R> {
        match self.send_arguments(&invocation, args) {
            Ok(args) => {
                invocation.args = args.into();
                PendingCall::begin(self, invocation, as_value)
            }
            Err(failure) => PendingCall::failed(self, failure, as_value),
        }
    }

    /// Encodes arguments as JavaScript does. Byte arrays are sent first.
    fn send_arguments(&self, invocation: &Invocation<'_>, args: &impl Serialize) -> Result<String, CallFailure> {
        self.0.host.send_arguments(args).map_err(|error| self.failure(error, invocation))
    }

    pub(super) fn failure(&self, error: CallError, invocation: &Invocation<'_>) -> CallFailure {
        error.into_failure(self.0.host.options().detailed_errors, invocation)
    }

    /// The ids of the JavaScript objects that Rust has disposed, in order.
    pub fn disposed_js_objects(&self) -> Vec<u64> {
        self.0.page.disposed()
    }

    pub(crate) fn downgrade(&self) -> WeakInProcess {
        WeakInProcess(Shared::downgrade(&self.0))
    }

    pub(crate) fn page(&self) -> &Page {
        &self.0.page
    }
}

impl fmt::Debug for InProcess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("InProcess").field(&self.circuit()).finish()
    }
}
