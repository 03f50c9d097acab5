//! Arguments up to the limit, and beyond it.

use interop_core::js_invokable;

/// Says how much it received.
#[js_invokable(name = "ReceiveText")]
pub fn receive_text(text: &str) -> String {
    format!("Rust received {} characters", text.len())
}
