//! `#[js_invokable]` in an `impl` block that is not an `#[interop_object]`, where nothing tells a macro that it stands
//! in one: the compiler speaks first.

use interop_core::js_invokable;

pub struct Greeter;

impl Greeter {
    #[js_invokable]
    pub fn greeting() -> String {
        String::new()
    }
}

fn main() {}
