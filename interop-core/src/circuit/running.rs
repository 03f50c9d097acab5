//! Runs user code so that a panic in it does not affect its circuit.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::ambient::Ambient;
use super::callee::Callee;
use super::core::CircuitCore;
use super::cost;
use super::deadline::Deadline;
use super::destructors::{drop_quietly, forget_payload};
use super::layers::ended_by;
use crate::codec::Reply;
use crate::error::{CallError, ErrorCode};
use crate::scope::{self, Phase};
use crate::threading::Shared;
use crate::thunk::{Call, CallFuture, Outcome, OwnedOutcome};

/// Calls a synchronous thunk. It is not generic, so that the code that catches panics exists only once.
#[inline]
pub(super) fn run(thunk: for<'c> fn(&Call<'c>, &mut Reply) -> Outcome, call: &Call<'_>, reply: &mut Reply) -> Outcome {
    match catch_unwind(AssertUnwindSafe(|| scope::enter(call.circuit, Phase::Idle, || thunk(call, reply)))) {
        Ok(outcome) => outcome,
        Err(payload) => Err(panicked(payload)),
    }
}

/// Runs the body of a blocking method.
pub(super) fn run_blocking(circuit: &Shared<CircuitCore>, body: impl FnOnce() -> OwnedOutcome) -> OwnedOutcome {
    catch_unwind(AssertUnwindSafe(|| scope::enter(circuit, Phase::Idle, body)))
        .unwrap_or_else(|payload| Err(panicked(payload)))
}

/// Calls the function that creates the future of an asynchronous method.
pub(super) fn make(make: impl FnOnce() -> CallFuture) -> Result<CallFuture, CallError> {
    catch_unwind(AssertUnwindSafe(make)).map_err(panicked)
}

/// Polls a future.
pub(super) fn poll(
    circuit: &Shared<CircuitCore>,
    future: Pin<&mut CallFuture>,
    cx: &mut Context<'_>,
) -> Poll<OwnedOutcome> {
    match catch_unwind(AssertUnwindSafe(|| scope::enter(circuit, Phase::Idle, || future.poll(cx)))) {
        Ok(poll) => poll,
        Err(payload) => Poll::Ready(Err(panicked(payload))),
    }
}

/// Polls a stream of the application. A panic is an item that has failed.
pub(crate) fn poll_item(poll: impl FnOnce() -> Poll<Option<Outcome>>) -> Poll<Option<Outcome>> {
    catch_unwind(AssertUnwindSafe(poll))
        .unwrap_or_else(|payload| Poll::Ready(Some(Err(panic_error("the stream", payload)))))
}

#[cold]
fn panicked(payload: Box<dyn Any + Send>) -> CallError {
    panic_error("the method", payload)
}

/// The error of a call in which something has panicked.
#[cold]
pub(super) fn panic_error(what: &str, payload: Box<dyn Any + Send>) -> CallError {
    let text = match payload.downcast_ref::<&'static str>() {
        Some(text) => Some(*text),
        None => payload.downcast_ref::<String>().map(String::as_str),
    };
    let error = match text {
        Some(text) => CallError::panic(format!("{what} panicked: {text}")),
        None => CallError::panic(format!("{what} panicked")),
    };
    forget_payload(payload);
    error
}

#[cold]
fn cancelled() -> CallError {
    CallError::dispatch(ErrorCode::Cancelled, "The call was cancelled.".to_owned())
}

/// A call that had to wait.
pub(super) struct RunningCall {
    pub(super) call_id: Option<u64>,
    callee: Callee,
    /// `None` once the call has ended, or if it is to be cancelled.
    future: Option<CallFuture>,
    circuit: Shared<CircuitCore>,
    /// Where the call was started, and where its code therefore runs.
    ambient: Ambient,
    /// The bytes that the circuit is charged for what the future holds, as long as the future exists. There is no `Charge`,
    /// because the call has the circuit anyway, and references are not free to count.
    charged: usize,
    /// Whether it is counted in the circuit. `false` if the future holds a permit itself.
    is_counted: bool,
    deadline: Option<Box<Deadline>>,
}

/// The outcome of a running call.
pub(super) struct Finished {
    pub(super) call_id: Option<u64>,
    pub(super) callee: Callee,
    /// Where its errors are recorded.
    pub(super) ambient: Ambient,
    pub(super) result: OwnedOutcome,
}

impl RunningCall {
    /// Takes over a future and registers the id of its call.
    #[inline]
    pub(super) fn new(
        call_id: Option<u64>,
        callee: Callee,
        future: CallFuture,
        charged: usize,
        is_counted: bool,
        circuit: &Shared<CircuitCore>,
        deadline: Option<Box<Deadline>>,
    ) -> Self {
        if let Some(call_id) = call_id {
            circuit.calls.begin(call_id);
        }
        // There was room for it when the call started.
        circuit.link.budget.hold_more(charged);
        if is_counted {
            circuit.calls.count();
        }
        Self {
            call_id,
            callee,
            future: Some(future),
            circuit: Shared::clone(circuit),
            ambient: Ambient::current(&*circuit.services),
            charged,
            is_counted,
            deadline,
        }
    }

    /// Drops the future. The next poll reports the cancellation.
    pub(super) fn cancel(&mut self) {
        self.give_up();
    }

    fn give_up(&mut self) {
        let entered = self.ambient.enter();
        drop_quietly(self.future.take());
        drop(entered);
        self.circuit.link.budget.release(self.charged - cost::CALL);
        self.charged = cost::CALL;
        // The destructors of the future have run.
        self.circuit.services.ran(Some(self.callee.method));
    }
}

impl Future for RunningCall {
    type Output = Finished;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Finished> {
        let this = &mut *self;
        let method = this.callee.method;
        let polled = this.future.as_mut().map(|future| {
            let services = &this.circuit.services;
            ready!(services.poll_turn(cx));
            let entered = this.ambient.enter();
            let polled = poll(&this.circuit, Pin::new(future), cx);
            drop(entered);
            services.ran(Some(method));
            polled
        });
        let result = match polled {
            Some(Poll::Pending) if this.deadline.as_mut().is_some_and(|deadline| deadline.poll(cx).is_ready()) => {
                ended_by(ErrorCode::DeadlineExceeded, || this.give_up());
                Err(this.deadline.as_ref().map_or_else(cancelled, |deadline| deadline.error()))
            }
            Some(Poll::Pending) => return Poll::Pending,
            Some(Poll::Ready(result)) => result,
            None => Err(cancelled()),
        };
        if let Some(future) = this.future.take() {
            let _entered = this.ambient.enter();
            drop_quietly(future);
        }
        if let Some(call_id) = this.call_id {
            this.circuit.calls.forget(call_id);
        }
        let ambient = std::mem::take(&mut this.ambient);
        Poll::Ready(Finished { call_id: this.call_id, callee: this.callee.take(), ambient, result })
    }
}

impl Drop for RunningCall {
    fn drop(&mut self) {
        // The future is dropped first, because its destructors may run for long.
        if let Some(future) = self.future.take() {
            let _entered = self.ambient.enter();
            drop_quietly(future);
        }
        self.circuit.link.budget.release(self.charged);
        if self.is_counted {
            self.circuit.calls.uncount();
        }
    }
}
