use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, Waker};

/// Blocks asynchronous methods until the test opens it. Clones share the gate.
#[derive(Clone, Default)]
pub struct Gate(Arc<Mutex<Inside>>);

#[derive(Default)]
struct Inside {
    open: bool,
    waiting: Vec<Waker>,
}

impl Gate {
    /// A closed gate.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets all current and later waiters pass.
    pub fn open(&self) {
        let mut inside = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        inside.open = true;
        let waiting = std::mem::take(&mut inside.waiting);
        drop(inside);
        waiting.into_iter().for_each(Waker::wake);
    }

    /// Waits until the gate is open.
    pub async fn pass(&self) {
        std::future::poll_fn(|context| {
            let mut inside = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if inside.open {
                return Poll::Ready(());
            }
            inside.waiting.push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Gate")
    }
}
