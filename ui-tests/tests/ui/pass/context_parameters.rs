//! Parameters that take no argument, at any place between those that do, by value and lent.
#![deny(warnings)]

use std::sync::atomic::{AtomicU32, Ordering};

use futures_executor::block_on;
use interop_core::{Circuit, InProcess, ObjectReference, State, This, interop_object, js_invokable};

interop_core::assembly!("Shop");

#[derive(Default)]
pub struct Sold(AtomicU32);

#[js_invokable]
pub fn sell(sold: State<Sold>, count: u32, circuit: &Circuit) -> u32 {
    assert!(!circuit.is_closed());
    sold.0.fetch_add(count, Ordering::Relaxed) + count
}

#[js_invokable]
pub async fn sell_slowly(count: u32, sold: &State<Sold>, more: Option<u32>) -> u32 {
    sold.0.fetch_add(count + more.unwrap_or(0), Ordering::Relaxed)
}

#[js_invokable]
pub fn only_context(circuit: Circuit, _: State<Sold>, #[cfg(any())] absent: NotThere) -> u64 {
    circuit.id()
}

pub struct Basket(u32);

#[interop_object]
impl Basket {
    #[js_invokable]
    pub fn open(circuit: Circuit, count: u32) -> (ObjectReference<Self>, usize) {
        (ObjectReference::new(Basket(count)), circuit.object_count())
    }

    #[js_invokable]
    pub async fn count(&self, this: &This<Self>, factor: u32, sold: State<Sold>) -> u32 {
        (self.0.min(this.0) + sold.0.load(Ordering::Relaxed)) * factor
    }
}

fn main() {
    let app = InProcess::builder().state(Sold::default()).build();
    assert_eq!(app.invoke("Shop", "sell", "[3]").unwrap(), "3");
    assert_eq!(app.invoke("Shop", "sell", "[3,4]").unwrap_err().code, "invalid_arguments");
    assert_eq!(block_on(app.invoke_async("Shop", "sell_slowly", "[1]")).unwrap(), "3");
    assert_eq!(app.invoke("Shop", "only_context", "null").unwrap(), app.circuit().id().to_string());
    let (basket, before): (ObjectReference<Basket>, usize) = app.call("Shop", "open", (2,)).unwrap();
    assert_eq!(before, 0);
    assert_eq!(block_on(app.object(&basket).invoke_async("count", "[10]")).unwrap(), "60");
}
