//! Whether a method may have to wait, and whether a call did.

use crate::codec::Reply;
use crate::thunk::{BlockingThunk, Call, CallFuture, ExtractingThunk, Outcome, OwnedCall};

/// The thunk of a method that runs to completion.
pub(super) type SyncThunk = for<'c> fn(&Call<'c>, &mut Reply) -> Outcome;

/// The thunk of a method that may have to wait.
#[derive(Clone, Copy)]
pub(super) enum WaitingThunk {
    Async(fn(OwnedCall) -> CallFuture),
    Extracting(ExtractingThunk),
    Blocking(BlockingThunk),
}

/// The state of a call after it was started.
pub(super) enum Begun {
    /// It is complete.
    Ready(Reply),
    /// It is still running, or has closed the circuit: there is nothing to answer now.
    Continues,
}
