//! A declaration.

use interop_core::js_invokable;

unsafe extern "C" {
    #[js_invokable]
    pub fn add(a: i32, b: i32) -> i32;

    #[js_invokable]
    pub safe fn one() -> i32;
}

fn main() {}
