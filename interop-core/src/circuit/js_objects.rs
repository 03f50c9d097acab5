//! The JavaScript objects that Rust holds.

use std::sync::Mutex;

use super::budget::Charge;
use super::core::CircuitCore;
use super::cost;
use super::id_map::IdMap;
use super::js_disposal::dispose_entrusted;
use super::link::Link;
use crate::codec;
use crate::error::CallError;
use crate::js::JsHandle;
use crate::scope::{self, Ownership, Phase};
use crate::threading::{Shared, WeakShared, lock};

/// The handles of the JavaScript objects that Rust holds, one for each id.
#[derive(Default)]
pub(crate) struct JsObjects(Mutex<JsObjectTable>);

#[derive(Default)]
struct JsObjectTable {
    handles: IdMap<WeakShared<JsHandle>>,
    /// Objects that were released while the message that contains them was read.
    released: IdMap<()>,
}

impl JsObjects {
    /// Returns the handle of a JavaScript object, and creates it if there is none.
    pub(crate) fn handle(
        &self,
        link: &Link,
        id: u64,
        ownership: Ownership,
        make: impl FnOnce(Charge) -> JsHandle,
    ) -> Result<Shared<JsHandle>, CallError> {
        let mut table = lock(&self.0);
        let known = table.handles.get(id).and_then(WeakShared::upgrade);
        if let Some(handle) = &known
            && !handle.is_disposed()
        {
            if ownership == Ownership::Rust {
                handle.take_ownership();
            }
            return Ok(Shared::clone(handle));
        }
        if known.is_none() && table.handles.len() >= link.options.max_js_objects {
            return Err(link.options.too_many_js_objects());
        }
        let charge = link.budget.charge(cost::JS_OBJECT)?;
        let handle = Shared::new(make(charge));
        table.handles.insert(id, Shared::downgrade(&handle));
        // This may be the last clone of the old handle, which takes the lock when it is dropped.
        drop(table);
        drop(known);
        Ok(handle)
    }

    /// Makes JavaScript forget what a message has entrusted to Rust and what was not read, so that there is no handle to
    /// release it. If Rust has requested the message, all objects in it belong to Rust. Returns what was released.
    #[cold]
    fn release_unread(&self, link: &Link, json: &str, ownership: Ownership) -> Vec<u64> {
        let mut entrusted = codec::entrusted_ids(json, ownership == Ownership::Rust);
        if entrusted.ids.is_empty() {
            return entrusted.ids;
        }
        let mut table = lock(&self.0);
        entrusted.ids.retain(|id| {
            let is_held = table.handles.get(*id).is_some_and(|handle| handle.strong_count() > 0);
            !is_held && !table.released.contains(*id)
        });
        table.released.clear();
        drop(table);
        dispose_entrusted(link, &entrusted);
        entrusted.ids
    }

    /// Removes a handle that was dropped. If it was released while a message was read, what releases the rest of the message
    /// must not release it again.
    pub(crate) fn forget(&self, link: &Link, id: u64, was_released: bool) {
        let mut table = lock(&self.0);
        if table.handles.get(id).is_some_and(|handle| handle.strong_count() == 0) {
            table.handles.remove(id);
        }
        if was_released && scope::mode() == Phase::Decode {
            if table.released.len() >= link.options.max_js_objects {
                // They belong to messages that were read to their ends.
                table.released.clear();
            }
            table.released.insert(id, ());
        }
    }
}

/// A message that is being read. Dropping it releases what was not read, also after a panic.
pub(crate) struct Unread<'a> {
    circuit: &'a CircuitCore,
    json: &'a str,
}

impl<'a> Unread<'a> {
    #[inline]
    pub(crate) fn new(circuit: &'a CircuitCore, json: &'a str) -> Self {
        Self { circuit, json }
    }

    /// Everything was read.
    #[inline]
    pub(crate) fn forget(self) {
        std::mem::forget(self);
    }
}

impl Drop for Unread<'_> {
    #[cold]
    #[inline(never)]
    fn drop(&mut self) {
        let Self { circuit, json } = *self;
        let released = circuit.js_objects.release_unread(&circuit.link, json, scope::ownership());
        if circuit.link.options.credit.is_bytes() {
            circuit.streams.forget_portions(&released);
        }
    }
}
