//! Depends on `dev-cycle`, whose unit tests depend on this.

use interop_core::js_invokable;

/// Uses the other crate, so that the linker takes it.
#[js_invokable]
pub fn answer_twice() -> i32 {
    2 * dev_cycle::answer()
}
