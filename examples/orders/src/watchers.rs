//! Who looks at what: the circuits that hear of a change.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use interop_core::Circuit;
use serde::Serialize;

#[derive(Default)]
pub struct Watchers(Mutex<HashMap<String, Vec<Circuit>>>);

impl Watchers {
    pub fn join(&self, group: String, circuit: Circuit) {
        let mut groups = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let members = groups.entry(group).or_default();
        members.retain(|member| !member.is_closed() && member.id() != circuit.id());
        members.push(circuit);
    }

    pub fn leave(&self, group: &str, circuit: &Circuit) {
        let mut groups = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(members) = groups.get_mut(group) {
            members.retain(|member| member.id() != circuit.id());
        }
    }

    pub fn send(&self, group: &str, event: &str, args: impl Serialize) {
        let groups = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for member in groups.get(group).into_iter().flatten() {
            let _ = member.js().send(event, &args);
        }
    }
}
