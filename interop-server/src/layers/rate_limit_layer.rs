use std::fmt;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota};
use interop_core::{CallError, CallInfo, CallLayer};
use serde_json::json;

/// Limits how often each client can call: a layer for [`ServerOptions::layer`](crate::ServerOptions::layer) and other
/// hosts, with feature `rate-limit`.
///
/// Each circuit is counted separately, and its count ends with it. Several layers, such as one for all calls and a
/// stricter one for a few of them, count separately. To limit all connections of an address or a user together, also
/// before they call a method that exists, use [`RateLimit`](crate::RateLimit).
///
/// A call that exceeds the limit fails with the code `limit_exceeded`, and `error.data.retryAfterMs` is the time to wait
/// in milliseconds. It does not count.
///
/// ```
/// use std::time::Duration;
/// use interop_server::{RateLimitLayer, ServerOptions};
///
/// let options = ServerOptions::new()
///     // 100 calls at once, then 20 per second.
///     .layer(RateLimitLayer::new(100, Duration::from_secs(5)))
///     // 5 attempts to log in at once, then one every 12 seconds.
///     .layer(RateLimitLayer::new(5, Duration::from_secs(60)).only(|call| call.name() == "log_in"));
/// ```
pub struct RateLimitLayer {
    /// Distinguishes the layers of a circuit.
    id: u64,
    quota: Quota,
    clock: DefaultClock,
    only: Option<Filter>,
}

type Filter = Box<dyn Fn(&CallInfo<'_>) -> bool + Send + Sync>;

/// The counts of one circuit, which are attached to it: one for each layer that has counted a call.
#[derive(Default)]
struct CircuitCounts(Mutex<Vec<(u64, Arc<DefaultDirectRateLimiter>)>>);

impl RateLimitLayer {
    /// Limits each client to this number of calls within a period. They can all be made at once; the allowance is then
    /// replenished evenly.
    ///
    /// # Panics
    ///
    /// If the count is 0, or if the period is too short for one nanosecond per call.
    pub fn new(count: u32, period: Duration) -> Self {
        static LAST_ID: AtomicU64 = AtomicU64::new(0);
        let calls = NonZeroU32::new(count);
        let quota = calls.and_then(|calls| Some(Quota::with_period(period / count)?.allow_burst(calls)));
        Self {
            id: LAST_ID.fetch_add(1, Ordering::Relaxed),
            quota: quota.expect("`RateLimitLayer` needs a count from 1 and a period of at least one nanosecond each"),
            clock: DefaultClock::default(),
            only: None,
        }
    }

    /// Counts and limits only those calls for which the function returns `true`. Default: all.
    #[must_use]
    pub fn only(mut self, filter: impl Fn(&CallInfo<'_>) -> bool + Send + Sync + 'static) -> Self {
        self.only = Some(Box::new(filter));
        self
    }

    fn counts_of(&self, call: &CallInfo<'_>) -> Arc<DefaultDirectRateLimiter> {
        let counts = call.state::<CircuitCounts>().or_else(|| {
            let circuit = call.circuit();
            circuit.attach(CircuitCounts::default());
            circuit.state()
        });
        let new = || Arc::new(DefaultDirectRateLimiter::direct(self.quota));
        // A circuit that has just been closed holds nothing.
        let Some(counts) = counts else { return new() };
        let mut counts = counts.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = counts.iter().find(|(id, _)| *id == self.id) {
            return Arc::clone(known);
        }
        let limiter = new();
        counts.push((self.id, Arc::clone(&limiter)));
        limiter
    }
}

impl CallLayer for RateLimitLayer {
    fn before(&self, call: &CallInfo<'_>) -> Result<(), CallError> {
        if self.only.as_ref().is_some_and(|only| !only(call)) {
            return Ok(());
        }
        let Err(until) = self.counts_of(call).check() else { return Ok(()) };
        let wait = until.wait_time_from(self.clock.now());
        let milliseconds = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX).saturating_add(1);
        let error = CallError::new("limit_exceeded", "The client calls too often.");
        Err(error.with_data(json!({ "retryAfterMs": milliseconds })))
    }
}

impl fmt::Debug for RateLimitLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimitLayer").field("quota", &self.quota).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use interop_core::{InProcess, js_invokable};

    use super::*;

    const DAY: Duration = Duration::from_secs(24 * 60 * 60);

    #[js_invokable(assembly = "Limited")]
    pub(crate) fn ping() -> u8 {
        1
    }

    #[js_invokable(assembly = "Limited")]
    pub(crate) async fn log_in() -> u8 {
        1
    }

    fn app() -> InProcess {
        InProcess::builder()
            .layer(RateLimitLayer::new(4, DAY))
            .layer(RateLimitLayer::new(1, DAY).only(|call| call.name() == "log_in"))
            .build()
    }

    #[test]
    fn each_circuit_has_an_allowance_of_its_own() {
        for _ in 0..2 {
            let app = app();
            for _ in 0..4 {
                app.invoke("Limited", "ping", "[]").unwrap();
            }
            let failure = app.invoke("Limited", "ping", "[]").unwrap_err();
            assert_eq!(failure.code, "limit_exceeded");
            assert_eq!(failure.message, "The client calls too often.");
            let wait = failure.data.unwrap()["retryAfterMs"].as_u64().unwrap();
            assert!(Duration::from_millis(wait) <= DAY / 4 + Duration::from_millis(1), "{wait}");
        }
    }

    #[test]
    fn layers_count_separately_and_only_what_they_are_meant_for() {
        let app = app();
        app.invoke("Limited", "log_in", "[]").unwrap();
        assert_eq!(app.invoke("Limited", "log_in", "[]").unwrap_err().code, "limit_exceeded");
        app.invoke("Limited", "ping", "[]").unwrap();
        app.invoke("Limited", "ping", "[]").unwrap();
        assert_eq!(app.invoke("Limited", "ping", "[]").unwrap_err().code, "limit_exceeded");
    }

    #[test]
    #[should_panic(expected = "needs a count from 1")]
    fn a_limit_of_nothing_is_a_mistake() {
        let _ = RateLimitLayer::new(0, DAY);
    }

    #[test]
    #[should_panic(expected = "at least one nanosecond each")]
    fn a_period_that_is_too_short_is_a_mistake() {
        let _ = RateLimitLayer::new(10, Duration::from_nanos(9));
    }
}
