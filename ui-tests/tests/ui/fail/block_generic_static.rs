//! A function without receiver in a generic block: JavaScript has no way to name the type.

use interop_core::{ObjectReference, interop_object, js_invokable};

pub struct Page<T>(T);

#[interop_object]
impl<T: Send + Sync + Default + 'static> Page<T> {
    #[js_invokable]
    pub fn create() -> ObjectReference<Self> {
        ObjectReference::new(Page(T::default()))
    }

    #[js_invokable]
    pub fn clear(&self) {
        let _ = &self.0;
    }
}

pub struct Matrix<const N: usize>;

#[interop_object]
impl<const N: usize> Matrix<N> {
    #[js_invokable]
    pub fn size() -> usize {
        N
    }
}

fn main() {}
