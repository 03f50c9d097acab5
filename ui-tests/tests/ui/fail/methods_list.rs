//! `methods![...]` with what it cannot list.

use interop_core::{js_invokable, methods};

#[js_invokable]
pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

pub fn not_annotated() {}

fn main() {
    let _ = methods![add::<u8>, #[allow(unused)] add];
    let _ = methods![add(1, 2)];
    let _ = methods!["add"];
}
