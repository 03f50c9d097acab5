//! Values of components that change.

use std::sync::{Mutex, PoisonError};
use std::task::Poll;

/// A value that an input of the page, or a method, changes: what a field of a component with `@bind` is in Blazor. Components
/// are shared, so it has a lock.
#[derive(Debug, Default)]
pub struct Bound<T>(Mutex<T>);

impl<T> Bound<T> {
    /// A first value.
    pub fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    /// The value as it is now.
    pub fn get(&self) -> T
    where
        T: Clone,
    {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Replaces the value.
    pub fn set(&self, value: T) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = value;
    }
}

/// Lets other calls of the circuit have their turn: what `Task.Yield` does in .NET.
pub async fn yield_now() {
    let mut yielded = false;
    std::future::poll_fn(|cx| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
