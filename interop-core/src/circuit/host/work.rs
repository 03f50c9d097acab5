use std::task::{Context, Poll};

use futures_util::stream::{SelectAll, StreamExt as _};

use super::running_calls::RunningCalls;
use crate::circuit::Outgoing;
use crate::circuit::running::{Finished, RunningCall};
use crate::stream::Transmission;

/// The calls and streams of a circuit that have not ended. The lists are created with their first entries, because most
/// of many circuits are idle.
#[derive(Default)]
pub(super) struct UnfinishedWork {
    calls: Option<RunningCalls>,
    streams: Option<SelectAll<Transmission>>,
}

impl UnfinishedWork {
    pub(super) fn add_call(&mut self, call: RunningCall) {
        self.calls.get_or_insert_default().add(call);
    }

    pub(super) fn add_calls(&mut self, calls: impl ExactSizeIterator<Item = RunningCall>) {
        if calls.len() > 0 {
            let running = self.calls.get_or_insert_default();
            calls.for_each(|call| running.add(call));
        }
    }

    pub(super) fn add_streams(&mut self, streams: impl ExactSizeIterator<Item = Transmission>) {
        if streams.len() > 0 {
            self.streams.get_or_insert_default().extend(streams);
        }
    }

    /// Polls the calls, and returns one that has ended.
    pub(super) fn poll_calls(&mut self, cx: &mut Context<'_>) -> Poll<Finished> {
        match &mut self.calls {
            Some(calls) if !calls.is_empty() => calls.poll(cx),
            _ => Poll::Pending,
        }
    }

    /// Polls the streams, and returns a message of one of them.
    pub(super) fn poll_streams(&mut self, cx: &mut Context<'_>) -> Poll<Option<Outgoing>> {
        match &mut self.streams {
            // To poll an empty list is not free.
            Some(streams) if !streams.is_empty() => streams.poll_next_unpin(cx),
            _ => Poll::Pending,
        }
    }

    /// Cancels the calls for which this function returns true.
    pub(super) fn cancel_calls(&mut self, is_cancelled: impl Fn(&RunningCall) -> bool) {
        if let Some(calls) = &mut self.calls {
            calls.cancel(is_cancelled);
        }
    }
}
