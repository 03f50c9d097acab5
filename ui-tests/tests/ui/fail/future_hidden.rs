//! Futures that the signature does not show as such.

use std::future::{Future, Ready, ready};
use std::pin::Pin;

use interop_core::js_invokable;

#[js_invokable]
pub fn named() -> Ready<i32> {
    ready(1)
}

type Later = Pin<Box<dyn Future<Output = i32> + Send>>;

#[js_invokable]
pub fn aliased() -> Later {
    Box::pin(ready(1))
}

trait Slow: Future<Output = i32> {}
impl Slow for Ready<i32> {}

#[js_invokable]
pub fn behind_a_trait() -> impl Slow {
    ready(1)
}

fn main() {}
