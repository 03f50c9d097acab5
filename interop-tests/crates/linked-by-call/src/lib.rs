//! A library with its own assembly name. A program calls some of its code.

use interop_core::js_invokable;

interop_core::assembly!("LinkedByCall");

/// The function that the program calls from Rust.
pub fn greeting() -> &'static str {
    "hello"
}

/// A static method in the assembly that the crate names. `whisper` exists in another assembly too.
#[js_invokable]
pub fn whisper() -> &'static str {
    "from LinkedByCall"
}

/// A static method that selects another assembly.
#[js_invokable(name = "Elsewhere", assembly = "Chosen.By.Item")]
pub async fn elsewhere() -> Vec<i32> {
    vec![11, 12, 13]
}
