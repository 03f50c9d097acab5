//! A block none of whose methods can be called.

use interop_core::interop_object;

pub struct Greeter;

#[interop_object]
impl Greeter {
    pub fn greet(&self) {}
}

fn main() {}
