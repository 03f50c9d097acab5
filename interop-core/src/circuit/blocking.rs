//! How the blocking calls of a circuit run: which may, which wait, and what cancelling does to each.
//!
//! The host runs them where it likes, but no more than [`CircuitOptions::max_blocking_calls`] of a circuit at the same time.
//! A call that has not begun is dropped when it is cancelled. One that has begun cannot be stopped: it counts against the
//! limits of its circuit until it ends, whether or not anything still waits for its result.
//!
//! [`CircuitOptions::max_blocking_calls`]: super::CircuitOptions::max_blocking_calls

use futures_channel::oneshot;

use super::blocking_calls::BlockingJob;
use super::budget::{Budget, Charge};
use super::core::CircuitCore;
use super::destructors::drop_quietly;
use super::running;
use crate::error::CallError;
use crate::threading::Shared;
use crate::thunk::{BlockingCall, CallFuture, OwnedCall, OwnedOutcome};

impl CircuitCore {
    /// Starts a blocking call, which holds so many bytes. Dropping the future drops the call if it has not begun.
    pub(crate) fn begin_blocking(
        self: &Shared<Self>,
        thunk: fn(OwnedCall) -> BlockingCall,
        call: OwnedCall,
        retained: usize,
    ) -> Result<CallFuture, CallError> {
        let charge = self.link.budget.charge(retained)?;
        let (result, outcome) = oneshot::channel();
        // Both sides hold it, and either may end first.
        let permit = Shared::new(self.calls.permit());
        let ticket = self.blocking.add(BlockingJob { thunk, call, result, permit: Shared::clone(&permit), charge });
        let waiting = TicketGuard { circuit: Shared::clone(self), ticket };
        self.hand_over_blocking();
        Ok(Box::pin(async move {
            let (outcome, _charge) = outcome.await.unwrap_or_else(|_| (Err(abandoned()), None));
            drop((waiting, permit));
            outcome
        }))
    }

    /// Gives the host as much as the limit allows.
    fn hand_over_blocking(self: &Shared<Self>) {
        self.blocking.hand_over(self.link.options.max_blocking_calls.max(1), |ticket| {
            let handed_over = HandedOver { circuit: Shared::clone(self), ticket };
            self.services.spawn_blocking(Box::new(move || handed_over.run()));
        });
    }
}

/// The future's hold on a call.
struct TicketGuard {
    circuit: Shared<CircuitCore>,
    ticket: u64,
}

impl Drop for TicketGuard {
    fn drop(&mut self) {
        self.circuit.blocking.cancel(self.ticket);
    }
}

/// The host's hold on a call, which may be gone by the time that it is run.
struct HandedOver {
    circuit: Shared<CircuitCore>,
    ticket: u64,
}

impl HandedOver {
    fn run(self) {
        let work = self.circuit.blocking.begin(self.ticket);
        let Some(BlockingJob { thunk, call, result, permit, charge }) = work else { return };
        let outcome = running::run_blocking(&self.circuit, || thunk(call)());
        // What it needed is gone; the result waits until the driver comes for it.
        drop(charge);
        let outcome = charged(&self.circuit.link.budget, outcome);
        // Whoever gets the result may begin the next call, for which this one must not count.
        drop(permit);
        drop_quietly(result.send(outcome));
    }
}

impl Drop for HandedOver {
    fn drop(&mut self) {
        // There is something if the host has dropped the work instead of running it.
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
