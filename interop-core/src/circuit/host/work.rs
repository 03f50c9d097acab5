use std::task::{Context, Poll};

use futures_util::stream::{FuturesUnordered, SelectAll, StreamExt as _};

use crate::circuit::Outgoing;
use crate::circuit::running::{Finished, RunningCall};
use crate::stream::Transmission;

/// The calls and streams of a circuit that have not ended. The lists are created with their first entries, because most
/// of many circuits are idle.
#[derive(Default)]
pub(super) struct UnfinishedWork {
    calls: Option<FuturesUnordered<RunningCall>>,
    streams: Option<SelectAll<Transmission>>,
}

impl UnfinishedWork {
    pub(super) fn add_call(&mut self, call: RunningCall) {
        self.calls.get_or_insert_default().push(call);
    }

    pub(super) fn add_calls(&mut self, calls: impl ExactSizeIterator<Item = RunningCall>) {
        if calls.len() > 0 {
            self.calls.get_or_insert_default().extend(calls);
        }
    }

    pub(super) fn add_streams(&mut self, streams: impl ExactSizeIterator<Item = Transmission>) {
        if streams.len() > 0 {
            self.streams.get_or_insert_default().extend(streams);
        }
    }

    /// Polls the calls, and returns one that has ended.
    pub(super) fn poll_calls(&mut self, cx: &mut Context<'_>) -> Poll<Option<Finished>> {
        match &mut self.calls {
            // To poll an empty list is not free.
            Some(calls) if !calls.is_empty() => calls.poll_next_unpin(cx),
            _ => Poll::Pending,
        }
    }

    /// Polls the streams, and returns a message of one of them.
    pub(super) fn poll_streams(&mut self, cx: &mut Context<'_>) -> Poll<Option<Outgoing>> {
        match &mut self.streams {
            Some(streams) if !streams.is_empty() => streams.poll_next_unpin(cx),
            _ => Poll::Pending,
        }
    }

    pub(super) fn calls_mut(&mut self) -> impl Iterator<Item = &mut RunningCall> {
        self.calls.iter_mut().flat_map(FuturesUnordered::iter_mut)
    }
}
