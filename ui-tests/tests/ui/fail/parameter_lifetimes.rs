//! Arguments that would have to live forever, behind an alias.

use interop_core::js_invokable;
use serde::Deserialize;

type Text = &'static str;

#[derive(Deserialize)]
pub struct Order {
    #[serde(borrow)]
    customer: &'static str,
}

#[js_invokable]
pub fn keep(text: Text) {
    let _ = text;
}

#[js_invokable]
pub async fn keep_order(order: Order) {
    let _ = order.customer;
}

fn main() {}
