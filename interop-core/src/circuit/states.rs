//! The values that the methods of a circuit take as [`State<T>`](crate::State).

use std::any::TypeId;
use std::mem;
use std::sync::{PoisonError, RwLock};

use super::destructors::drop_quietly;
use super::link::Link;
use crate::threading::{AnyShared, MaybeSend, MaybeSync, Shared};

/// Values by type. There are only a few, so a sorted list needs less code than a hash table and is as fast.
#[derive(Clone, Default)]
pub(crate) struct StateMap(Vec<(TypeId, AnyShared)>);

impl StateMap {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn contains(&self, id: TypeId) -> bool {
        self.get(id).is_some()
    }

    fn get(&self, id: TypeId) -> Option<&AnyShared> {
        let at = self.0.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        Some(&self.0[at].1)
    }

    /// Adds a value and returns the value of the same type that it replaces.
    pub(super) fn insert(&mut self, id: TypeId, value: AnyShared) -> Option<AnyShared> {
        match self.0.binary_search_by_key(&id, |(id, _)| *id) {
            Ok(at) => Some(mem::replace(&mut self.0[at].1, value)),
            Err(at) => {
                // Exactly, because most circuits only have the few values of their host.
                self.0.reserve_exact(1);
                self.0.insert(at, (id, value));
                None
            }
        }
    }

    /// The value of this type, which is added if there is none.
    pub(super) fn get_or_insert_with<T: MaybeSend + MaybeSync + 'static>(
        &mut self,
        make: impl FnOnce() -> T,
    ) -> Shared<T> {
        let id = TypeId::of::<T>();
        let known = self.get(id).and_then(|value| Shared::clone(value).downcast().ok());
        known.unwrap_or_else(|| {
            let value = Shared::new(make());
            self.insert(id, Shared::<T>::clone(&value));
            value
        })
    }

    /// Adds values that replace those of the same types.
    pub(super) fn extend(&mut self, others: &Self) {
        for (id, value) in &others.0 {
            self.insert(*id, Shared::clone(value));
        }
    }
}

/// The values that the host has given to all circuits, and those that were attached to this circuit.
pub(crate) struct States(RwLock<StateMap>);

impl States {
    pub(super) fn new(values: StateMap) -> Self {
        Self(RwLock::new(values))
    }

    /// Attaches a value, which replaces a value of the same type.
    pub(crate) fn attach<T: MaybeSend + MaybeSync + 'static>(&self, link: &Link, value: Shared<T>) {
        let mut values = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let before = if link.is_closed() { Some(value as AnyShared) } else { values.insert(TypeId::of::<T>(), value) };
        drop(values);
        drop_quietly(before);
    }

    pub(crate) fn get<T: MaybeSend + MaybeSync + 'static>(&self) -> Option<Shared<T>> {
        let values = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let value = Shared::clone(values.get(TypeId::of::<T>())?);
        drop(values);
        value.downcast().ok()
    }

    pub(super) fn clear(&self) {
        let values = mem::take(&mut *self.0.write().unwrap_or_else(PoisonError::into_inner));
        values.0.into_iter().for_each(drop_quietly);
    }
}
