//! The lists that a circuit is on: those of all circuits, and those of groups.

use std::sync::Mutex;

use super::budget::Charge;
use super::cost;
use super::link::Link;
use crate::error::CallError;
use crate::js::JsError;
use crate::threading::{MaybeSend, MaybeSync, Shared, lock};

/// A list of circuits.
pub(crate) trait Roster: MaybeSend + MaybeSync {
    /// Forgets a circuit. The key is the group, or the user in a list of all circuits.
    fn forget(&self, circuit_id: u64, key: &str);
}

/// The lists that a circuit is on, which forget it when it ends.
#[derive(Default)]
pub(crate) struct Memberships {
    state: Mutex<MembershipState>,
    /// Held while the circuit joins or leaves a group, so that its list and ours agree whatever other threads do. Closing does
    /// not wait for it.
    changing: Mutex<()>,
}

#[derive(Default)]
struct MembershipState {
    is_closed: bool,
    rosters: Vec<Shared<dyn Roster>>,
    /// Sorted by their keys: a list needs less code than a tree, and circuits are in few groups.
    groups: Vec<Membership>,
}

struct Membership {
    group: Box<str>,
    roster: Shared<dyn Roster>,
    _charge: Charge,
}

impl Memberships {
    /// Notes that the circuit is on a list of all circuits.
    pub(crate) fn list(&self, roster: Shared<dyn Roster>) {
        let mut state = lock(&self.state);
        // Exactly, because there is usually one such list.
        state.rosters.reserve_exact(1);
        state.rosters.push(roster);
    }

    /// Notes that the circuit is in a group of this list, and puts it on the list with `add`.
    pub(crate) fn join(
        &self,
        link: &Link,
        circuit_id: u64,
        roster: &Shared<dyn Roster>,
        group: &str,
        add: impl FnOnce(),
    ) -> Result<(), JsError> {
        let _changing = lock(&self.changing);
        let mut state = lock(&self.state);
        if state.is_closed {
            return Err(JsError::Disconnected);
        }
        let Err(at) = state.find(roster, group) else { return Ok(()) };
        let limit = |error: CallError| JsError::Limit(error.message().to_owned());
        if state.groups.len() >= link.options.max_groups {
            return Err(limit(link.options.too_many_groups()));
        }
        let charge = link.budget.charge(cost::GROUP + 2 * group.len()).map_err(limit)?;
        let membership = Membership { group: group.into(), roster: Shared::clone(roster), _charge: charge };
        state.groups.insert(at, membership);
        drop(state);
        add();
        if lock(&self.state).is_closed {
            // It was closed meanwhile, perhaps before it was on the list.
            roster.forget(circuit_id, group);
            return Err(JsError::Disconnected);
        }
        Ok(())
    }

    /// Forgets a group, and takes the circuit off its list if it was in it.
    pub(crate) fn leave(&self, circuit_id: u64, roster: &Shared<dyn Roster>, group: &str) {
        let _changing = lock(&self.changing);
        let mut state = lock(&self.state);
        let membership = state.find(roster, group).ok().map(|at| state.groups.remove(at));
        drop(state);
        if membership.is_some() {
            roster.forget(circuit_id, group);
        }
    }

    /// Takes the circuit off all lists. It comes on none any more.
    pub(super) fn end(&self, circuit_id: u64, user: &str) {
        let mut state = lock(&self.state);
        state.is_closed = true;
        let (rosters, groups) = (std::mem::take(&mut state.rosters), std::mem::take(&mut state.groups));
        drop(state);
        for roster in rosters {
            roster.forget(circuit_id, user);
        }
        for Membership { group, roster, .. } in groups {
            roster.forget(circuit_id, &group);
        }
    }
}

impl MembershipState {
    /// Where the membership in a group is, or would be.
    fn find(&self, roster: &Shared<dyn Roster>, group: &str) -> Result<usize, usize> {
        let key = (address(roster), group);
        self.groups.binary_search_by(|known| (address(&known.roster), &*known.group).cmp(&key))
    }
}

fn address(roster: &Shared<dyn Roster>) -> usize {
    Shared::as_ptr(roster).cast::<()>().addr()
}
