//! Options that exist, but belong to another attribute or to another kind of function.

use interop_core::{interop_object, js_invokable};

#[js_invokable(rename_all = "camelCase")]
pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

pub struct Greeter;

#[interop_object(name = "Greeter", blocking)]
impl Greeter {
    #[js_invokable(assembly = "Shop")]
    pub fn greet(&self) {}

    #[js_invokable(crate = interop_core)]
    pub fn leave(&self) {}

    #[js_invokable(rename_all = "camelCase")]
    pub fn stay(&self) {}
}

fn main() {}
