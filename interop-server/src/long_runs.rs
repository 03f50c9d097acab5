//! Methods that hold their thread for so long that other clients are delayed.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tracing::warn;

use crate::call_spans::shortened;
use crate::log_throttle::LogThrottle;

/// Maximum time for which application code may hold its thread.
const MAX_RUN_TIME: Duration = Duration::from_millis(50);

/// Counts such methods and logs them.
pub(crate) struct LongRuns {
    count: AtomicU64,
    warnings: LogThrottle,
}

impl Default for LongRuns {
    fn default() -> Self {
        Self { count: AtomicU64::new(0), warnings: LogThrottle::without_burst() }
    }
}

impl LongRuns {
    pub(crate) fn is_long(time: Duration) -> bool {
        time > MAX_RUN_TIME
    }

    pub(crate) fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    /// Notes that a method has held its thread for this time.
    #[cold]
    pub(crate) fn note(&self, assembly: Option<&str>, method: &str, time: Duration) {
        self.count.fetch_add(1, Ordering::Relaxed);
        let Some(left_out) = self.warnings.admit() else { return };
        warn!(
            assembly = assembly.map(shortened),
            method = shortened(method),
            held_ms = u64::try_from(time.as_millis()).unwrap_or(u64::MAX),
            left_out,
            "a method held its thread while other clients waited; mark it as `blocking`, or let it await",
        );
    }
}
