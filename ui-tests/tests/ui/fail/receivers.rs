//! Receivers other than `&self`.

use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use interop_core::{interop_object, js_invokable};

pub struct Counter;

#[interop_object]
impl Counter {
    #[js_invokable]
    pub fn exclusive(&mut self) {}

    #[js_invokable]
    pub async fn exclusive_async(&mut self) {}

    #[js_invokable]
    pub fn typed_exclusive(self: &mut Self) {}

    #[js_invokable]
    pub fn by_value(self) {}

    #[js_invokable]
    pub fn by_mutable_value(mut self) {
        self = Counter;
        let _ = self;
    }

    #[js_invokable]
    pub fn counted(self: Arc<Self>) {}

    #[js_invokable]
    pub fn counted_locally(self: Rc<Self>) {}

    #[js_invokable]
    pub fn boxed(self: Box<Self>) {}

    #[js_invokable]
    pub fn pinned(self: Pin<&mut Self>) {}
}

fn main() {}
