//! The id that JavaScript's `dispose()` calls.

use interop_core::{interop_object, js_invokable};

pub struct Greeter;

#[interop_object]
impl Greeter {
    #[js_invokable(name = "__Dispose")]
    pub fn greet(&self) {}
}

fn main() {}
