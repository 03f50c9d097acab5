//! The calls of methods that were not ready at once, as far as their client can name them.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::id_map::IdMap;
use crate::threading::lock;

/// The running calls of a circuit.
#[derive(Default)]
pub(super) struct Calls {
    in_flight: AtomicUsize,
    named: Mutex<Named>,
}

#[derive(Default)]
struct Named {
    /// By the ids that the client has chosen. True for those that are to be cancelled.
    running: IdMap<bool>,
    /// Whether there are some that the driver has not been told of.
    has_cancelled: bool,
}

impl Calls {
    /// How many there are, also of those without an id.
    pub(super) fn in_flight(&self) -> usize {
        self.in_flight.load(Ordering::Relaxed)
    }

    /// A call goes on running.
    pub(super) fn begin(&self, call_id: Option<u64>) {
        self.in_flight.fetch_add(1, Ordering::Relaxed);
        if let Some(call_id) = call_id {
            lock(&self.named).running.insert(call_id, false);
        }
    }

    /// A call is about to be answered: its id is free again.
    pub(super) fn forget(&self, call_id: u64) {
        lock(&self.named).running.remove(&call_id);
    }

    /// A call is gone.
    pub(super) fn end(&self) {
        self.in_flight.fetch_sub(1, Ordering::Relaxed);
    }

    /// Whether this id is taken. Most calls are ready at once, and find no other that runs.
    pub(super) fn contains(&self, call_id: u64) -> bool {
        self.in_flight() > 0 && lock(&self.named).running.contains_key(&call_id)
    }

    /// Asks for the end of a call, and says whether that is news.
    pub(super) fn cancel(&self, call_id: u64) -> bool {
        let mut named = lock(&self.named);
        let is_news = named.running.get_mut(&call_id).is_some_and(|cancelled| !std::mem::replace(cancelled, true));
        named.has_cancelled |= is_news;
        is_news
    }

    /// Whether calls were cancelled since this was asked last.
    pub(super) fn take_cancellations(&self) -> bool {
        std::mem::take(&mut lock(&self.named).has_cancelled)
    }

    /// Whether a running call is to be cancelled.
    pub(super) fn is_cancelled(&self, call_id: u64) -> bool {
        lock(&self.named).running.get(&call_id).is_some_and(|cancelled| *cancelled)
    }

    /// No call can be named any more.
    pub(super) fn clear(&self) {
        lock(&self.named).running.clear();
    }
}
