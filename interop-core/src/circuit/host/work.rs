use futures_util::stream::{FuturesUnordered, SelectAll};

use crate::circuit::running::RunningCall;
use crate::stream::Transmission;

/// The calls and streams of a circuit that have not ended.
#[derive(Default)]
pub(super) struct UnfinishedWork {
    pub(super) calls: FuturesUnordered<RunningCall>,
    pub(super) streams: SelectAll<Transmission>,
}
