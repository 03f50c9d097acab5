//! An attribute of ours under a condition inside a block: the macro cannot see through `cfg_attr` there.

use interop_core::{interop_object, js_invokable};

pub struct Greeter;

#[interop_object]
impl Greeter {
    #[js_invokable]
    pub fn greet(&self) {}

    #[cfg_attr(unix, js_invokable)]
    pub fn leave(&self) {}
}

fn main() {}
