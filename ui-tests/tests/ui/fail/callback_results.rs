//! Results of callbacks whose error is a value for serde, which would reach JavaScript as data.

use interop_core::Callback;

fn main() {
    let _ = Callback::new("fails_with_text", |_: u32| -> Result<u32, String> { Ok(1) });
    let _ = Callback::new_async("fails_later", async |_: u32| -> Result<(), String> { Ok(()) });
}
