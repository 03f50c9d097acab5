//! A generic object whose parameter may hold what cannot be shared between threads, or what borrows.

use interop_core::{interop_object, js_invokable};

pub struct Page<T>(T);

#[interop_object]
impl<T> Page<T> {
    #[js_invokable]
    pub fn clear(&self) {
        let _ = &self.0;
    }
}

fn main() {}
