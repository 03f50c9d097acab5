//! Context parameters where they cannot stand.

use std::cell::Cell;

use interop_core::{Circuit, ObjectReference, State, This, interop_object, js_invokable};

pub struct Prices;

pub struct Shop;

#[interop_object]
impl Shop {
    #[js_invokable]
    pub fn create(this: This<Self>) {
        let _ = this;
    }

    #[js_invokable]
    pub fn other(&self, prices: &mut State<Prices>) {
        let _ = prices;
    }
}

#[js_invokable]
pub fn price(shop: This<Shop>) {
    let _ = shop;
}

fn main() {
    let _: Option<(Circuit, ObjectReference<Shop>, Cell<u8>)> = None;
}
