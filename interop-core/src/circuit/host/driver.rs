//! What goes on in a circuit and what comes out of it.

use std::mem;
use std::task::{Context, Poll};

use futures_util::stream::StreamExt as _;

use super::work::UnfinishedWork;
use super::{CircuitHost, Outgoing};
use crate::circuit::running::RunningCall;
use crate::stream::Transmission;
use crate::threading::lock;

impl CircuitHost {
    /// The next message to the client. Running calls are polled only while there is nothing to send, so that a host which
    /// sends slowly slows its own circuit and no other.
    ///
    /// `Ready(None)` says that the circuit is closed and everything was sent.
    pub fn poll_outgoing(&self, cx: &mut Context<'_>) -> Poll<Option<Outgoing>> {
        loop {
            if let Poll::Ready(message) = self.poll_waiting(cx) {
                return Poll::Ready(message);
            }
            let taken = lock(&self.running).take();
            let Some(mut running) = taken else {
                // Polled from within a poll, or from two threads: the other one goes on.
                return Poll::Pending;
            };
            // First the mark, then what it stands for: what comes in between leaves it set.
            if self.core.link.take_news() {
                self.take_news(&mut running);
            }
            let finished = running.calls.poll_next_unpin(cx);
            // Calls go first; streams take turns where no call has anything to say.
            let may_carry = self.core.link.outbox.is_empty();
            let carried = if may_carry { running.streams.poll_next_unpin(cx) } else { Poll::Pending };
            *lock(&self.running) = Some(running);
            let call_ended = match finished {
                Poll::Ready(Some(finished)) => {
                    self.finish(finished);
                    true
                }
                Poll::Ready(None) | Poll::Pending => false,
            };
            if let Poll::Ready(Some(message)) = carried {
                return Poll::Ready(Some(message));
            }
            // A call may have sent something, begun another or closed the circuit meanwhile.
            let goes_on = call_ended
                || !self.core.link.outbox.is_empty()
                || self.core.link.has_news()
                || self.core.link.is_closed();
            if !goes_on {
                return Poll::Pending;
            }
        }
    }

    /// Takes over what began, and marks calls that are to be cancelled.
    fn take_news(&self, running: &mut UnfinishedWork) {
        running.calls.extend(lock(&self.begun).drain(..));
        running
            .streams
            .extend(self.core.streams.take_started().into_iter().map(|started| Transmission::new(started, &self.core)));
        let calls = &self.core.calls;
        if calls.take_cancellations() {
            let is_cancelled = |call: &RunningCall| call.call_id.is_some_and(|call_id| calls.is_cancelled(call_id));
            running.calls.iter_mut().filter(|call| is_cancelled(call)).for_each(RunningCall::cancel);
        }
    }

    /// As [`poll_outgoing`](Self::poll_outgoing), without letting running calls and streams go on: what already waits
    /// to be sent.
    pub fn poll_waiting(&self, cx: &mut Context<'_>) -> Poll<Option<Outgoing>> {
        if let Some(message) = self.core.link.outbox.take_or_wait(cx.waker()) {
            if let Outgoing::BeginInvokeJs(call) = &message
                && call.task_id != 0
            {
                self.core.js_calls.note_taken(call.task_id);
            }
            return Poll::Ready(Some(message));
        }
        // Looked at after the driver is known: whoever closes the circuit from now on wakes it.
        if self.core.link.is_closed() {
            self.drop_running();
            return Poll::Ready(self.core.link.outbox.take());
        }
        Poll::Pending
    }

    /// Whether nothing runs that [`poll_outgoing`](Self::poll_outgoing) could let go on: no call and no stream.
    pub fn is_idle(&self) -> bool {
        self.core.calls.in_flight() == 0 && !self.core.streams.has_outgoing()
    }

    /// Whether so much waits to be sent that the host should not take further messages from the client.
    pub fn is_congested(&self) -> bool {
        let waiting = self.core.link.outbox.bytes();
        waiting > self.core.link.options.max_outgoing_bytes || waiting > 0 && self.core.link.budget.is_exceeded()
    }

    pub(super) fn drop_running(&self) {
        let begun = mem::take(&mut *lock(&self.begun));
        drop(begun);
        // Where it is being polled, the poll drops it.
        let running = lock(&self.running).as_mut().map(mem::take);
        drop(running);
    }
}
