use std::cell::Cell;
use std::convert::Infallible;
use std::time::Duration;

use crate::circuit::callee::Callee;
use crate::circuit::core::CircuitCore;
use crate::circuit::destructors::drop_quietly;
use crate::context::CallInfo;
use crate::error::report::ErrorKind;
use crate::error::{CallError, ErrorCode};
use crate::object::TrackedObject;
use crate::scope::{self, Phase};
use crate::threading::Shared;
use crate::thunk::{CallFuture, OwnedOutcome};

thread_local! {
    /// Why the call that is being dropped on this thread has ended, if it was not cancelled.
    static ENDED_BY: Cell<Option<ErrorCode>> = const { Cell::new(None) };
}

/// Drops what runs a call that ends for this reason, so that its layers know.
pub(in crate::circuit) fn ended_by(code: ErrorCode, drop_call: impl FnOnce()) {
    ENDED_BY.set(Some(code));
    drop_call();
    ENDED_BY.set(None);
}

/// A call that runs inside of the layers and may have to wait. Dropping it ends the call.
pub(in crate::circuit) struct LayeredCall {
    circuit: Shared<CircuitCore>,
    callee: Callee,
    object: Option<TrackedObject>,
    begun: Option<Duration>,
    /// How many layers have yet to be told how the call has ended.
    entered: usize,
}

impl LayeredCall {
    /// Asks the layers whether the call may run.
    pub(in crate::circuit) fn begin(
        circuit: &Shared<CircuitCore>,
        callee: Callee,
        object: Option<TrackedObject>,
    ) -> Result<Self, CallError> {
        let circuit = Shared::clone(circuit);
        let mut this = Self { begun: circuit.begun(), circuit, callee, object, entered: 0 };
        let info = this.info();
        let (entered, accepted) = scope::enter(info.core(), Phase::Idle, || this.circuit.layers.before(&info));
        this.entered = entered;
        match accepted {
            Ok(()) => Ok(this),
            Err(error) => Err(this.fail(error)),
        }
    }

    /// The same future inside of the layers.
    pub(in crate::circuit) fn around(self, future: CallFuture) -> CallFuture {
        Box::pin(async move {
            let outcome = future.await;
            self.finish(outcome)
        })
    }

    /// Tells the layers how the call has ended, and returns its outcome, which is an error if a layer panics.
    fn finish(mut self, outcome: OwnedOutcome) -> OwnedOutcome {
        self.leave(outcome)
    }

    /// Tells the layers that the call has failed, and returns its error.
    pub(in crate::circuit) fn fail(mut self, error: CallError) -> CallError {
        match self.leave::<Infallible>(Err(error)) {
            Err(error) => error,
            Ok(never) => match never {},
        }
    }

    fn leave<T>(&mut self, result: Result<T, CallError>) -> Result<T, CallError> {
        let duration = self.circuit.duration_since(self.begun);
        // None are left if this is dropped afterwards.
        let entered = std::mem::take(&mut self.entered);
        let info = self.info();
        scope::enter(info.core(), Phase::Idle, || self.circuit.layers.after(entered, &info, result, duration))
    }

    fn info(&self) -> CallInfo<'_> {
        CallInfo::new(self.callee.method, self.callee.name(), self.object.as_ref(), &self.circuit)
    }
}

impl Drop for LayeredCall {
    fn drop(&mut self) {
        if self.entered > 0 {
            let code = ENDED_BY.get().unwrap_or(ErrorCode::Cancelled);
            let error = CallError::dispatch(code, "the call was ended before it was complete".to_owned());
            if let Err(error) = self.leave::<Infallible>(Err(error))
                && error.kind() == ErrorKind::Panic
            {
                // A layer has panicked, and there is no answer left that it could fail.
                self.circuit.report(&error, None, Some(self.callee.method.assembly), self.callee.name());
            }
        }
        drop_quietly(self.object.take());
    }
}
