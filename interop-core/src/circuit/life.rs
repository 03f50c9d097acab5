//! What handles know of a circuit also after it has gone: its id, and what happens at its end.

use std::mem;
use std::sync::Mutex;

use super::destructors::drop_quietly;
use super::outgoing::CloseReason;
use crate::threading::{BoxFuture, Shared, lock};

#[cfg(not(target_arch = "wasm32"))]
pub(crate) type Hook = Box<dyn FnOnce(CloseReason) -> BoxFuture<'static, ()> + Send>;
#[cfg(target_arch = "wasm32")]
pub(crate) type Hook = Box<dyn FnOnce(CloseReason) -> BoxFuture<'static, ()>>;

/// Runs a future where the host runs its own.
#[cfg(not(target_arch = "wasm32"))]
pub(super) type Spawn = Box<dyn Fn(BoxFuture<'static, ()>) + Send + Sync>;
#[cfg(target_arch = "wasm32")]
pub(super) type Spawn = Box<dyn Fn(BoxFuture<'static, ()>)>;

/// The life of a circuit.
pub(crate) struct Life {
    pub(crate) id: u64,
    /// Who the client is, if the host knows.
    pub(crate) user: Option<Box<str>>,
    spawn: Spawn,
    hooks: Mutex<Hooks>,
}

enum Hooks {
    Waiting(Vec<Hook>),
    Ended(CloseReason),
}

impl Life {
    pub(super) fn new(id: u64, user: Option<Box<str>>, spawn: Spawn) -> Shared<Self> {
        Shared::new(Self { id, user, spawn, hooks: Mutex::new(Hooks::Waiting(Vec::new())) })
    }

    /// Runs something when the circuit ends, or now if it has ended.
    pub(crate) fn at_end(&self, hook: Hook) {
        let mut hooks = lock(&self.hooks);
        match &mut *hooks {
            Hooks::Waiting(waiting) => waiting.push(hook),
            Hooks::Ended(reason) => {
                let reason = reason.clone();
                drop(hooks);
                self.run(hook, reason);
            }
        }
    }

    /// The circuit has ended.
    pub(super) fn end(&self, reason: &CloseReason) {
        let before = mem::replace(&mut *lock(&self.hooks), Hooks::Ended(reason.clone()));
        if let Hooks::Waiting(waiting) = before {
            for hook in waiting {
                self.run(hook, reason.clone());
            }
        }
    }

    fn run(&self, hook: Hook, reason: CloseReason) {
        // Called where the host runs the future, so that a panic of the hook itself ends there too.
        (self.spawn)(Box::pin(async move { hook(reason).await }));
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        // Of a circuit that has never ended.
        drop_quietly(mem::replace(&mut *lock(&self.hooks), Hooks::Ended(CloseReason::Host)));
    }
}
