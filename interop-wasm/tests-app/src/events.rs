//! Events, groups, and the end of a circuit.

use std::cell::RefCell;

use interop_core::{ByteBuffer, Circuit, Circuits, Groups, JsError, js_invokable};

thread_local! {
    static ENDS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Sends an event with a byte array around a call to JavaScript.
#[js_invokable]
pub fn announce(circuit: Circuit, name: &str, value: serde_json::Value) -> Result<&'static str, JsError> {
    circuit.send(name, (1, &value, ByteBuffer::from(vec![7, 8])))?;
    circuit.js().send("called", ())?;
    circuit.send(name, (2,))?;
    Ok("sent")
}

#[js_invokable]
pub fn join_group(groups: Groups, circuit: Circuit, group: &str) -> Result<(), JsError> {
    groups.join(group, &circuit)
}

#[js_invokable]
pub fn send_to_group(groups: Groups, group: &str, value: serde_json::Value) -> Result<(), JsError> {
    groups.send(group, "told", (value,))
}

#[js_invokable]
pub fn circuit_count(circuits: Circuits) -> usize {
    circuits.len()
}

/// Notes why this circuit ends.
#[js_invokable]
pub fn note_end(circuit: Circuit) {
    circuit.on_disconnected(|reason| async move { ENDS.with_borrow_mut(|ends| ends.push(reason.to_string())) });
}

#[js_invokable]
pub fn noted_ends() -> Vec<String> {
    ENDS.with_borrow(Clone::clone)
}
