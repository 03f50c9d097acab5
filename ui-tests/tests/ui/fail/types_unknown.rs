//! Types that nobody has imported: one error for each place.

use interop_core::{interop_object, js_invokable};

#[js_invokable]
pub fn pay(order: Order, #[cfg(all())] by: Card) {
    drop((order, by));
}

#[js_invokable]
pub fn count(orders: &[Order]) -> usize {
    orders.len()
}

#[js_invokable]
pub fn place(orders: Vec<Order>, first: &Order) -> Option<Receipt> {
    todo!("{} {}", orders.len(), first)
}

pub struct Shop<T>(T);

#[interop_object]
impl<T: Send + Sync> Shop<T> {
    #[js_invokable]
    pub async fn place(&self, orders: Vec<Order>) -> Result<Receipt, Refusal> {
        todo!("{}", orders.len())
    }
}

fn main() {}
