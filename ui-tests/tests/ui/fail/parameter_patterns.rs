//! Parameters without a name.

use interop_core::{interop_object, js_invokable};
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Point {
    x: i32,
    y: i32,
}

#[js_invokable]
pub fn add((a, b): (i32, i32), Point { x, y }: Point) -> i32 {
    a + b + x + y
}

#[js_invokable]
pub fn bound(ref a: i32, all @ (..): (i32, i32)) -> i32 {
    *a + all.0
}

pub struct Greeter;

#[interop_object]
impl Greeter {
    #[js_invokable]
    pub fn greet(&self, [first, second]: [String; 2]) {
        drop((first, second));
    }
}

fn main() {}
