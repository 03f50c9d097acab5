//! An object that cannot be shared between threads.

use std::cell::Cell;

use interop_core::{interop_object, js_invokable};

pub struct Counter {
    count: Cell<u32>,
}

#[interop_object]
impl Counter {
    #[js_invokable]
    pub fn count(&self) -> u32 {
        self.count.replace(1)
    }
}

fn main() {}
