//! A block for a generic type, and one for a case of it.

use interop_core::{interop_object, js_invokable};

pub struct Page<T>(T);

#[interop_object]
impl<T: Send + Sync + 'static> Page<T> {
    #[js_invokable]
    pub fn clear(&self) {
        let _ = &self.0;
    }
}

#[interop_object]
impl Page<i32> {
    #[js_invokable]
    pub fn sum(&self) {}
}

fn main() {}
