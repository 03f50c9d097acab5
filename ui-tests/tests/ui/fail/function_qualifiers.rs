//! Functions that cannot simply be called.

use interop_core::{interop_object, js_invokable};

#[js_invokable]
pub unsafe fn check_nothing(_index: usize) {}

#[js_invokable]
pub extern "C" fn add(a: i32, b: i32) -> i32 {
    a + b
}

#[js_invokable]
pub const fn subtract(a: i32, b: i32) -> i32 {
    a - b
}

pub struct Greeter;

#[interop_object]
impl Greeter {
    #[js_invokable]
    pub const unsafe extern "C" fn greet(&self) {}
}

fn main() {}
