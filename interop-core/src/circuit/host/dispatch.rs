//! The calls of the client: `resolve.rs` finds the method, `run_now.rs` or `begin.rs` runs it, and `answer.rs` delivers
//! the answer.

use super::resolve::Resolved;
use super::waiting::Begun;
use super::{CircuitHost, Invocation, ProtocolViolation};
use crate::circuit::Unread;
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
                Err(error) => Err(self.unread(error, &invocation.args)),
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
                self.dispose(object, invocation, reply);
                Ok(())
            }
            Err(error) => Err(self.unread(error, &invocation.args)),
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
        let error = self.unread(error, &invocation.args);
        self.answer(call_id, Err(error), invocation);
        Ok(())
    }

    /// What has arrived ahead of a call.
    #[inline]
    pub(super) fn input(&self, args: &str) -> Result<Input, CallError> {
        match self.core.inbox.take() {
            Ok(byte_arrays) => Ok(Input { byte_arrays, arena: Arena::default() }),
            Err(error) => Err(self.unread(error, args)),
        }
    }

    #[inline]
    pub(super) fn check_size(&self, args: &str) -> Result<(), CallError> {
        if args.len() > self.core.link.options.max_argument_bytes {
            return Err(self.unread(self.core.link.options.arguments_too_large(), args));
        }
        Ok(())
    }

    pub(super) fn dispose(&self, object: TrackedObject, invocation: &Invocation<'_>, reply: &mut Reply) {
        drop(self.core.inbox.take());
        drop(Unread::new(&self.core, &invocation.args));
        self.core.objects.dispose(object, invocation.object_id);
        reply.clear();
        reply.json.extend_from_slice(b"null");
    }
}
