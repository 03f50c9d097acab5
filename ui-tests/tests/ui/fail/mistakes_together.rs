//! Several mistakes in one item: all are reported at once.

use interop_core::{interop_object, js_invokable};

#[js_invokable(nmae = "Add", blocking)]
async unsafe fn add<T>((a, b): (T, T), text: &'static str, c: &mut i32) {
    let _ = (a, b, text, c);
}

pub struct Shop;

#[interop_object(renameall = "camelCase")]
impl Shop {
    #[js_invokable(name = "")]
    pub fn open(&mut self) {}

    #[js_invokable(rename = "Close")]
    pub extern "C" fn close<T>(self, _: impl Sized) {}

    #[js_invokable]
    fn create() {}
}

fn use_it(shop: &Shop) -> interop_core::ObjectReference<Shop> {
    let _ = shop;
    interop_core::ObjectReference::new(Shop)
}

fn main() {
    use_it(&Shop);
}
