//! The blocking call that runs on a thread.

use std::cell::RefCell;
use std::sync::atomic::AtomicBool;

use crate::threading::Shared;

thread_local! {
    static CANCELLATION: RefCell<Option<Shared<AtomicBool>>> = const { RefCell::new(None) };
}

/// Restores what was there before, also after a panic: a host may run a job within another one.
struct OuterJob(Option<Shared<AtomicBool>>);

impl Drop for OuterJob {
    fn drop(&mut self) {
        CANCELLATION.set(self.0.take());
    }
}

/// Runs a blocking call, whose parameters can find its flag.
pub(super) fn run<T>(cancelled: Shared<AtomicBool>, job: impl FnOnce() -> T) -> T {
    let _restore = OuterJob(CANCELLATION.replace(Some(cancelled)));
    job()
}

/// The flag of the blocking call that runs on this thread.
pub(crate) fn cancellation() -> Option<Shared<AtomicBool>> {
    CANCELLATION.with_borrow(Clone::clone)
}
