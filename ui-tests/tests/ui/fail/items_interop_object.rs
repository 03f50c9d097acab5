//! `#[interop_object]` on what is not an inherent `impl` block.

use std::fmt;

use interop_core::interop_object;

#[interop_object]
pub struct Shop;

#[interop_object]
pub enum Order {
    Placed,
}

#[interop_object]
impl fmt::Display for Shop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("shop")
    }
}

#[interop_object]
pub fn shop() -> Shop {
    Shop
}

#[interop_object]
pub mod orders {}

#[interop_object]
pub trait Greet {}

fn main() {
    let _ = (Order::Placed, shop());
}
