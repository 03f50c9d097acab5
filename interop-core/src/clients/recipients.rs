use std::fmt;

use crate::circuit::IdMap;
use crate::context::Circuit;

/// Who gets an event that [`Groups::send_to`](super::Groups::send_to) sends: the members of groups, and single circuits.
///
/// Each circuit gets the event once, however often it is among the recipients.
///
/// ```
/// use interop_core::{Circuit, Circuits, Groups, JsError, Recipients, js_invokable};
///
/// #[js_invokable(assembly = "Shop")]
/// pub fn ship(groups: Groups, circuits: Circuits, circuit: Circuit, order: u32, customer: &str) -> Result<(), JsError> {
///     let watchers = format!("orders/{order}");
///     let recipients = Recipients::new()
///         .group(&watchers)
///         .group("staff")
///         .circuits(circuits.of_user(customer))
///         .except(&circuit);
///     groups.send_to(&recipients, "orders.shipped", (order,))
/// }
/// ```
#[derive(Clone, Default)]
#[must_use]
pub struct Recipients<'a> {
    groups: Vec<&'a str>,
    circuits: Vec<Circuit>,
    excepted: Vec<u64>,
}

impl<'a> Recipients<'a> {
    /// Nobody.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the members that a group has when the event is sent. A group without members is no error.
    pub fn group(mut self, name: &'a str) -> Self {
        self.groups.push(name);
        self
    }

    /// Adds the members of several groups.
    pub fn groups(mut self, names: impl IntoIterator<Item = &'a str>) -> Self {
        self.groups.extend(names);
        self
    }

    /// Adds a circuit, whichever groups it is in. One that has ended is no error.
    pub fn circuit(mut self, circuit: &Circuit) -> Self {
        self.circuits.push(circuit.clone());
        self
    }

    /// Adds several circuits, such as those of a user.
    pub fn circuits(mut self, circuits: impl IntoIterator<Item = Circuit>) -> Self {
        self.circuits.extend(circuits);
        self
    }

    /// Leaves out a circuit, such as the one that has caused the event.
    pub fn except(mut self, circuit: &Circuit) -> Self {
        self.excepted.push(circuit.id());
        self
    }

    /// The names of the groups, for a [`GroupBackend`](super::GroupBackend) that passes the event on to other processes. The
    /// single circuits, and those that are left out, belong to this process.
    pub fn group_names(&self) -> &[&'a str] {
        &self.groups
    }

    /// Calls `deliver` once for each recipient: the single circuits, and the members in these lists.
    pub(super) fn each(&self, members: &[impl AsRef<[Circuit]>], mut deliver: impl FnMut(&Circuit)) {
        // Nobody is in one list twice.
        if let ([members], []) = (members, &*self.circuits) {
            let members = members.as_ref().iter();
            return members.filter(|member| !self.excepted.contains(&member.id())).for_each(deliver);
        }
        let mut seen = IdMap::default();
        for &id in &self.excepted {
            seen.insert(id, ());
        }
        let members = members.iter().flat_map(AsRef::as_ref);
        for circuit in self.circuits.iter().chain(members) {
            if !seen.contains(circuit.id()) {
                seen.insert(circuit.id(), ());
                deliver(circuit);
            }
        }
    }
}

impl fmt::Debug for Recipients<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // No names of groups, which an application builds from values of its own.
        write!(f, "Recipients({} groups, {} circuits)", self.groups.len(), self.circuits.len())
    }
}
