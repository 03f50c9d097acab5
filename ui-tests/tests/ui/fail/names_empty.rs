//! Ids and names of assemblies that are empty.

use interop_core::{interop_object, js_invokable};

#[js_invokable(name = "", assembly = " ")]
pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

pub struct Greeter;

#[interop_object(assembly = "")]
impl Greeter {
    #[js_invokable(name = "  ")]
    pub fn greet(&self) {}
}

fn main() {}
