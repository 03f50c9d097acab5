//! Static methods of one crate that share an id: found at compile time where the crate has `assembly!()`.

use interop_core::{interop_object, js_invokable};

interop_core::assembly!("Shop");

#[js_invokable(name = "Add")]
pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

mod orders {
    #[interop_core::js_invokable(name = "Add")]
    pub fn add(order: String) {
        drop(order);
    }
}

pub struct Shop;

#[interop_object]
impl Shop {
    #[js_invokable]
    pub fn open() {}
}

#[js_invokable]
pub fn open() {}

fn main() {
    orders::add(String::new());
}
