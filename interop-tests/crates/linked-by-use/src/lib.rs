//! A library that a program references only by `use linked_by_use as _;`. Its assembly has the name of the package.

use interop_core::{interop_object, js_invokable};

/// A static method in the assembly of the package.
#[js_invokable]
pub fn whisper(text: &str) -> String {
    text.to_lowercase()
}

/// A static method in a private module.
mod inner {
    use interop_core::js_invokable;

    /// Callable from JavaScript, although it has no public Rust path.
    #[js_invokable(name = "hidden")]
    pub(crate) fn in_private_module() -> &'static str {
        "found"
    }
}

/// An object type whose block has a static method.
#[derive(Debug)]
pub struct Counter;

#[interop_object(rename_all = "PascalCase")]
impl Counter {
    /// A static method of the block.
    #[js_invokable]
    pub fn start_value() -> i32 {
        7
    }

    /// An instance method.
    #[js_invokable]
    pub fn next_value(&self, value: i32) -> i32 {
        value + 1
    }
}
