//! Results that borrow from what is gone when the function returns.

use interop_core::js_invokable;

#[js_invokable]
pub fn nowhere() -> &str {
    "text"
}

#[js_invokable]
pub fn owned(text: String) -> &str {
    &text
}

fn main() {}
