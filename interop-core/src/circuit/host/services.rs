use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::circuit::{JsInvocation, drop_quietly, forget_payload};
use crate::descriptor::MethodDescriptor;
use crate::error::report::ErrorReport;
use crate::threading::{BoxFnOnce, BoxFuture, MaybeSend, MaybeSync};

/// The context in which application code runs: see [`HostServices::ambient`].
pub trait AmbientContext: MaybeSend + MaybeSync {
    /// Enters the context on this thread. It must not panic.
    fn enter(&self);

    /// Leaves the context on the thread on which it was entered. Contexts are nested: the one that was entered last is left
    /// first. It must not panic.
    fn leave(&self);
}

/// Services that a host provides to its circuits. Every service has a default that works without threads and timers.
pub trait HostServices: MaybeSend + MaybeSync {
    /// Runs work that may block. The default runs it immediately, on the thread of the caller.
    fn spawn_blocking(&self, work: BoxFnOnce<()>) {
        work();
    }

    /// Runs a future of the application that outlives the circuit: what it does after its end. The default polls it once.
    fn spawn(&self, mut work: BoxFuture<'static, ()>) {
        let poll = || work.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready();
        if let Err(payload) = catch_unwind(AssertUnwindSafe(poll)) {
            forget_payload(payload);
        }
        drop_quietly(work);
    }

    /// Returns a future that is ready after this time. The future of the default is never ready: without timers there
    /// are no time-outs.
    fn sleep(&self, _time: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }

    /// The time on a clock that never goes back, from an arbitrary beginning. Layers measure the durations of calls with it.
    /// The default is the clock of the system; on `wasm32`, which has none, the time does not pass.
    fn now(&self) -> Duration {
        system_time()
    }

    /// Called each time before a running call or a stream is polled in
    /// [`CircuitHost::poll_outgoing`](super::CircuitHost::poll_outgoing). A host that serves several circuits on one
    /// thread returns `Pending` once this circuit has run for long enough, and wakes the context when the circuit may
    /// continue. The default never interrupts the circuit.
    fn poll_turn(&self, _cx: &mut Context<'_>) -> Poll<()> {
        Poll::Ready(())
    }

    /// Called when application code has returned to [`CircuitHost::poll_outgoing`](super::CircuitHost::poll_outgoing):
    /// the code of this method, or the source of a stream if the method is `None`. For hosts that measure how long it
    /// ran.
    fn ran(&self, _method: Option<&'static MethodDescriptor>) {}

    /// A call or a stream has failed, for hosts that record it. Called on the thread on which it failed, before the client is
    /// answered.
    fn failed(&self, _report: &ErrorReport<'_>) {}

    /// The context in which the code of the application runs now, such as the current span of `tracing`. Calls and streams
    /// that continue later, or on another thread, enter it again each time that their code runs or is dropped, and while
    /// their errors are recorded. The default is `None`. Not called on `wasm32`.
    fn ambient(&self) -> Option<Box<dyn AmbientContext>> {
        None
    }

    /// Calls JavaScript synchronously and returns the result as JSON, or the text of the error. The default returns
    /// `None`: the host cannot call JavaScript synchronously. Byte arrays of the result are passed to
    /// [`CircuitHost::receive_byte_array`](super::CircuitHost::receive_byte_array) first.
    fn invoke_js(&self, _call: &JsInvocation) -> Option<Result<String, String>> {
        None
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn system_time() -> Duration {
    static BEGINNING: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    BEGINNING.elapsed()
}

#[cfg(target_arch = "wasm32")]
fn system_time() -> Duration {
    Duration::ZERO
}

/// A host without services.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoServices;

impl HostServices for NoServices {}
