//! Runs the blocking calls of a circuit: decides which of them may run, and what cancelling a call does.
//!
//! The host runs them on threads of its choice, but at most [`CircuitOptions::max_blocking_calls`] of one circuit at
//! the same time. A call that is cancelled before it starts is dropped. A call that has started cannot be stopped: it
//! counts against the limits of its circuit until it ends, even if no caller waits for its result.
//!
//! [`CircuitOptions::max_blocking_calls`]: super::CircuitOptions::max_blocking_calls

use std::sync::atomic::{AtomicBool, Ordering};

use futures_channel::oneshot;

use super::blocking_calls::BlockingJob;
use super::budget::{Budget, Charge};
use super::core::CircuitCore;
use super::destructors::drop_quietly;
use super::{running, running_job};
use crate::error::CallError;
use crate::threading::Shared;
use crate::thunk::{BlockingCall, CallFuture, OwnedCall, OwnedOutcome};

impl CircuitCore {
    /// Starts a blocking call that is charged `retained` bytes. Dropping the future drops the call if it has not
    /// started.
    pub(crate) fn begin_blocking(
        self: &Shared<Self>,
        thunk: fn(OwnedCall) -> BlockingCall,
        call: OwnedCall,
        retained: usize,
    ) -> Result<CallFuture, CallError> {
        let charge = self.link.budget.charge(retained)?;
        let (result, outcome) = oneshot::channel();
        // Both the work and the future hold the permit, because either may end first.
        let permit = Shared::new(self.calls.permit());
        let cancelled = Shared::new(AtomicBool::new(false));
        let job = BlockingJob {
            thunk,
            call,
            cancelled: Shared::clone(&cancelled),
            result,
            permit: Shared::clone(&permit),
            charge,
        };
        let waiting = TicketGuard { circuit: Shared::clone(self), ticket: self.blocking.add(job), cancelled };
        self.hand_over_blocking();
        Ok(Box::pin(async move {
            let (outcome, _charge) = outcome.await.unwrap_or_else(|_| (Err(abandoned()), None));
            drop((waiting, permit));
            outcome
        }))
    }

    /// Passes calls to the host, as far as the limit allows.
    fn hand_over_blocking(self: &Shared<Self>) {
        self.blocking.hand_over(self.link.options.max_blocking_calls.max(1), |ticket| {
            let handed_over = HandedOver { circuit: Shared::clone(self), ticket };
            self.services.spawn_blocking(Box::new(move || handed_over.run()));
        });
    }
}

/// Cancels the call when its future is dropped.
struct TicketGuard {
    circuit: Shared<CircuitCore>,
    ticket: u64,
    /// Lets a call that has started know.
    cancelled: Shared<AtomicBool>,
}

impl Drop for TicketGuard {
    fn drop(&mut self) {
        self.cancelled.store(true, Ordering::Release);
        self.circuit.blocking.cancel(self.ticket);
    }
}

/// The call as the host holds it. It may have been cancelled before the host runs it.
struct HandedOver {
    circuit: Shared<CircuitCore>,
    ticket: u64,
}

impl HandedOver {
    fn run(self) {
        let work = self.circuit.blocking.begin(self.ticket);
        let Some(BlockingJob { thunk, call, cancelled, result, permit, charge }) = work else { return };
        let (method, name) = call.method();
        let outcome = running_job::run(cancelled, || running::run_blocking(&self.circuit, || thunk(call)()));
        // The arguments are dropped. The result waits until the driver takes it.
        drop(charge);
        let outcome = charged(&self.circuit.link.budget, outcome);
        // The receiver of the result may start the next call, and this call must not count against it.
        drop(permit);
        if let Err((outcome, charge)) = result.send(outcome) {
            // No caller waits any more, so the error would be lost.
            if let Err(error) = &outcome {
                self.circuit.report(error, None, Some(method.assembly), &name);
            }
            drop_quietly((outcome, charge));
        }
    }
}

impl Drop for HandedOver {
    fn drop(&mut self) {
        // The call is still there if the host has dropped the work instead of running it.
        self.circuit.blocking.cancel(self.ticket);
        self.circuit.blocking.end();
        self.circuit.hand_over_blocking();
    }
}

/// The result of blocking work, charged while it waits.
fn charged(budget: &Shared<Budget>, outcome: OwnedOutcome) -> (OwnedOutcome, Option<Charge>) {
    let Ok(reply) = outcome else { return (outcome, None) };
    match budget.charge(reply.held()) {
        Ok(charge) => (Ok(reply), Some(charge)),
        Err(error) => (Err(error), None),
    }
}

#[cold]
fn abandoned() -> CallError {
    CallError::internal("the host dropped the blocking call")
}
