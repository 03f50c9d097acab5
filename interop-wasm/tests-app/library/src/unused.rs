//! Nobody uses this module.

use interop_core::js_invokable;

/// Nobody refers to it.
#[js_invokable(assembly = "Unused")]
pub async fn forgotten(text: String) -> String {
    text
}
