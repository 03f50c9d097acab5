//! Delivers the results of calls to the client.

use super::{CircuitHost, Invocation, Outgoing};
use crate::circuit::running::Finished;
use crate::codec::Reply;
use crate::descriptor::MethodKind;
use crate::error::{CallError, CallFailure};
use crate::thunk::OwnedOutcome;

impl CircuitHost {
    /// Hands the reply over to the client, which from now on holds what the reply names.
    #[inline]
    pub(super) fn deliver(&self, reply: &mut Reply) {
        if reply.names_something() {
            self.core.streams.start(&self.core.link, reply);
            reply.set_sent(true);
        }
    }

    /// Answers a call that had to wait and has now ended.
    pub(super) fn finish(&self, finished: Finished) {
        let Finished { call_id, callee, ambient, result } = finished;
        let _entered = ambient.enter();
        let (method, name) = (callee.method, callee.name());
        if let Err(error) = &result {
            self.core.report(error, call_id, Some(method.assembly), name);
        }
        let called = match method.kind {
            MethodKind::Static => Invocation::on_assembly(method.assembly, name, ""),
            MethodKind::Instance | MethodKind::Items => Invocation::on_object(0, name, ""),
        };
        self.send_answer(call_id, result, &called);
    }

    pub(super) fn answer(&self, call_id: Option<u64>, result: OwnedOutcome, called: &Invocation<'_>) {
        if let Err(error) = &result {
            self.report(call_id, error, called);
        }
        self.send_answer(call_id, result, called);
    }

    fn send_answer(&self, call_id: Option<u64>, result: OwnedOutcome, called: &Invocation<'_>) {
        // If there is no call id, the reply is dropped here, which takes back what it names.
        if let Some(call_id) = call_id
            && !self.core.link.is_closed()
        {
            let mut result = result.and_then(|mut reply| {
                reply.trim();
                self.core.link.outbox.reserve(reply.held()).map(|()| reply)
            });
            if let Ok(reply) = &mut result {
                self.deliver(reply);
            }
            let result = result.map_err(|error| Box::new(self.admissible_failure(error, called)));
            self.core.link.outbox.send(Outgoing::EndInvoke { call_id, result });
        }
    }

    /// Lets the host record the error of a call.
    #[cold]
    pub(super) fn report(&self, call_id: Option<u64>, error: &CallError, called: &Invocation<'_>) {
        // A call on an object does not name the assembly.
        let assembly = called.assembly.or_else(|| Some(self.find_method(called)?.assembly));
        self.core.report(error, call_id, assembly, called.method);
    }

    /// The failure that is sent to the client. If there is no room for its data, it is replaced by another failure.
    #[cold]
    pub(super) fn admissible_failure(&self, error: CallError, called: &Invocation<'_>) -> CallFailure {
        let failure = self.failure(error, called);
        match self.core.link.outbox.reserve(failure.held()) {
            Ok(()) => failure,
            Err(error) => self.failure(error, called),
        }
    }

    /// The failure of a synchronous call, which the host has recorded.
    #[cold]
    pub(super) fn reported(&self, error: CallError, called: &Invocation<'_>) -> CallFailure {
        self.report(None, &error, called);
        self.failure(error, called)
    }

    #[cold]
    pub(super) fn failure(&self, error: CallError, called: &Invocation<'_>) -> CallFailure {
        error.into_failure(self.core.link.options.detailed_errors, called)
    }
}
