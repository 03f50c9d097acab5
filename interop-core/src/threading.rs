//! The differences between hosts with threads and the single thread of a WebAssembly page.
//!
//! On other targets, a circuit may move between threads, so values of the application must be [`Send`]. On `wasm32`
//! they need not be. Public signatures use these aliases instead of `Arc` or `Send`, so that the same source compiles
//! for both.

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use std::any::Any;
    use std::pin::Pin;
    use std::sync::Arc;

    /// [`Send`] on hosts with threads, nothing on `wasm32`.
    pub trait MaybeSend: Send {}
    impl<T: ?Sized + Send> MaybeSend for T {}

    /// [`Sync`] on hosts with threads, nothing on `wasm32`.
    pub trait MaybeSync: Sync {}
    impl<T: ?Sized + Sync> MaybeSync for T {}

    /// A boxed future that is [`Send`] on hosts with threads.
    pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

    /// A boxed closure that runs once and is [`Send`] on hosts with threads.
    pub type BoxFnOnce<T> = Box<dyn FnOnce() -> T + Send>;

    pub(crate) type AnyBox = Box<dyn Any + Send>;
    pub(crate) type Shared<T> = Arc<T>;
    pub(crate) type WeakShared<T> = std::sync::Weak<T>;
    pub(crate) type AnyShared = Arc<dyn Any + Send + Sync>;
    pub(crate) type AnyWeak = std::sync::Weak<dyn Any + Send + Sync>;
}

#[cfg(target_arch = "wasm32")]
mod single {
    use std::any::Any;
    use std::pin::Pin;
    use std::rc::Rc;

    /// [`Send`] on hosts with threads, nothing on `wasm32`.
    pub trait MaybeSend {}
    impl<T: ?Sized> MaybeSend for T {}

    /// [`Sync`] on hosts with threads, nothing on `wasm32`.
    pub trait MaybeSync {}
    impl<T: ?Sized> MaybeSync for T {}

    /// A boxed future that is [`Send`] on hosts with threads.
    pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

    /// A boxed closure that runs once and is [`Send`] on hosts with threads.
    pub type BoxFnOnce<T> = Box<dyn FnOnce() -> T>;

    pub(crate) type AnyBox = Box<dyn Any>;
    pub(crate) type Shared<T> = Rc<T>;
    pub(crate) type WeakShared<T> = std::rc::Weak<T>;
    pub(crate) type AnyShared = Rc<dyn Any>;
    pub(crate) type AnyWeak = std::rc::Weak<dyn Any>;
}

#[cfg(not(target_arch = "wasm32"))]
pub use native::*;
#[cfg(target_arch = "wasm32")]
pub use single::*;

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks a mutex of this crate. No user code runs while such a lock is held, so a poisoned one still protects
/// consistent data.
pub(crate) fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
