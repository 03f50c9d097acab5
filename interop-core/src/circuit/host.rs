//! What a host of circuits uses: a WebSocket server, a page, a test.
//!
//! The host pulls. What it receives goes in through plain methods of [`CircuitHost`]; what is to be sent comes out of
//! [`CircuitHost::poll_outgoing`], which also drives the running calls. The circuit never calls back into its host
//! but for the services that the host offers in [`HostServices`].

use std::any::TypeId;
use std::borrow::Cow;
use std::fmt;
use std::mem;
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use futures_channel::oneshot;
use futures_util::stream::{FuturesUnordered, SelectAll, StreamExt as _};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::core::{CircuitCore, States, drop_quietly, no_tracked_object};
use super::running::{self, Finished, RunningCall};
use super::{Circuit, CircuitOptions};
use crate::codec::{self, Arena, ByteArrays, Reply};
use crate::descriptor::{MethodDescriptor, MethodKind};
use crate::error::{CallError, CallFailure, ErrorCode};
use crate::js::JsInvocation;
use crate::object::{InteropObject, ObjectReference, TrackedObject};
use crate::registry::{Registry, not_found};
use crate::stream::Transmission;
use crate::threading::{BoxFnOnce, BoxFuture, MaybeSend, MaybeSync, Shared, lock};
use crate::thunk::{Call, OwnedCall, OwnedOutcome, Thunk};

pub use super::outgoing::{CloseReason, Outgoing, ProtocolViolation};

/// The id of the method by which JavaScript disposes an object.
const DISPOSE: &str = "__Dispose";

/// What a host offers to its circuits. Everything has a default that works without threads and timers.
pub trait HostServices: MaybeSend + MaybeSync {
    /// Runs work that may block. The default runs it at once, on the caller's thread.
    fn spawn_blocking(&self, work: BoxFnOnce<()>) {
        work();
    }

    /// A future that is ready after this time. The default never is: without timers there are no time-outs.
    fn sleep(&self, _time: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }

    /// Calls JavaScript and returns what it returned as JSON, or the text of its error. The default says that the host
    /// cannot. Byte arrays of the result go to [`CircuitHost::receive_byte_array`] before.
    fn invoke_js(&self, _call: &JsInvocation) -> Option<Result<String, String>> {
        None
    }
}

/// A host without services of its own.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoServices;

impl HostServices for NoServices {}

/// One call as it comes from the client.
#[derive(Clone, Debug)]
pub struct Invocation<'a> {
    /// The assembly, for a static method; none for a call on an object.
    pub assembly: Option<&'a str>,
    /// The id of the method.
    pub method: &'a str,
    /// The object; 0 for a static method.
    pub object_id: u64,
    /// The JSON array of arguments; `null` and nothing stand for an empty one.
    pub args: Cow<'a, str>,
}

impl<'a> Invocation<'a> {
    /// A call of a static method.
    pub fn on_assembly(assembly: &'a str, method: &'a str, args: impl Into<Cow<'a, str>>) -> Self {
        Self { assembly: Some(assembly), method, object_id: 0, args: args.into() }
    }

    /// A call of a method of an object.
    pub fn on_object(object_id: u64, method: &'a str, args: impl Into<Cow<'a, str>>) -> Self {
        Self { assembly: None, method, object_id, args: args.into() }
    }
}

/// What an invocation turns out to be.
enum Resolved {
    Method(&'static MethodDescriptor, Option<TrackedObject>),
    Dispose(TrackedObject),
}

/// A circuit and what runs in it, owned by its host. Dropping it closes the circuit.
///
/// Messages of one client are given to it one after the other. It may be used from several threads, but a circuit has one
/// driver: whoever polled last is woken.
pub struct CircuitHost {
    core: Shared<CircuitCore>,
    /// Taken out while it is polled, so that no lock is held over user code.
    running: Mutex<Option<Running>>,
    /// Calls that began since `running` was taken out.
    begun: Mutex<Vec<RunningCall>>,
}

/// What goes on in a circuit.
#[derive(Default)]
struct Running {
    calls: FuturesUnordered<RunningCall>,
    streams: SelectAll<Transmission>,
}

/// Sets up a [`CircuitHost`].
pub struct CircuitHostBuilder {
    options: CircuitOptions,
    registry: Option<Registry>,
    services: Box<dyn HostServices>,
    states: States,
}

impl CircuitHostBuilder {
    /// The limits and the detail of errors; [`CircuitOptions::default`] unless given.
    #[must_use]
    pub fn options(mut self, options: CircuitOptions) -> Self {
        self.options = options;
        self
    }

