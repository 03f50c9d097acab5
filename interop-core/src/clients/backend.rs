use super::Recipients;
use crate::context::Circuit;
use crate::event::EventMessage;
use crate::threading::{MaybeSend, MaybeSync};

/// Knows the members of groups, and takes events to them. [`LocalGroups`](super::LocalGroups) does so within one process.
///
/// A backend that spans several processes wraps a [`LocalGroups`](super::LocalGroups): it tells the others when its first
/// member joins and its last one leaves, publishes each event in addition to sending it locally, and sends locally what
/// the others publish.
///
/// The functions are called while a circuit joins, leaves or ends, and by whoever sends, on any thread. They must not
/// block, and `join` and `leave` must not use [`Groups`](super::Groups) for the same circuit. A circuit joins a group at
/// most once before it leaves it, and leaves all of its groups when it ends.
///
/// ```
/// use std::sync::mpsc::Sender;
///
/// use interop_core::clients::{GroupBackend, LocalGroups};
/// use interop_core::host::EventMessage;
/// use interop_core::{Circuit, Recipients};
///
/// /// Publishes events for other processes.
/// struct Bus { local: LocalGroups, outbox: Sender<(Vec<String>, EventMessage)> }
///
/// impl GroupBackend for Bus {
///     fn join(&self, group: &str, member: &Circuit) {
///         if self.local.add(group, member) {
///             // ... subscribe to the group
///         }
///     }
///
///     fn leave(&self, group: &str, member_id: u64) {
///         if self.local.remove(group, member_id) {
///             // ... unsubscribe from the group
///         }
///     }
///
///     fn send(&self, to: &Recipients<'_>, event: &EventMessage) {
///         self.local.send(to, event);
///         let groups = to.group_names().iter().map(|group| String::from(*group)).collect();
///         let _ = self.outbox.send((groups, event.clone()));
///     }
/// }
/// ```
pub trait GroupBackend: MaybeSend + MaybeSync {
    /// A circuit of this process becomes a member of a group.
    fn join(&self, group: &str, member: &Circuit);

    /// The circuit with this id is no longer a member of a group.
    fn leave(&self, group: &str, member_id: u64);

    /// Sends an event to all recipients, once to each. Other processes send it to the members that they have of the same
    /// groups.
    fn send(&self, to: &Recipients<'_>, event: &EventMessage);
}
