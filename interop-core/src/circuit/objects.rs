//! The Rust objects that the client holds.

use std::sync::Mutex;

use super::budget::Charge;
use super::cost;
use super::destructors::drop_quietly;
use super::id_map::IdMap;
use super::link::{Link, circuit_closed};
use crate::error::{CallError, ErrorCode};
use crate::object::TrackedObject;
use crate::threading::lock;

/// The Rust objects that the client holds. Ids start at 1 and are never reused.
#[derive(Default)]
pub(crate) struct Objects(Mutex<ObjectTable>);

#[derive(Default)]
struct ObjectTable {
    last_id: u64,
    entries: IdMap<HeldObject>,
}

struct HeldObject {
    object: TrackedObject,
    /// How many times the object was sent. The client releases these references one by one or all at once.
    pins: u64,
    _charge: Charge,
}

impl Objects {
    /// An id from the sequence that objects and streams share.
    pub(super) fn next_id(&self) -> u64 {
        lock(&self.0).next_id()
    }

    /// Counts one sending of an object and returns its id: the one that it already has, or a new one.
    pub(crate) fn send(&self, link: &Link, object: &TrackedObject, known_id: Option<u64>) -> Result<u64, CallError> {
        let mut table = lock(&self.0);
        if link.is_closed() {
            return Err(circuit_closed());
        }
        if let Some(id) = known_id
            && let Some(entry) = table.entries.get_mut(id)
        {
            entry.pins += 1;
            return Ok(id);
        }
        if table.entries.len() >= link.options.max_objects {
            return Err(link.options.too_many_objects());
        }
        let charge = link.budget.charge(cost::OBJECT + object.size())?;
        // A reference of which all sendings were released keeps its id.
        let id = known_id.unwrap_or_else(|| table.next_id());
        table.entries.insert(id, HeldObject { object: object.clone(), pins: 1, _charge: charge });
        Ok(id)
    }

    pub(crate) fn get(&self, id: u64) -> Result<TrackedObject, CallError> {
        let table = lock(&self.0);
        table.entries.get(id).map(|entry| entry.object.clone()).ok_or_else(|| no_tracked_object(id))
    }

    pub(crate) fn len(&self) -> usize {
        lock(&self.0).entries.len()
    }

    /// Removes an object from the table, however often it was sent.
    pub(crate) fn remove(&self, id: u64) {
        let object = lock(&self.0).remove(id);
        drop_quietly(object);
    }

    /// Disposes the reference through which the client holds the object.
    pub(super) fn dispose(&self, object: TrackedObject, id: u64) {
        object.note_disposed();
        self.remove(id);
        drop_quietly(object);
    }

    /// Releases `count` sendings of an object.
    pub(super) fn release(&self, id: u64, count: u64) {
        let object = lock(&self.0).release(id, count);
        drop_quietly(object);
    }

    /// Reverts the count of objects that were encoded on behalf of the client, except for those that it did not hold
    /// before.
    pub(super) fn uncount(&self, ids: &[u64]) {
        let mut table = lock(&self.0);
        for id in ids {
            if let Some(entry) = table.entries.get_mut(*id)
                && entry.pins > 1
            {
                entry.pins -= 1;
            }
        }
    }

    /// Disposes all objects. Later objects get higher ids.
    pub(super) fn clear(&self) {
        let entries = std::mem::take(&mut lock(&self.0).entries);
        let objects: Vec<_> = entries.into_values().map(|entry| entry.object).collect();
        objects.iter().for_each(TrackedObject::note_disposed);
        objects.into_iter().for_each(drop_quietly);
    }
}

impl ObjectTable {
    fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    fn remove(&mut self, id: u64) -> Option<TrackedObject> {
        Some(self.entries.remove(id)?.object)
    }

    /// Releases `count` sendings, and returns the object if none is left.
    fn release(&mut self, id: u64, count: u64) -> Option<TrackedObject> {
        let entry = self.entries.get_mut(id)?;
        entry.pins = entry.pins.saturating_sub(count);
        if entry.pins == 0 { self.remove(id) } else { None }
    }
}

/// The error for an id that no object has.
#[cold]
pub(super) fn no_tracked_object(id: u64) -> CallError {
    CallError::dispatch(
        ErrorCode::ObjectDisposed,
        format!(
            "There is no tracked object with id '{id}'. Perhaps the ObjectReference instance was already disposed."
        ),
    )
}
