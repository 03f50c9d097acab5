//! What goes on in a circuit and what comes out of it.

use std::mem;
use std::task::{Context, Poll};

use futures_util::stream::{FuturesUnordered, SelectAll, StreamExt as _};

use super::{CircuitHost, Outgoing};
use crate::circuit::running::RunningCall;
use crate::stream::Transmission;
use crate::threading::lock;

/// What goes on in a circuit.
#[derive(Default)]
pub(super) struct Running {
    calls: FuturesUnordered<RunningCall>,
    streams: SelectAll<Transmission>,
}

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
            running.calls.extend(mem::take(&mut *lock(&self.begun)));
            running.streams.extend(self.core.take_started_streams());
            let finished = running.calls.poll_next_unpin(cx);
            // Calls go first; streams take turns where no call has anything to say.
            let carried = if self.core.outgoing_waits() { Poll::Pending } else { running.streams.poll_next_unpin(cx) };
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
            // A call may have begun, sent something or closed the circuit meanwhile.
            if !call_ended && !self.has_news() {
                return Poll::Pending;
            }
        }
    }

    /// As [`poll_outgoing`](Self::poll_outgoing), without letting running calls and streams go on: what already waits
    /// to be sent.
    pub fn poll_waiting(&self, cx: &mut Context<'_>) -> Poll<Option<Outgoing>> {
        if let Some(message) = self.core.next_outgoing() {
            return Poll::Ready(Some(message));
        }
        if self.core.is_closed() {
            self.drop_running();
            return Poll::Ready(self.core.next_outgoing());
        }
        self.core.driver.register(cx.waker());
        // A message may have come between the look above and the registration.
        match self.core.next_outgoing() {
            Some(message) => Poll::Ready(Some(message)),
            None => Poll::Pending,
        }
    }

    /// Whether nothing runs that [`poll_outgoing`](Self::poll_outgoing) could let go on: no call and no stream.
    pub fn is_idle(&self) -> bool {
        self.core.calls_in_flight() == 0 && !self.core.has_outgoing_streams()
    }

    fn has_news(&self) -> bool {
        self.core.is_closed()
            || self.core.outgoing_waits()
            || self.core.has_started_streams()
            || !lock(&self.begun).is_empty()
    }

    /// Whether so much waits to be sent that the host should not take further messages from the client.
    pub fn is_congested(&self) -> bool {
        self.core.outgoing_bytes() > self.core.options.max_outgoing_bytes
    }

    pub(super) fn drop_running(&self) {
        let begun = mem::take(&mut *lock(&self.begun));
        drop(begun);
        // Where it is being polled, the poll drops it.
        let running = lock(&self.running).as_mut().map(mem::take);
        drop(running);
    }
}
