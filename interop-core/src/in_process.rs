//! A host in the same process: calls annotated functions as JavaScript would, without a server or a runtime.

use std::collections::HashMap;
use std::fmt;
use std::pin::Pin;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, Waker};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::circuit::host::{CircuitHost, CircuitHostBuilder, HostServices, Invocation, Outgoing};
use crate::circuit::{Circuit, CircuitOptions};
use crate::codec::Reply;
use crate::error::{CallError, CallFailure, ErrorCode};
use crate::object::{InteropObject, ObjectReference};
use crate::registry::Registry;
use crate::threading::{BoxFnOnce, MaybeSend, MaybeSync, Shared, lock};

/// One circuit whose client is the program itself: for tests, and to call annotated functions from Rust by name.
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
pub struct InProcess(Shared<Inner>);

struct Inner {
    host: CircuitHost,
    last_call_id: AtomicU64,
    /// The calls whose futures are waited for.
    pending: Mutex<HashMap<u64, Pending>>,
}

#[derive(Default)]
struct Pending {
    result: Option<Result<Reply, CallFailure>>,
    waker: Option<Waker>,
}

impl InProcess {
    /// A circuit over everything that the program links, with the default options.
    ///
    /// # Panics
    ///
    /// If two methods of one assembly have the same id; the text lists all such.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// A circuit over everything that the program links, with options of its own.
    ///
    /// # Panics
    ///
    /// If two methods of one assembly have the same id; the text lists all such.
    pub fn with_options(options: CircuitOptions) -> Self {
        Self::builder().options(options).build()
    }

    /// Starts to set up a circuit with a registry or state of its own.
    pub fn builder() -> InProcessBuilder {
        InProcessBuilder(CircuitHost::builder().services(Threads))
    }

    /// The circuit, as methods get it.
    pub fn circuit(&self) -> Circuit {
        self.0.host.circuit()
    }

    /// The host's side of the circuit, for what has no method here.
    pub fn host(&self) -> &CircuitHost {
        &self.0.host
    }

    /// Calls a static method with a JSON array, as `DotNet.invokeMethod` does. Its result is JSON.
    ///
    /// # Errors
    ///
    /// What JavaScript would catch.
    pub fn invoke(&self, assembly: &str, method: &str, args: &str) -> Result<String, CallFailure> {
        self.invoke_now(&Invocation::on_assembly(assembly, method, args)).map(|reply| reply.into_parts().0)
    }

    /// Calls a static method with a JSON array, as `DotNet.invokeMethodAsync` does. The method starts at once, not when
    /// the future is polled; dropping the future cancels the call.
    pub fn invoke_async(&self, assembly: &str, method: &str, args: &str) -> PendingCall<String> {
        self.begin(Invocation::on_assembly(assembly, method, args), as_json)
    }

    /// Calls a static method with a tuple of arguments, `()` for none.
    ///
    /// References and byte arrays may be anywhere in the arguments and in the result.
    ///
    /// # Errors
    ///
    /// What JavaScript would catch, or that the result is not an `R`.
    pub fn call<R: DeserializeOwned>(
        &self,
        assembly: &str,
        method: &str,
        args: impl Serialize,
    ) -> Result<R, CallFailure> {
        self.call_now(Invocation::on_assembly(assembly, method, ""), &args)
    }

