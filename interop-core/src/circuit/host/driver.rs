//! Drives a circuit and returns its messages.

use std::mem;
use std::task::{Context, Poll};

use super::work::UnfinishedWork;
use super::{CircuitHost, Outgoing};
use crate::circuit::running::RunningCall;
use crate::stream::Transmission;
use crate::threading::lock;

impl CircuitHost {
    /// Returns the next message to the client. Running calls are polled only while there is nothing to send, so a host
    /// that sends slowly slows down its own circuit only.
    ///
    /// `Ready(None)` means that the circuit is closed and everything was sent.
    pub fn poll_outgoing(&self, cx: &mut Context<'_>) -> Poll<Option<Outgoing>> {
        loop {
            if let Poll::Ready(message) = self.poll_waiting(cx) {
                return Poll::Ready(message);
            }
            let taken = lock(&self.running).take();
            let Some(mut running) = taken else {
                // The circuit is already being polled, further up on this stack or on another thread, and that poll
                // continues.
                return Poll::Pending;
            };
            // The flag is cleared before the news is read, so news that arrives in between sets it again.
            if self.core.link.take_news() {
                self.take_news(&mut running);
            }
            let finished = running.poll_calls(cx);
            // Calls take precedence. Streams take turns when no call has a message to send.
            let may_carry = self.core.link.outbox.is_empty();
            let carried = if may_carry { running.poll_streams(cx) } else { Poll::Pending };
            *lock(&self.running) = Some(running);
            let call_ended = match finished {
                Poll::Ready(finished) => {
                    self.finish(finished);
                    true
                }
                Poll::Pending => false,
            };
            if let Poll::Ready(Some(message)) = carried {
                return Poll::Ready(Some(message));
            }
            // The call may have sent a message, started another call or closed the circuit.
            let goes_on = call_ended
                || !self.core.link.outbox.is_empty()
                || self.core.link.has_news()
                || self.core.link.is_closed();
            if !goes_on {
                return Poll::Pending;
            }
        }
    }

    /// Leaves a call to the driver.
    #[inline]
    pub(super) fn drive(&self, call: RunningCall) {
        let mut running = lock(&self.running);
        match running.as_mut() {
            Some(running) => running.add_call(call),
            None => {
                drop(running);
                lock(&self.begun).push(call);
                self.core.link.note_news();
            }
        }
        self.core.link.outbox.wake_driver();
    }

    /// Takes over new calls and streams, and marks calls that are to be cancelled.
    fn take_news(&self, running: &mut UnfinishedWork) {
        running.add_calls(lock(&self.begun).drain(..));
        let started = self.core.streams.take_started();
        running.add_streams(started.into_iter().map(|started| Transmission::new(started, &self.core)));
        let calls = &self.core.calls;
        if calls.take_cancellations() {
            let is_cancelled = |call: &RunningCall| call.call_id.is_some_and(|call_id| calls.is_cancelled(call_id));
            running.cancel_calls(is_cancelled);
        }
    }

    /// Like [`poll_outgoing`](Self::poll_outgoing), but returns only messages that already wait to be sent, and does
    /// not poll running calls and streams.
    pub fn poll_waiting(&self, cx: &mut Context<'_>) -> Poll<Option<Outgoing>> {
        if let Some(message) = self.core.link.outbox.take_or_wait(cx.waker()) {
            if let Outgoing::BeginInvokeJs(call) = &message
                && call.task_id != 0
            {
                self.core.js_calls.note_taken(call.task_id);
            }
            return Poll::Ready(Some(message));
        }
        // Checked after the driver was registered: if the circuit is closed after this point, the driver is woken.
        if self.core.link.is_closed() {
            self.drop_running();
            return Poll::Ready(self.core.link.outbox.take());
        }
        Poll::Pending
    }

    /// Whether no call and no stream is running that [`poll_outgoing`](Self::poll_outgoing) could poll.
    pub fn is_idle(&self) -> bool {
        self.core.calls.in_flight() == 0 && !self.core.streams.has_outgoing()
    }

    /// Whether so much data waits to be sent that the host should not read further messages from the client.
    pub fn is_congested(&self) -> bool {
        let waiting = self.core.link.outbox.bytes();
        waiting > self.core.link.options.max_outgoing_bytes || waiting > 0 && self.core.link.budget.is_exceeded()
    }

    pub(super) fn drop_running(&self) {
        let begun = mem::take(&mut *lock(&self.begun));
        drop(begun);
        // If the calls are being polled now, that poll drops them.
        let running = lock(&self.running).as_mut().map(mem::take);
        drop(running);
    }
}
