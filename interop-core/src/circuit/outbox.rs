use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Waker;

use super::budget::{Budget, Charge};
use super::outgoing::Outgoing;
use crate::error::CallError;
use crate::threading::{Shared, lock};

/// What may wait without being charged: it belongs to what every client takes. So a queue of a few small messages touches no
/// counter.
const FREE_BYTES: usize = 4 * 1024;

/// A message that takes no more than this is always admitted, without a look at the queue. While such messages wait in a
/// full circuit, its client is not read from.
const MAX_SMALL: usize = 1024;

/// The charge grows by steps of this many bytes.
const STEP_BYTES: usize = 16 * 1024;

/// The room for messages that an empty queue keeps.
const MAX_KEPT_MESSAGES: usize = 512;

/// The messages that wait for the host's driver to take them, and the driver, if it waits for them. One lock for both: a
/// message that comes just before the driver begins to wait cannot be missed.
pub(crate) struct Outbox {
    queue: Mutex<Queue>,
    /// What the queue holds, to be looked at without its lock.
    count: AtomicUsize,
    bytes: AtomicUsize,
}

struct Queue {
    messages: VecDeque<QueuedMessage>,
    bytes: usize,
    /// The memory that the messages take.
    held: usize,
    /// The memory of the message that was taken last. The driver holds it until it asks for the next one.
    leaving: usize,
    charge: Charge,
    driver: Option<Waker>,
}

/// A message with its sizes.
struct QueuedMessage {
    message: Outgoing,
    size: usize,
    held: usize,
}

impl Queue {
    /// What has to be charged with so many bytes more.
    fn charged_with(&self, more: usize) -> usize {
        let held = self.held.saturating_add(self.leaving).saturating_add(more);
        let charged = self.charge.bytes();
        if held <= FREE_BYTES {
            0
        } else if held > charged || held < charged / 2 {
            held.next_multiple_of(STEP_BYTES)
        } else {
            charged
        }
    }

    fn push(&mut self, waiting: QueuedMessage) {
        self.bytes += waiting.size;
        self.held += waiting.held;
        self.messages.push_back(waiting);
    }
}

impl Outbox {
    pub(super) fn new(budget: &Shared<Budget>) -> Self {
        let charge = budget.nothing();
        let queue = Queue { messages: VecDeque::new(), bytes: 0, held: 0, leaving: 0, charge, driver: None };
        Self { queue: Mutex::new(queue), count: AtomicUsize::new(0), bytes: AtomicUsize::new(0) }
    }

    /// Puts in a message and wakes the driver.
    pub(crate) fn send(&self, message: Outgoing) {
        let waiting = QueuedMessage { size: message.size(), held: message.held(), message };
        let mut queue = lock(&self.queue);
        let charged = queue.charged_with(waiting.held);
        queue.charge.set(charged);
        queue.push(waiting);
        self.note(&queue);
        let driver = queue.driver.take();
        // Whoever is woken runs outside of our lock.
        drop(queue);
        wake(driver);
    }

    /// Whether there is room for a message that takes this much. It is reserved for the message that is sent next.
    pub(crate) fn reserve(&self, held: usize) -> Result<(), CallError> {
        if held <= MAX_SMALL {
            return Ok(());
        }
        let mut queue = lock(&self.queue);
        let charged = queue.charged_with(held);
        queue.charge.resize(charged)
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
        // The driver has sent what it took last.
        queue.leaving = 0;
        let next = queue.messages.pop_front();
        if let Some(waiting) = &next {
            queue.bytes -= waiting.size;
            queue.held -= waiting.held;
            queue.leaving = waiting.held;
            self.note(queue);
        } else if queue.messages.capacity() > MAX_KEPT_MESSAGES {
            queue.messages = VecDeque::new();
        }
        if queue.charge.bytes() > 0 {
            let charged = queue.charged_with(0);
            queue.charge.set(charged);
        }
        next.map(|waiting| waiting.message)
    }

    fn note(&self, queue: &Queue) {
        self.count.store(queue.messages.len(), Ordering::Release);
        self.bytes.store(queue.bytes, Ordering::Relaxed);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count.load(Ordering::Acquire) == 0
    }

    pub(crate) fn bytes(&self) -> usize {
        self.bytes.load(Ordering::Relaxed)
    }
}

fn wake(driver: Option<Waker>) {
    if let Some(driver) = driver {
        driver.wake();
    }
}
