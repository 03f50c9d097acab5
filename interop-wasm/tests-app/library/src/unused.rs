//! Not used by any crate.

use interop_core::js_invokable;

/// Nothing refers to it.
#[js_invokable(assembly = "Unused")]
pub async fn forgotten(text: String) -> String {
    text
}
