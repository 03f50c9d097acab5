//! The blocking calls of a circuit: which may run, which wait, and what cancelling does to each.
//!
//! The host runs them where it likes, but no more than [`CircuitOptions::max_blocking_calls`] of a circuit at the same time.
//! A call that has not begun is dropped when it is cancelled. One that has begun cannot be stopped: it counts against the
//! limits of its circuit until it ends, whether or not anything still waits for its result.
//!
//! Only the thunks of blocking methods name what is here, so that a WebAssembly module without such methods does not
//! contain it: a circuit makes the table of its blocking calls when the first one begins.
//!
//! [`CircuitOptions::max_blocking_calls`]: super::CircuitOptions::max_blocking_calls

use std::any::Any;
use std::collections::BTreeMap;
use std::mem;
use std::sync::{Mutex, MutexGuard, OnceLock};

use futures_channel::oneshot;

use super::budget::{Budget, Charge};
use super::calls::CallPermit;
use super::core::{CircuitCore, drop_quietly};
use super::running;
use crate::error::CallError;
use crate::threading::{MaybeSend, MaybeSync, Shared, lock};
use crate::thunk::{BlockingCall, CallFuture, OwnedCall, OwnedOutcome};

/// The blocking calls of a circuit, once there are any.
#[derive(Default)]
pub(super) struct BlockingCalls(OnceLock<Box<dyn Table>>);

impl BlockingCalls {
    /// Drops all calls that have not begun: the circuit is closed.
    pub(super) fn drop_waiting(&self) {
        if let Some(table) = self.0.get() {
            table.drop_waiting();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        let table: &dyn Any = &**self.0.get_or_init(|| Box::<Mutex<State>>::default());
        lock(table.downcast_ref::<Mutex<State>>().expect("there is one kind of table"))
    }
}

/// What a circuit does with its blocking calls without naming their type, and with it their code.
trait Table: Any + MaybeSend + MaybeSync {
    fn drop_waiting(&self);
}

impl Table for Mutex<State> {
    fn drop_waiting(&self) {
        let mut state = lock(self);
        let work = (mem::take(&mut state.waiting), mem::take(&mut state.handed_over));
        drop(state);
        work.0.into_values().chain(work.1.into_values()).for_each(drop_quietly);
    }
}

/// The calls that have not begun, and how many have.
#[derive(Default)]
struct State {
    last_ticket: u64,
    /// Those that wait until others have ended, in the order in which they came.
    waiting: BTreeMap<u64, Work>,
    /// Those that the host has, and has not begun.
    handed_over: BTreeMap<u64, Work>,
    /// How many the host has, whether begun or not.
    at_host: usize,
    /// Whether the host is being given work further up on some stack. One that runs work at once would else be given the
    /// next piece from within the one before, deeper and deeper.
    hands_over: bool,
}

/// A call with all that it holds.
struct Work {
    thunk: fn(OwnedCall) -> BlockingCall,
    call: OwnedCall,
    result: oneshot::Sender<(OwnedOutcome, Option<Charge>)>,
    permit: Shared<CallPermit>,
    charge: Charge,
}

impl CircuitCore {
    /// Starts a blocking call, which holds so many bytes. Dropping the future drops the call if it has not begun.
    pub(crate) fn begin_blocking(
        self: &Shared<Self>,
        thunk: fn(OwnedCall) -> BlockingCall,
        call: OwnedCall,
        retained: usize,
    ) -> Result<CallFuture, CallError> {
        let charge = self.budget.charge(retained)?;
        let (result, outcome) = oneshot::channel();
        // Both sides hold it, and either may end first.
        let permit = Shared::new(CallPermit::new(self));
        let mut state = self.blocking.state();
        state.last_ticket += 1;
        let ticket = state.last_ticket;
        state.waiting.insert(ticket, Work { thunk, call, result, permit: Shared::clone(&permit), charge });
        drop(state);
        let waiting = Waiting { circuit: Shared::clone(self), ticket };
        self.hand_over();
        Ok(Box::pin(async move {
            let (outcome, _charge) = outcome.await.unwrap_or_else(|_| (Err(abandoned()), None));
            drop((waiting, permit));
            outcome
        }))
    }

    /// Gives the host as much as the limit allows.
    fn hand_over(self: &Shared<Self>) {
        let mut state = self.blocking.state();
        if mem::replace(&mut state.hands_over, true) {
            // It is done further up on this stack, or by another thread, after that has seen what has changed.
            return;
        }
        while state.at_host < self.options.max_blocking_calls.max(1) {
            let Some((ticket, work)) = state.waiting.pop_first() else { break };
            state.handed_over.insert(ticket, work);
            state.at_host += 1;
            drop(state);
            let handed_over = HandedOver { circuit: Shared::clone(self), ticket };
            self.services.spawn_blocking(Box::new(move || handed_over.run()));
            state = self.blocking.state();
        }
        state.hands_over = false;
    }

    /// Drops a call that has not begun.
    fn drop_waiting(&self, ticket: u64) {
        let mut state = self.blocking.state();
        let work = state.waiting.remove(&ticket).or_else(|| state.handed_over.remove(&ticket));
        drop(state);
        drop_quietly(work);
    }
}

/// The future's hold on a call.
struct Waiting {
    circuit: Shared<CircuitCore>,
    ticket: u64,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.circuit.drop_waiting(self.ticket);
    }
}

/// The host's hold on a call, which may be gone by the time that it is run.
struct HandedOver {
    circuit: Shared<CircuitCore>,
    ticket: u64,
}

impl HandedOver {
    fn run(self) {
        let work = self.circuit.blocking.state().handed_over.remove(&self.ticket);
        let Some(Work { thunk, call, result, permit, charge }) = work else { return };
        let outcome = running::run_blocking(&self.circuit, || thunk(call)());
        // What it needed is gone; the result waits until the driver comes for it.
        drop(charge);
        let outcome = charged(&self.circuit.budget, outcome);
        // Whoever gets the result may begin the next call, for which this one must not count.
        drop(permit);
        drop_quietly(result.send(outcome));
    }
}

impl Drop for HandedOver {
    fn drop(&mut self) {
        // There is something if the host has dropped the work instead of running it.
        self.circuit.drop_waiting(self.ticket);
        self.circuit.blocking.state().at_host -= 1;
        self.circuit.hand_over();
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
    CallError::internal("the host dropped the blocking work")
}
