//! The threads on which blocking methods run.
//!
//! They belong to the server, so blocking methods cannot exhaust the blocking threads of tokio that the application
//! uses. Circuits take turns: a circuit with many waiting calls delays another circuit by one call only.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use interop_core::host::BoxFnOnce;
use tracing::warn;

/// How long an idle thread waits for work before it ends.
const MAX_IDLE_TIME: Duration = Duration::from_secs(10);

/// Threads for work that may block. Dropping the pool drops the work that has not started and ends the threads. Running
/// work is not waited for.
pub(crate) struct BlockingPool(Arc<PoolShared>);

struct PoolShared {
    max_threads: usize,
    state: Mutex<PoolState>,
    /// Notified when there is work or the pool is closed.
    news: Condvar,
}

#[derive(Default)]
struct PoolState {
    /// The queues with work, in the order of their turns.
    turns: VecDeque<Arc<Mutex<Work>>>,
    /// The number of pieces of work in them.
    waiting: usize,
    threads: usize,
    idle_threads: usize,
    closed: bool,
}

/// The waiting work of one circuit.
type Work = VecDeque<BoxFnOnce<()>>;

/// The work of one circuit that waits for a thread. Dropping it drops that work.
pub(crate) struct BlockingQueue {
    pool: Arc<PoolShared>,
    work: Arc<Mutex<Work>>,
}

impl BlockingPool {
    /// Creates a pool of at most `max_threads` threads, at least one. Threads are started when there is work.
    pub(crate) fn new(max_threads: usize) -> Self {
        Self(Arc::new(PoolShared { max_threads: max_threads.max(1), state: Mutex::default(), news: Condvar::new() }))
    }

    /// Creates a queue for one circuit.
    pub(crate) fn queue(&self) -> BlockingQueue {
        BlockingQueue { pool: Arc::clone(&self.0), work: Arc::default() }
    }

    /// Drops the work that has not started, accepts no more, and ends the threads.
    pub(crate) fn close(&self) {
        let mut state = self.0.state();
        state.closed = true;
        let work = state.take_all();
        drop(state);
        self.0.news.notify_all();
        // Without holding the lock, because what the work holds belongs to the application.
        drop(work);
    }
}

impl Drop for BlockingPool {
    fn drop(&mut self) {
        self.close();
    }
}

impl BlockingQueue {
    /// Runs work on a thread of the pool when it is the turn of this circuit. Work that will not run is dropped.
    pub(crate) fn push(&self, work: BoxFnOnce<()>) {
        let pool = &self.pool;
        let mut state = pool.state();
        if state.closed {
            drop(state);
            return drop(work);
        }
        let mut waiting = lock(&self.work);
        waiting.push_back(work);
        if waiting.len() == 1 {
            state.turns.push_back(Arc::clone(&self.work));
        }
        drop(waiting);
        state.waiting += 1;
        // A thread that was woken counts as idle until it has taken its piece of work, which counts as waiting for the
        // same time.
        let starts_thread = state.idle_threads < state.waiting && state.threads < pool.max_threads;
        if starts_thread {
            state.threads += 1;
        }
        drop(state);
        if starts_thread {
            pool.start_thread();
        } else {
            pool.news.notify_one();
        }
    }

    /// Drops the work that has not started.
    pub(crate) fn clear(&self) {
        let mut state = self.pool.state();
        state.turns.retain(|work| !Arc::ptr_eq(work, &self.work));
        let waiting = std::mem::take(&mut *lock(&self.work));
        state.waiting -= waiting.len();
        drop(state);
        // Without holding the lock, because dropping may add more work, and what it holds belongs to the application.
        drop(waiting);
    }
}

impl Drop for BlockingQueue {
    fn drop(&mut self) {
        self.clear();
    }
}

impl PoolShared {
    fn state(&self) -> MutexGuard<'_, PoolState> {
        lock(&self.state)
    }

    /// Starts a thread that is already counted.
    fn start_thread(self: &Arc<Self>) {
        let pool = Arc::clone(self);
        let thread = thread::Builder::new().name("interop-blocking".to_owned()).spawn(move || pool.work());
        let Err(error) = thread else { return };
        let mut state = self.state();
        state.threads -= 1;
        // Without any thread, the calls would wait indefinitely.
        let work = if state.threads == 0 { state.take_all() } else { Vec::new() };
        drop(state);
        warn!(%error, "no thread can be started for blocking methods");
        drop(work);
    }

    /// Runs a thread.
    fn work(&self) {
        let mut state = self.state();
        loop {
            if let Some(work) = state.next() {
                drop(state);
                // It catches panics of methods itself, and is dropped when this returns.
                work();
                state = self.state();
                continue;
            }
            if state.closed {
                break;
            }
            state.idle_threads += 1;
            let (woken, waited) = self.news.wait_timeout(state, MAX_IDLE_TIME).unwrap_or_else(PoisonError::into_inner);
            state = woken;
            state.idle_threads -= 1;
            if waited.timed_out() && state.turns.is_empty() {
                break;
            }
        }
        state.threads -= 1;
    }
}

