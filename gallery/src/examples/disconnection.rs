//! A connection that is lost in the middle of a call.

use interop_core::js_invokable;

use crate::console::print;

/// Waits until the connection is lost, which drops the call.
#[js_invokable(name = "WaitForEver")]
pub async fn wait_for_ever() {
    let _waiting = Waiting;
    std::future::pending::<()>().await;
}

struct Waiting;

impl Drop for Waiting {
    fn drop(&mut self) {
        print("WaitForEver: the connection is lost, nobody waits any more");
    }
}
