//! Inside a block `#[js_invokable]` keeps its name: the block sees names, not what they stand for.

use interop_core::{interop_object as object, js_invokable as invokable};

pub struct Greeter;

#[object]
impl Greeter {
    #[invokable]
    pub fn greet(&self) {}
}

fn main() {}
