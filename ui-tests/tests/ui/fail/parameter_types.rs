//! Types of parameters that cannot be decoded: each is underlined itself.

use interop_core::{interop_object, js_invokable};

pub struct Order;

#[js_invokable]
pub fn place(quantity: u32, order: Order) {
    let _ = (quantity, order);
}

#[js_invokable]
pub fn inspect(order: &Order, orders: &[Order]) {
    let _ = (order, orders);
}

#[js_invokable]
pub async fn place_all(orders: Vec<Order>, last: Option<Order>) {
    let _ = (orders, last);
}

#[js_invokable(blocking)]
pub fn convert(conversion: fn(u8) -> u8) {
    let _ = conversion;
}

pub struct Shop;

#[interop_object]
impl Shop {
    #[js_invokable]
    pub fn merge(&self, other: Shop) {
        let _ = other;
    }
}

fn main() {}
