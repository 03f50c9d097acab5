//! The methods that are called, among about a thousand others.

// Methods must be public, although nothing outside this program can use them.
#![allow(unreachable_pub)]

use std::future;
use std::task::Poll;

use interop_core::host::CircuitHost;
use interop_core::{ByteBuffer, CircuitOptions, js_invokable};
use serde::{Deserialize, Serialize};

/// The assembly of the methods that are called.
pub(super) const ASSEMBLY: &str = "BlazorSample";

/// Room for large arguments.
pub(crate) fn options() -> CircuitOptions {
    CircuitOptions::new().max_argument_bytes(1 << 20).detailed_errors(false)
}

/// A circuit with all methods that are linked into this program.
pub(super) fn circuit() -> CircuitHost {
    CircuitHost::builder().options(options()).build()
}

#[js_invokable(assembly = "BlazorSample")]
pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

#[js_invokable(assembly = "BlazorSample")]
#[allow(clippy::unused_async)] // that it never waits is what is measured
pub async fn add_ready(a: i32, b: i32) -> i32 {
    a + b
}

#[js_invokable(assembly = "BlazorSample")]
pub async fn add_after_a_yield(a: i32, b: i32) -> i32 {
    let mut yielded = false;
    future::poll_fn(|cx| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
    a + b
}

#[js_invokable(assembly = "BlazorSample")]
pub fn take_numbers(integers: &[i64], floats: &[f64]) -> usize {
    integers.len() + floats.len()
}

#[js_invokable(assembly = "BlazorSample")]
pub fn take_strings(strings: &[String]) -> usize {
    strings.len()
}

#[js_invokable(assembly = "BlazorSample")]
pub fn take_orders(orders: &[Order]) -> usize {
    orders.len()
}

#[js_invokable(assembly = "BlazorSample")]
#[allow(clippy::needless_pass_by_value)] // what the parameter takes is what is measured
pub fn take_bytes(bytes: ByteBuffer) -> usize {
    bytes.len()
}

#[js_invokable(assembly = "BlazorSample")]
#[allow(clippy::needless_pass_by_value)]
pub fn take_byte_vector(bytes: Vec<u8>) -> usize {
    bytes.len()
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Order {
    pub id: u64,
    pub customer: Customer,
    pub lines: Vec<Line>,
    pub status: Status,
    pub note: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Customer {
    pub name: String,
    pub address: Address,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Address {
    pub street: String,
    pub city: String,
    pub position: (f64, f64),
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Line {
    pub product: u32,
    pub name: String,
    pub quantity: u16,
    pub price: f64,
}

#[derive(Debug, Serialize, Deserialize)]
pub enum Status {
    Open,
    Shipped { day: u32, carrier: String },
}

/// Thirty-two methods in each of these assemblies.
macro_rules! crowd {
    ($($module:ident $assembly:literal),* $(,)?) => {
        $(
            mod $module {
                crowd! { @methods $assembly
                    create get rename remove list count search move_to copy lock unlock archive restore publish
                    withdraw subscribe unsubscribe notify import export validate preview approve reject assign
                    release split merge tag untag summarize compare
                }
            }
        )*
    };
    (@methods $assembly:literal $($name:ident)*) => {
        $(
            #[interop_core::js_invokable(assembly = $assembly)]
            pub fn $name(id: i32, version: i32) -> i32 {
                id.wrapping_add(version)
            }
        )*
    };
}

crowd! {
    accounts "Shop.Accounts", baskets "Shop.Baskets", calendar "Shop.Calendar", campaigns "Shop.Campaigns",
    catalogue "Shop.Catalogue", chats "Shop.Chats", contracts "Shop.Contracts", coupons "Shop.Coupons",
    customers "Shop.Customers", deliveries "Shop.Deliveries", discounts "Shop.Discounts", documents "Shop.Documents",
    employees "Shop.Employees", events "Shop.Events", invoices "Shop.Invoices", labels "Shop.Labels",
    letters "Shop.Letters", licences "Shop.Licences", media "Shop.Media", orders "Shop.Orders",
    partners "Shop.Partners", payments "Shop.Payments", prices "Shop.Prices", products "Shop.Products",
    projects "Shop.Projects", reports "Shop.Reports", returns "Shop.Returns", reviews "Shop.Reviews",
    stocks "Shop.Stocks", suppliers "Shop.Suppliers", tickets "Shop.Tickets", vouchers "Shop.Vouchers",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn about_a_thousand_methods_are_registered() {
        assert_eq!(circuit().registry().methods().len(), 1024 + 11);
    }
}
