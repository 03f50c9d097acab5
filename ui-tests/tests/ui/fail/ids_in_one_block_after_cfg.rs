//! Methods of one block that share an id, when conditions have been decided.

use interop_core::{interop_object, js_invokable};

pub struct Shop;

#[interop_object]
impl Shop {
    #[js_invokable(name = "add")]
    pub fn add(&self) {}

    #[cfg(all())]
    #[js_invokable(name = "add")]
    pub fn add_where_it_is_there(&self) {}

    #[cfg(any())]
    #[js_invokable(name = "add")]
    pub fn add_where_it_is_not(&self) {}
}

fn main() {}