    /// The methods that can be called; [`Registry::linked`] unless given.
    #[must_use]
    pub fn registry(mut self, registry: Registry) -> Self {
        self.registry = Some(registry);
        self
    }

    /// What the host offers.
    #[must_use]
    pub fn services(mut self, services: impl HostServices + 'static) -> Self {
        self.services = Box::new(services);
        self
    }

    /// A value that methods take as [`State<T>`](crate::State).
    #[must_use]
    pub fn state<T: MaybeSend + MaybeSync + 'static>(mut self, value: T) -> Self {
        self.states.insert(TypeId::of::<T>(), Shared::new(value));
        self
    }

    /// Makes the circuit.
    ///
    /// # Panics
    ///
    /// If no registry was given and [`Registry::linked`] fails: two methods of one assembly have the same id.
    #[must_use]
    pub fn build(self) -> CircuitHost {
        let registry = self.registry.unwrap_or_else(|| Registry::linked().unwrap_or_else(|error| panic!("{error}")));
        CircuitHost {
            core: CircuitCore::new(self.options, registry, self.services, self.states),
            running: Mutex::new(Some(Running::default())),
            begun: Mutex::default(),
        }
    }
}

impl fmt::Debug for CircuitHostBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CircuitHostBuilder").field("options", &self.options).finish_non_exhaustive()
    }
}

impl CircuitHost {
    /// Starts to set up a circuit.
    pub fn builder() -> CircuitHostBuilder {
        CircuitHostBuilder {
            options: CircuitOptions::default(),
            registry: None,
            services: Box::new(NoServices),
            states: States::new(),
        }
    }

    /// The handle that user code may hold.
    pub fn circuit(&self) -> Circuit {
        Circuit::new(&self.core)
    }

    /// The limits, to be announced to the client.
    pub fn options(&self) -> &CircuitOptions {
        &self.core.options
    }

    /// The methods that can be called.
    pub fn registry(&self) -> &Registry {
        &self.core.registry
    }

    // Calls

    /// Calls a method at once and puts its result into `reply`, whose old content is lost.
    ///
    /// An asynchronous method is polled once; one that is not ready then is dropped, since there is nobody to wait.
    /// A blocking method blocks.
    ///
    /// # Errors
    ///
    /// Every way in which a call can fail. The circuit and all other calls go on.
    #[inline]
    pub fn invoke(&self, invocation: &Invocation<'_>, reply: &mut Reply) -> Result<(), CallFailure> {
        let result = match self.resolve(invocation) {
            Ok(Resolved::Method(method, object)) => self.run(method, object.as_ref(), &invocation.args, reply),
            Ok(Resolved::Dispose(object)) => {
                self.dispose(object, invocation.object_id, reply);
                Ok(())
            }
            Err(error) => {
                drop(self.core.take_byte_arrays());
                Err(error)
            }
        };
        result.map_err(|error| self.failure(error, invocation))
    }

