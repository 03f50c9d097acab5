//! Parameters that cannot be decoded, of a function some of whose parameters are conditional.

use interop_core::js_invokable;

pub struct Order;

#[js_invokable]
pub fn place(#[cfg(all())] order: Order, #[cfg(any())] absent: Order) {
    let _ = order;
}

fn main() {}
