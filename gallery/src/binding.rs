//! Mutable values of components.

use std::sync::{Mutex, PoisonError};
use std::task::Poll;

/// A value that an input of the page or a method can change, like a component's field with `@bind` in Blazor. It
/// contains a lock, because components are shared.
#[derive(Debug, Default)]
pub struct Bound<T>(Mutex<T>);

impl<T> Bound<T> {
    /// Creates a binding with an initial value.
    pub fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    /// The current value.
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

/// Yields to other calls of the circuit, like `Task.Yield` in .NET.
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
