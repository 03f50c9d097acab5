//! The blocking calls of a circuit that have not started, and the number of those that have.
//!
//! The table is created when the first blocking call of the circuit starts. Only the thunks of blocking methods start
//! one, so a WebAssembly module without such methods does not contain the code of the table.

use std::any::Any;
use std::collections::BTreeMap;
use std::mem;
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, MutexGuard, OnceLock};
use std::time::Duration;

use futures_channel::oneshot;

use super::abandoned::BlockingCallFacts;
use super::budget::Charge;
use super::calls::CallPermit;
use super::destructors::drop_quietly;
use crate::threading::{MaybeSend, MaybeSync, Shared, lock};
use crate::thunk::{BlockingCall, OwnedCall, OwnedOutcome};

/// The blocking calls of a circuit. Empty until the first of them.
#[derive(Default)]
pub(super) struct BlockingCalls(OnceLock<Box<dyn AnyTable>>);

/// What closing a circuit needs of the table. It does not name the type of the table, so that the code of the table is
/// not linked.
trait AnyTable: Any + MaybeSend + MaybeSync {
    fn drop_waiting(&self);
}

#[derive(Default)]
struct BlockingCallTable {
    last_ticket: u64,
    /// Calls that wait until others have ended, in the order in which they arrived.
    waiting: BTreeMap<u64, BlockingJob>,
    /// Calls that the host holds and has not started.
    handed_over: BTreeMap<u64, BlockingJob>,
    /// The number of calls that the host holds, whether started or not.
    at_host: usize,
    /// Whether work is being handed over further up on some stack. Otherwise, a host that runs work immediately would
    /// get each piece of work from within the previous one, at growing depth.
    hands_over: bool,
}

/// The result of a blocking call, charged while it waits, and how long the method has run if a layer asks for it.
pub(super) struct BlockingOutcome {
    pub(super) result: OwnedOutcome,
    pub(super) charge: Option<Charge>,
    pub(super) duration: Option<Duration>,
}

/// A call, its arguments, and what it holds.
pub(super) struct BlockingJob {
    pub(super) thunk: fn(OwnedCall) -> BlockingCall,
    pub(super) call: OwnedCall,
    /// Set when no caller waits any more.
    pub(super) cancelled: Shared<AtomicBool>,
    pub(super) result: oneshot::Sender<BlockingOutcome>,
    pub(super) facts: Shared<BlockingCallFacts>,
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

    /// Passes the tickets of waiting calls to the host while the host holds fewer than `max` calls.
    pub(super) fn hand_over(&self, max: usize, spawn: impl Fn(u64)) {
        let mut table = self.table();
        if mem::replace(&mut table.hands_over, true) {
            // The call is handed over further up on this stack, or by another thread that will see this change.
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

    /// Takes a call that the host is about to run. `None` if it was dropped in the meantime.
    pub(super) fn begin(&self, ticket: u64) -> Option<BlockingJob> {
        self.table().handed_over.remove(&ticket)
    }

    /// Notes that the host holds one call less, whether it was started or not.
    pub(super) fn end(&self) {
        self.table().at_host -= 1;
    }

    /// Drops a call that has not started.
    pub(super) fn cancel(&self, ticket: u64) {
        let mut table = self.table();
        let work = table.waiting.remove(&ticket).or_else(|| table.handed_over.remove(&ticket));
        drop(table);
        if let Some(work) = work {
            work.call.release_arguments();
            drop_quietly(work);
        }
    }

    /// Drops all calls that have not started, because the circuit is closed.
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
