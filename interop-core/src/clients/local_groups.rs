use std::collections::BTreeMap;
use std::fmt;
use std::sync::Mutex;

use super::{GroupBackend, Recipients};
use crate::circuit::IdMap;
use crate::context::Circuit;
use crate::event::EventMessage;
use crate::threading::{Shared, lock};

/// Groups within one process: the backend of [`Groups`](super::Groups) unless another one is given, and a part of those
/// that span several processes. Clones share the groups.
#[derive(Clone, Default)]
pub struct LocalGroups(Shared<Mutex<BTreeMap<Box<str>, Members>>>);

/// The members of one group, of which there is at least one.
#[derive(Default)]
struct Members {
    by_id: IdMap<Circuit>,
    /// The members as the last event found them, until one joins or leaves.
    listed: Option<Shared<[Circuit]>>,
}

impl Members {
    fn list(&mut self) -> Shared<[Circuit]> {
        let by_id = &self.by_id;
        Shared::clone(self.listed.get_or_insert_with(|| by_id.values().cloned().collect()))
    }
}

impl LocalGroups {
    /// No groups.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a member, and returns whether it is the first one of its group.
    pub fn add(&self, group: &str, member: &Circuit) -> bool {
        let mut groups = lock(&self.0);
        let members = groups.entry(group.into()).or_default();
        members.by_id.insert(member.id(), member.clone());
        let listed = members.listed.take();
        let is_first = members.by_id.len() == 1;
        drop(groups);
        drop(listed);
        is_first
    }

    /// Removes a member, and returns whether it was the last one of its group.
    pub fn remove(&self, group: &str, member_id: u64) -> bool {
        let mut groups = lock(&self.0);
        let Some(members) = groups.get_mut(group) else { return false };
        let removed = members.by_id.remove(member_id);
        let listed = if removed.is_some() { members.listed.take() } else { None };
        let is_last = members.by_id.is_empty();
        if is_last {
            groups.remove(group);
        }
        drop(groups);
        drop((removed, listed));
        is_last
    }

    /// Sends an event to its recipients in this process, once to each.
    pub fn send(&self, to: &Recipients<'_>, event: &EventMessage) {
        let mut groups = lock(&self.0);
        let members: Vec<_> =
            to.group_names().iter().filter_map(|group| groups.get_mut(*group).map(Members::list)).collect();
        drop(groups);
        // Without the lock: a member that is too slow is disconnected, which lets it leave.
        to.each(&members, |member| member.deliver(event));
    }

    /// The number of members of a group.
    pub fn len(&self, group: &str) -> usize {
        lock(&self.0).get(group).map_or(0, |members| members.by_id.len())
    }

    /// Whether a group has no members.
    pub fn is_empty(&self, group: &str) -> bool {
        self.len(group) == 0
    }
}

impl GroupBackend for LocalGroups {
    fn join(&self, group: &str, member: &Circuit) {
        self.add(group, member);
    }

    fn leave(&self, group: &str, member_id: u64) {
        self.remove(group, member_id);
    }

    fn send(&self, to: &Recipients<'_>, event: &EventMessage) {
        Self::send(self, to, event);
    }
}

impl fmt::Debug for LocalGroups {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LocalGroups({} groups)", lock(&self.0).len())
    }
}
