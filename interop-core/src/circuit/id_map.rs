use std::collections::HashMap;

#[cfg(target_arch = "wasm32")]
use foldhash::fast::FixedState as Hasher;
#[cfg(not(target_arch = "wasm32"))]
use foldhash::fast::RandomState as Hasher;

/// A table with more room than this is shrunk when most of it is empty.
const MIN_SHRUNK: usize = 256;

/// In a page, each value is boxed. The entries of all tables then have the same size, so the compiler generates the
/// code of tables, which is large, only once.
#[cfg(target_arch = "wasm32")]
type Place<V> = Box<V>;
#[cfg(not(target_arch = "wasm32"))]
type Place<V> = V;

/// A table keyed by ids of the wire protocol: of calls, objects or streams.
///
/// The hash has a random seed. A client chooses some of these ids itself, and decides which of the others stay in use.
/// Without a seed it could choose ids that collide, and every access would then search through all of them. The client of a
/// module is its own page, which could only slow itself down, so a module does not contain the code that makes a seed.
///
/// A table that was large once releases its memory, because a server has many clients.
#[derive(Debug)]
pub(crate) struct IdMap<V>(HashMap<u64, Place<V>, Hasher>);

impl<V> IdMap<V> {
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn contains(&self, id: u64) -> bool {
        self.0.contains_key(&id)
    }

    pub(crate) fn get(&self, id: u64) -> Option<&V> {
        self.0.get(&id).map(|place| -> &V { place })
    }

    pub(crate) fn get_mut(&mut self, id: u64) -> Option<&mut V> {
        self.0.get_mut(&id).map(|place| -> &mut V { place })
    }

    /// Adds a value, or replaces the value that has this id.
    pub(crate) fn insert(&mut self, id: u64, value: V) {
        self.0.insert(id, into_place(value));
    }

    pub(crate) fn remove(&mut self, id: u64) -> Option<V> {
        let removed = self.0.remove(&id)?;
        // Hash tables do not shrink by themselves, so clients that once had many entries would retain the memory. A
        // page has one client, and the memory of a module cannot shrink.
        if cfg!(not(target_arch = "wasm32")) && self.0.capacity() > MIN_SHRUNK && self.0.len() < self.0.capacity() / 8 {
            self.0.shrink_to(self.0.len() * 2);
        }
        Some(out_of_place(removed))
    }

    pub(crate) fn clear(&mut self) {
        self.0 = HashMap::default();
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &V> {
        self.0.values().map(|place| -> &V { place })
    }

    pub(crate) fn into_values(self) -> impl Iterator<Item = V> {
        self.0.into_values().map(out_of_place)
    }
}

impl<V> Default for IdMap<V> {
    fn default() -> Self {
        Self(HashMap::default())
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
        assert!(map.0.capacity() <= MIN_SHRUNK, "room for {}", map.0.capacity());
    }
}
