//! Two annotated blocks for one type.

use interop_core::{interop_object, js_invokable};

pub struct Greeter;

#[interop_object]
impl Greeter {
    #[js_invokable]
    pub fn greet(&self) {}
}

#[interop_object]
impl Greeter {
    #[js_invokable]
    pub fn leave(&self) {}
}

fn main() {}
