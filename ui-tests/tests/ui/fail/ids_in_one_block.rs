//! Methods of one block that share an id.

use interop_core::{interop_object, js_invokable};

pub struct Shop;

#[interop_object(rename_all = "PascalCase")]
impl Shop {
    #[js_invokable]
    pub fn add_item(&self) {}

    #[js_invokable(name = "AddItem")]
    pub fn put(&self) {}

    #[js_invokable(name = "Open")]
    pub fn open() {}

    #[js_invokable(name = "Open")]
    pub fn open_again() {}
}

fn main() {}
