use std::collections::VecDeque;
use std::mem;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Waker;

use super::budget::{Budget, Charge};
use super::outgoing::Outgoing;
use crate::error::CallError;
use crate::threading::{Shared, lock};

/// Bytes that may wait without being charged, because they are part of what is reserved for every client. A queue of a
/// few small messages therefore accesses no shared counter.
const FREE_BYTES: usize = 4 * 1024;

/// Messages up to this size are always admitted, without checking the queue. While such messages wait in a circuit that
/// is full, nothing is read from its client.
const MAX_SMALL: usize = 1024;

/// The charge grows in steps of this many bytes.
const STEP_BYTES: usize = 16 * 1024;

/// The capacity that an empty queue retains, in messages.
const MAX_KEPT_MESSAGES: usize = 512;

/// The messages that wait for the driver of the host, and the driver, if it waits for messages. Both are behind one
/// lock, so that a message that is added just before the driver starts to wait is not missed.
pub(crate) struct Outbox {
    queue: Mutex<Queue>,
    /// The size of the queue, which can be read without its lock.
    count: AtomicUsize,
    bytes: AtomicUsize,
}

struct Queue {
    messages: VecDeque<QueuedMessage>,
    bytes: usize,
    /// The memory that the messages hold.
    held: usize,
    /// The memory of the message that was taken last. The driver holds it until it requests the next one.
    leaving: usize,
    charge: Charge,
    driver: Option<Waker>,
}

/// A message and its sizes.
struct QueuedMessage {
    message: Outgoing,
    size: usize,
    held: usize,
}

impl Queue {
    /// The number of bytes to be charged if this many are added.
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

    /// Adds a message and wakes the driver.
    pub(crate) fn send(&self, message: Outgoing) {
        let waiting = QueuedMessage { size: message.size(), held: message.held(), message };
        let mut queue = lock(&self.queue);
        let charged = queue.charged_with(waiting.held);
        queue.charge.set(charged);
        queue.push(waiting);
        self.note(&queue);
        let driver = queue.driver.take();
        // The driver is woken without holding the lock.
        drop(queue);
        wake(driver);
    }

    /// Drops all messages: their client does not read them.
    pub(crate) fn clear(&self) {
        let mut queue = lock(&self.queue);
        let messages = mem::take(&mut queue.messages);
        (queue.bytes, queue.held) = (0, 0);
        let charged = queue.charged_with(0);
        queue.charge.set(charged);
        self.note(&queue);
        // They may give back what they name.
        drop(queue);
        drop(messages);
    }

    /// Reserves room for a message of this size. The reservation is used by the message that is sent next.
    pub(crate) fn reserve(&self, held: usize) -> Result<(), CallError> {
        if held <= MAX_SMALL {
            return Ok(());
        }
        let mut queue = lock(&self.queue);
        let charged = queue.charged_with(held);
        queue.charge.resize(charged)
    }

    /// Wakes the driver, for a reason other than a message.
    pub(super) fn wake_driver(&self) {
        let driver = lock(&self.queue).driver.take();
        wake(driver);
    }

    /// Takes the next message.
    pub(super) fn take(&self) -> Option<Outgoing> {
        self.pop(&mut lock(&self.queue))
    }

    /// Takes the next message. If there is none, the driver waits from now on.
    pub(super) fn take_or_wait(&self, driver: &Waker) -> Option<Outgoing> {
        let mut queue = lock(&self.queue);
        let message = self.pop(&mut queue);
        if message.is_none() && !queue.driver.as_ref().is_some_and(|known| known.will_wake(driver)) {
            let before = queue.driver.replace(driver.clone());
            drop(queue);
            // This may be the last reference to a task.
            drop(before);
        }
        message
    }

    fn pop(&self, queue: &mut Queue) -> Option<Outgoing> {
        // The driver has sent the message that it took last.
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
