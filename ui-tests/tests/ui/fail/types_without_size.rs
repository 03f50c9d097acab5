//! Types that no value can have: the compiler says so by itself.

use interop_core::js_invokable;

#[js_invokable]
pub fn slice(bytes: [u8]) {}

#[js_invokable]
pub fn text(text: str) -> usize {
    text.len()
}

#[js_invokable]
pub fn returned() -> str {
    todo!()
}

#[js_invokable]
pub fn debug(value: &dyn std::fmt::Debug) {
    let _ = value;
}

fn main() {}
