//! The calls that wait, each of which is polled when it was woken.
//!
//! A call has a slot, and each slot has a waker that all of its calls use one after the other. A call that waits therefore
//! needs no memory of its own. A waker that outlives its call wakes the next call of the slot once, without effect.

use std::collections::VecDeque;
use std::mem;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, Wake, Waker};

use crate::circuit::running::{Finished, RunningCall};
use crate::threading::lock;

/// The number of slots that are kept when no call waits any more.
const MAX_KEPT_SLOTS: usize = 64;

/// The calls of a circuit that wait.
#[derive(Default)]
pub(super) struct RunningCalls {
    slots: Vec<Slot>,
    /// The slots without a call.
    free: Vec<usize>,
    /// The slots whose calls were added and not polled since. Only this list knows them, so it needs no lock.
    added: VecDeque<usize>,
    woken: Arc<WokenSlots>,
}

struct Slot {
    call: Option<RunningCall>,
    own: Arc<SlotWaker>,
    /// The same as `own`, in the form in which calls get it.
    waker: Waker,
}

/// The slots whose calls are to be polled. Calls are woken on any thread.
#[derive(Default)]
struct WokenSlots(Mutex<WokenQueue>);

#[derive(Default)]
struct WokenQueue {
    slots: VecDeque<usize>,
    driver: Option<Waker>,
}

struct SlotWaker {
    slot: usize,
    /// Whether the slot is in the queue.
    is_woken: AtomicBool,
    woken: Arc<WokenSlots>,
}

impl SlotWaker {
    /// Adds the slot to the queue, which is returned if the slot was not there yet.
    fn note(&self) -> Option<MutexGuard<'_, WokenQueue>> {
        if self.is_woken.swap(true, Ordering::AcqRel) {
            return None;
        }
        let mut queue = lock(&self.woken.0);
        queue.slots.push_back(self.slot);
        Some(queue)
    }
}

impl Wake for SlotWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let driver = self.note().and_then(|mut queue| queue.driver.take());
        // Without holding the lock.
        if let Some(driver) = driver {
            driver.wake();
        }
    }
}

impl WokenSlots {
    fn take(&self) -> Option<usize> {
        lock(&self.0).slots.pop_front()
    }

    /// Lets the driver wait from now on, unless a slot is to be polled. Returns whether it waits.
    fn wait(&self, driver: &Waker) -> bool {
        let mut queue = lock(&self.0);
        if !queue.slots.is_empty() {
            return false;
        }
        if !queue.driver.as_ref().is_some_and(|known| known.will_wake(driver)) {
            let before = queue.driver.replace(driver.clone());
            drop(queue);
            // This may be the last reference to a task.
            drop(before);
        }
        true
    }
}

impl RunningCalls {
    /// Adds a call, which will be polled. The one who adds it wakes the driver, or is it.
    pub(super) fn add(&mut self, call: RunningCall) {
        let index = self.free.pop().unwrap_or_else(|| self.add_slot());
        self.slots[index].call = Some(call);
        self.added.push_back(index);
    }

    fn add_slot(&mut self) -> usize {
        let index = self.slots.len();
        let own = Arc::new(SlotWaker { slot: index, is_woken: AtomicBool::new(false), woken: Arc::clone(&self.woken) });
        let waker = Waker::from(Arc::clone(&own));
        self.slots.push(Slot { call: None, own, waker });
        index
    }

    fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Polls the calls that were woken, until one of them has ended.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Finished> {
        // A call that wakes itself each time must not keep the others, and the task, from running.
        let mut left = self.len();
        while left > 0 {
            let slot = if let Some(index) = self.added.pop_front() {
                &mut self.slots[index]
            } else {
                let Some(index) = self.woken.take() else { break };
                let slot = &mut self.slots[index];
                // Before the call is polled, which may wake it again.
                slot.own.is_woken.store(false, Ordering::Release);
                slot
            };
            // The waker may have outlived its call.
            let Some(call) = &mut slot.call else { continue };
            left -= 1;
            if let Poll::Ready(finished) = Pin::new(call).poll(&mut Context::from_waker(&slot.waker)) {
                slot.call = None;
                self.free.push(slot.own.slot);
                self.release();
                return Poll::Ready(finished);
            }
        }
        if !self.added.is_empty() || !self.woken.wait(cx.waker()) {
            cx.waker().wake_by_ref();
        }
        Poll::Pending
    }

    /// Releases the memory of many slots when none of them has a call.
    fn release(&mut self) {
        if self.is_empty() && self.slots.len() > MAX_KEPT_SLOTS {
            drop(mem::take(self));
        }
    }

    /// Cancels the calls for which this function returns true. They are to be polled, which reports their end.
    pub(super) fn cancel(&mut self, is_cancelled: impl Fn(&RunningCall) -> bool) {
        for slot in &mut self.slots {
            if let Some(call) = slot.call.as_mut().filter(|call| is_cancelled(call)) {
                call.cancel();
                drop(slot.own.note());
            }
        }
    }
}
