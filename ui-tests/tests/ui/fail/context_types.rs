//! Context parameters that cannot be made: nested, not shareable, or of a type that is no object.

use std::rc::Rc;

use interop_core::{Circuit, State, This, interop_object, js_invokable};

pub struct Prices;

#[js_invokable]
pub fn optional(prices: Option<State<Prices>>) {
    let _ = prices;
}

#[js_invokable]
pub fn local(prices: State<Rc<Prices>>) {
    let _ = prices;
}

#[js_invokable]
pub fn circuits(circuits: Vec<Circuit>) -> Circuit {
    circuits[0].clone()
}

pub struct Shop;

#[interop_object]
impl Shop {
    #[js_invokable]
    pub fn prices(&self, prices: State<Prices>) -> State<Prices> {
        prices
    }

    #[js_invokable]
    pub fn of_another_type(&self, this: This<Prices>) {
        let _ = this;
    }
}

fn main() {}
