//! Behavior tests of `interop-core` are in `tests/`, one file per topic. This library contains their shared items: a
//! client that exchanges messages with a circuit, and values that record when they are dropped.

mod client;
mod gate;
mod witness;

use interop_core::{CallFailure, CircuitOptions, InProcess};

pub use client::{Answer, Client};
pub use gate::Gate;
pub use witness::{Deaths, Witness};

/// The default limits, with detailed errors in release builds too.
pub fn detailed() -> CircuitOptions {
    CircuitOptions::new().detailed_errors(true)
}

/// The default limits, without internal texts for clients.
pub fn sanitized() -> CircuitOptions {
    CircuitOptions::new().detailed_errors(false)
}

/// A circuit for everything that the test links, with detailed errors.
pub fn app() -> InProcess {
    InProcess::with_options(detailed())
}

/// The code and the message of a failure.
///
/// # Panics
///
/// If the call did not fail.
#[track_caller]
pub fn failure<T: std::fmt::Debug>(result: Result<T, CallFailure>) -> (String, String) {
    let failure = result.expect_err("the call fails");
    (failure.code.into_owned(), failure.message)
}
