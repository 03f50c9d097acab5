//! How the results of calls go to the client.

use super::{CircuitHost, Invocation, Outgoing};
use crate::circuit::running::Finished;
use crate::codec::Reply;
use crate::descriptor::MethodKind;
use crate::error::{CallError, CallFailure};
use crate::thunk::OwnedOutcome;

impl CircuitHost {
    /// The reply goes to the client: it holds what the reply names from now on.
    #[inline]
    pub(super) fn deliver(&self, reply: &mut Reply) {
        if reply.names_something() {
            self.core.streams.start(&self.core.link, reply);
            reply.set_sent(true);
        }
    }

    /// A call that was not ready at once has ended.
    pub(super) fn finish(&self, finished: Finished) {
        let Finished { call_id, method, name, result } = finished;
        let called = match method.kind {
            MethodKind::Static => Invocation::on_assembly(method.assembly, &name, ""),
            MethodKind::Instance => Invocation::on_object(0, &name, ""),
        };
        self.answer(call_id, result, &called);
    }

    pub(super) fn answer(&self, call_id: Option<u64>, result: OwnedOutcome, called: &Invocation<'_>) {
        // A reply that goes nowhere gives back what it names when it is dropped here.
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

    /// The failure that the client gets to see, or another one in place of one whose data there is no room for.
    #[cold]
    pub(super) fn admissible_failure(&self, error: CallError, called: &Invocation<'_>) -> CallFailure {
        let failure = self.failure(error, called);
        match self.core.link.outbox.reserve(failure.held()) {
            Ok(()) => failure,
            Err(error) => self.failure(error, called),
        }
    }

    #[cold]
    pub(super) fn failure(&self, error: CallError, called: &Invocation<'_>) -> CallFailure {
        error.into_failure(self.core.link.options.detailed_errors, called)
    }
}
