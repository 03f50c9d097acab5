use std::collections::HashMap;

use foldhash::fast::RandomState;

/// A table with more room than this is shrunk when most of it is empty.
const MIN_SHRUNK: usize = 256;

/// In a page, each value is boxed. The entries of all tables then have the same size, so the compiler generates the
/// code of tables, which is large, only once.
#[cfg(target_arch = "wasm32")]
type Place<V> = Box<V>;
#[cfg(not(target_arch = "wasm32"))]
type Place<V> = V;

type Table<V> = HashMap<u64, Place<V>, RandomState>;

/// A server has many circuits, and most tables of most circuits are never used. Such a table only has room for a pointer.
#[cfg(not(target_arch = "wasm32"))]
type LazyTable<V> = Option<Box<Table<V>>>;
#[cfg(target_arch = "wasm32")]
type LazyTable<V> = Table<V>;

/// A table keyed by ids of the wire protocol: of calls, objects or streams.
///
/// The hash has a random seed. A client chooses some of these ids itself, and decides which of the others stay in use.
/// Without a seed it could choose ids that collide, and every access would then search through all of them.
///
/// A table that was large once releases its memory, because a server has many clients.
#[derive(Debug)]
#[allow(clippy::box_collection, reason = "a table that is never used only has room for a pointer")]
pub(crate) struct IdMap<V>(LazyTable<V>);

impl<V> IdMap<V> {
    pub(crate) fn len(&self) -> usize {
        self.table().map_or(0, HashMap::len)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.table().is_none_or(HashMap::is_empty)
    }

    pub(crate) fn contains(&self, id: u64) -> bool {
        self.table().is_some_and(|table| table.contains_key(&id))
    }

    pub(crate) fn get(&self, id: u64) -> Option<&V> {
        self.table()?.get(&id).map(|place| -> &V { place })
    }

    pub(crate) fn get_mut(&mut self, id: u64) -> Option<&mut V> {
        self.table_mut()?.get_mut(&id).map(|place| -> &mut V { place })
    }

    /// Adds a value, or replaces the value that has this id.
    pub(crate) fn insert(&mut self, id: u64, value: V) {
        self.table_or_new().insert(id, into_place(value));
    }

    pub(crate) fn remove(&mut self, id: u64) -> Option<V> {
        let table = self.table_mut()?;
        let removed = table.remove(&id)?;
        // Hash tables do not shrink by themselves, so clients that once had many entries would retain the memory. A
        // page has one client, and the memory of a module cannot shrink.
        if cfg!(not(target_arch = "wasm32")) && table.capacity() > MIN_SHRUNK && table.len() < table.capacity() / 8 {
            table.shrink_to(table.len() * 2);
        }
        Some(out_of_place(removed))
    }

    pub(crate) fn clear(&mut self) {
        self.0 = LazyTable::default();
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &V> {
        self.table().into_iter().flat_map(HashMap::values).map(|place| -> &V { place })
    }

    pub(crate) fn into_values(self) -> impl Iterator<Item = V> {
        self.into_table().into_values().map(out_of_place)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl<V> IdMap<V> {
    fn table(&self) -> Option<&Table<V>> {
        self.0.as_deref()
    }

    fn table_mut(&mut self) -> Option<&mut Table<V>> {
        self.0.as_deref_mut()
    }

    fn table_or_new(&mut self) -> &mut Table<V> {
        self.0.get_or_insert_default()
    }

    fn into_table(self) -> Table<V> {
        self.0.map(|table| *table).unwrap_or_default()
    }
}

#[cfg(target_arch = "wasm32")]
impl<V> IdMap<V> {
    fn table(&self) -> Option<&Table<V>> {
        Some(&self.0)
    }

    fn table_mut(&mut self) -> Option<&mut Table<V>> {
        Some(&mut self.0)
    }

    fn table_or_new(&mut self) -> &mut Table<V> {
        &mut self.0
    }

    fn into_table(self) -> Table<V> {
        self.0
    }
}

impl<V> Default for IdMap<V> {
    fn default() -> Self {
        Self(LazyTable::default())
    }
}

#[cfg(target_arch = "wasm32")]
fn into_place<V>(value: V) -> Place<V> {
    Box::new(value)
}

#[cfg(target_arch = "wasm32")]
fn out_of_place<V>(value: Place<V>) -> V {
    *value
}

#[cfg(not(target_arch = "wasm32"))]
fn into_place<V>(value: V) -> Place<V> {
    value
}

#[cfg(not(target_arch = "wasm32"))]
fn out_of_place<V>(value: Place<V>) -> V {
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_was_large_gives_its_room_back() {
        let mut map = IdMap::default();
        (0..10_000).for_each(|id| map.insert(id, id));
        (1..10_000).for_each(|id| assert_eq!(map.remove(id), Some(id)));
        assert_eq!(map.get(0), Some(&0));
        let room = map.table().map_or(0, HashMap::capacity);
        assert!(room <= MIN_SHRUNK, "room for {room}");
    }
}
