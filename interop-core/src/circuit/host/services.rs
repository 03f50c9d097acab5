use std::task::{Context, Poll};
use std::time::Duration;

use crate::circuit::JsInvocation;
use crate::descriptor::MethodDescriptor;
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

    /// Asked each time before a running call or a stream runs in
    /// [`CircuitHost::poll_outgoing`](super::CircuitHost::poll_outgoing). A host that serves several circuits on one thread
    /// returns `Pending` once this one has run for long enough, and wakes the context when it may go on. The default never
    /// stops it.
    fn poll_turn(&self, _cx: &mut Context<'_>) -> Poll<()> {
        Poll::Ready(())
    }

    /// Code of the application has run in [`CircuitHost::poll_outgoing`](super::CircuitHost::poll_outgoing) and has come
    /// back: of this method, or the source of a stream if there is none. For hosts that measure how long it took.
    fn ran(&self, _method: Option<&'static MethodDescriptor>) {}

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
