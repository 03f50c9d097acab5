//! A static method, called by assembly and method id.

use interop_core::js_invokable;

/// Returns an array, under its own id and under a different one.
#[js_invokable(name = "ReturnArrayAsync")]
#[js_invokable(name = "DifferentMethodName")]
pub async fn return_array() -> [i32; 3] {
    [1, 2, 3]
}
