//! The JavaScript objects that Rust holds.

use std::sync::Mutex;

use super::budget::Charge;
use super::cost;
use super::id_map::IdMap;
use super::js_disposal::dispose_js_object;
use super::link::Link;
use crate::codec;
use crate::error::CallError;
use crate::js::JsHandle;
use crate::scope::Ownership;
use crate::threading::{Shared, WeakShared, lock};

/// The handles of the JavaScript objects that Rust holds, one for each id.
#[derive(Default)]
pub(crate) struct JsObjects(Mutex<IdMap<WeakShared<JsHandle>>>);

impl JsObjects {
    /// Returns the handle of a JavaScript object, and creates it if there is none.
    pub(crate) fn handle(
        &self,
        link: &Link,
        id: u64,
        ownership: Ownership,
        make: impl FnOnce(Charge) -> JsHandle,
    ) -> Result<Shared<JsHandle>, CallError> {
        let mut handles = lock(&self.0);
        let known = handles.get(id).and_then(WeakShared::upgrade);
        if let Some(handle) = &known
            && !handle.is_disposed()
        {
            if ownership == Ownership::Rust {
                handle.take_ownership();
            }
            return Ok(Shared::clone(handle));
        }
        if known.is_none() && handles.len() >= link.options.max_js_objects {
            return Err(link.options.too_many_js_objects());
        }
        let charge = link.budget.charge(cost::JS_OBJECT)?;
        let handle = Shared::new(make(charge));
        handles.insert(id, Shared::downgrade(&handle));
        // This may be the last clone of the old handle, which takes the lock when it is dropped.
        drop(handles);
        drop(known);
        Ok(handle)
    }

    /// Whether Rust holds the object.
    fn holds(&self, id: u64) -> bool {
        lock(&self.0).get(id).is_some_and(|handle| handle.strong_count() > 0)
    }

    /// Makes JavaScript forget the functions in a message that were not read, for which there is no handle to do so.
    #[cold]
    pub(crate) fn forget_unread_functions(&self, link: &Link, json: &str) {
        for id in codec::function_ids(json) {
            if !self.holds(id) {
                dispose_js_object(link, id);
            }
        }
    }

    /// Removes a handle that was dropped.
    pub(crate) fn forget(&self, id: u64) {
        let mut handles = lock(&self.0);
        if handles.get(id).is_some_and(|handle| handle.strong_count() == 0) {
            handles.remove(id);
        }
    }
}
