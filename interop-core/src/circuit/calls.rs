//! The calls of methods that were not ready at once, as far as their client can name them.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::id_map::IdMap;
use super::outgoing::ProtocolViolation;
use crate::threading::{Shared, lock};

/// JavaScript counts exactly up to here.
const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// The running calls of a circuit.
#[derive(Default)]
pub(crate) struct Calls {
    /// Shared with the permits, which may outlive the circuit.
    in_flight: Shared<AtomicUsize>,
    /// How many of them have an id, to be looked at without the lock.
    named_count: AtomicUsize,
    named: Mutex<CallsById>,
}

#[derive(Default)]
struct CallsById {
    /// By the ids that the client has chosen. True for those that are to be cancelled.
    running: IdMap<bool>,
    /// Whether there are some that the driver has not been told of.
    has_cancelled: bool,
}

impl Calls {
    /// How many there are, also of those without an id.
    pub(crate) fn in_flight(&self) -> usize {
        self.in_flight.load(Ordering::Relaxed)
    }

    /// Counts a call as one in flight until the permit is dropped.
    pub(super) fn permit(&self) -> CallPermit {
        self.in_flight.fetch_add(1, Ordering::Relaxed);
        CallPermit(Shared::clone(&self.in_flight))
    }

    /// Checks the id of a call that begins.
    #[inline]
    pub(super) fn check_id(&self, call_id: u64) -> Result<(), ProtocolViolation> {
        if call_id > MAX_SAFE_INTEGER {
            return Err(ProtocolViolation(format!("The call id {call_id} is not a safe integer.")));
        }
        if self.contains(call_id) {
            return Err(ProtocolViolation(format!("There is already a pending call with ID {call_id}.")));
        }
        Ok(())
    }

    /// A call continues to run under this id.
    pub(super) fn begin(&self, call_id: u64) {
        let mut named = lock(&self.named);
        named.running.insert(call_id, false);
        self.named_count.store(named.running.len(), Ordering::Relaxed);
    }

    /// A call is about to be answered: its id is free again.
    pub(super) fn forget(&self, call_id: u64) {
        let mut named = lock(&self.named);
        named.running.remove(call_id);
        self.named_count.store(named.running.len(), Ordering::Relaxed);
    }

    /// Whether this id is taken. Most calls are ready at once, and find no other that runs.
    fn contains(&self, call_id: u64) -> bool {
        self.named_count.load(Ordering::Relaxed) > 0 && lock(&self.named).running.contains(call_id)
    }

    /// Asks for the end of a call, and says whether that is news.
    pub(super) fn cancel(&self, call_id: u64) -> bool {
        let mut named = lock(&self.named);
        let is_news = named.running.get_mut(call_id).is_some_and(|cancelled| !std::mem::replace(cancelled, true));
        named.has_cancelled |= is_news;
        is_news
    }

    /// Whether calls were cancelled since this was asked last.
    pub(super) fn take_cancellations(&self) -> bool {
        std::mem::take(&mut lock(&self.named).has_cancelled)
    }

    /// Whether a running call is to be cancelled.
    pub(super) fn is_cancelled(&self, call_id: u64) -> bool {
        lock(&self.named).running.get(call_id).is_some_and(|cancelled| *cancelled)
    }

    /// No call can be named any more.
    pub(super) fn clear(&self) {
        lock(&self.named).running.clear();
        self.named_count.store(0, Ordering::Relaxed);
    }
}

/// Counts a call as one in flight. It is held by what runs the call, and given back when that has ended and not when the
/// call is answered: a cancelled call may go on running.
pub(super) struct CallPermit(Shared<AtomicUsize>);

impl Drop for CallPermit {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