impl PoolState {
    /// Removes all waiting work, to be dropped without the lock of the state.
    fn take_all(&mut self) -> Vec<Work> {
        self.waiting = 0;
        self.turns.drain(..).map(|work| std::mem::take(&mut *lock(&work))).collect()
    }

    /// Takes the next piece of work of the circuit whose turn it is.
    fn next(&mut self) -> Option<BoxFnOnce<()>> {
        let queue = self.turns.pop_front()?;
        let mut waiting = lock(&queue);
        let work = waiting.pop_front();
        let has_more = !waiting.is_empty();
        drop(waiting);
        if has_more {
            self.turns.push_back(queue);
        }
        self.waiting -= 1;
        work
    }
}

/// Work runs and is dropped without a lock, so a poisoned one still protects consistent data.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, Sender, channel};

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(20);

    /// Occupies a thread until the sender is dropped. Returns once the work is running.
    fn block(queue: &BlockingQueue) -> Sender<()> {
        let (release, released) = channel::<()>();
        let (begins, begun) = channel();
        queue.push(Box::new(move || {
            begins.send(()).unwrap();
            let _ = released.recv();
        }));
        begun.recv_timeout(PATIENCE).unwrap();
        release
    }

    fn push(queue: &BlockingQueue, name: &'static str, done: &Sender<&'static str>) {
        let done = done.clone();
        queue.push(Box::new(move || done.send(name).unwrap()));
    }

    fn take(done: &Receiver<&'static str>, count: usize) -> Vec<&'static str> {
        (0..count).map(|_| done.recv_timeout(PATIENCE).unwrap()).collect()
    }

    #[test]
    fn circuits_take_turns_and_the_work_of_one_stays_in_order() {
        let pool = BlockingPool::new(1);
        let (greedy, modest, late) = (pool.queue(), pool.queue(), pool.queue());
        let (done, results) = channel();
        let release = block(&greedy);
        for name in ["g1", "g2", "g3", "g4"] {
            push(&greedy, name, &done);
        }
        push(&modest, "m1", &done);
        push(&modest, "m2", &done);
        push(&late, "l1", &done);
        drop(release);
        assert_eq!(take(&results, 7), ["g1", "m1", "l1", "g2", "m2", "g3", "g4"]);
    }

    #[test]
    fn no_more_threads_run_than_allowed_and_they_run_at_the_same_time() {
        let pool = BlockingPool::new(3);
        let queue = pool.queue();
        let releases: Vec<_> = (0..3).map(|_| block(&queue)).collect();
        let (done, results) = channel();
        push(&queue, "fourth", &done);
        assert_eq!(pool.0.state().threads, 3);
        assert!(results.try_recv().is_err());
        drop(releases);
        assert_eq!(take(&results, 1), ["fourth"]);
    }

    #[test]
    fn an_idle_thread_is_used_again() {
        let pool = BlockingPool::new(8);
        let queue = pool.queue();
        for _ in 0..20 {
            drop(block(&queue));
            // Until the thread waits again.
            while pool.0.state().idle_threads == 0 {
                thread::yield_now();
            }
        }
        assert_eq!(pool.0.state().threads, 1);
    }

    /// Sends when it is dropped.
    struct Witness(Sender<&'static str>);

    impl Drop for Witness {
        fn drop(&mut self) {
            let _ = self.0.send("dropped");
        }
    }

    #[test]
    fn the_work_of_a_circuit_that_ends_is_dropped_and_that_of_others_stays() {
        let pool = BlockingPool::new(1);
        let (ends, stays) = (pool.queue(), pool.queue());
        let (done, results) = channel();
        let release = block(&stays);
        let witness = Witness(done.clone());
        ends.push(Box::new(move || {
            witness.0.send("run").unwrap();
        }));
        push(&stays, "stays", &done);
        ends.clear();
        assert_eq!(take(&results, 1), ["dropped"]);
        drop(release);
        assert_eq!(take(&results, 1), ["stays"]);
    }

    #[test]
    fn a_closed_pool_drops_what_waits_ends_its_threads_and_waits_for_nothing() {
        let pool = BlockingPool::new(1);
        let queue = pool.queue();
        let (done, results) = channel();
        let release = block(&queue);
        let witness = Witness(done.clone());
        queue.push(Box::new(move || drop(witness)));
        pool.close();
        assert_eq!(take(&results, 1), ["dropped"]);
        let witness = Witness(done);
        queue.push(Box::new(move || witness.0.send("run").unwrap()));
        assert_eq!(take(&results, 1), ["dropped"]);
        drop(release);
        while pool.0.state().threads > 0 {
            thread::yield_now();
        }
    }
}
