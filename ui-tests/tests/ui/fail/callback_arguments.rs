//! Closures that cannot be callbacks: their parameters borrow or are no arguments, or their results are no values.

use interop_core::Callback;

pub struct Order;

fn main() {
    let _ = Callback::new("borrows", |name: &str| name.len());
    let _ = Callback::new_async("borrows_bytes", |_: u32, bytes: &[u8]| std::future::ready(bytes.len()));
    let _ = Callback::new("takes", |order: Order| drop(order));
    let _ = Callback::new("returns", |_: u32| Order);
    let _ = Callback::new("is_async", async |name: String| name.len());
    let _ = Callback::new("fails", |_: u32| -> Result<u32, std::io::Error> { Ok(1) });
    let _ = Callback::new("is_no_closure", 5);
}
