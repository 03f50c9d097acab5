//! `#[js_invokable]` in an `impl` block that is not an `#[interop_object]`: what the receiver or `Self` gives away.

use interop_core::js_invokable;

pub struct Greeter;

impl Greeter {
    #[js_invokable]
    pub fn greet(&self) {}

    #[js_invokable]
    pub fn new() -> Self {
        Greeter
    }
}

fn main() {}
