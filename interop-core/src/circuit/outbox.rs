use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Waker;

use super::outgoing::Outgoing;
use crate::threading::lock;

/// The messages that wait for the host's driver to take them, and the driver, if it waits for them. One lock for both: a
/// message that comes just before the driver begins to wait cannot be missed.
#[derive(Default)]
pub(super) struct Outbox {
    queue: Mutex<Queue>,
    /// What the queue holds, to be looked at without its lock.
    count: AtomicUsize,
    bytes: AtomicUsize,
}

#[derive(Default)]
struct Queue {
    /// With their sizes.
    messages: VecDeque<(Outgoing, usize)>,
    bytes: usize,
    driver: Option<Waker>,
}

impl Outbox {
    /// Puts in a message and wakes the driver.
    pub(super) fn send(&self, message: Outgoing) {
        let size = message.size();
        let mut queue = lock(&self.queue);
        queue.bytes += size;
        queue.messages.push_back((message, size));
        self.note(&queue);
        let driver = queue.driver.take();
        // Whoever is woken runs outside of our lock.
        drop(queue);
        wake(driver);
    }

    /// Wakes the driver: there is something else than a message.
    pub(super) fn wake_driver(&self) {
        let driver = lock(&self.queue).driver.take();
        wake(driver);
    }

    /// The next message.
    pub(super) fn take(&self) -> Option<Outgoing> {
        self.pop(&mut lock(&self.queue))
    }

    /// The next message; if there is none, the driver waits from now on.
    pub(super) fn take_or_wait(&self, driver: &Waker) -> Option<Outgoing> {
        let mut queue = lock(&self.queue);
        let message = self.pop(&mut queue);
        if message.is_none() && !queue.driver.as_ref().is_some_and(|known| known.will_wake(driver)) {
            let before = queue.driver.replace(driver.clone());
            drop(queue);
            // It may be the last that holds a task.
            drop(before);
        }
        message
    }

    fn pop(&self, queue: &mut Queue) -> Option<Outgoing> {
        let (message, size) = queue.messages.pop_front()?;
        queue.bytes -= size;
        self.note(queue);
        Some(message)
    }

    fn note(&self, queue: &Queue) {
        self.count.store(queue.messages.len(), Ordering::Release);
        self.bytes.store(queue.bytes, Ordering::Relaxed);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count.load(Ordering::Acquire) == 0
    }

    pub(super) fn bytes(&self) -> usize {
        self.bytes.load(Ordering::Relaxed)
    }
}

fn wake(driver: Option<Waker>) {
    if let Some(driver) = driver {
        driver.wake();
    }
}
