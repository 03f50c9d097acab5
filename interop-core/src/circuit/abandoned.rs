//! Records the outcomes of blocking calls for which no caller waits any more.

use super::ambient::Ambient;
use super::blocking_calls::BlockingOutcome;
use super::callee::Callee;
use super::core::CircuitCore;
use super::destructors::drop_quietly;
use crate::context::CallInfo;
use crate::error::CallError;
use crate::object::TrackedObject;
use crate::scope::{self, Phase};
use crate::threading::Shared;
use crate::thunk::OwnedCall;

/// What is known about a blocking call on its thread and where its result is awaited: either may be the last to have the
/// result.
pub(super) struct BlockingCallFacts {
    pub(super) circuit: Shared<CircuitCore>,
    /// Where the call was started, and where its code therefore runs.
    pub(super) ambient: Ambient,
    call_id: Option<u64>,
    callee: Callee,
    /// Only kept if there are layers to tell.
    object: Option<TrackedObject>,
}

impl BlockingCallFacts {
    pub(super) fn of(call: &OwnedCall, call_id: Option<u64>) -> Self {
        let circuit = Shared::clone(call.circuit());
        let object = if circuit.layers.is_empty() { None } else { call.object().cloned() };
        Self { ambient: Ambient::current(&*circuit.services), circuit, call_id, callee: call.callee().clone(), object }
    }

    /// Records the outcome of a method whose call has already ended in another way. Without this, an error of the method
    /// would not be recorded.
    pub(super) fn abandon(&self, outcome: BlockingOutcome) {
        let BlockingOutcome { result, charge, duration } = outcome;
        let _entered = self.ambient.enter();
        let info = CallInfo::new(self.callee.method, self.callee.name(), self.object.as_ref(), &self.circuit);
        let report = |error: &CallError| {
            self.circuit.report(error, self.call_id, Some(self.callee.method.assembly), self.callee.name());
        };
        let error = result.as_ref().err();
        scope::enter(&self.circuit, Phase::Idle, || self.circuit.layers.abandoned(&info, error, duration, report));
        error.into_iter().for_each(report);
        drop_quietly((result, charge));
    }
}

impl Drop for BlockingCallFacts {
    fn drop(&mut self) {
        drop_quietly(self.object.take());
    }
}