    /// Finds a static method, for [`invoke_method`](Self::invoke_method).
    ///
    /// # Errors
    ///
    /// `not_found`, with what is near in its text.
    pub fn resolve_method(&self, assembly: &str, method: &str) -> Result<&'static MethodDescriptor, CallFailure> {
        let found = self.core.registry.resolve_for(self.core.options.detailed_errors, assembly, method);
        found.map_err(|error| self.failure(error, &Invocation::on_assembly(assembly, method, "")))
    }

    /// Calls a static method that was found before: [`invoke`](Self::invoke) without the lookup.
    ///
    /// # Errors
    ///
    /// Every way in which a call can fail. The circuit and all other calls go on.
    #[inline]
    pub fn invoke_method(
        &self,
        method: &'static MethodDescriptor,
        args: &str,
        reply: &mut Reply,
    ) -> Result<(), CallFailure> {
        match self.run(method, None, args, reply) {
            Ok(()) => Ok(()),
            Err(error) => Err(self.failure(error, &Invocation::on_assembly(method.assembly, method.name, ""))),
        }
    }

    /// Begins a call that the client has given an id, or none if it wants no answer. The answer comes out of
    /// [`poll_outgoing`](Self::poll_outgoing): exactly one, whatever happens.
    ///
    /// A synchronous method runs to completion now; an asynchronous one runs until it first has to wait.
    ///
    /// # Errors
    ///
    /// If the client broke the protocol; the circuit is closed then. A call that fails is no such error.
    pub fn begin_invoke(&self, call_id: Option<u64>, mut invocation: Invocation<'_>) -> Result<(), ProtocolViolation> {
        if self.core.is_closed() {
            return Ok(());
        }
        if let Some(call_id) = call_id {
            self.core.check_call_id(call_id)?;
        }
        match self.begin(call_id, &mut invocation) {
            Ok(Some(reply)) => self.answer(call_id, Ok(reply)),
            Ok(None) => {}
            Err(error) => self.answer(call_id, Err(self.failure(error, &invocation))),
        }
        Ok(())
    }

    /// Runs a call; `None` says that it goes on running.
    fn begin(&self, call_id: Option<u64>, invocation: &mut Invocation<'_>) -> Result<Option<Reply>, CallError> {
        let resolved = match self.resolve(invocation) {
            Ok(resolved) => resolved,
            Err(error) => {
                drop(self.core.take_byte_arrays());
                return Err(error);
            }
        };
        match resolved {
            Resolved::Dispose(object) => {
                let mut reply = Reply::new();
                self.dispose(object, invocation.object_id, &mut reply);
                Ok(Some(reply))
            }
            Resolved::Method(method, object) => match method.thunk {
                Thunk::Sync(_) => {
                    let mut reply = Reply::new();
                    self.run(method, object.as_ref(), &invocation.args, &mut reply)?;
                    Ok(Some(reply))
                }
                Thunk::Async(_) | Thunk::Blocking(_) => {
                    self.start(call_id, method, object, mem::take(&mut invocation.args))
                }
            },
        }
    }

    /// Starts an asynchronous or blocking method.
    fn start(
        &self,
        call_id: Option<u64>,
        method: &'static MethodDescriptor,
        object: Option<TrackedObject>,
        args: Cow<'_, str>,
    ) -> Result<Option<Reply>, CallError> {
        if self.core.calls_in_flight() >= self.core.options.max_calls_in_flight {
            drop(self.core.take_byte_arrays());
            return Err(self.core.options.too_many_calls());
        }
        let call = self.owned_call(method, object, args)?;
        let mut future = match method.thunk {
            Thunk::Async(thunk) => running::make(|| thunk(call))?,
            Thunk::Blocking(thunk) => {
                let (sender, receiver) = oneshot::channel();
                let work = move || drop(sender.send(running::run_blocking(|| thunk(call)())));
                self.core.services.spawn_blocking(Box::new(work));
                Box::pin(async move { receiver.await.unwrap_or_else(|_| Err(abandoned())) })
            }
            Thunk::Sync(_) => return Ok(None),
        };
        // The driver polls it again as soon as it takes the call over, so nothing is lost with this waker.
        match running::poll(Pin::new(&mut future), &mut Context::from_waker(Waker::noop())) {
            Poll::Ready(result) => {
                drop_quietly(future);
                result.map(Some)
            }
            Poll::Pending if self.core.is_closed() => {
                drop_quietly(future);
                Ok(None)
            }
            Poll::Pending => {
                lock(&self.begun).push(RunningCall::new(call_id, method, future, &self.core));
                self.core.driver.wake();
                Ok(None)
            }
        }
    }

    /// Cancels a running call: its future is dropped, and its caller is answered with `cancelled`. A call that has ended
    /// already is left alone.
    pub fn cancel(&self, call_id: u64) {
        if let Some(abort) = self.core.forget_call(call_id) {
            abort.abort();
        }
    }

    /// Gives back an object that the client has let go of, `count` times of those that it was sent. The circuit gives
    /// it up when all are given back; Rust may go on holding it.
    pub fn release(&self, object_id: u64, count: u64) {
        self.core.release_object(object_id, count);
    }

    /// Takes in a byte array that belongs to the call that follows: ids from 0, in order, for each call anew.
    ///
    /// # Errors
    ///
    /// If the id is not the next one; the circuit is closed then. Too many bytes only fail the call that follows.
    pub fn receive_byte_array(&self, id: u64, data: bytes::Bytes) -> Result<(), ProtocolViolation> {
        self.core.receive_byte_array(id, data)
    }

    /// Takes in the answer to a call of JavaScript: the JSON array of the call's id, whether it succeeded, and the result or
    /// the text of the error. An answer that nobody waits for is ignored.
    ///
    /// # Errors
    ///
    /// If the text is not such an array; the circuit is closed then.
    pub fn end_invoke_js(&self, text: &str) -> Result<(), ProtocolViolation> {
        if self.core.is_closed() { Ok(()) } else { self.core.end_invoke_js(text) }
    }

    // Streams

    /// Takes in a chunk of a stream from JavaScript; they are numbered from 0.
    ///
    /// # Errors
    ///
    /// If the stream was never opened, the chunk is too large or not the next one, or more came than were asked for; the
    /// circuit is closed then. A chunk of a stream that is read no further is ignored.
    pub fn receive_stream_chunk(
        &self,
        stream_id: u64,
        sequence: u64,
        data: bytes::Bytes,
    ) -> Result<(), ProtocolViolation> {
        if self.core.is_closed() { Ok(()) } else { self.core.receive_stream_chunk(stream_id, sequence, data) }
    }

    /// JavaScript ends a stream before its declared length was sent, perhaps for a reason.
    pub fn end_js_stream(&self, stream_id: u64, error: Option<&str>) {
        self.core.end_js_stream(stream_id, error);
    }

    /// JavaScript begins to read a stream of Rust's and has room for so many chunks of at most
    /// [`STREAM_CHUNK_BYTES`](crate::STREAM_CHUNK_BYTES).
    pub fn claim_stream(&self, stream_id: u64, chunks: u64) {
        if !self.core.is_closed() {
            self.core.claim_stream(stream_id, chunks);
        }
    }

    /// JavaScript has room for more chunks of a stream of Rust's.
    pub fn grant_stream(&self, stream_id: u64, chunks: u64) {
        self.core.grant_stream(stream_id, chunks);
    }

    /// JavaScript reads a stream of Rust's no further.
    pub fn cancel_stream(&self, stream_id: u64) {
        self.core.cancel_stream(stream_id);
    }

    // Outgoing messages

    /// The next message to the client. Running calls are polled only while there is nothing to send, so that a host which
    /// sends slowly slows its own circuit and no other.
    ///
    /// `Ready(None)` says that the circuit is closed and everything was sent.
    pub fn poll_outgoing(&self, cx: &mut Context<'_>) -> Poll<Option<Outgoing>> {
        loop {
            if let Some(message) = self.core.next_outgoing() {
                return Poll::Ready(Some(message));
            }
            if self.core.is_closed() {
                self.drop_running();
                return Poll::Ready(self.core.next_outgoing());
            }
            self.core.driver.register(cx.waker());
            // A message may have come between the look above and the registration.
            if let Some(message) = self.core.next_outgoing() {
                return Poll::Ready(Some(message));
            }
            let taken = lock(&self.running).take();
            let Some(mut running) = taken else {
                // Polled from within a poll, or from two threads: the other one goes on.
                return Poll::Pending;
            };
            running.calls.extend(mem::take(&mut *lock(&self.begun)));
            running.streams.extend(self.core.take_started_streams());
            let finished = running.calls.poll_next_unpin(cx);
            // Calls go first; streams take turns where no call has anything to say.
            let carried = if self.core.outgoing_waits() { Poll::Pending } else { running.streams.poll_next_unpin(cx) };
            *lock(&self.running) = Some(running);
            let call_ended = match finished {
                Poll::Ready(Some(finished)) => {
                    self.finish(finished);
                    true
                }
                Poll::Ready(None) | Poll::Pending => false,
            };
            if let Poll::Ready(Some(message)) = carried {
                return Poll::Ready(Some(message));
            }
            // A call may have begun, sent something or closed the circuit meanwhile.
            if !call_ended && !self.has_news() {
                return Poll::Pending;
            }
        }
    }

    fn has_news(&self) -> bool {
        self.core.is_closed()
            || self.core.outgoing_waits()
            || self.core.has_started_streams()
            || !lock(&self.begun).is_empty()
    }

    /// Whether so much waits to be sent that the host should not take further messages from the client.
    pub fn is_congested(&self) -> bool {
        self.core.outgoing_bytes() > self.core.options.max_outgoing_bytes
    }

    // Life

    /// Closes the circuit: drops its running calls and frees its objects. What waits to be sent can still be polled.
    pub fn close(&self) {
        self.core.close(CloseReason::Host);
        self.drop_running();
    }

    /// Whether the circuit is closed, and why.
    pub fn close_reason(&self) -> Option<CloseReason> {
        self.core.close_reason()
    }

    fn drop_running(&self) {
        let begun = mem::take(&mut *lock(&self.begun));
        drop(begun);
        // Where it is being polled, the poll drops it.
        let running = lock(&self.running).as_mut().map(mem::take);
        drop(running);
    }

    // The client's side, for hosts in this process

    /// Encodes arguments as JavaScript does and takes their byte arrays in.
    pub(crate) fn send_arguments(&self, args: &impl Serialize) -> Result<String, CallError> {
        let (json, byte_arrays) = self.encode_arguments(args)?.into_parts();
        for array in byte_arrays {
            // The ids are right: they count from 0.
            let _ = self.receive_byte_array(array.id, array.data);
        }
        Ok(json)
    }

    /// Encodes what JavaScript would send, byte arrays beside it.
    pub(crate) fn encode_arguments(&self, args: &impl Serialize) -> Result<Reply, CallError> {
        codec::encode_arguments(args, &self.core)
    }

    /// Reads the arguments of a call of JavaScript.
    pub(crate) fn read_arguments<A: DeserializeOwned>(&self, call: &JsInvocation) -> Result<A, String> {
        codec::decode_value(&call.args, ByteArrays::Named(&call.byte_arrays), &self.core)
    }

    /// Sends a reference to the client, and returns its id.
    pub(crate) fn send_reference<T: InteropObject>(&self, reference: &ObjectReference<T>) -> Result<u64, CallError> {
        codec::encode_arguments(reference, &self.core)?;
        reference.id().ok_or_else(|| no_tracked_object(0))
    }

    /// Reads a reply as a client would that knows the type of the result.
    pub(crate) fn read_reply<R: DeserializeOwned>(&self, reply: &Reply) -> Result<R, String> {
        codec::decode_reply(reply, &self.core)
    }

    // The way of a call

    /// The first step: which method, and on which object. The object is looked up now, so that a call followed by its
    /// disposal still finds it.
    #[inline]
    fn resolve(&self, invocation: &Invocation<'_>) -> Result<Resolved, CallError> {
        if invocation.object_id != 0 {
            return self.resolve_on_object(invocation);
        }
        let assembly = required(invocation.assembly, "assembly name")?;
        let method = required(Some(invocation.method), "method identifier")?;
        let method = self.core.registry.resolve_for(self.core.options.detailed_errors, assembly, method)?;
        Ok(Resolved::Method(method, None))
    }

    fn resolve_on_object(&self, invocation: &Invocation<'_>) -> Result<Resolved, CallError> {
        let object = self.core.object(invocation.object_id)?;
        if let Some(assembly) = invocation.assembly {
            let text =
                format!("For instance method calls, 'assemblyName' should be null. Value received: '{assembly}'.");
            return Err(CallError::dispatch(ErrorCode::InvalidArguments, text));
        }
        if invocation.method == DISPOSE {
            return Ok(Resolved::Dispose(object));
        }
        match object.resolve(invocation.method) {
            Some(method) => Ok(Resolved::Method(method, Some(object))),
            None => Err(not_found::instance_method(&object, invocation.method)),
        }
    }

    /// The second step: decode, run, encode.
    #[inline]
    fn run(
        &self,
        method: &'static MethodDescriptor,
        object: Option<&TrackedObject>,
        args: &str,
        reply: &mut Reply,
    ) -> Result<(), CallError> {
        reply.clear();
        let Thunk::Sync(thunk) = method.thunk else {
            return self.run_waiting(method, object, args, reply);
        };
        let byte_arrays = self.core.take_byte_arrays()?;
        self.check_size(args)?;
        let arena = Arena::default();
        let circuit = &self.core;
        let call = Call { method, args, byte_arrays: &byte_arrays, arena: &arena, object, circuit };
        let outcome = running::run(thunk, &call, reply);
        match &outcome {
            Ok(()) if reply.streams.is_empty() => {}
            Ok(()) => self.core.start_streams(reply),
            Err(_) => reply.clear(),
        }
        outcome
    }

    /// Runs a method that may have to wait, for a caller that cannot.
    #[cold]
    fn run_waiting(
        &self,
        method: &'static MethodDescriptor,
        object: Option<&TrackedObject>,
        args: &str,
        reply: &mut Reply,
    ) -> Result<(), CallError> {
        let call = self.owned_call(method, object.cloned(), args.into())?;
        let result: OwnedOutcome = match method.thunk {
            Thunk::Blocking(thunk) => running::run_blocking(|| thunk(call)()),
            Thunk::Async(thunk) => {
                let mut future = running::make(|| thunk(call))?;
                let poll = running::poll(Pin::new(&mut future), &mut Context::from_waker(Waker::noop()));
                drop_quietly(future);
                match poll {
                    Poll::Ready(result) => result,
                    Poll::Pending => Err(CallError::internal(format_args!(
                        "`{}` is asynchronous and was not ready at once. Use invokeMethodAsync instead of invokeMethod.",
                        method.name
                    ))),
                }
            }
            Thunk::Sync(_) => Ok(Reply::new()),
        };
        *reply = result?;
        self.core.start_streams(reply);
        Ok(())
    }

    fn owned_call(
        &self,
        method: &'static MethodDescriptor,
        object: Option<TrackedObject>,
        args: Cow<'_, str>,
    ) -> Result<OwnedCall, CallError> {
        let byte_arrays = self.core.take_byte_arrays()?;
        self.check_size(&args)?;
        let circuit = Shared::clone(&self.core);
        Ok(OwnedCall { method, args: args.into_owned(), byte_arrays, arena: Arena::default(), object, circuit })
    }

    #[inline]
    fn check_size(&self, args: &str) -> Result<(), CallError> {
        if self.core.is_closed() {
            return Err(CallError::dispatch(ErrorCode::Cancelled, "The circuit is closed.".to_owned()));
        }
        if args.len() > self.core.options.max_argument_bytes {
            return Err(self.core.options.arguments_too_large());
        }
        Ok(())
    }

    fn dispose(&self, object: TrackedObject, object_id: u64, reply: &mut Reply) {
        drop(self.core.take_byte_arrays());
        self.core.dispose_object(object, object_id);
        reply.clear();
        reply.json.extend_from_slice(b"null");
    }

    fn finish(&self, finished: Finished) {
        let Finished { call_id, method, result } = finished;
        let called = match method.kind {
            MethodKind::Static => Invocation::on_assembly(method.assembly, method.name, ""),
            MethodKind::Instance => Invocation::on_object(0, method.name, ""),
        };
        self.answer(call_id, result.map_err(|error| self.failure(error, &called)));
    }

    fn answer(&self, call_id: Option<u64>, result: Result<Reply, CallFailure>) {
        match (call_id, result) {
            (Some(call_id), result) if !self.core.is_closed() => {
                if let Ok(reply) = &result {
                    self.core.start_streams(reply);
                }
                self.core.send(Outgoing::EndInvoke { call_id, result });
            }
            (_, Ok(reply)) => self.core.discard(&reply),
            (_, Err(_)) => {}
        }
    }

    #[cold]
    fn failure(&self, error: CallError, called: &Invocation<'_>) -> CallFailure {
        error.into_failure(self.core.options.detailed_errors, called.assembly, called.method)
    }
}

#[inline]
fn required<'a>(name: Option<&'a str>, what: &str) -> Result<&'a str, CallError> {
    match name {
        Some(name) if !name.is_empty() => Ok(name),
        missing => Err(missing_name(missing, what)),
    }
}

#[cold]
fn missing_name(name: Option<&str>, what: &str) -> CallError {
    let text = match name {
        None => format!("The {what} cannot be null."),
        Some(_) => format!("The {what} cannot be an empty string."),
    };
    CallError::dispatch(ErrorCode::NotFound, text)
}

#[cold]
fn abandoned() -> CallError {
    CallError::internal("the host dropped the blocking work")
}

impl Drop for CircuitHost {
    fn drop(&mut self) {
        self.close();
    }
}

impl fmt::Debug for CircuitHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CircuitHost").field("circuit", &self.core.id).finish_non_exhaustive()
    }
}
