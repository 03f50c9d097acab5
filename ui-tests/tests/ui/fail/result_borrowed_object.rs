//! An object that borrows from an argument.

use interop_core::{ObjectReference, interop_object, js_invokable};

pub struct Page<T>(T);

#[interop_object]
impl<T: Send + Sync + 'static> Page<T> {
    #[js_invokable]
    pub fn clear(&self) {
        let _ = &self.0;
    }
}

#[js_invokable]
pub fn open(text: &str) -> ObjectReference<Page<&str>> {
    ObjectReference::new(Page(text))
}

fn main() {}
