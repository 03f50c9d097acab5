use super::budget::Charge;
use super::id_map::IdMap;
use crate::object::TrackedObject;

/// The Rust objects that the client holds. Ids start at 1 and are never reused.
#[derive(Default)]
pub(super) struct ObjectTable {
    last_id: u64,
    entries: IdMap<Entry>,
}

struct Entry {
    object: TrackedObject,
    /// How often the object was sent; the client gives these back one by one or all at once.
    pins: u64,
    _charge: Charge,
}

impl ObjectTable {
    pub(super) fn get(&self, id: u64) -> Option<&TrackedObject> {
        self.entries.get(id).map(|entry| &entry.object)
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    /// Counts one more sending of an object, and returns `false` if it is not in the table.
    pub(super) fn pin(&mut self, id: u64) -> bool {
        match self.entries.get_mut(id) {
            Some(entry) => {
                entry.pins += 1;
                true
            }
            None => false,
        }
    }

    /// Takes one sending back, but never the last.
    pub(super) fn unpin(&mut self, id: u64) {
        if let Some(entry) = self.entries.get_mut(id)
            && entry.pins > 1
        {
            entry.pins -= 1;
        }
    }

    pub(super) fn insert(&mut self, id: u64, object: TrackedObject, charge: Charge) {
        self.entries.insert(id, Entry { object, pins: 1, _charge: charge });
    }

    pub(super) fn remove(&mut self, id: u64) -> Option<TrackedObject> {
        Some(self.entries.remove(id)?.object)
    }

    /// Gives back `count` sendings, and returns the object if none is left.
    pub(super) fn release(&mut self, id: u64, count: u64) -> Option<TrackedObject> {
        let entry = self.entries.get_mut(id)?;
        entry.pins = entry.pins.saturating_sub(count);
        if entry.pins == 0 { self.remove(id) } else { None }
    }

    /// Empties the table; ids go on counting.
    pub(super) fn take_all(&mut self) -> Vec<TrackedObject> {
        std::mem::take(&mut self.entries).into_values().map(|entry| entry.object).collect()
    }
}
