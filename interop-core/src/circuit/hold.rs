//! Defers time-outs while a message is partly received or sent.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Waker;

use crate::threading::lock;

/// Whether the host is in the middle of a message. What a time-out waits for may be in that message or behind it, so a
/// time-out that ends meanwhile starts again when the message is complete.
#[derive(Default)]
pub(crate) struct Hold {
    held: AtomicBool,
    /// The tasks whose time-outs ended while the host was in the middle of a message.
    waiting: Mutex<Vec<Waker>>,
}

impl Hold {
    /// Starts or ends the deferral.
    pub(super) fn set(&self, held: bool) {
        if self.held.load(Ordering::Relaxed) == held {
            return;
        }
        let mut waiting = lock(&self.waiting);
        self.held.store(held, Ordering::Relaxed);
        let woken = if held { Vec::new() } else { std::mem::take(&mut *waiting) };
        // Tasks are woken without holding the lock.
        drop(waiting);
        woken.into_iter().for_each(Waker::wake);
    }

    /// Whether a time-out must start again. If so, its task is woken when the deferral ends.
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
