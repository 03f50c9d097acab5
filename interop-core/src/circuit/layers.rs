//! What the application lets happen around each call: the layers of a host, and how they run.

mod layered_call;
mod outcome;
mod policy;

use std::cell::Cell;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

pub(super) use self::layered_call::{LayeredCall, ended_by};
pub use self::outcome::CallOutcome;
pub(super) use self::policy::undecided;
pub use self::policy::{MissingPolicyLayer, PolicyLayer};
use super::core::CircuitCore;
use super::running::panic_error;
use crate::context::CallInfo;
use crate::descriptor::MethodDescriptor;
use crate::error::CallError;
use crate::scope::{self, Phase};
use crate::threading::{MaybeSend, MaybeSync, Shared};

/// Something that happens around every call of a host: it can refuse the call before it runs, and sees how it has ended.
///
/// Layers are given to a host by its option `layer`. With several layers, `before` runs in the order in which they were
/// given, and `after` in the opposite order. A host without layers does not pay for them.
///
/// ```
/// use std::sync::atomic::{AtomicU32, Ordering};
/// use interop_core::{CallError, CallInfo, CallLayer, CallOutcome, InProcess, js_invokable};
///
/// #[js_invokable(assembly = "Shop")]
/// pub fn price() -> u32 { 3 }
///
/// /// Refuses calls while the shop is closed, and counts those that have failed.
/// #[derive(Default)]
/// struct OpeningHours { failed: AtomicU32 }
///
/// impl CallLayer for OpeningHours {
///     fn before(&self, call: &CallInfo<'_>) -> Result<(), CallError> {
///         Err(CallError::new("closed", format!("{} is closed", call.assembly())))
///     }
///
///     fn after(&self, _: &CallInfo<'_>, outcome: &CallOutcome<'_>) {
///         if outcome.error().is_some() {
///             self.failed.fetch_add(1, Ordering::Relaxed);
///         }
///     }
/// }
///
/// let app = InProcess::builder().layer(OpeningHours::default()).build();
/// assert_eq!(app.invoke("Shop", "price", "[]").unwrap_err().code, "closed");
/// ```
///
/// For every layer whose `before` was called, `after` is called exactly once: also if `before` has refused the call or has
/// panicked, and if the call is cancelled, exceeds its deadline or ends because its circuit closes. A layer that counts
/// running calls can therefore add in `before` and subtract in `after`.
///
/// Layers run for calls that have found their method. Calls of unknown methods and disposals of objects do not reach them.
/// They run on the thread of the circuit and must not block it. If one of them panics, its call fails with the code
/// `internal`; other layers of the call, and other calls, are unaffected.
pub trait CallLayer: MaybeSend + MaybeSync + 'static {
    /// Runs before the arguments of a call are decoded. The default accepts every call.
    ///
    /// # Errors
    ///
    /// The error that the call fails with. Neither the method nor the `before` of further layers runs then.
    fn before(&self, call: &CallInfo<'_>) -> Result<(), CallError> {
        let _ = call;
        Ok(())
    }

    /// Runs when the call has ended, before its answer is sent. The default does nothing.
    fn after(&self, call: &CallInfo<'_>, outcome: &CallOutcome<'_>) {
        let _ = (call, outcome);
    }

    /// Runs when a `blocking` method returns after its call has ended, because it was cancelled, exceeded its deadline or its
    /// circuit was closed. [`after`](Self::after) was called for that end, and no client gets the outcome of the method. The
    /// duration is that of the method. Runs on the thread of the method. The default does nothing.
    fn abandoned(&self, call: &CallInfo<'_>, outcome: &CallOutcome<'_>) {
        let _ = (call, outcome);
    }

    /// Whether [`CallOutcome::duration`] is measured, which needs two readings of the clock for each call. Asked once for
    /// each host. Default: `false`.
    fn needs_duration(&self) -> bool {
        false
    }

    /// Whether [`before`](Self::before) decides about the policies of methods, `#[js_invokable(policy = "...")]`. A host
    /// with methods that have a policy, and without such a layer, is not built. Asked once for each host. Default: `false`.
    fn decides_policies(&self) -> bool {
        false
    }
}

/// The layers that a host gives to each of its circuits.
#[derive(Clone, Default)]
pub struct CallLayers {
    layers: Option<Shared<Vec<Shared<dyn CallLayer>>>>,
    needs_duration: bool,
    decides_policies: bool,
}

