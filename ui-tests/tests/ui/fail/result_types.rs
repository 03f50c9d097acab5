//! Types of results that cannot be encoded: the type is underlined.

use std::future::Future;

use interop_core::{interop_object, js_invokable};

pub struct Order;

#[js_invokable]
pub fn place() -> Order {
    Order
}

#[js_invokable]
pub fn find() -> Option<Order> {
    None
}

#[js_invokable]
pub fn try_place() -> Result<Order, String> {
    Ok(Order)
}

#[js_invokable]
pub async fn place_slowly() -> Vec<Order> {
    Vec::new()
}

#[js_invokable]
pub fn place_later() -> impl Future<Output = Order> {
    async { Order }
}

#[js_invokable(blocking)]
pub fn place_thoroughly() -> Order {
    Order
}

#[js_invokable]
pub fn hidden() -> impl Fn() {
    || ()
}

pub struct Shop;

#[interop_object]
impl Shop {
    #[js_invokable]
    pub fn copy(&self) -> Self {
        Shop
    }
}

fn main() {}
