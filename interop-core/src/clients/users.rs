use std::collections::BTreeMap;

use crate::threading::MaybeSend;

/// The ids of the circuits of each user.
///
/// A trait, because the table is only part of programs whose hosts say who their clients are: a page has no users.
pub(crate) trait Users: MaybeSend {
    /// The circuits of a user.
    fn circuits_of(&self, user: &str) -> &[u64];

    /// Adds a circuit of a user.
    fn add(&mut self, user: &str, circuit_id: u64);

    /// Removes a circuit of a user, if it is there.
    fn remove(&mut self, user: &str, circuit_id: u64);
}

/// Makes an empty table.
pub(crate) type NewUsers = fn() -> Box<dyn Users>;

/// The function for hosts whose circuits have users.
pub(crate) fn users() -> Box<dyn Users> {
    Box::new(UserTable::default())
}

#[derive(Default)]
struct UserTable(BTreeMap<Box<str>, Vec<u64>>);

impl Users for UserTable {
    fn circuits_of(&self, user: &str) -> &[u64] {
        self.0.get(user).map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, user: &str, circuit_id: u64) {
        self.0.entry(user.into()).or_default().push(circuit_id);
    }

    fn remove(&mut self, user: &str, circuit_id: u64) {
        let Some(ids) = self.0.get_mut(user) else { return };
        ids.retain(|id| *id != circuit_id);
        if ids.is_empty() {
            self.0.remove(user);
        }
    }
}
