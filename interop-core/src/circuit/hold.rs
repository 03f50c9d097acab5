//! Time-outs that wait for a message to arrive or to leave.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Waker;

use crate::threading::lock;

/// Says whether the host is in the midst of a message. What a time-out waits for may be in that message or behind it, so a
/// time-out that ends meanwhile begins anew when the message is complete.
#[derive(Default)]
pub(crate) struct Hold {
    held: AtomicBool,
    /// Those whose time was over while the host was in the midst of a message.
    waiting: Mutex<Vec<Waker>>,
}

impl Hold {
    /// Begins or ends the hold.
    pub(super) fn set(&self, held: bool) {
        if self.held.load(Ordering::Relaxed) == held {
            return;
        }
        let mut waiting = lock(&self.waiting);
        self.held.store(held, Ordering::Relaxed);
        let woken = if held { Vec::new() } else { std::mem::take(&mut *waiting) };
        // Tasks that are woken run outside of the lock.
        drop(waiting);
        woken.into_iter().for_each(Waker::wake);
    }

    /// Whether a time-out must begin anew. If so, its task is woken when the hold ends.
    pub(crate) fn puts_off(&self, task: &Waker) -> bool {
        if !self.held.load(Ordering::Relaxed) {
            return false;
        }
        let mut waiting = lock(&self.waiting);
        let held = self.held.load(Ordering::Relaxed);
        if held && !waiting.iter().any(|known| known.will_wake(task)) {
            waiting.push(task.clone());
        }
        held
    }
}
