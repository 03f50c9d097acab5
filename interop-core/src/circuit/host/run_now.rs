//! Calls for which the client waits: runs a method of any kind to completion.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use super::CircuitHost;
use super::waiting::{SyncThunk, WaitingThunk};
use crate::circuit::destructors::drop_quietly;
use crate::circuit::layers::undecided;
use crate::circuit::{Callee, running};
use crate::codec::Reply;
use crate::descriptor::MethodDescriptor;
use crate::error::CallError;
use crate::object::TrackedObject;
use crate::threading::Shared;
use crate::thunk::{Call, Input, OwnedCall, OwnedOutcome, Thunk};

impl CircuitHost {
    /// Runs a call of any kind synchronously and delivers its reply.
    #[inline]
    pub(super) fn run_now(
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
            return self.run_method(method.thunk(), method, object, name, args, reply);
        }
        Err(self.unread(undecided(method), args))
    }

    /// Decodes the arguments, runs the method, and encodes the result into an empty reply.
    #[inline]
    pub(super) fn run(
        &self,
        thunk: SyncThunk,
        method: &'static MethodDescriptor,
        object: Option<&TrackedObject>,
        name: &str,
        args: &str,
        reply: &mut Reply,
    ) -> Result<(), CallError> {
        let input = self.input(args)?;
        let call = Call { method, name, args, input: &input, object, circuit: &self.core };
        if !self.core.link.is_plain() {
            let outcome = self.layered().and_then(|paths| (paths.run)(self, thunk, &call, reply));
            input.discard();
            return outcome;
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
        let input = self.input(args)?;
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
        let call = OwnedCall::new(Callee::new(method, name), args.into(), input, object.cloned(), circuit);
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
}
