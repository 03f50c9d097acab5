//! What all parts of a circuit use.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::budget::{Budget, Share};
use super::hold::Hold;
use super::options::CircuitOptions;
use super::outbox::Outbox;
use super::outgoing::CloseReason;
use crate::error::{CallError, ErrorCode};
use crate::threading::{Shared, lock};

/// A circuit's limits, its budget, its way to the client, and whether it has ended.
pub(crate) struct Link {
    pub(crate) options: CircuitOptions,
    pub(crate) budget: Shared<Budget>,
    pub(crate) outbox: Outbox,
    /// Whether the host is in the midst of a message, so that no time-out may end.
    pub(crate) hold: Hold,
    /// Whether there is something for the driver to take over: a call or a stream that began, a call that was cancelled.
    has_news: AtomicBool,
    last_byte_array_id: AtomicU64,
    closed: AtomicBool,
    close_reason: Mutex<Option<CloseReason>>,
}

impl Link {
    pub(super) fn new(options: CircuitOptions, share: Option<Share>) -> Self {
        let budget = Budget::new(options.max_held_bytes, share);
        Self {
            options: options.within_bounds(),
            outbox: Outbox::new(&budget),
            budget,
            hold: Hold::default(),
            has_news: AtomicBool::new(false),
            last_byte_array_id: AtomicU64::new(0),
            closed: AtomicBool::new(false),
            close_reason: Mutex::default(),
        }
    }

    /// Whether the circuit is closed. Once it is, [`close_reason`](Self::close_reason) says why.
    #[inline]
    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    pub(super) fn close_reason(&self) -> Option<CloseReason> {
        lock(&self.close_reason).clone()
    }

    /// Marks the circuit as closed, and returns whether it was open.
    pub(super) fn close(&self, reason: CloseReason) -> bool {
        let mut known = lock(&self.close_reason);
        if known.is_some() {
            return false;
        }
        *known = Some(reason);
        // After the reason: the driver runs on another thread, and reads the reason as soon as it sees the mark.
        self.closed.store(true, Ordering::Release);
        true
    }

    /// An id for a byte array in a message to JavaScript.
    pub(crate) fn next_byte_array_id(&self) -> u64 {
        self.last_byte_array_id.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// There is something for the driver to take over.
    pub(super) fn tell_driver(&self) {
        self.has_news.store(true, Ordering::Release);
        self.outbox.wake_driver();
    }

    /// Whether there is something for the driver to take over.
    pub(super) fn has_news(&self) -> bool {
        self.has_news.load(Ordering::Acquire)
    }

    /// As [`has_news`](Self::has_news); the driver is about to take it over.
    pub(super) fn take_news(&self) -> bool {
        self.has_news.swap(false, Ordering::AcqRel)
    }
}

/// The error for what is used after the end of its circuit.
#[cold]
pub(crate) fn circuit_closed() -> CallError {
    CallError::dispatch(ErrorCode::Cancelled, "The circuit is closed.".to_owned())
}
