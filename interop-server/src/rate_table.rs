//! Counts how often the clients of each key connect and call.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use axum::http::request::Parts;
use governor::DefaultDirectRateLimiter;
use governor::clock::{Clock as _, DefaultClock};
use interop_core::CallError;
use tracing::{error, warn};

use crate::log_throttle::RefusalLog;
use crate::rate_limit::{OPTION, Rate, RateKey, RateLimit};
use crate::refusal::Refusal;

/// Below this number of keys, no sweep for forgettable keys takes place.
const MIN_KEYS_TO_SWEEP: usize = 1024;

/// Minimum time between two sweeps of a full table. Otherwise, each new key of an attacker would cause a sweep.
const SWEEP_INTERVAL: Duration = Duration::from_secs(1);

/// The counts of all keys.
#[derive(Debug)]
pub(crate) struct RateTable {
    limit: RateLimit,
    counts: Mutex<Counts>,
    /// Shared by all keys for which there is no room.
    shared: Arc<KeyCounts>,
    was_unknown: AtomicBool,
}

#[derive(Debug, Default)]
struct Counts {
    /// The hasher of the standard library is seeded, which is needed because clients can choose keys.
    keys: HashMap<RateKey, Arc<KeyCounts>>,
    /// The number of keys at which the next sweep takes place. It is twice what the last sweep left, so that the cost
    /// per key is constant.
    sweep_at: usize,
    swept: Option<Instant>,
}

/// The counts of one key. Each connection of the key holds a reference, so a call needs no lookup.
#[derive(Debug)]
pub(crate) struct KeyCounts {
    connections: Option<(DefaultDirectRateLimiter, Rate)>,
    calls: Option<(DefaultDirectRateLimiter, Rate)>,
}

impl RateTable {
    pub(crate) fn new(limit: RateLimit) -> Self {
        let shared = Arc::new(KeyCounts::new(&limit));
        let counts = Mutex::new(Counts { sweep_at: MIN_KEYS_TO_SWEEP, ..Counts::default() });
        Self { limit, counts, shared, was_unknown: AtomicBool::new(false) }
    }

    /// Counts a connection request. Returns the counts for its calls, or `None` if it is not limited.
    pub(crate) fn connect_from(&self, request: &Parts, log: &RefusalLog) -> Result<Option<Arc<KeyCounts>>, Refusal> {
        // Without this, a panic would end the HTTP connection, and its client would get no answer.
        let key = catch_unwind(AssertUnwindSafe(|| self.limit.key_of(request))).map_err(|_| {
            if let Some(left_out) = log.panics.admit() {
                error!(left_out, "connection refused: `RateLimit::key` panicked");
            }
            Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "the application failed")
        })?;
        let Some(key) = key else { return Ok(None) };
        if key.is_unknown() && !self.was_unknown.swap(true, Ordering::Relaxed) {
            warn!(
                option = OPTION,
                "the addresses of clients are unknown, so all clients share one rate limit; serve with \
                 `into_make_service_with_connect_info::<SocketAddr>()`, or use `RateLimit::key`"
            );
        }
        self.connect(key).map(Some)
    }

    /// Counts a connection with this key.
    pub(crate) fn connect(&self, key: RateKey) -> Result<Arc<KeyCounts>, Refusal> {
        let counts = self.counts_of(key);
        if let Some((connections, _)) = &counts.connections {
            check(connections).map_err(Refusal::too_many)?;
        }
        Ok(counts)
    }

    fn counts_of(&self, key: RateKey) -> Arc<KeyCounts> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = counts.keys.get(&key) {
            return Arc::clone(known);
        }
        let is_full = counts.keys.len() >= self.limit.max_keys;
        let is_swept = counts.swept.is_some_and(|swept| swept.elapsed() < SWEEP_INTERVAL);
        if counts.keys.len() >= counts.sweep_at || is_full && !is_swept {
            counts.swept = Some(Instant::now());
            counts.keys.retain(|_, counts| !counts.can_be_forgotten());
            counts.sweep_at = (2 * counts.keys.len()).max(MIN_KEYS_TO_SWEEP);
            counts.keys.shrink_to(2 * MIN_KEYS_TO_SWEEP);
        }
        if counts.keys.len() >= self.limit.max_keys {
            return Arc::clone(&self.shared);
        }
        let new = Arc::new(KeyCounts::new(&self.limit));
        counts.keys.insert(key, Arc::clone(&new));
        new
    }
}

