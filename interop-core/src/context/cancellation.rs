use std::convert::Infallible;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{CallInfo, FromCall};
use crate::circuit::running_job;
use crate::threading::Shared;

/// Tells a `blocking` method whether a caller still waits for its result, as a context parameter.
///
/// A thread cannot be stopped from outside: when the caller cancels the call, when the call exceeds its deadline, or when the
/// circuit closes, a `blocking` method runs to its end, and counts against the limits of its circuit until then. A method that
/// runs long therefore asks from time to time, and returns early.
///
/// ```
/// use interop_core::{CallError, Cancellation, js_invokable};
///
/// #[js_invokable(blocking)]
/// pub fn count_primes(cancellation: Cancellation, up_to: u32) -> Result<u32, CallError> {
///     let mut primes = 0;
///     for number in 2..up_to {
///         if number % 1024 == 0 && cancellation.is_cancelled() {
///             return Err(CallError::new("cancelled", "no caller waits for the result"));
///         }
///         primes += u32::from((2..number).take_while(|d| d * d <= number).all(|d| number % d != 0));
///     }
///     Ok(primes)
/// }
/// ```
///
/// In other methods it never says so: the future of an asynchronous method is dropped, and a synchronous method runs while its
/// caller waits.
#[derive(Clone)]
pub struct Cancellation(Option<Shared<AtomicBool>>);

impl Cancellation {
    /// Whether no caller waits for the result any more. It stays so.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.as_ref().is_some_and(|flag| flag.load(Ordering::Acquire))
    }
}

impl fmt::Debug for Cancellation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cancellation({})", self.is_cancelled())
    }
}

impl FromCall for Cancellation {
    type Refusal = Infallible;

    fn from_call(_: &CallInfo<'_>) -> Result<Self, Infallible> {
        Ok(Self(running_job::cancellation()))
    }
}
