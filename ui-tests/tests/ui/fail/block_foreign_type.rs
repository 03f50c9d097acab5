//! A type of another crate, which cannot have an `impl` block here.

use interop_core::{interop_object, js_invokable};

#[interop_object]
impl std::fmt::Error {
    #[js_invokable]
    pub fn text(&self) {}
}

fn main() {}
