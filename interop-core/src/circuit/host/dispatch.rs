//! The calls of the client: `resolve.rs` finds the method, `run_now.rs` or `begin.rs` runs it, and `answer.rs` delivers
//! the answer.

use super::begin::Begun;
use super::resolve::Resolved;
use super::{CircuitHost, Invocation, ProtocolViolation};
use crate::circuit::destructors::drop_quietly;
use crate::codec::{Arena, Reply};
use crate::descriptor::MethodDescriptor;
use crate::error::{CallError, CallFailure};
use crate::object::TrackedObject;
use crate::thunk::Input;

impl CircuitHost {
    /// Calls a method synchronously and writes its result to `reply`, which is cleared first.
    ///
    /// An asynchronous method is polled once. If it is not ready then, it is dropped, because no caller waits for it. A
    /// blocking method blocks.
    ///
    /// # Errors
    ///
    /// If the call fails, for any reason. The circuit and all other calls are unaffected.
    #[inline]
    pub fn invoke(&self, invocation: &Invocation<'_>, reply: &mut Reply) -> Result<(), CallFailure> {
        reply.clear();
        let result = if invocation.object_id == 0 {
            match self.resolve_static(invocation) {
                Ok(method) => self.run_now(method, None, invocation.method, &invocation.args, reply),
                Err(error) => Err(self.unresolved(error)),
            }
        } else {
            self.invoke_on_object(invocation, reply)
        };
        result.map_err(|error| self.reported(error, invocation))
    }

