//! A host in the same process: calls annotated functions as JavaScript would, without a server or a runtime.

#[cfg(not(target_arch = "wasm32"))]
mod block_on;
mod object;
mod pending;

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::AtomicU64;
use std::sync::{Mutex, OnceLock};
use std::task::{Context, Poll, Waker};
#[cfg(not(target_arch = "wasm32"))]
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use self::object::{InProcessObject, ObjectId};
pub use self::pending::PendingCall;
use self::pending::{Pending, as_json, as_value};
use crate::circuit::JsInvocation;
use crate::circuit::host::{CircuitHost, CircuitHostBuilder, HostServices, Invocation, Outgoing};
use crate::circuit::{CallLayer, CircuitOptions};
use crate::clients::{Circuits, Groups};
use crate::codec::Reply;
use crate::context::Circuit;
use crate::context::MissingStates;
use crate::error::report::{ErrorHook, ErrorReport};
use crate::error::{CallError, CallFailure};
use crate::registry::Registry;
use crate::testing::{Page, Script};
#[cfg(not(target_arch = "wasm32"))]
use crate::threading::{BoxFnOnce, BoxFuture};
use crate::threading::{MaybeSend, MaybeSync, Shared, WeakShared, lock};

/// A circuit whose client is the program itself: for tests, and for calling annotated functions from Rust by name.
///
/// Calls go through the same circuit, codec and dispatch as those of any other host, and fail with what JavaScript
/// would see. There are two forms of each call: `invoke` takes and returns JSON text, `call` takes a tuple and returns a
/// typed value. Either exists for static methods here and for methods of objects in [`InProcessObject`], synchronous
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
        InProcessBuilder {
            circuit: CircuitHost::builder(),
            script: Script::default(),
            synchronous: false,
            on_error: None,
        }
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

    /// Runs a future and drives the circuit meanwhile. Use it for futures that wait for the circuit but are not calls
    /// to Rust, such as a call to JavaScript.
    pub async fn run<T>(&self, future: impl Future<Output = T>) -> T {
        let mut future = std::pin::pin!(future);
        std::future::poll_fn(|cx| {
            // The future may become ready only after the circuit has run, and may send something to the circuit before.
            if let Poll::Ready(value) = future.as_mut().poll(cx) {
                return Poll::Ready(value);
            }
            let _ = self.drive(cx);
            future.as_mut().poll(cx)
        })
        .await
    }

    /// Delivers what Rust has sent to the page, such as events, and lets running calls continue until they have to wait.
    pub fn settle(&self) {
        let _ = self.drive(&mut Context::from_waker(Waker::noop()));
        // The waker of those who wait was replaced.
        self.wake_others();
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

    /// Runs the circuit and its client until they have nothing to do, and delivers answers to the futures that wait for
    /// them. Ready when the circuit is closed.
    pub(crate) fn drive(&self, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            match self.0.host.poll_outgoing(cx) {
                Poll::Ready(Some(Outgoing::EndInvoke { call_id, result })) => {
                    let mut pending = lock(&self.0.pending);
                    let waker = pending.get_mut(&call_id).and_then(|call| {
                        call.result = Some(result.map_err(|failure| *failure));
                        call.waker.take()
                    });
                    drop(pending);
                    if let Some(waker) = waker {
                        waker.wake();
                    }
                }
                Poll::Ready(Some(message)) => self.0.page.receive(self, message),
                Poll::Ready(None) => {
                    self.0.page.close();
                    return Poll::Ready(());
                }
                // The functions of the page may have sent something to the circuit.
                Poll::Pending if self.0.page.poll(self, cx) => {}
                Poll::Pending => return Poll::Pending,
            }
        }
    }

    /// Wakes the other waiting futures, one of which then drives the circuit.
    fn wake_others(&self) {
        let wakers: Vec<_> = lock(&self.0.pending).values_mut().filter_map(|call| call.waker.take()).collect();
        wakers.into_iter().for_each(Waker::wake);
    }
}

impl fmt::Debug for InProcess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("InProcess").field(&self.circuit()).finish()
    }
}

/// Configures an [`InProcess`].
#[derive(Debug)]
pub struct InProcessBuilder {
    circuit: CircuitHostBuilder,
    script: Script,
    synchronous: bool,
    on_error: Option<ErrorHook>,
}

impl InProcessBuilder {
    /// The limits and the detail of errors. Default: [`CircuitOptions::default`].
    #[must_use]
    pub fn options(mut self, options: CircuitOptions) -> Self {
        self.circuit = self.circuit.options(options);
        self
    }

    /// The methods that can be called. Default: [`Registry::linked`].
    #[must_use]
    pub fn registry(mut self, registry: Registry) -> Self {
        self.circuit = self.circuit.registry(registry);
        self
    }

