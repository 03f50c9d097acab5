//! What the server tells the pages.

use interop_core::event;

use crate::store::Order;

event! {
    /// An order is new or has changed. Sent to all who see it in a list or on its own page.
    pub static ORDER_CHANGED = "orders.changed"(order: Order);

    /// So many bytes of an upload have arrived.
    pub static UPLOAD_PROGRESS = "uploads.progress"(number: u32, received: u32);

    /// How much of a forecast is done.
    pub static FORECAST_PROGRESS = "forecast.progress"(percent: u32);
}
