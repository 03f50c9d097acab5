//! Limits how long a connection keeps its thread before other connections run.
//!
//! The cooperative budget of tokio counts reads and writes, but the costs of messages differ by a factor of a million.
//! A connection therefore checks the clock after each message, each run of a method and each piece that is read or
//! written. Once its time is over, it yields, and runs again after the other tasks have run and the runtime has polled
//! its sockets.

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

use futures_util::task::AtomicWaker;
use pin_project_lite::pin_project;

use crate::long_runs::LongRuns;

/// The length of a turn. Code that is running at its end is not interrupted.
const TURN_TIME: Duration = Duration::from_micros(200);

/// The connection is running.
const RUNNING: u8 = 1;
/// The connection was woken after it started to run.
const WOKEN: u8 = 2;

/// The clock for the turns of one connection, and the waker of the connection.
pub(crate) struct TurnClock {
    zero: Instant,
    /// The start of the turn, in nanoseconds. Before the first turn, no time is over.
    began: AtomicU64,
    /// The time of the last look at the clock, in nanoseconds.
    seen: AtomicU64,
    long_runs: Arc<LongRuns>,
    /// The flags `RUNNING` and `WOKEN`.
    state: AtomicU8,
    task: AtomicWaker,
}

impl TurnClock {
    pub(crate) fn new(long_runs: Arc<LongRuns>) -> Self {
        Self {
            zero: Instant::now(),
            began: AtomicU64::new(u64::MAX),
            seen: AtomicU64::new(0),
            long_runs,
            state: AtomicU8::new(0),
            task: AtomicWaker::new(),
        }
    }

    fn now(&self) -> u64 {
        // This is sufficient for 584 years.
        u64::try_from(self.zero.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }

    fn begin(&self, task: &Waker) {
        self.task.register(task);
        self.state.store(RUNNING, Ordering::Release);
        let now = self.now();
        self.began.store(now, Ordering::Relaxed);
        self.seen.store(now, Ordering::Relaxed);
    }

    /// Ends the turn, and returns whether the connection needs another one immediately.
    fn end(&self) -> bool {
        self.state.swap(0, Ordering::AcqRel) & WOKEN != 0
    }

    /// Reads the clock, and returns the time since the previous reading. Nothing is awaited during a turn, so this is
    /// how long the thread was busy.
    pub(crate) fn look(&self) -> Duration {
        let now = self.now();
        Duration::from_nanos(now - self.seen.swap(now, Ordering::Relaxed))
    }

    /// Called after application code has run. `name` returns the assembly and the method.
    pub(crate) fn look_after(&self, name: impl FnOnce() -> (Option<String>, String)) {
        let time = self.look();
        if LongRuns::is_long(time) {
            let (assembly, method) = name();
            self.long_runs.note(assembly.as_deref(), &method, time);
        }
    }

    /// Whether the time was over when the clock was last read.
    #[inline]
    pub(crate) fn is_over(&self) -> bool {
        let time = self.seen.load(Ordering::Relaxed).saturating_sub(self.began.load(Ordering::Relaxed));
        Duration::from_nanos(time) >= TURN_TIME
    }

    /// Pending if the time is over. The task is then woken after the other tasks have run.
    #[inline]
    pub(crate) fn poll(&self, cx: &mut Context<'_>) -> Poll<()> {
        if self.is_over() { leave_thread(cx) } else { Poll::Ready(()) }
    }

    /// Yields the thread if the time is over.
    pub(crate) async fn pass(&self) {
        std::future::poll_fn(|cx| self.poll(cx)).await;
    }
}

/// A connection wakes itself nearly every time it runs, because what it receives results in something to send. tokio
/// would add it to the queue of tasks that run immediately. With two such connections, this queue is never empty, and
/// sockets are polled only after 61 turns. The wake-up is therefore noted here, and the connection yields its thread
/// when its turn ends.
impl Wake for TurnClock {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if self.state.fetch_or(WOKEN, Ordering::AcqRel) & RUNNING == 0 {
            self.task.wake();
        }
    }
}

#[cold]
fn leave_thread(cx: &mut Context<'_>) -> Poll<()> {
    // Only its first poll is needed, which queues the waker behind everything that can run. Waking the task here
    // instead would queue it behind the other tasks, but before the sockets are polled.
    pin!(tokio::task::yield_now()).poll(cx)
}

pin_project! {
    /// Work that takes turns with other tasks. Each poll is a turn.
    pub(crate) struct InTurns<F> {
        #[pin]
        work: F,
        clock: Arc<TurnClock>,
        // The waker of the clock.
        waker: Waker,
    }
}

impl<F> InTurns<F> {
    pub(crate) fn new(clock: Arc<TurnClock>, work: F) -> Self {
        Self { work, waker: Waker::from(Arc::clone(&clock)), clock }
    }
}

impl<F: Future> Future for InTurns<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        this.clock.begin(cx.waker());
        let polled = this.work.poll(&mut Context::from_waker(this.waker));
        if this.clock.end() && polled.is_pending() {
            // It is pending now, whatever this returns.
            let _ = leave_thread(cx);
        }
        polled
    }
}
