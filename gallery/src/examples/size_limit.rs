//! Arguments up to and beyond the size limit.

use interop_core::js_invokable;

/// Returns the length of the text that it received.
#[js_invokable(name = "ReceiveText")]
pub fn receive_text(text: &str) -> String {
    format!("Rust received {} characters", text.len())
}
