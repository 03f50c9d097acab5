//! Blocks that are `unsafe`.

use interop_core::{interop_object, js_invokable};

pub struct Greeter;

#[interop_object]
unsafe impl Greeter {
    #[js_invokable]
    pub fn greet(&self) {}
}

fn main() {}
