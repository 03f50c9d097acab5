//! A method that panics.

use interop_core::js_invokable;

/// Reads one of three items, which have the indices 0 to 2.
#[js_invokable(name = "ReadItem")]
pub fn read_item(index: usize) -> i32 {
    [1, 2, 3][index]
}
