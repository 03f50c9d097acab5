//! Futures that cannot move between threads.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use interop_core::{interop_object, js_invokable};

async fn pause() {}

#[js_invokable]
pub async fn count() -> u32 {
    let count = Rc::new(1);
    pause().await;
    *count
}

#[js_invokable]
pub fn boxed() -> Pin<Box<dyn Future<Output = u32>>> {
    Box::pin(async { 1 })
}

pub struct Counter;

#[interop_object]
impl Counter {
    #[js_invokable]
    pub async fn count(&self) -> u32 {
        let count = Cell::new(1);
        let last = &count;
        pause().await;
        last.get()
    }
}

fn main() {}
