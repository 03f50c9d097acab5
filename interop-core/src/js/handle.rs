//! The state that Rust holds for a JavaScript object.

use std::sync::atomic::{AtomicBool, Ordering};

use serde::de;

use crate::circuit::{Charge, CircuitCore, dispose_js_object};
use crate::scope::{self, Ownership, Phase};
use crate::threading::{Shared, WeakShared};

/// The state that all clones of a reference share. A circuit has one handle for each id.
pub(crate) struct JsHandle {
    pub(super) id: u64,
    pub(super) core: WeakShared<CircuitCore>,
    owned: AtomicBool,
    disposed: AtomicBool,
    _charge: Charge,
}

impl JsHandle {
    fn new(id: u64, core: WeakShared<CircuitCore>, ownership: Ownership, charge: Charge) -> Self {
        let owned = AtomicBool::new(ownership == Ownership::Rust);
        Self { id, core, owned, disposed: AtomicBool::new(false), _charge: charge }
    }

    pub(crate) fn is_disposed(&self) -> bool {
        self.disposed.load(Ordering::Acquire)
    }

    /// Makes Rust the owner, because Rust has requested the object too or because it was created only for Rust.
    pub(crate) fn take_ownership(&self) {
        self.owned.store(true, Ordering::Release);
    }

    pub(super) fn dispose(&self) {
        if !self.disposed.swap(true, Ordering::AcqRel)
            && let Some(core) = self.core.upgrade()
        {
            dispose_js_object(&core.link, self.id);
        }
    }
}

impl Drop for JsHandle {
    fn drop(&mut self) {
        let is_owned = *self.owned.get_mut();
        if is_owned {
            self.dispose();
        }
        if let Some(core) = self.core.upgrade() {
            core.js_objects.forget(&core.link, self.id, is_owned);
        }
    }
}

/// The handle for this id in the circuit whose message is being read.
pub(crate) fn handle<E: de::Error>(id: i64) -> Result<Shared<JsHandle>, E> {
    let id = u64::try_from(id).map_err(|_| E::custom("expected a reference to a JavaScript object, got null"))?;
    if id >= 1 << 53 {
        return Err(E::custom("the id of a JavaScript object is not a safe integer"));
    }
    let found = CircuitCore::with_current(Phase::Decode, |circuit| {
        let ownership = scope::ownership();
        let make = |charge| JsHandle::new(id, Shared::downgrade(circuit), ownership, charge);
        circuit.js_objects.handle(&circuit.link, id, ownership, make)
    });
    match found {
        Some(handle) => handle.map_err(scope::refuse_reading),
        None => Err(E::custom("a JsObjectReference can only be deserialized from a message of a circuit")),
    }
}
