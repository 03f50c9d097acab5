//! Options that are written twice.

use interop_core::{interop_object, js_invokable};

#[js_invokable(name = "Add", blocking, name = "Plus", blocking)]
pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

#[js_invokable(name = "Subtract", blocking, crate = interop_core)]
#[js_invokable(name = "Minus", blocking, crate = interop_core)]
pub fn subtract(a: i32, b: i32) -> i32 {
    a - b
}

pub struct Greeter;

#[interop_object(rename_all = "camelCase", rename_all = "PascalCase")]
impl Greeter {
    #[js_invokable]
    pub fn greet(&self) {}
}

fn main() {}