    /// Calls a static method with a tuple of arguments, `()` for none. The method starts at once, not when the future
    /// is polled; dropping the future cancels the call.
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
        InProcessObject { app: self.clone(), id: object.object_id(self) }
    }

    fn invoke_now(&self, invocation: &Invocation<'_>) -> Result<Reply, CallFailure> {
        let mut reply = Reply::new();
        self.0.host.invoke(invocation, &mut reply)?;
        Ok(reply)
    }

    fn call_now<R: DeserializeOwned>(
        &self,
        mut invocation: Invocation<'_>,
        args: &impl Serialize,
    ) -> Result<R, CallFailure> {
        invocation.args = self.send_arguments(&invocation, args)?.into();
        as_value(self, &self.invoke_now(&invocation)?, &invocation)
    }

    fn call_begin<R: DeserializeOwned>(&self, mut invocation: Invocation<'_>, args: &impl Serialize) -> PendingCall<R> {
        match self.send_arguments(&invocation, args) {
            Ok(args) => {
                invocation.args = args.into();
                self.begin(invocation, as_value)
            }
            Err(failure) => PendingCall { app: self.clone(), state: Waiting::Failed(Some(failure)), read: as_value },
        }
    }

    /// Encodes arguments as JavaScript does; byte arrays go first.
    fn send_arguments(&self, invocation: &Invocation<'_>, args: &impl Serialize) -> Result<String, CallFailure> {
        self.0.host.send_arguments(args).map_err(|error| self.failure(error, invocation))
    }

    fn failure(&self, error: CallError, invocation: &Invocation<'_>) -> CallFailure {
        error.into_failure(self.0.host.options().detailed_errors, invocation.assembly, invocation.method)
    }

    fn begin<R>(&self, invocation: Invocation<'_>, read: ReadReply<R>) -> PendingCall<R> {
        let id = self.0.last_call_id.fetch_add(1, Ordering::Relaxed) + 1;
        lock(&self.0.pending).insert(id, Pending::default());
        let called = Called {
            assembly: invocation.assembly.map(str::to_owned),
            method: invocation.method.to_owned(),
            object_id: invocation.object_id,
        };
        // The ids are our own and correct, so this breaks no protocol; a closed circuit answers in `poll`.
        let _ = self.0.host.begin_invoke(Some(id), invocation);
        PendingCall { app: self.clone(), state: Waiting::For(id, called), read }
    }

    /// Lets the circuit work until it has nothing to do, and hands its answers to those who wait for them.
    fn drive(&self, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            match self.0.host.poll_outgoing(cx) {
                Poll::Ready(Some(Outgoing::EndInvoke { call_id, result })) => {
                    let mut pending = lock(&self.0.pending);
                    let waker = pending.get_mut(&call_id).and_then(|call| {
                        call.result = Some(result);
                        call.waker.take()
                    });
                    drop(pending);
                    if let Some(waker) = waker {
                        waker.wake();
                    }
                }
                Poll::Ready(None) => return Poll::Ready(()),
                Poll::Pending => return Poll::Pending,
            }
        }
    }

    /// Lets those who still wait take the driving over.
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

/// Sets up an [`InProcess`].
#[derive(Debug)]
pub struct InProcessBuilder(CircuitHostBuilder);

impl InProcessBuilder {
    /// The limits and the detail of errors; [`CircuitOptions::default`] unless given.
    #[must_use]
    pub fn options(self, options: CircuitOptions) -> Self {
        Self(self.0.options(options))
    }

    /// The methods that can be called; [`Registry::linked`] unless given.
    #[must_use]
    pub fn registry(self, registry: Registry) -> Self {
        Self(self.0.registry(registry))
    }

    /// A value that methods take as [`State<T>`](crate::State).
    #[must_use]
    pub fn state<T: MaybeSend + MaybeSync + 'static>(self, value: T) -> Self {
        Self(self.0.state(value))
    }

    /// Makes the circuit.
    ///
    /// # Panics
    ///
    /// If no registry was given and two linked methods of one assembly have the same id.
    #[must_use]
    pub fn build(self) -> InProcess {
        let host = self.0.build();
        InProcess(Shared::new(Inner { host, last_call_id: AtomicU64::new(0), pending: Mutex::default() }))
    }
}

/// Runs blocking methods on threads of their own.
struct Threads;

impl HostServices for Threads {
    #[cfg(not(target_arch = "wasm32"))]
    fn spawn_blocking(&self, work: BoxFnOnce<()>) {
        std::thread::spawn(work);
    }

    #[cfg(target_arch = "wasm32")]
    fn spawn_blocking(&self, work: BoxFnOnce<()>) {
        work();
    }
}

/// What names an object of a circuit: its id, or a reference.
pub trait ObjectId {
    /// The object's id in the circuit of `app`, or why it has none.
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
        match self.id() {
            Some(id) => Ok(id),
            None => {
                let sent = app.0.host.send_reference(self);
                sent.map_err(|error| app.failure(error, &Invocation::on_object(0, "", "")))
            }
        }
    }
}

/// An object of a circuit as JavaScript holds it.
#[derive(Clone, Debug)]
pub struct InProcessObject {
    app: InProcess,
    id: Result<u64, CallFailure>,
}

impl InProcessObject {
    /// Its id.
    ///
    /// # Errors
    ///
    /// If the reference that it was made from cannot be sent to this circuit.
    pub fn id(&self) -> Result<u64, CallFailure> {
        self.id.clone()
    }

