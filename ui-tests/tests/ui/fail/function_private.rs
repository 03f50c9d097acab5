//! Static functions that are private.

use interop_core::{interop_object, js_invokable};

#[js_invokable]
fn add(a: i32, b: i32) -> i32 {
    a + b
}

#[js_invokable]
async fn wait() {}

pub struct Greeter;

#[interop_object]
impl Greeter {
    #[js_invokable]
    fn create() {}

    #[js_invokable]
    fn greet(&self) {}
}

fn main() {}
