//! `#[js_invokable]` on the methods and functions of traits.

use interop_core::js_invokable;

pub trait Greet {
    #[js_invokable]
    fn greet(&self);

    #[js_invokable]
    fn leave(&self) {}

    #[js_invokable]
    fn create() -> u32;

    #[js_invokable]
    fn count() -> u32 {
        0
    }
}

pub struct Greeter;

impl Greet for Greeter {
    #[js_invokable]
    fn greet(&self) {}

    #[js_invokable]
    fn create() -> u32 {
        1
    }
}

fn main() {}
