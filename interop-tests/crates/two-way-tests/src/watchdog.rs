use std::panic::resume_unwind;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// Runs a test that would hang if the circuit held a lock where it must not. It ends when the test ends; the time is only
/// how long to wait for one that does not.
///
/// # Panics
///
/// If the test panics, or does not end in time.
pub fn within_seconds(seconds: u64, test: impl FnOnce() + Send + 'static) {
    let (ended, end) = channel::<()>();
    let running = thread::spawn(move || {
        test();
        drop(ended);
    });
    match end.recv_timeout(Duration::from_secs(seconds)) {
        Err(RecvTimeoutError::Timeout) => panic!("the test hangs, or takes far too long"),
        Ok(()) | Err(RecvTimeoutError::Disconnected) => {
            if let Err(panic) = running.join() {
                resume_unwind(panic);
            }
        }
    }
}
