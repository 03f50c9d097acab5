//! Runs the blocking calls of a circuit: decides which of them may run, and what cancelling a call does.
//!
//! The host runs them on threads of its choice, but at most [`CircuitOptions::max_blocking_calls`] of one circuit at
//! the same time. A call that is cancelled before it starts is dropped. A call that has started cannot be stopped: it
//! counts against the limits of its circuit until it ends, even if no caller waits for its result. Its outcome is then
//! recorded (`abandoned.rs`).
//!
//! [`CircuitOptions::max_blocking_calls`]: super::CircuitOptions::max_blocking_calls

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_channel::oneshot;

use super::abandoned::BlockingCallFacts;
use super::blocking_calls::{BlockingJob, BlockingOutcome};
use super::budget::Budget;
use super::calls::CallPermit;
use super::core::CircuitCore;
use super::{running, running_job};
use crate::error::CallError;
use crate::threading::Shared;
use crate::thunk::{BlockingCall, CallFuture, OwnedCall, OwnedOutcome};

impl CircuitCore {
    /// Starts a blocking call that is charged `retained` bytes. Dropping the future drops the call if it has not
    /// started.
    pub(crate) fn begin_blocking(
        thunk: fn(OwnedCall) -> BlockingCall,
        call: OwnedCall,
        call_id: Option<u64>,
        retained: usize,
    ) -> Result<CallFuture, CallError> {
        let facts = Shared::new(BlockingCallFacts::of(&call, call_id));
        let circuit = &facts.circuit;
        let charge = circuit.link.budget.charge(retained).inspect_err(|_| call.release_arguments())?;
        let (result, outcome) = oneshot::channel();
        // Both the work and the future hold the permit, because either may end first.
        let permit = Shared::new(circuit.calls.permit());
        let cancelled = Shared::new(AtomicBool::new(false));
        let job = BlockingJob {
            thunk,
            call,
            cancelled: Shared::clone(&cancelled),
            result,
            facts: Shared::clone(&facts),
            permit: Shared::clone(&permit),
            charge,
        };
        let ticket = circuit.blocking.add(job);
        circuit.hand_over_blocking();
        Ok(Box::pin(AwaitedCall { outcome, facts, ticket, cancelled, _permit: permit }))
    }

    /// Passes calls to the host, as far as the limit allows.
    fn hand_over_blocking(self: &Shared<Self>) {
        self.blocking.hand_over(self.link.options.max_blocking_calls.max(1), |ticket| {
            let handed_over = HandedOver { circuit: Shared::clone(self), ticket };
            self.services.spawn_blocking(Box::new(move || handed_over.run()));
        });
    }
}

/// The result of a call, for the circuit that waits for it. The call is cancelled when this is dropped.
struct AwaitedCall {
    outcome: oneshot::Receiver<BlockingOutcome>,
    facts: Shared<BlockingCallFacts>,
    ticket: u64,
    /// Lets a call that has started know.
    cancelled: Shared<AtomicBool>,
    _permit: Shared<CallPermit>,
}

impl Future for AwaitedCall {
    type Output = OwnedOutcome;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<OwnedOutcome> {
        Pin::new(&mut self.outcome).poll(cx).map(|outcome| outcome.map_or_else(|_| Err(abandoned()), |it| it.result))
    }
}

impl Drop for AwaitedCall {
    fn drop(&mut self) {
        self.cancelled.store(true, Ordering::Release);
        self.facts.circuit.blocking.cancel(self.ticket);
        // A result that is sent from now on is returned to the sender, and one that was sent before is still here.
        self.outcome.close();
        if let Ok(Some(outcome)) = self.outcome.try_recv() {
            self.facts.abandon(outcome);
        }
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
        let Some(BlockingJob { thunk, call, cancelled, result, facts, permit, charge }) = work else { return };
        let entered = facts.ambient.enter();
        let begun = self.circuit.begun();
        let outcome = running_job::run(cancelled, || running::run_blocking(&self.circuit, || thunk(call)()));
        let duration = self.circuit.duration_since(begun);
        drop(entered);
        // The arguments are dropped. The result waits until the driver takes it.
        drop(charge);
        let outcome = charged(&self.circuit.link.budget, outcome, duration);
        // The receiver of the result may start the next call, and this call must not count against it.
        drop(permit);
        if let Err(outcome) = result.send(outcome) {
            facts.abandon(outcome);
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
fn charged(budget: &Shared<Budget>, result: OwnedOutcome, duration: Option<Duration>) -> BlockingOutcome {
    let Ok(reply) = result else { return BlockingOutcome { result, charge: None, duration } };
    match budget.charge(reply.held()) {
        Ok(charge) => BlockingOutcome { result: Ok(reply), charge: Some(charge), duration },
        Err(error) => BlockingOutcome { result: Err(error), charge: None, duration },
    }
}

#[cold]
fn abandoned() -> CallError {
    CallError::internal("the host dropped the blocking call")
}
