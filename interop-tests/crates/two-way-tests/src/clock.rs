use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_channel::oneshot;
use interop_core::host::{BoxFuture, HostServices};

/// The timers of a host, whose time advances only when the test advances it. Clones share the clock.
#[derive(Clone, Default)]
pub struct Clock(Arc<Mutex<Time>>);

#[derive(Default)]
struct Time {
    now: Duration,
    timers: Vec<(Duration, oneshot::Sender<()>)>,
}

impl Clock {
    /// A clock at zero, without timers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Advances the time and fires the timers that are due.
    pub fn pass(&self, time: Duration) {
        let mut inside = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        inside.now += time;
        let now = inside.now;
        let (due, later) = std::mem::take(&mut inside.timers).into_iter().partition(|(at, _)| *at <= now);
        inside.timers = later;
        drop(inside);
        let due: Vec<(Duration, oneshot::Sender<()>)> = due;
        for (_, timer) in due {
            // The waiting task may have ended.
            let _ = timer.send(());
        }
    }

    /// The number of running timers.
    pub fn timers(&self) -> usize {
        let mut inside = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        inside.timers.retain(|(_, timer)| !timer.is_canceled());
        inside.timers.len()
    }
}

impl HostServices for Clock {
    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        let (timer, goes_off) = oneshot::channel();
        let mut inside = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = inside.now + time;
        inside.timers.push((at, timer));
        Box::pin(async move {
            // The clock outlives the futures of the test, so this completes only when the timer fires.
            let _ = goes_off.await;
        })
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}