    fn invoke_on_object(&self, invocation: &Invocation<'_>, reply: &mut Reply) -> Result<(), CallError> {
        match self.resolve_on_object(invocation) {
            Ok(Resolved::Method(method, object)) => {
                let outcome = self.run_now(method, object.as_ref(), invocation.method, &invocation.args, reply);
                // The method may have disposed the object, in which case this is the last reference to it.
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
    /// The code `not_found`, with similar names in the text.
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
    /// If the call fails, for any reason. The circuit and all other calls are unaffected.
    #[inline]
    pub fn invoke_method(
        &self,
        method: &'static MethodDescriptor,
        args: &str,
        reply: &mut Reply,
    ) -> Result<(), CallFailure> {
        reply.clear();
        match self.run_now(method, None, method.name, args, reply) {
            Ok(()) => Ok(()),
            Err(error) => Err(self.reported(error, &Invocation::on_assembly(method.assembly, method.name, ""))),
        }
    }

    /// Starts a call that the client has given an id, or no id if it requests no answer.
    /// [`poll_outgoing`](Self::poll_outgoing) returns exactly one answer for each id.
    ///
    /// A synchronous method runs to completion now. An asynchronous method runs until it first has to wait.
    ///
    /// # Errors
    ///
    /// If the client violated the protocol; the circuit is then closed. A call that fails is not such an error.
    pub fn begin_invoke(&self, call_id: Option<u64>, mut invocation: Invocation<'_>) -> Result<(), ProtocolViolation> {
        if self.core.link.is_closed() {
            return Ok(());
        }
        if let Some(call_id) = call_id {
            self.core.checked(self.core.calls.check_id(call_id))?;
        }
        match self.begin(call_id, &mut invocation) {
            Ok(Begun::Ready(reply)) => self.answer(call_id, Ok(reply), &invocation),
            Ok(Begun::Continues) => {}
            Err(error) => self.answer(call_id, Err(error), &invocation),
        }
        Ok(())
    }

    /// Answers a call with an error without resolving its method: for hosts that have limits of their own.
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
        if self.core.link.is_closed() {
            return Ok(());
        }
        if let Some(call_id) = call_id {
            self.core.checked(self.core.calls.check_id(call_id))?;
        }
        let error = self.unresolved(error);
        self.answer(call_id, Err(error), invocation);
        Ok(())
    }

<<<<<<< HEAD
=======
    /// Runs a call until it is complete or has to wait. Its reply is not delivered yet.
    fn begin(&self, call_id: Option<u64>, invocation: &mut Invocation<'_>) -> Result<Begun, CallError> {
        let resolved = match self.resolve(invocation) {
            Ok(resolved) => resolved,
            Err(error) => return Err(self.unresolved(error)),
        };
        match resolved {
            Resolved::Dispose(object) => {
                let mut reply = Reply::new();
                self.dispose(object, invocation.object_id, &mut reply);
                Ok(Begun::Ready(reply))
            }
            Resolved::Method(..) if invocation.options.is_some_and(CallOptions::has_no_time) => {
                Err(self.unresolved(deadline::exceeded(Duration::ZERO)))
            }
            Resolved::Method(method, object) => self.begin_method(method.entry, call_id, method, object, invocation),
        }
    }

    #[allow(clippy::inline_always, reason = "its copy for layers and policies is not on the hot path")]
    #[inline(always)]
    fn begin_method(
        &self,
        thunk: Thunk,
        call_id: Option<u64>,
        method: &'static MethodDescriptor,
        object: Option<TrackedObject>,
        invocation: &mut Invocation<'_>,
    ) -> Result<Begun, CallError> {
        match thunk {
            Thunk::Sync(thunk) => {
                let mut reply = Reply::with_room();
                let (name, args) = (invocation.method, &*invocation.args);
                let outcome = self.run(thunk, method, object.as_ref(), name, args, &mut reply);
                drop_quietly(object);
                outcome.map(|()| Begun::Ready(reply))
            }
            Thunk::Async(thunk) => self.start(WaitingThunk::Async(thunk), call_id, method, object, invocation),
            Thunk::Extracting(thunk) => {
                self.start(WaitingThunk::Extracting(thunk), call_id, method, object, invocation)
            }
            Thunk::Blocking(thunk) => self.start(WaitingThunk::Blocking(thunk), call_id, method, object, invocation),
            Thunk::Guarded => self.begin_guarded(call_id, method, object, invocation),
        }
    }

    /// As [`begin_method`](Self::begin_method), for a method with a policy.
    #[cold]
    fn begin_guarded(
        &self,
        call_id: Option<u64>,
        method: &'static MethodDescriptor,
        object: Option<TrackedObject>,
        invocation: &mut Invocation<'_>,
    ) -> Result<Begun, CallError> {
        if self.core.decides_about(method) {
            return self.begin_method(method.thunk, call_id, method, object, invocation);
        }
        drop_quietly(object);
        Err(self.unresolved(undecided(method)))
    }

    /// Starts an asynchronous or blocking method.
    fn start(
        &self,
        thunk: WaitingThunk,
        call_id: Option<u64>,
        method: &'static MethodDescriptor,
        object: Option<TrackedObject>,
        invocation: &mut Invocation<'_>,
    ) -> Result<Begun, CallError> {
        if self.core.calls.in_flight() >= self.core.link.options.max_calls_in_flight {
            drop(self.core.inbox.take());
            return Err(self.core.link.options.too_many_calls());
        }
        let input = self.input()?;
        if !self.core.link.is_plain() {
            let paths = self.layered()?;
            return (paths.start)(self, thunk, call_id, method, object, invocation, input);
        }
        let name = called_name(method, invocation.method);
        let args = mem::take(&mut invocation.args);
        let (future, retained) = self.make_future(thunk, call_id, method, object, name.clone(), args, input)?;
        self.poll_first(thunk, call_id, method, name, future, retained, invocation)
    }

    /// Makes the future of a call, and says how many bytes it holds.
    #[allow(clippy::too_many_arguments)]
    #[allow(clippy::inline_always, reason = "its copy for layers and policies is not on the hot path")]
    #[inline(always)]
    pub(super) fn make_future(
        &self,
        thunk: WaitingThunk,
        call_id: Option<u64>,
        method: &'static MethodDescriptor,
        object: Option<TrackedObject>,
        name: Cow<'static, str>,
        args: Cow<'_, str>,
        input: Input,
    ) -> Result<(CallFuture, usize), CallError> {
        self.check_size(&args).inspect_err(|_| self.core.js_objects.forget_unread_functions(&self.core.link, &args))?;
        let arguments = cost::arguments(&args);
        let call = OwnedCall::new(method, name, args, input, object, Shared::clone(&self.core));
        let retained = cost::CALL + arguments + call.held();
        let (future, retained) = match thunk {
            // The remaining charge is held as long as the work exists, even if the call is cancelled.
            WaitingThunk::Blocking(thunk) => ((thunk.begin)(thunk.make, call, call_id, retained)?, cost::CALL),
            WaitingThunk::Async(thunk) => charged(running::make(|| thunk(call))?, retained),
            WaitingThunk::Extracting(thunk) => charged(running::make(|| thunk.begin(call))?, retained),
        };
        self.core.link.budget.has_room(retained)?;
        Ok((future, retained))
    }

    /// Polls the future of a call, and leaves it to the driver if it has to wait.
    #[allow(clippy::too_many_arguments)]
    #[allow(clippy::inline_always, reason = "its copy for layers and policies is not on the hot path")]
    #[inline(always)]
    pub(super) fn poll_first(
        &self,
        thunk: WaitingThunk,
        call_id: Option<u64>,
        method: &'static MethodDescriptor,
        name: Cow<'static, str>,
        mut future: CallFuture,
        retained: usize,
        invocation: &Invocation<'_>,
    ) -> Result<Begun, CallError> {
        let asked = invocation.options.and_then(|options| options.timeout);
        let timeouts = [asked, method.timeout, self.core.link.options.call_timeout];
        let deadline =
            Deadline::shortest(timeouts, |time| self.core.sleep(time)).filter(|_| method.kind != MethodKind::Items);
        // The driver polls the future again as soon as it takes over the call, so this waker does not need to wake
        // anything.
        match running::poll(&self.core, Pin::new(&mut future), &mut Context::from_waker(Waker::noop())) {
            Poll::Ready(result) => {
                drop_quietly(future);
                result.map(Begun::Ready)
            }
            Poll::Pending if self.core.link.is_closed() => {
                drop_quietly(future);
                Ok(Begun::Continues)
            }
            Poll::Pending => {
                // There was room for it when the call started.
                let charge = self.core.link.budget.hold(retained);
                let permit = (!matches!(thunk, WaitingThunk::Blocking(_))).then(|| self.core.calls.permit());
                let call = RunningCall::new(call_id, method, name, future, charge, &self.core, permit);
                self.drive(call.by(deadline));
                Ok(Begun::Continues)
            }
        }
    }

    /// Runs a call of any kind synchronously and delivers its reply.
    #[inline]
    fn run_now(
        &self,
        method: &'static MethodDescriptor,
        object: Option<&TrackedObject>,
        name: &str,
        args: &str,
        reply: &mut Reply,
    ) -> Result<(), CallError> {
        self.run_method(method.entry, method, object, name, args, reply)
    }

    #[allow(clippy::inline_always, reason = "its copy for layers and policies is not on the hot path")]
    #[inline(always)]
    fn run_method(
        &self,
        thunk: Thunk,
        method: &'static MethodDescriptor,
        object: Option<&TrackedObject>,
        name: &str,
        args: &str,
        reply: &mut Reply,
    ) -> Result<(), CallError> {
        let thunk = match thunk {
            Thunk::Sync(thunk) => {
                self.run(thunk, method, object, name, args, reply)?;
                self.deliver(reply);
                return Ok(());
            }
            Thunk::Async(thunk) => WaitingThunk::Async(thunk),
            Thunk::Extracting(thunk) => WaitingThunk::Extracting(thunk),
            Thunk::Blocking(thunk) => WaitingThunk::Blocking(thunk),
            Thunk::Guarded => return self.run_guarded(method, object, name, args, reply),
        };
        *reply = self.run_waiting(thunk, method, object, name, args)?;
        self.deliver(reply);
        Ok(())
    }

    /// As [`run_method`](Self::run_method), for a method with a policy.
    #[cold]
    fn run_guarded(
        &self,
        method: &'static MethodDescriptor,
        object: Option<&TrackedObject>,
        name: &str,
        args: &str,
        reply: &mut Reply,
    ) -> Result<(), CallError> {
        if self.core.decides_about(method) {
            return self.run_method(method.thunk, method, object, name, args, reply);
        }
        Err(self.unresolved(undecided(method)))
    }

    /// Decodes the arguments, runs the method, and encodes the result into an empty reply.
    #[inline]
    fn run(
        &self,
        thunk: SyncThunk,
        method: &'static MethodDescriptor,
        object: Option<&TrackedObject>,
        name: &str,
        args: &str,
        reply: &mut Reply,
    ) -> Result<(), CallError> {
        let input = self.input()?;
        let call = Call { method, name, args, input: &input, object, circuit: &self.core };
        if !self.core.link.is_plain() {
            return self.layered().and_then(|paths| (paths.run)(self, thunk, &call, reply));
        }
        self.check_size(args)?;
        let outcome = running::run(thunk, &call, reply);
        input.discard();
        if outcome.is_err() {
            reply.clear();
        }
        outcome
    }

    /// Runs a method that may have to wait, for a caller that cannot wait.
    #[cold]
    fn run_waiting(
        &self,
        thunk: WaitingThunk,
        method: &'static MethodDescriptor,
        object: Option<&TrackedObject>,
        name: &str,
        args: &str,
    ) -> OwnedOutcome {
        let input = self.input()?;
        if self.core.link.is_plain() {
            return self.run_to_end(thunk, method, object, name, args, input);
        }
        let paths = self.layered()?;
        (paths.run_waiting)(self, thunk, method, object, name, args, input)
    }

    pub(super) fn run_to_end(
        &self,
        thunk: WaitingThunk,
        method: &'static MethodDescriptor,
        object: Option<&TrackedObject>,
        name: &str,
        args: &str,
        input: Input,
    ) -> OwnedOutcome {
        self.check_size(args)?;
        let circuit = Shared::clone(&self.core);
        let call = OwnedCall::new(method, called_name(method, name), args.into(), input, object.cloned(), circuit);
        let mut future = match thunk {
            WaitingThunk::Blocking(thunk) => return running::run_blocking(&self.core, || (thunk.make)(call)()),
            WaitingThunk::Async(thunk) => running::make(|| thunk(call))?,
            WaitingThunk::Extracting(thunk) => running::make(|| thunk.begin(call))?,
        };
        let poll = running::poll(&self.core, Pin::new(&mut future), &mut Context::from_waker(Waker::noop()));
        drop_quietly(future);
        match poll {
            Poll::Ready(result) => result,
            Poll::Pending => Err(CallError::internal(format_args!(
                "`{name}` is asynchronous and was not ready at once. Use invokeMethodAsync instead of invokeMethod."
            ))),
        }
    }

>>>>>>> e67bd62 (Keep the span of a call current whenever its code runs)
    /// What has arrived ahead of a call.
    #[inline]
    pub(super) fn input(&self) -> Result<Input, CallError> {
        Ok(Input { byte_arrays: self.core.inbox.take()?, arena: Arena::default() })
    }

    #[inline]
    pub(super) fn check_size(&self, args: &str) -> Result<(), CallError> {
        if args.len() > self.core.link.options.max_argument_bytes {
            return Err(self.core.link.options.arguments_too_large());
        }
        Ok(())
    }

    pub(super) fn dispose(&self, object: TrackedObject, object_id: u64, reply: &mut Reply) {
        drop(self.core.inbox.take());
        self.core.objects.dispose(object, object_id);
        reply.clear();
        reply.json.extend_from_slice(b"null");
    }
}
