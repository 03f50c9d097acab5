//! Measures the times of two sides in turns.
//!
//! The machine may be busy with other things at any time. So the sides take turns in batches that are short against a
//! time slice, each round begins with the other side, and of many batches the fastest counts: what disturbs only makes
//! slower. The median is kept too; where it tells another story than the minimum, the run was too noisy to trust.

use std::time::{Duration, Instant};

/// The minimum durations of a measurement.
#[derive(Clone, Copy)]
struct Pace {
    /// One batch: long compared with its overhead, short compared with a time slice.
    batch: Duration,
    /// All batches of both sides together: long enough that some of them are not disturbed.
    whole: Duration,
}

/// The overhead of a batch on one thread is reading the clock.
const ALONE: Pace = Pace { batch: Duration::from_micros(100), whole: Duration::from_millis(1500) };
/// The overhead of a batch that uses another thread is waking that thread, and it needs two undisturbed cores.
const ACROSS_THREADS: Pace = Pace { batch: Duration::from_millis(2), whole: Duration::from_millis(4500) };
const MIN_ROUNDS: u32 = 200;

/// Calls that are measured together.
pub(crate) struct Batch {
    make_calls: Box<dyn FnMut(u32)>,
    pace: Pace,
}

impl Batch {
    /// Makes this many calls.
    pub(crate) fn run(&mut self, calls: u32) {
        (self.make_calls)(calls);
    }
}

/// A batch that repeats one call.
pub(crate) fn repeat(mut call: impl FnMut() + 'static) -> Batch {
    let make_calls = Box::new(move |calls| {
        for _ in 0..calls {
            call();
        }
    });
    Batch { make_calls, pace: ALONE }
}

/// A batch whose calls another thread answers. The closure makes this many of them, in any way.
pub(crate) fn across_threads(make_calls: impl FnMut(u32) + 'static) -> Batch {
    Batch { make_calls: Box::new(make_calls), pace: ACROSS_THREADS }
}

/// The measurements of one side, in seconds per call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Summary {
    pub(crate) least: f64,
    pub(crate) median: f64,
}

impl Summary {
    /// Summarizes measurements, of which there is at least one.
    pub(crate) fn of(mut samples: Vec<f64>) -> Self {
        samples.sort_by(f64::total_cmp);
        let upper = samples[samples.len() / 2];
        let lower = samples[(samples.len() - 1) / 2];
        Self { least: samples[0], median: f64::midpoint(lower, upper) }
    }
}

/// Measures the times of both sides in one run.
pub(crate) fn compare(ours: &mut Batch, peer: &mut Batch) -> [Summary; 2] {
    let calls = [calibrated(ours), calibrated(peer)];
    let round = time(ours, calls[0]) + time(peer, calls[1]);
    let whole = ours.pace.whole.max(peer.pace.whole);
    let rounds = (whole.as_secs_f64() / round.as_secs_f64()).ceil();
    // The ratio of seconds to microseconds fits.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let rounds = (rounds as u32).max(MIN_ROUNDS);
    take_turns(rounds, |side| {
        let (batch, calls) = if side == 0 { (&mut *ours, calls[0]) } else { (&mut *peer, calls[1]) };
        time(batch, calls).as_secs_f64() / f64::from(calls)
    })
    .map(Summary::of)
}

/// Measures two sides in turns. The side that starts changes in each round.
pub(crate) fn take_turns(rounds: u32, mut measure: impl FnMut(usize) -> f64) -> [Vec<f64>; 2] {
    let mut samples = [Vec::new(), Vec::new()];
    for round in 0..rounds {
        let first = usize::from(round % 2 != 0);
        for side in [first, 1 - first] {
            samples[side].push(measure(side));
        }
    }
    samples
}

/// The number of calls in a batch, after the side has warmed up. A single disturbed attempt does not make it shorter.
fn calibrated(batch: &mut Batch) -> u32 {
    let mut calls = 1;
    while (0..5).any(|_| time(batch, calls) < batch.pace.batch) {
        calls *= 2;
    }
    calls
}

fn time(batch: &mut Batch, calls: u32) -> Duration {
    let start = Instant::now();
    batch.run(calls);
    start.elapsed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_is_the_least_and_the_middle() {
        assert_eq!(Summary::of(vec![9.0, 1.0, 2.0]), Summary { least: 1.0, median: 2.0 });
        assert_eq!(Summary::of(vec![4.0, 1.0, 2.0, 9.0]), Summary { least: 1.0, median: 3.0 });
        assert_eq!(Summary::of(vec![5.0]), Summary { least: 5.0, median: 5.0 });
    }

    #[test]
    fn sides_take_turns_and_neither_is_always_first() {
        let mut order = Vec::new();
        let samples = take_turns(3, |side| {
            order.push(side);
            f64::from(u32::try_from(order.len()).unwrap())
        });
        assert_eq!(order, [0, 1, 1, 0, 0, 1]);
        assert_eq!(samples, [vec![1.0, 4.0, 5.0], vec![2.0, 3.0, 6.0]]);
    }

    #[test]
    fn a_batch_repeats_its_call() {
        let calls = std::rc::Rc::new(std::cell::Cell::new(0));
        let counter = std::rc::Rc::clone(&calls);
        repeat(move || counter.set(counter.get() + 1)).run(5);
        assert_eq!(calls.get(), 5);
    }
}