impl CallLayers {
    /// Adds a layer inside of those that were added before.
    pub fn push(&mut self, layer: impl CallLayer) {
        self.needs_duration |= layer.needs_duration();
        self.decides_policies |= layer.decides_policies();
        let mut layers = self.layers.as_deref().cloned().unwrap_or_default();
        layers.push(Shared::new(layer));
        self.layers = Some(Shared::new(layers));
    }

    /// Adds layers inside of those that were added before.
    pub(super) fn extend(&mut self, others: &Self) {
        self.needs_duration |= others.needs_duration;
        self.decides_policies |= others.decides_policies;
        let layers = [self.as_slice(), others.as_slice()].concat();
        self.layers = (!layers.is_empty()).then(|| Shared::new(layers));
    }

    fn as_slice(&self) -> &[Shared<dyn CallLayer>] {
        self.layers.as_deref().map_or(&[], Vec::as_slice)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.layers.is_none()
    }

    /// Runs `before` of the layers until one refuses. Returns how many have run. As with the other functions, the caller has
    /// installed the circuit.
    fn before(&self, call: &CallInfo<'_>) -> (usize, Result<(), CallError>) {
        let count = Cell::new(0);
        // The code of all layers is caught at once.
        let accepted = caught(|| {
            self.as_slice().iter().try_for_each(|layer| {
                count.set(count.get() + 1);
                layer.before(call)
            })
        });
        (count.get(), accepted.and_then(|accepted| accepted))
    }

    /// Runs `after` of the first layers, the innermost first. Returns the result of the call, which is an error if one of them
    /// panics.
    fn after<T>(
        &self,
        count: usize,
        call: &CallInfo<'_>,
        mut result: Result<T, CallError>,
        duration: Option<Duration>,
    ) -> Result<T, CallError> {
        let left = Cell::new(count);
        // Those that are left after one has panicked see its error.
        while left.get() > 0 {
            let told = caught(|| {
                let outcome = CallOutcome::new(result.as_ref().err(), duration);
                while let Some(index) = left.get().checked_sub(1) {
                    left.set(index);
                    self.as_slice()[index].after(call, &outcome);
                }
            });
            if let Err(panic) = told {
                result = Err(panic);
            }
        }
        result
    }

    /// Runs `abandoned` of all layers, the innermost first. Passes on the errors of those that panic, because there is no
    /// call left that they could fail.
    pub(super) fn abandoned(
        &self,
        call: &CallInfo<'_>,
        error: Option<&CallError>,
        duration: Option<Duration>,
        report: impl Fn(&CallError),
    ) {
        let outcome = CallOutcome::new(error, duration);
        for layer in self.as_slice().iter().rev() {
            if let Err(panic) = caught(|| layer.abandoned(call, &outcome)) {
                report(&panic);
            }
        }
    }
}

impl fmt::Debug for CallLayers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CallLayers({})", self.as_slice().len())
    }
}

impl CircuitCore {
    /// Runs a synchronous call inside of the layers.
    pub(super) fn layered<T>(
        &self,
        call: &CallInfo<'_>,
        run: impl FnOnce() -> Result<T, CallError>,
    ) -> Result<T, CallError> {
        let begun = self.begun();
        scope::enter(call.core(), Phase::Idle, || {
            let (count, accepted) = self.layers.before(call);
            let result = accepted.and_then(|()| run());
            self.layers.after(count, call, result, self.duration_since(begun))
        })
    }

    /// Whether a layer decides about the policy of a method.
    pub(super) fn decides_about(&self, method: &MethodDescriptor) -> bool {
        method.policy.is_empty() || self.layers.decides_policies
    }

    /// When a call begins, if a layer asks for durations.
    pub(super) fn begun(&self) -> Option<Duration> {
        self.layers.needs_duration.then(|| self.services.now())
    }

    pub(super) fn duration_since(&self, begun: Option<Duration>) -> Option<Duration> {
        // Asked first: without it the clock is not read.
        let begun = begun?;
        Some(self.services.now().saturating_sub(begun))
    }
}

/// Runs code of a layer, which may panic.
fn caught<T>(run: impl FnOnce() -> T) -> Result<T, CallError> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|payload| panic_error("a layer of the host", payload))
}
