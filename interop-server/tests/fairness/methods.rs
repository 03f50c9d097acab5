//! The methods that the tests call.

#![allow(unreachable_pub, reason = "static methods are public, and nothing here is a library")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use interop_core::{State, js_invokable};

/// The number of blocking calls that have started.
#[derive(Default)]
pub(crate) struct Runs(pub(crate) AtomicUsize);

#[js_invokable]
pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

/// Holds its thread. It sleeps, so that the test needs no processor time for it.
#[js_invokable]
pub fn hold(milliseconds: u64) {
    std::thread::sleep(Duration::from_millis(milliseconds));
}

/// Holds its thread each time it is polled.
#[js_invokable]
pub async fn hold_often(milliseconds: u64) {
    for _ in 0..50 {
        std::thread::sleep(Duration::from_millis(milliseconds));
        tokio::task::yield_now().await;
    }
}

#[js_invokable(blocking)]
#[allow(private_interfaces, reason = "the type has no name outside")]
pub fn block(milliseconds: u64, runs: &State<Runs>) -> u64 {
    runs.0.fetch_add(1, Ordering::Relaxed);
    std::thread::sleep(Duration::from_millis(milliseconds));
    milliseconds
}

#[js_invokable]
#[allow(private_interfaces, reason = "the type has no name outside")]
pub fn runs(runs: &State<Runs>) -> usize {
    runs.0.load(Ordering::Relaxed)
}

#[js_invokable(blocking)]
pub fn thread_name() -> Option<String> {
    std::thread::current().name().map(str::to_owned)
}
