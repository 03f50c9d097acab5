//! Calls that may have to wait: starts a call, and leaves it to the driver if its method is not ready at once.

use std::borrow::Cow;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use super::resolve::Resolved;
use super::waiting::{Begun, WaitingThunk};
use super::{CallOptions, CircuitHost, Invocation};
use crate::circuit::deadline::{self, Deadline};
use crate::circuit::destructors::drop_quietly;
use crate::circuit::layers::undecided;
use crate::circuit::running::{self, RunningCall};
use crate::circuit::{Callee, cost};
use crate::codec::Reply;
use crate::descriptor::{MethodDescriptor, MethodKind};
use crate::error::CallError;
use crate::object::TrackedObject;
use crate::threading::Shared;
use crate::thunk::{CallFuture, Input, OwnedCall, Thunk};

impl CircuitHost {
    /// Runs a call until it is complete or has to wait. Its reply is not delivered yet.
    pub(super) fn begin(&self, call_id: Option<u64>, invocation: &mut Invocation<'_>) -> Result<Begun, CallError> {
        let resolved = match self.resolve(invocation) {
            Ok(resolved) => resolved,
            Err(error) => return Err(self.unread(error, &invocation.args)),
        };
        match resolved {
            Resolved::Dispose(object) => {
                let mut reply = Reply::new();
                self.dispose(object, invocation, &mut reply);
                Ok(Begun::Ready(reply))
            }
            Resolved::Method(..) if invocation.options.is_some_and(CallOptions::has_no_time) => {
                Err(self.unread(deadline::exceeded(Duration::ZERO), &invocation.args))
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
            return self.begin_method(method.thunk(), call_id, method, object, invocation);
        }
        drop_quietly(object);
        Err(self.unread(undecided(method), &invocation.args))
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
            return Err(self.unread(self.core.link.options.too_many_calls(), &invocation.args));
        }
        let input = self.input(&invocation.args)?;
        if !self.core.link.is_plain() {
            let paths = self.layered()?;
            return (paths.start)(self, thunk, call_id, method, object, invocation, input);
        }
        let callee = Callee::new(method, invocation.method);
        let args = mem::take(&mut invocation.args);
        let (future, retained) = self.make_future(thunk, call_id, callee.clone(), object, args, input)?;
        self.poll_first(thunk, call_id, callee, future, retained, invocation)
    }

    /// Makes the future of a call, and says how many bytes it holds.
    #[allow(clippy::inline_always, reason = "its copy for layers and policies is not on the hot path")]
    #[inline(always)]
    pub(super) fn make_future(
        &self,
        thunk: WaitingThunk,
        call_id: Option<u64>,
        callee: Callee,
        object: Option<TrackedObject>,
        args: Cow<'_, str>,
        input: Input,
    ) -> Result<(CallFuture, usize), CallError> {
        self.check_size(&args)?;
        let arguments = cost::arguments(&args);
        let call = OwnedCall::new(callee, args, input, object, Shared::clone(&self.core));
        let retained = cost::CALL + arguments + call.held();
        if let WaitingThunk::Blocking(thunk) = thunk {
            let future = (thunk.begin)(thunk.make, call, call_id, retained)?;
            // The remaining charge is held as long as the work exists, even if the call is cancelled.
            self.core.link.budget.has_room(cost::CALL)?;
            return Ok((future, cost::CALL));
        }
        // Checked before the future owns the arguments, and therefore without its size, which the program decides.
        self.core.link.budget.has_room(retained).inspect_err(|_| call.release_arguments())?;
        match thunk {
            WaitingThunk::Async(thunk) => Ok(charged(running::make(|| thunk(call))?, retained)),
            WaitingThunk::Extracting(thunk) => Ok(charged(running::make(|| thunk.begin(call))?, retained)),
            WaitingThunk::Blocking(_) => unreachable!("it has begun"),
        }
    }

    /// Polls the future of a call, and leaves it to the driver if it has to wait.
    #[allow(clippy::inline_always, reason = "its copy for layers and policies is not on the hot path")]
    #[inline(always)]
    pub(super) fn poll_first(
        &self,
        thunk: WaitingThunk,
        call_id: Option<u64>,
        callee: Callee,
        mut future: CallFuture,
        retained: usize,
        invocation: &Invocation<'_>,
    ) -> Result<Begun, CallError> {
        let asked = invocation.options.and_then(|options| options.timeout);
        let timeouts = [asked, callee.method.timeout, self.core.link.options.call_timeout];
        let deadline = Deadline::shortest(timeouts, |time| self.core.sleep(time))
            .filter(|_| callee.method.kind != MethodKind::Items);
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
                let is_counted = !matches!(thunk, WaitingThunk::Blocking(_));
                self.drive(RunningCall::new(call_id, callee, future, retained, is_counted, &self.core, deadline));
                Ok(Begun::Continues)
            }
        }
    }
}

/// The future of a call, and the number of bytes that are charged for the call.
fn charged(future: CallFuture, retained: usize) -> (CallFuture, usize) {
    let size = size_of_val(&*future);
    (future, retained + size)
}
