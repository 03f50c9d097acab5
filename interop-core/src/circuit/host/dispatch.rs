//! The way of a call: which method and on which object, then decode, run and encode.

use std::borrow::Cow;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use super::{CircuitHost, Invocation, MAX_NAME_BYTES, Outgoing, ProtocolViolation};
use crate::circuit::calls::CallPermit;
use crate::circuit::core::drop_quietly;
use crate::circuit::cost;
use crate::circuit::running::{self, Finished, RunningCall};
use crate::codec::{Arena, Reply};
use crate::descriptor::{MethodDescriptor, MethodKind};
use crate::error::{CallError, CallFailure, ErrorCode};
use crate::object::TrackedObject;
use crate::registry::not_found;
use crate::threading::{Shared, lock};
use crate::thunk::{Call, Input, OwnedCall, OwnedOutcome, Thunk};

/// The id of the method by which JavaScript disposes an object.
const DISPOSE: &str = "__Dispose";

/// What an invocation turns out to be.
enum Resolved {
    Method(&'static MethodDescriptor, Option<TrackedObject>),
    Dispose(TrackedObject),
}

impl CircuitHost {
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
        reply.clear();
        let result = if invocation.object_id == 0 {
            match self.resolve_static(invocation) {
                Ok(method) => self.run(method, None, invocation.method, &invocation.args, reply),
                Err(error) => Err(self.unresolved(error)),
            }
        } else {
            self.invoke_on_object(invocation, reply)
        };
        result.map_err(|error| self.failure(error, invocation))
    }

    fn invoke_on_object(&self, invocation: &Invocation<'_>, reply: &mut Reply) -> Result<(), CallError> {
        match self.resolve_on_object(invocation) {
            Ok(Resolved::Method(method, object)) => {
                let outcome = self.run(method, object.as_ref(), invocation.method, &invocation.args, reply);
                // The method may have disposed it, and this may be the last that holds it.
                drop_quietly(object);
                outcome
            }
            Ok(Resolved::Dispose(object)) => {
                self.dispose(object, invocation.object_id, reply);
                Ok(())
            }
            Err(error) => Err(self.unresolved(error)),
        }
    }

