//! The state that all parts of a circuit use.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};

use super::budget::{Budget, Share};
use super::hold::Hold;
use super::options::CircuitOptions;
use super::outbox::Outbox;
use super::outgoing::CloseReason;
use crate::error::{CallError, ErrorCode};
use crate::threading::{Shared, lock};

/// The circuit has ended.
const CLOSED: u8 = 1;
/// Calls run inside of layers.
const LAYERED: u8 = 2;

/// The limits of a circuit, its budget, its queue of messages to the client, and whether it is closed.
pub(crate) struct Link {
    pub(crate) options: CircuitOptions,
    pub(crate) budget: Shared<Budget>,
    pub(crate) outbox: Outbox,
    /// Whether time-outs are deferred, because the host is in the middle of a message.
    pub(crate) hold: Hold,
    /// Whether the driver has to take something over: a new call or stream, or a cancelled call.
    has_news: AtomicBool,
    last_byte_array_id: AtomicU64,
    /// [`CLOSED`] and [`LAYERED`].
    state: AtomicU8,
    close_reason: Mutex<Option<CloseReason>>,
}

impl Link {
    pub(crate) fn new(options: CircuitOptions, share: Option<Share>, is_layered: bool) -> Self {
        let budget = Budget::new(options.max_held_bytes, share);
        Self {
            options: options.within_bounds(),
            outbox: Outbox::new(&budget),
            budget,
            hold: Hold::default(),
            has_news: AtomicBool::new(false),
            last_byte_array_id: AtomicU64::new(0),
            state: AtomicU8::new(if is_layered { LAYERED } else { 0 }),
            close_reason: Mutex::default(),
        }
    }

    /// Whether the circuit is closed. If so, [`close_reason`](Self::close_reason) returns the reason.
    #[inline]
    pub(crate) fn is_closed(&self) -> bool {
        self.state.load(Ordering::Acquire) & CLOSED != 0
    }

    /// Whether the circuit is open and has no layers, so that a call needs nothing but its method. One test for both, because
    /// it is made in every call.
    #[inline]
    pub(super) fn is_plain(&self) -> bool {
        self.state.load(Ordering::Acquire) == 0
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
        // Stored after the reason, because the driver may run on another thread and reads the reason as soon as it sees
        // this flag.
        self.state.fetch_or(CLOSED, Ordering::Release);
        true
    }

    /// Returns a new id for a byte array in a message to JavaScript.
    pub(crate) fn next_byte_array_id(&self) -> u64 {
        self.last_byte_array_id.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Notifies the driver that there is something to take over.
    pub(super) fn tell_driver(&self) {
        self.note_news();
        self.outbox.wake_driver();
    }

    /// Notes that there is something to take over, for a driver that is running.
    pub(super) fn note_news(&self) {
        self.has_news.store(true, Ordering::Release);
    }

    /// Whether there is something for the driver to take over.
    pub(super) fn has_news(&self) -> bool {
        self.has_news.load(Ordering::Acquire)
    }

    /// Like [`has_news`](Self::has_news), and clears the flag, because the driver is about to take it over.
    pub(super) fn take_news(&self) -> bool {
        self.has_news.swap(false, Ordering::AcqRel)
    }
}

/// The error for using something after its circuit has ended.
#[cold]
pub(crate) fn circuit_closed() -> CallError {
    CallError::dispatch(ErrorCode::Cancelled, "The circuit is closed.".to_owned())
}