impl KeyCounts {
    fn new(limit: &RateLimit) -> Self {
        let limiter = |rate: Rate| Some((DefaultDirectRateLimiter::direct(rate.quota()?), rate));
        Self { connections: limit.connections.and_then(limiter), calls: limit.calls.and_then(limiter) }
    }

    /// Counts a call with this key.
    pub(crate) fn call(&self) -> Result<(), CallError> {
        let Some((calls, rate)) = &self.calls else { return Ok(()) };
        check(calls).map_err(|_| {
            let text = format!("there are more than {rate} calls, the limit that `ServerOptions::{OPTION}` sets");
            CallError::new("limit_exceeded", text)
        })
    }

    /// Whether no connection holds the counts and new ones would be equal.
    fn can_be_forgotten(self: &Arc<Self>) -> bool {
        let is_replenished = |(limiter, rate): &(DefaultDirectRateLimiter, Rate)| {
            let Some(quota) = rate.quota() else { return true };
            // This consumes the allowance if it is full, which is harmless because the counts are then dropped.
            matches!(limiter.check_n(quota.burst_size()), Ok(Ok(())))
        };
        Arc::strong_count(self) == 1
            && self.connections.as_ref().is_none_or(is_replenished)
            && self.calls.as_ref().is_none_or(is_replenished)
    }
}

/// Fails with the time after which there is room again.
fn check(limiter: &DefaultDirectRateLimiter) -> Result<(), Duration> {
    limiter.check().map_err(|until| until.wait_time_from(DefaultClock::default().now()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn keys(table: &RateTable) -> usize {
        table.counts.lock().unwrap().keys.len()
    }

    fn connect(table: &RateTable, keys: impl Iterator<Item = u32>) -> usize {
        keys.filter(|key| table.connect(key.to_string().into()).is_ok()).count()
    }

    #[test]
    fn keys_are_counted_apart() {
        let table = RateTable::new(RateLimit::new().connections(2, 3600 * SECOND));
        assert_eq!(connect(&table, [1, 1, 1, 2, 2, 2].into_iter()), 4);
    }

    #[test]
    fn keys_that_have_their_whole_limit_again_are_forgotten() {
        let table = RateTable::new(RateLimit::new().connections(1, Duration::from_millis(1)));
        assert_eq!(connect(&table, 0..50_000), 50_000);
        assert!(keys(&table) < 10_000, "{} keys are kept", keys(&table));
    }

    #[test]
    fn there_are_never_more_keys_than_allowed_and_further_ones_share_a_limit() {
        let table = RateTable::new(RateLimit::new().connections(3, 3600 * SECOND).max_keys(100));
        assert_eq!(connect(&table, 0..10_000), 103);
        assert_eq!(keys(&table), 100);
        assert_eq!(connect(&table, 0..100), 100, "keys that are known keep their own");
    }

    #[test]
    fn keys_of_clients_that_are_connected_are_not_forgotten() {
        let table = RateTable::new(RateLimit::new().calls(1, 3600 * SECOND).max_keys(2));
        let held = table.connect("held".into()).unwrap();
        held.call().unwrap();
        connect(&table, 0..100);
        let error = table.connect("held".into()).unwrap().call().unwrap_err();
        assert_eq!(error.code(), "limit_exceeded");
        assert!(
            error.message().contains("1 in 3600s") && error.message().contains("rate_limit"),
            "{}",
            error.message()
        );
    }

    #[test]
    fn a_key_that_has_used_its_limit_is_not_forgotten_when_its_clients_leave() {
        let table = RateTable::new(RateLimit::new().calls(2, 3600 * SECOND).max_keys(2));
        table.connect("greedy".into()).unwrap().call().unwrap();
        connect(&table, 0..100);
        let counts = table.connect("greedy".into()).unwrap();
        assert_eq!((counts.call().is_ok(), counts.call().is_ok()), (true, false));
    }
}
