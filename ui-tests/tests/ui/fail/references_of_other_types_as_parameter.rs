//! A reference to a type that is no interop object, as a parameter.

use interop_core::{ObjectReference, js_invokable};

pub struct Shop;

#[js_invokable]
pub fn close(at: u64, shop: ObjectReference<Shop>) {
    let _ = (at, shop);
}

fn main() {}