    /// Finds a static method, for [`invoke_method`](Self::invoke_method).
    ///
    /// # Errors
    ///
    /// `not_found`, with what is near in its text.
    pub fn resolve_method(&self, assembly: &str, method: &str) -> Result<&'static MethodDescriptor, CallFailure> {
        let called = Invocation::on_assembly(assembly, method, "");
        self.resolve_static(&called).map_err(|error| self.failure(error, &called))
    }

    /// The method that an invocation calls, if it can be found now.
    pub fn find_method(&self, invocation: &Invocation<'_>) -> Option<&'static MethodDescriptor> {
        match self.resolve(invocation) {
            Ok(Resolved::Method(method, _)) => Some(method),
            Ok(Resolved::Dispose(_)) | Err(_) => None,
        }
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
        reply.clear();
        match self.run(method, None, method.name, args, reply) {
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
            Ok(Some(mut reply)) => {
                reply.set_sent(false);
                self.answer(call_id, Ok(reply), &invocation);
            }
            Ok(None) => {}
            Err(error) => self.answer(call_id, Err(error), &invocation),
        }
        Ok(())
    }

    /// Answers a call with an error, without looking at its method: for a host with limits of its own.
    ///
    /// # Errors
    ///
    /// As [`begin_invoke`](Self::begin_invoke).
    pub fn refuse_invoke(
        &self,
        call_id: Option<u64>,
        invocation: &Invocation<'_>,
        error: CallError,
    ) -> Result<(), ProtocolViolation> {
        if self.core.is_closed() {
            return Ok(());
        }
        if let Some(call_id) = call_id {
            self.core.check_call_id(call_id)?;
        }
        let error = self.unresolved(error);
        self.answer(call_id, Err(error), invocation);
        Ok(())
    }

    /// Runs a call; `None` says that it goes on running.
    fn begin(&self, call_id: Option<u64>, invocation: &mut Invocation<'_>) -> Result<Option<Reply>, CallError> {
        let resolved = match self.resolve(invocation) {
            Ok(resolved) => resolved,
            Err(error) => return Err(self.unresolved(error)),
        };
        match resolved {
            Resolved::Dispose(object) => {
                let mut reply = Reply::new();
                self.dispose(object, invocation.object_id, &mut reply);
                Ok(Some(reply))
            }
            Resolved::Method(method, object) => match method.thunk {
                Thunk::Sync(_) => {
                    let mut reply = Reply::with_room();
                    let outcome = self.run(method, object.as_ref(), invocation.method, &invocation.args, &mut reply);
                    drop_quietly(object);
                    outcome.map(|()| Some(reply))
                }
                Thunk::Async(_) | Thunk::Blocking(_) => self.start(call_id, method, object, invocation),
            },
        }
    }

    /// Starts an asynchronous or blocking method.
    fn start(
        &self,
        call_id: Option<u64>,
        method: &'static MethodDescriptor,
        object: Option<TrackedObject>,
        invocation: &mut Invocation<'_>,
    ) -> Result<Option<Reply>, CallError> {
        if self.core.calls_in_flight() >= self.core.options.max_calls_in_flight {
            drop(self.core.take_byte_arrays());
            return Err(self.core.options.too_many_calls());
        }
        let name = called_name(method, invocation.method);
        let arguments = cost::arguments(&invocation.args);
        let call = self.owned_call(method, object, name.clone(), mem::take(&mut invocation.args))?;
        let retained = cost::CALL + arguments + call.held();
        let mut future = match method.thunk {
            Thunk::Async(thunk) => running::make(|| thunk(call))?,
            Thunk::Blocking(blocking) => (blocking.begin)(&self.core, blocking.make, call, retained)?,
            Thunk::Sync(_) => return Ok(None),
        };
        let retained = match method.thunk {
            // The rest is charged as long as its work is there, cancelled or not.
            Thunk::Blocking(_) => cost::CALL,
            Thunk::Async(_) | Thunk::Sync(_) => retained + size_of_val(&*future),
        };
        self.core.budget.has_room(retained)?;
        // The driver polls it again as soon as it takes the call over, so nothing is lost with this waker.
        match running::poll(&self.core, Pin::new(&mut future), &mut Context::from_waker(Waker::noop())) {
            Poll::Ready(result) => {
                drop_quietly(future);
                result.map(Some)
            }
            Poll::Pending if self.core.is_closed() => {
                drop_quietly(future);
                Ok(None)
            }
            Poll::Pending => {
                // There was room for it when it began.
                let charge = self.core.budget.hold(retained);
                let permit = matches!(method.thunk, Thunk::Async(_)).then(|| CallPermit::new(&self.core));
                lock(&self.begun).push(RunningCall::new(call_id, method, name, future, charge, &self.core, permit));
                self.core.tell_driver();
                Ok(None)
            }
        }
    }

    /// The first step: which method, and on which object. The object is looked up now, so that a call followed by its
    /// disposal still finds it.
    #[inline]
    fn resolve(&self, invocation: &Invocation<'_>) -> Result<Resolved, CallError> {
        if invocation.object_id != 0 {
            return self.resolve_on_object(invocation);
        }
        Ok(Resolved::Method(self.resolve_static(invocation)?, None))
    }

    #[inline]
    fn resolve_static(&self, invocation: &Invocation<'_>) -> Result<&'static MethodDescriptor, CallError> {
        let assembly = required(invocation.assembly, "assembly name")?;
        let method = required(Some(invocation.method), "method identifier")?;
        check_names(invocation)?;
        self.core.registry.resolve_for(self.core.options.detailed_errors, assembly, method)
    }

    /// The byte arrays of a call that goes nowhere go with it.
    #[cold]
    fn unresolved(&self, error: CallError) -> CallError {
        drop(self.core.take_byte_arrays());
        error
    }

    fn resolve_on_object(&self, invocation: &Invocation<'_>) -> Result<Resolved, CallError> {
        check_names(invocation)?;
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

    /// The second step: decode, run, encode into an empty reply.
    #[inline]
    fn run(
        &self,
        method: &'static MethodDescriptor,
        object: Option<&TrackedObject>,
        name: &str,
        args: &str,
        reply: &mut Reply,
    ) -> Result<(), CallError> {
        let Thunk::Sync(thunk) = method.thunk else {
            return self.run_waiting(method, object, name, args, reply);
        };
        let input = Input { byte_arrays: self.core.take_byte_arrays()?, arena: Arena::default() };
        self.check_size(args)?;
        let call = Call { method, name, args, input: &input, object, circuit: &self.core };
        let outcome = running::run(thunk, &call, reply);
        input.discard();
        match &outcome {
            Ok(()) => self.deliver(reply),
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
        name: &str,
        args: &str,
        reply: &mut Reply,
    ) -> Result<(), CallError> {
        let call = self.owned_call(method, object.cloned(), called_name(method, name), args.into())?;
        let result: OwnedOutcome = match method.thunk {
            Thunk::Blocking(blocking) => running::run_blocking(&self.core, || (blocking.make)(call)()),
            Thunk::Async(thunk) => {
                let mut future = running::make(|| thunk(call))?;
                let poll = running::poll(&self.core, Pin::new(&mut future), &mut Context::from_waker(Waker::noop()));
                drop_quietly(future);
                match poll {
                    Poll::Ready(result) => result,
                    Poll::Pending => Err(CallError::internal(format_args!(
                        "`{name}` is asynchronous and was not ready at once. Use invokeMethodAsync instead of invokeMethod."
                    ))),
                }
            }
            Thunk::Sync(_) => Ok(Reply::new()),
        };
        *reply = result?;
        self.deliver(reply);
        Ok(())
    }

    /// The reply goes to the client: it holds what the reply names from now on.
    #[inline]
    fn deliver(&self, reply: &mut Reply) {
        if reply.names_something() {
            self.core.start_streams(reply);
            reply.set_sent(true);
        }
    }

    fn owned_call(
        &self,
        method: &'static MethodDescriptor,
        object: Option<TrackedObject>,
        name: Cow<'static, str>,
        args: Cow<'_, str>,
    ) -> Result<OwnedCall, CallError> {
        let input = Input { byte_arrays: self.core.take_byte_arrays()?, arena: Arena::default() };
        self.check_size(&args)?;
        let circuit = Shared::clone(&self.core);
        Ok(OwnedCall::new(method, name, args, input, object, circuit))
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

    pub(super) fn finish(&self, finished: Finished) {
        let Finished { call_id, method, name, result } = finished;
        let called = match method.kind {
            MethodKind::Static => Invocation::on_assembly(method.assembly, &name, ""),
            MethodKind::Instance => Invocation::on_object(0, &name, ""),
        };
        self.answer(call_id, result, &called);
    }

    fn answer(&self, call_id: Option<u64>, result: OwnedOutcome, called: &Invocation<'_>) {
        // A reply that goes nowhere gives back what it names when it is dropped here.
        if let Some(call_id) = call_id
            && !self.core.is_closed()
        {
            let mut result = result.and_then(|mut reply| {
                reply.trim();
                self.core.outbox.reserve(reply.held()).map(|()| reply)
            });
            if let Ok(reply) = &mut result {
                self.deliver(reply);
            }
            let result = result.map_err(|error| Box::new(self.admissible_failure(error, called)));
            self.core.outbox.send(Outgoing::EndInvoke { call_id, result });
        }
    }

    /// The failure that the client gets to see, or another one in place of one whose data there is no room for.
    #[cold]
    fn admissible_failure(&self, error: CallError, called: &Invocation<'_>) -> CallFailure {
        let failure = self.failure(error, called);
        match self.core.outbox.reserve(failure.held()) {
            Ok(()) => failure,
            Err(error) => self.failure(error, called),
        }
    }

    #[cold]
    fn failure(&self, error: CallError, called: &Invocation<'_>) -> CallFailure {
        error.into_failure(self.core.options.detailed_errors, called)
    }
}

/// The id by which a method was called, to be kept with the call.
fn called_name(method: &'static MethodDescriptor, name: &str) -> Cow<'static, str> {
    if name == method.name { Cow::Borrowed(method.name) } else { Cow::Owned(name.to_owned()) }
}

/// Refuses long names before anything looks at them.
#[inline]
fn check_names(invocation: &Invocation<'_>) -> Result<(), CallError> {
    if invocation.has_long_names() { Err(long_names()) } else { Ok(()) }
}

/// The text holds nothing secret, and says what the client has to change.
#[cold]
fn long_names() -> CallError {
    let text = format!("the names of a call have more than {MAX_NAME_BYTES} bytes");
    CallError::new(ErrorCode::LimitExceeded.as_str(), text)
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
