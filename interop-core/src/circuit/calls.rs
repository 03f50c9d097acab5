//! The running calls of a circuit, and the ids by which its client can refer to them.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::id_map::IdMap;
use super::outgoing::ProtocolViolation;
use crate::threading::{Shared, lock};

/// JavaScript represents all integers up to this one exactly.
const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// The running calls of a circuit.
#[derive(Default)]
pub(crate) struct Calls {
    /// Shared with the permits, which may outlive the circuit.
    in_flight: Shared<AtomicUsize>,
    /// The number of calls that have an id, which can be read without the lock.
    named_count: AtomicUsize,
    named: Mutex<CallsById>,
}

#[derive(Default)]
struct CallsById {
    /// The ids that the client has chosen. The value is true for calls that are to be cancelled.
    running: IdMap<bool>,
    /// Whether calls were cancelled of which the driver does not know yet.
    has_cancelled: bool,
}

impl Calls {
    /// The number of calls, including those without an id.
    pub(crate) fn in_flight(&self) -> usize {
        self.in_flight.load(Ordering::Relaxed)
    }

    /// Counts a call as running.
    pub(super) fn count(&self) {
        self.in_flight.fetch_add(1, Ordering::Relaxed);
    }

    /// Notes that a call that was counted runs no longer.
    pub(super) fn uncount(&self) {
        self.in_flight.fetch_sub(1, Ordering::Relaxed);
    }

    /// Counts a call as running until the permit is dropped.
    pub(super) fn permit(&self) -> CallPermit {
        self.count();
        CallPermit(Shared::clone(&self.in_flight))
    }

    /// Checks the id of a call before it starts.
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

    /// Notes that a call continues to run under this id.
    pub(super) fn begin(&self, call_id: u64) {
        let mut named = lock(&self.named);
        named.running.insert(call_id, false);
        self.named_count.store(named.running.len(), Ordering::Relaxed);
    }

    /// Releases the id of a call that is about to be answered.
    pub(super) fn forget(&self, call_id: u64) {
        let mut named = lock(&self.named);
        named.running.remove(call_id);
        self.named_count.store(named.running.len(), Ordering::Relaxed);
    }

    /// Whether this id is in use. Most calls complete immediately and find no other running call.
    fn contains(&self, call_id: u64) -> bool {
        self.named_count.load(Ordering::Relaxed) > 0 && lock(&self.named).running.contains(call_id)
    }

    /// Requests the end of a call, and returns whether it was not requested before.
    pub(super) fn cancel(&self, call_id: u64) -> bool {
        let mut named = lock(&self.named);
        let is_news = named.running.get_mut(call_id).is_some_and(|cancelled| !std::mem::replace(cancelled, true));
        named.has_cancelled |= is_news;
        is_news
    }

    /// Returns whether calls were cancelled since the previous call of this function.
    pub(super) fn take_cancellations(&self) -> bool {
        std::mem::take(&mut lock(&self.named).has_cancelled)
    }

    /// Whether a running call is to be cancelled.
    pub(super) fn is_cancelled(&self, call_id: u64) -> bool {
        lock(&self.named).running.get(call_id).is_some_and(|cancelled| *cancelled)
    }

    /// Forgets all ids.
    pub(super) fn clear(&self) {
        lock(&self.named).running.clear();
        self.named_count.store(0, Ordering::Relaxed);
    }
}

/// Counts a call as running. The permit is held by what runs the call, and is released when that ends and not when the
/// call is answered, because a cancelled call may continue to run.
pub(super) struct CallPermit(Shared<AtomicUsize>);

impl Drop for CallPermit {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
