//! What the server tells the pages.

use interop_core::event;

use crate::store::Order;

event! {
    /// An order has changed. Sent to all who look at it.
    pub static ORDER_CHANGED = "orders.changed"(order: Order);
}
