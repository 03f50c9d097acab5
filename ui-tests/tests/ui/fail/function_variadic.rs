//! Functions with any number of arguments.

use interop_core::js_invokable;

unsafe extern "C" {
    #[js_invokable]
    pub fn sum(first: i32, ...);
}

fn main() {}
