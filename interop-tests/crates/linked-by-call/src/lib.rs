//! A library with an assembly name of its own, some of whose code a program calls.

use interop_core::js_invokable;

interop_core::assembly!("LinkedByCall");

/// What the program calls from Rust.
pub fn greeting() -> &'static str {
    "hello"
}

/// A static method in the assembly that the crate names. `whisper` exists in another assembly too.
#[js_invokable]
pub fn whisper() -> &'static str {
    "from LinkedByCall"
}

/// A static method that puts itself into another assembly.
#[js_invokable(name = "Elsewhere", assembly = "Chosen.By.Item")]
pub async fn elsewhere() -> Vec<i32> {
    vec![11, 12, 13]
}
