//! Methods that hold their thread so long that other clients are delayed.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tracing::warn;

use crate::call_spans::shortened;

/// How long code of the application may hold its thread.
const MAX_RUN_TIME: Duration = Duration::from_millis(50);

/// How long after a warning the next one comes. What happens in between is counted in it.
const WARNING_INTERVAL: Duration = Duration::from_secs(1);

/// Counts them, and warns about them.
#[derive(Default)]
pub(crate) struct LongRuns {
    count: AtomicU64,
    warnings: Mutex<Warnings>,
}

#[derive(Default)]
struct Warnings {
    last: Option<Instant>,
    /// How many runs were not warned about since.
    left_out: u64,
}

impl LongRuns {
    pub(crate) fn is_long(time: Duration) -> bool {
        time > MAX_RUN_TIME
    }

    pub(crate) fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    /// A method has held its thread for this time.
    #[cold]
    pub(crate) fn note(&self, assembly: Option<&str>, method: &str, time: Duration) {
        self.count.fetch_add(1, Ordering::Relaxed);
        let now = Instant::now();
        let mut warnings = self.warnings.lock().unwrap_or_else(PoisonError::into_inner);
        if warnings.last.is_some_and(|last| now.duration_since(last) < WARNING_INTERVAL) {
            warnings.left_out += 1;
            return;
        }
        let left_out = std::mem::take(&mut warnings.left_out);
        warnings.last = Some(now);
        drop(warnings);
        warn!(
            assembly = assembly.map(shortened),
            method = shortened(method),
            held_ms = u64::try_from(time.as_millis()).unwrap_or(u64::MAX),
            left_out,
            "a method held its thread while other clients waited; mark it as `blocking`, or let it await",
        );
    }
}
