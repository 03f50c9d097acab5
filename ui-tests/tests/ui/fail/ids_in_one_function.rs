//! One function with the same id twice.

use interop_core::js_invokable;

#[js_invokable]
#[js_invokable]
pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

#[js_invokable(name = "subtract")]
#[js_invokable(name = "minus")]
#[js_invokable]
pub fn subtract(a: i32, b: i32) -> i32 {
    a - b
}

fn main() {}