    /// Calls a method with a JSON array, as `reference.invokeMethod` does. Its result is JSON.
    ///
    /// # Errors
    ///
    /// What JavaScript would catch.
    pub fn invoke(&self, method: &str, args: &str) -> Result<String, CallFailure> {
        self.app.invoke_now(&Invocation::on_object(self.id()?, method, args)).map(|reply| reply.into_parts().0)
    }

    /// Calls a method with a JSON array, as `reference.invokeMethodAsync` does. Dropping the future cancels the call.
    pub fn invoke_async(&self, method: &str, args: &str) -> PendingCall<String> {
        match self.id() {
            Ok(id) => self.app.begin(Invocation::on_object(id, method, args), as_json),
            Err(failure) => self.failed(failure, as_json),
        }
    }

    /// Calls a method with a tuple of arguments, `()` for none.
    ///
    /// # Errors
    ///
    /// What JavaScript would catch, or that the result is not an `R`.
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
    /// If it was disposed already.
    pub fn dispose(&self) -> Result<(), CallFailure> {
        self.invoke("__Dispose", "null").map(drop)
    }

    fn failed<R>(&self, failure: CallFailure, read: ReadReply<R>) -> PendingCall<R> {
        PendingCall { app: self.app.clone(), state: Waiting::Failed(Some(failure)), read }
    }
}

/// Makes the caller's value from a reply.
type ReadReply<R> = fn(&InProcess, &Reply, &Invocation<'_>) -> Result<R, CallFailure>;

#[allow(clippy::unnecessary_wraps)]
fn as_json(_: &InProcess, reply: &Reply, _: &Invocation<'_>) -> Result<String, CallFailure> {
    Ok(reply.json().to_owned())
}

fn as_value<R: DeserializeOwned>(app: &InProcess, reply: &Reply, called: &Invocation<'_>) -> Result<R, CallFailure> {
    app.0.host.read_reply(reply).map_err(|text| CallFailure {
        message: format!("the result of `{}`: {text}", called.method),
        code: ErrorCode::Internal.as_str().into(),
        data: None,
        assembly: called.assembly.map(Box::from),
        method: Some(called.method.into()),
    })
}

/// A call that was begun. Dropping it cancels the call.
#[must_use = "dropping the future cancels the call"]
pub struct PendingCall<R> {
    app: InProcess,
    state: Waiting,
    read: ReadReply<R>,
}

enum Waiting {
    For(u64, Called),
    Failed(Option<CallFailure>),
}

/// What was called, for texts.
struct Called {
    assembly: Option<String>,
    method: String,
    object_id: u64,
}

impl Called {
    fn invocation(&self) -> Invocation<'_> {
        Invocation {
            assembly: self.assembly.as_deref(),
            method: &self.method,
            object_id: self.object_id,
            args: "".into(),
        }
    }
}

impl<R> Future for PendingCall<R> {
    type Output = Result<R, CallFailure>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let (id, called) = match &mut this.state {
            Waiting::For(id, called) => (*id, called),
            Waiting::Failed(failure) => match failure.take() {
                Some(failure) => return Poll::Ready(Err(failure)),
                None => return Poll::Pending,
            },
        };
        let app = this.app.clone();
        if let Some(call) = lock(&app.0.pending).get_mut(&id) {
            call.waker = Some(cx.waker().clone());
        }
        let driven = app.drive(cx);
        let mut pending = lock(&app.0.pending);
        let result = pending.get_mut(&id).and_then(|call| call.result.take());
        let invocation = called.invocation();
        let result = match (result, driven) {
            (Some(result), _) => result.and_then(|reply| {
                drop(pending);
                (this.read)(&app, &reply, &invocation)
            }),
            (None, Poll::Ready(())) => {
                drop(pending);
                let error = CallError::dispatch(ErrorCode::Cancelled, "The circuit is closed.".to_owned());
                Err(app.failure(error, &invocation))
            }
            (None, Poll::Pending) => return Poll::Pending,
        };
        this.end();
        this.state = Waiting::Failed(None);
        Poll::Ready(result)
    }
}

impl<R> PendingCall<R> {
    fn end(&self) {
        if let Waiting::For(id, _) = self.state {
            lock(&self.app.0.pending).remove(&id);
            self.app.0.host.cancel(id);
            self.app.wake_others();
        }
    }
}

impl<R> Drop for PendingCall<R> {
    fn drop(&mut self) {
        self.end();
    }
}

impl<R> fmt::Debug for PendingCall<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PendingCall")
    }
}
