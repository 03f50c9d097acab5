//! `#[js_invokable]` on the methods of traits.

use interop_core::js_invokable;

pub trait Greet {
    #[js_invokable]
    fn greet(&self);

    #[js_invokable]
    fn leave(&self) {}
}

pub struct Greeter;

impl Greet for Greeter {
    #[js_invokable]
    fn greet(&self) {}
}

fn main() {}
