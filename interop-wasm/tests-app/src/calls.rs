//! Plain calls, and what can be learned about a circuit.

use interop_core::{Circuit, Registry, js_invokable};
use serde_json::Value;

#[js_invokable(name = "Add")]
pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

/// Ready at once, although it could wait.
#[js_invokable(name = "AddAsync")]
pub async fn add_async(a: i32, b: i32) -> i32 {
    a + b
}

#[js_invokable]
pub fn echo_text(text: &str) -> String {
    text.to_owned()
}

#[js_invokable]
pub fn echo_value(value: Value) -> Value {
    value
}

#[js_invokable]
pub fn nothing() {}

#[js_invokable]
pub fn or_seven(number: Option<i32>) -> i32 {
    number.unwrap_or(7)
}

/// A result that lies this many arrays deep.
#[js_invokable]
pub fn deep(levels: u8) -> Value {
    (0..levels).fold(Value::Null, |inner, _| Value::Array(vec![inner]))
}

/// Everything that the module has linked.
#[js_invokable]
pub fn linked_methods() -> Vec<String> {
    let registry = Registry::linked().expect("no id is there twice");
    registry.methods().map(|method| format!("{}.{}", method.assembly, method.name)).collect()
}

#[js_invokable]
pub fn calls_in_flight(circuit: &Circuit) -> usize {
    circuit.calls_in_flight()
}

#[js_invokable]
pub fn object_count(circuit: &Circuit) -> usize {
    circuit.object_count()
}

/// Closes the circuit that it is called through.
#[js_invokable]
pub fn close(circuit: &Circuit) -> &'static str {
    circuit.close();
    "nobody hears this"
}

#[js_invokable]
pub async fn close_async(circuit: Circuit) -> &'static str {
    circuit.close();
    "nobody hears this"
}
