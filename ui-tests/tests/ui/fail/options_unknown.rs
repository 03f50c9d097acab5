//! Options that do not exist: the nearest that does is named.

use interop_core::{interop_object, js_invokable};

#[js_invokable(nmae = "Add", Blocking, assembley = "Shop", colour = "red")]
pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

#[js_invokable(id = "Subtract")]
pub fn subtract(a: i32, b: i32) -> i32 {
    a - b
}

pub struct Greeter;

#[interop_object(renameall = "camelCase", krate = interop_core, lifetime = 3)]
impl Greeter {
    #[js_invokable(nam = "Greet")]
    pub fn greet(&self) {}
}

fn main() {}
