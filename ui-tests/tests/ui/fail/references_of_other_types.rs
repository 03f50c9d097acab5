//! A reference to a type that is no interop object, as a result.

use interop_core::{ObjectReference, js_invokable};

pub struct Shop;

#[js_invokable]
pub fn open(shop: &str) -> ObjectReference<Shop> {
    panic!("{shop}")
}

fn main() {}
