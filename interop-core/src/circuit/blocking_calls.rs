//! The blocking calls of a circuit that have not begun, and how many have.
//!
//! A circuit makes the table when its first blocking call begins, and only the thunks of blocking methods begin one, so a
//! WebAssembly module without such methods does not contain the code of the table.

use std::any::Any;
use std::collections::BTreeMap;
use std::mem;
use std::sync::{Mutex, MutexGuard, OnceLock};

use futures_channel::oneshot;

use super::budget::Charge;
use super::calls::CallPermit;
use super::destructors::drop_quietly;
use crate::threading::{MaybeSend, MaybeSync, Shared, lock};
use crate::thunk::{BlockingCall, OwnedCall, OwnedOutcome};

/// The blocking calls of a circuit, once there are any.
#[derive(Default)]
pub(super) struct BlockingCalls(OnceLock<Box<dyn AnyTable>>);

/// What closing a circuit does with its blocking calls without naming their type, and with it their code.
trait AnyTable: Any + MaybeSend + MaybeSync {
    fn drop_waiting(&self);
}

#[derive(Default)]
struct BlockingCallTable {
    last_ticket: u64,
    /// Those that wait until others have ended, in the order in which they came.
    waiting: BTreeMap<u64, BlockingJob>,
    /// Those that the host has, and has not begun.
    handed_over: BTreeMap<u64, BlockingJob>,
    /// How many the host has, whether begun or not.
    at_host: usize,
    /// Whether the host is being given work further up on some stack. One that runs work at once would otherwise be given
    /// the next piece from within the one before, deeper and deeper.
    hands_over: bool,
}

/// A call with all that it holds.
pub(super) struct BlockingJob {
    pub(super) thunk: fn(OwnedCall) -> BlockingCall,
    pub(super) call: OwnedCall,
    pub(super) result: oneshot::Sender<(OwnedOutcome, Option<Charge>)>,
    pub(super) permit: Shared<CallPermit>,
    pub(super) charge: Charge,
}

impl BlockingCalls {
    /// Adds a call that waits, and returns its ticket.
    pub(super) fn add(&self, work: BlockingJob) -> u64 {
        let mut table = self.table();
        table.last_ticket += 1;
        let ticket = table.last_ticket;
        table.waiting.insert(ticket, work);
        ticket
    }

    /// Passes the tickets of waiting calls to the host, as long as it has fewer than `max`.
    pub(super) fn hand_over(&self, max: usize, spawn: impl Fn(u64)) {
        let mut table = self.table();
        if mem::replace(&mut table.hands_over, true) {
            // It is done further up on this stack, or by another thread, after that has seen what has changed.
            return;
        }
        while table.at_host < max {
            let Some((ticket, work)) = table.waiting.pop_first() else { break };
            table.handed_over.insert(ticket, work);
            table.at_host += 1;
            drop(table);
            spawn(ticket);
            table = self.table();
        }
        table.hands_over = false;
    }

    /// Takes a call that the host is about to run; there is none if it was dropped meanwhile.
    pub(super) fn begin(&self, ticket: u64) -> Option<BlockingJob> {
        self.table().handed_over.remove(&ticket)
    }

    /// The host has one call less, begun or not.
    pub(super) fn end(&self) {
        self.table().at_host -= 1;
    }

    /// Drops a call that has not begun.
    pub(super) fn cancel(&self, ticket: u64) {
        let mut table = self.table();
        let work = table.waiting.remove(&ticket).or_else(|| table.handed_over.remove(&ticket));
        drop(table);
        drop_quietly(work);
    }

    /// Drops all calls that have not begun: the circuit is closed.
    pub(super) fn drop_waiting(&self) {
        if let Some(table) = self.0.get() {
            table.drop_waiting();
        }
    }

    fn table(&self) -> MutexGuard<'_, BlockingCallTable> {
        let table: &dyn Any = &**self.0.get_or_init(|| Box::<Mutex<BlockingCallTable>>::default());
        lock(table.downcast_ref::<Mutex<BlockingCallTable>>().expect("there is one kind of table"))
    }
}

impl AnyTable for Mutex<BlockingCallTable> {
    fn drop_waiting(&self) {
        let mut table = lock(self);
        let work = (mem::take(&mut table.waiting), mem::take(&mut table.handed_over));
        drop(table);
        work.0.into_values().chain(work.1.into_values()).for_each(drop_quietly);
    }
}
