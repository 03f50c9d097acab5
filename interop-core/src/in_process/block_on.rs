//! Runs a future on a thread of its own, without a runtime.

use std::sync::Arc;
use std::task::{Context, Wake, Waker};
use std::thread::{self, Thread};

use crate::threading::BoxFuture;

/// Polls a future on this thread until it is complete.
pub(super) fn block_on(mut work: BoxFuture<'static, ()>) {
    let waker = Waker::from(Arc::new(ThreadWaker(thread::current())));
    while work.as_mut().poll(&mut Context::from_waker(&waker)).is_pending() {
        thread::park();
    }
}

/// Lets a parked thread continue.
struct ThreadWaker(Thread);

impl Wake for ThreadWaker {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
