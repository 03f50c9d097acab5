//! How long a connection keeps its thread before other connections run.
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

/// How long a turn lasts. What is under way then is not interrupted.
const TURN_TIME: Duration = Duration::from_micros(200);

/// The connection runs.
const RUNNING: u8 = 1;
/// The connection was woken since it began to run.
const WOKEN: u8 = 2;

/// The clock of one connection's turns, and what wakes the connection.
pub(crate) struct TurnClock {
    zero: Instant,
    /// When the turn began, in nanoseconds. Before the first one nothing is over.
    began: AtomicU64,
    /// When the clock was looked at last, in nanoseconds.
    seen: AtomicU64,
    long_runs: Arc<LongRuns>,
    /// `RUNNING` and `WOKEN`.
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
        // Enough for 584 years.
        u64::try_from(self.zero.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }

    fn begin(&self, task: &Waker) {
        self.task.register(task);
        self.state.store(RUNNING, Ordering::Release);
        let now = self.now();
        self.began.store(now, Ordering::Relaxed);
        self.seen.store(now, Ordering::Relaxed);
    }

    /// Ends the turn, and returns whether the connection wants another one at once.
    fn end(&self) -> bool {
        self.state.swap(0, Ordering::AcqRel) & WOKEN != 0
    }

    /// Looks at the clock, and returns how long it was not looked at. While a turn lasts nothing is waited for, so that is how
    /// long the thread was busy.
    pub(crate) fn look(&self) -> Duration {
        let now = self.now();
        Duration::from_nanos(now - self.seen.swap(now, Ordering::Relaxed))
    }

    /// Code of the application has run since the clock was looked at; `name` finds its assembly and method.
    pub(crate) fn look_after(&self, name: impl FnOnce() -> (Option<String>, String)) {
        let time = self.look();
        if LongRuns::is_long(time) {
            let (assembly, method) = name();
            self.long_runs.note(assembly.as_deref(), &method, time);
        }
    }

    /// Whether the time was over when the clock was looked at last.
    #[inline]
    pub(crate) fn is_over(&self) -> bool {
        let time = self.seen.load(Ordering::Relaxed).saturating_sub(self.began.load(Ordering::Relaxed));
        Duration::from_nanos(time) >= TURN_TIME
    }

    /// Pending if the time is over; whoever waits is woken after the other tasks have run.
    #[inline]
    pub(crate) fn poll(&self, cx: &mut Context<'_>) -> Poll<()> {
        if self.is_over() { leave_thread(cx) } else { Poll::Ready(()) }
    }

    /// Leaves the thread to others if the time is over.
    pub(crate) async fn pass(&self) {
        std::future::poll_fn(|cx| self.poll(cx)).await;
    }
}

/// A connection wakes itself nearly each time that it runs: what it takes in gives it something to send. tokio would put it
/// into the queue of tasks that are ready at once, and with two such connections the queue is never empty, so that
/// sockets are looked at only after 61 turns. So that is noted here, and the connection leaves the thread when its turn ends.
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
    // Only its first poll is needed: that puts the waker behind everything that can run. To wake it here instead would put it
    // behind the other tasks, but before the sockets are looked at.
    pin!(tokio::task::yield_now()).poll(cx)
}

pin_project! {
    /// Work that takes turns with other tasks: each poll is a turn.
    pub(crate) struct InTurns<F> {
        #[pin]
        work: F,
        clock: Arc<TurnClock>,
        // The clock.
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
            // Pending for now, whatever it returns.
            let _ = leave_thread(cx);
        }
        polled
    }
}