    /// A value that methods take as [`State<T>`](crate::State).
    #[must_use]
    pub fn state<T: MaybeSend + MaybeSync + 'static>(mut self, value: T) -> Self {
        self.circuit = self.circuit.state(value);
        self
    }

    /// Declares a state that the circuit gets later, with [`Circuit::attach`], for [`check_states`](Self::check_states).
    #[must_use]
    pub fn connection_state<T: MaybeSend + MaybeSync + 'static>(mut self) -> Self {
        self.circuit = self.circuit.connection_state::<T>();
        self
    }

    /// A layer around each call, inside of those that were given before.
    #[must_use]
    pub fn layer(mut self, layer: impl CallLayer) -> Self {
        self.circuit = self.circuit.layer(layer);
        self
    }

    /// Lists the circuit there as long as it is open, for tests with several clients. Default: a list of its own.
    #[must_use]
    pub fn circuits(mut self, circuits: &Circuits) -> Self {
        self.circuit = self.circuit.circuits(circuits);
        self
    }

    /// The groups that methods take as [`Groups`], for tests with several clients. Default: groups of its own.
    #[must_use]
    pub fn groups(mut self, groups: &Groups) -> Self {
        self.circuit = self.circuit.groups(groups);
        self
    }

    /// Who the client is, for [`Circuit::user`] and [`Circuits::of_user`]. Default: unknown.
    #[must_use]
    pub fn user(mut self, user: impl Into<String>) -> Self {
        self.circuit = self.circuit.user(user);
        self
    }

    /// The JavaScript that the client of the circuit runs. Default: none.
    #[must_use]
    pub fn javascript(mut self, script: Script) -> Self {
        self.script = script;
        self
    }

    /// Allows Rust to call the script synchronously, as in a page, for methods that use
    /// [`JsRuntime::invoke_sync`](crate::JsRuntime::invoke_sync). Without it they fail, as they do on a server.
    #[must_use]
    pub fn synchronous_javascript(mut self) -> Self {
        self.synchronous = true;
        self
    }

    /// Called with every failed call and every failed stream: with what the client may not see, too.
    ///
    /// The hook runs on the thread on which the call failed, before the caller gets its answer, and the call waits for it. A
    /// hook that panics changes nothing about the call. One that never returns blocks its thread.
    #[must_use]
    pub fn on_error(mut self, hook: impl Fn(&ErrorReport<'_>) + MaybeSend + MaybeSync + 'static) -> Self {
        self.on_error = Some(ErrorHook::new(hook));
        self
    }

    /// Checks that each state that methods take as [`State<T>`](crate::State) was given or declared, as a server does when it is
    /// created. [`build`](Self::build) does not check it, because a test gives only what the methods that it calls need. Check it
    /// in a test of what the application gives to all of its hosts.
    ///
    /// ```
    /// use interop_core::{InProcess, Registry, State, js_invokable, methods};
    ///
    /// pub struct Prices { apple: u32 }
    ///
    /// #[js_invokable(assembly = "Shop")]
    /// pub fn price(prices: State<Prices>) -> u32 { prices.apple }
    ///
    /// let registry = Registry::builder().methods(methods![price]).build()?;
    /// let error = InProcess::builder().registry(registry.clone()).check_states().unwrap_err();
    /// assert!(error.to_string().contains("Prices"));
    /// InProcess::builder().registry(registry).state(Prices { apple: 3 }).check_states()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If states are missing. The error lists them, with methods that take them.
    ///
    /// # Panics
    ///
    /// If no registry was given and two linked methods of one assembly have the same id.
    pub fn check_states(&self) -> Result<(), MissingStates> {
        self.circuit.check_states()
    }

    /// Creates the circuit.
    ///
    /// # Panics
    ///
    /// If no registry was given and two linked methods of one assembly have the same id, or if methods have a policy and no
    /// layer decides about policies.
    #[must_use]
    pub fn build(self) -> InProcess {
        let page = Shared::new(OnceLock::new());
        let services = Services { page: self.synchronous.then(|| Shared::clone(&page)), on_error: self.on_error };
        let host = self.circuit.services(services).build();
        let app = InProcess(Shared::new(InProcessHost {
            host,
            last_call_id: AtomicU64::new(0),
            pending: Mutex::default(),
            page: Page::new(self.script),
        }));
        // It was just created, so it is not set yet.
        let _ = page.set(app.downgrade());
        app
    }
}

/// Runs blocking methods on separate threads, and the script if it can be called synchronously.
struct Services {
    on_error: Option<ErrorHook>,
    page: Option<Shared<OnceLock<WeakInProcess>>>,
}

impl HostServices for Services {
    #[cfg(not(target_arch = "wasm32"))]
    fn spawn_blocking(&self, work: BoxFnOnce<()>) {
        std::thread::spawn(work);
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn spawn(&self, work: BoxFuture<'static, ()>) {
        // A panic ends the thread.
        std::thread::spawn(move || block_on::block_on(work));
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        Box::pin(futures_timer::Delay::new(time))
    }

    fn failed(&self, report: &ErrorReport<'_>) {
        if let Some(hook) = &self.on_error {
            hook.call(report);
        }
    }

    fn invoke_js(&self, call: &JsInvocation) -> Option<Result<String, String>> {
        let app = self.page.as_ref()?.get()?.upgrade()?;
        Some(app.0.page.invoke(&app, call))
    }
}
