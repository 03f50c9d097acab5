//! Calls inside of the layers of a circuit.
//!
//! `begin.rs` and `run_now.rs` reach this code through function pointers, which the builder sets together with the first
//! layer. A program without layers, such as most modules for WebAssembly, therefore does not contain it.

use std::mem;

use super::waiting::{Begun, SyncThunk, WaitingThunk};
use super::{CircuitHost, Invocation, LayeredPaths};
use crate::circuit::layers::LayeredCall;
use crate::circuit::link::circuit_closed;
use crate::circuit::{Callee, Unread, running};
use crate::codec::Reply;
use crate::context::CallInfo;
use crate::descriptor::{MethodDescriptor, MethodKind};
use crate::error::CallError;
use crate::object::TrackedObject;
use crate::thunk::{Call, Input, OwnedOutcome};

/// For circuits that have layers.
pub(super) static LAYERED: LayeredPaths = LayeredPaths {
    start: CircuitHost::start_layered,
    run: CircuitHost::run_layered,
    run_waiting: CircuitHost::run_waiting_layered,
};

impl CircuitHost {
    /// How a call runs in a circuit that is not plain: it has layers, or is closed.
    #[cold]
    pub(super) fn layered(&self) -> Result<&'static LayeredPaths, CallError> {
        self.layered.filter(|_| !self.core.link.is_closed()).ok_or_else(circuit_closed)
    }

    /// As [`start`](Self::start), inside of the layers.
    #[cold]
    fn start_layered(
        &self,
        thunk: WaitingThunk,
        call_id: Option<u64>,
        method: &'static MethodDescriptor,
        object: Option<TrackedObject>,
        invocation: &mut Invocation<'_>,
        input: Input,
    ) -> Result<Begun, CallError> {
        let callee = Callee::new(method, invocation.method);
        if method.kind == MethodKind::Items {
            // It belongs to an earlier call, which the layers have seen.
            let args = mem::take(&mut invocation.args);
            let (future, retained) = self.make_future(thunk, call_id, callee.clone(), object, args, input)?;
            return self.poll_first(thunk, call_id, callee, future, retained, invocation);
        }
        let layered = LayeredCall::begin(&self.core, callee.clone(), object.clone())
            .map_err(|error| self.unread(error, &invocation.args))?;
        let args = mem::take(&mut invocation.args);
        match self.make_future(thunk, call_id, callee.clone(), object, args, input) {
            Ok((future, retained)) => {
                let future = layered.around(future);
                let retained = retained + size_of_val(&*future);
                self.poll_first(thunk, call_id, callee, future, retained, invocation)
            }
            Err(error) => Err(layered.fail(error)),
        }
    }

    /// As [`run`](Self::run), inside of the layers.
    #[inline(never)]
    fn run_layered(&self, thunk: SyncThunk, call: &Call<'_>, reply: &mut Reply) -> Result<(), CallError> {
        let unread = Unread::new(&self.core, call.args);
        let outcome = self.core.layered(&CallInfo::of(call), || {
            unread.forget();
            self.check_size(call.args)?;
            running::run(thunk, call, reply)
        });
        if outcome.is_err() {
            reply.clear();
        }
        outcome
    }

    /// As [`run_to_end`](Self::run_to_end), inside of the layers.
    fn run_waiting_layered(
        &self,
        thunk: WaitingThunk,
        method: &'static MethodDescriptor,
        object: Option<&TrackedObject>,
        name: &str,
        args: &str,
        input: Input,
    ) -> OwnedOutcome {
        let info = CallInfo::new(method, name, object, &self.core);
        let unread = Unread::new(&self.core, args);
        self.core.layered(&info, || {
            unread.forget();
            self.run_to_end(thunk, method, object, name, args, input)
        })
    }
}
