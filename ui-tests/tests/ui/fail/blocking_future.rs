//! Functions that return a future do not block.

use std::future::Future;
use std::pin::Pin;

use interop_core::{interop_object, js_invokable};

#[js_invokable(blocking)]
pub async fn with_async() {}

#[js_invokable(blocking)]
pub fn with_impl() -> impl Future<Output = ()> {
    async {}
}

pub struct Greeter;

#[interop_object]
impl Greeter {
    #[js_invokable(blocking)]
    pub fn with_box(&self) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(async {})
    }
}

fn main() {}
