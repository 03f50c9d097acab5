use std::time::Duration;

use crate::js::JsInvocation;
use crate::threading::{BoxFnOnce, BoxFuture, MaybeSend, MaybeSync};

/// What a host offers to its circuits. Everything has a default that works without threads and timers.
pub trait HostServices: MaybeSend + MaybeSync {
    /// Runs work that may block. The default runs it at once, on the caller's thread.
    fn spawn_blocking(&self, work: BoxFnOnce<()>) {
        work();
    }

    /// A future that is ready after this time. The default never is: without timers there are no time-outs.
    fn sleep(&self, _time: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }

    /// Calls JavaScript and returns what it returned as JSON, or the text of its error. The default says that the host
    /// cannot. Byte arrays of the result go to [`CircuitHost::receive_byte_array`](super::CircuitHost::receive_byte_array) before.
    fn invoke_js(&self, _call: &JsInvocation) -> Option<Result<String, String>> {
        None
    }
}

/// A host without services of its own.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoServices;

impl HostServices for NoServices {}
