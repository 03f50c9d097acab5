//! The lists that a circuit is on: those of all circuits, and those of groups.

use std::collections::BTreeMap;
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
    groups: BTreeMap<(usize, Box<str>), Membership>,
}

struct Membership {
    roster: Shared<dyn Roster>,
    _charge: Charge,
}

impl Memberships {
    /// Notes that the circuit is on a list of all circuits.
    pub(crate) fn list(&self, roster: Shared<dyn Roster>) {
        lock(&self.state).rosters.push(roster);
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
        let key = (address(roster), Box::from(group));
        let _changing = lock(&self.changing);
        let mut state = lock(&self.state);
        if state.is_closed {
            return Err(JsError::Disconnected);
        }
        if state.groups.contains_key(&key) {
            return Ok(());
        }
        let limit = |error: CallError| JsError::Limit(error.message().to_owned());
        if state.groups.len() >= link.options.max_groups {
            return Err(limit(link.options.too_many_groups()));
        }
        let charge = link.budget.charge(cost::GROUP + 2 * group.len()).map_err(limit)?;
        state.groups.insert(key.clone(), Membership { roster: Shared::clone(roster), _charge: charge });
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
        let key = (address(roster), Box::from(group));
        let _changing = lock(&self.changing);
        let membership = lock(&self.state).groups.remove(&key);
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
        for ((_, group), membership) in groups {
            membership.roster.forget(circuit_id, &group);
        }
    }
}

fn address(roster: &Shared<dyn Roster>) -> usize {
    Shared::as_ptr(roster).cast::<()>().addr()
}
