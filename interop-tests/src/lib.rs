//! Behaviour tests of `interop-core`, in `tests/`, one file per topic. This library has what they share: a client that
//! speaks to a circuit in messages, and things whose time of death can be seen.

mod client;
mod gate;
mod witness;

use interop_core::{CallFailure, CircuitOptions, InProcess};

pub use client::{Answer, Client};
pub use gate::Gate;
pub use witness::{Deaths, Witness};

/// Default limits and detailed errors, in release builds too.
pub fn detailed() -> CircuitOptions {
    CircuitOptions::new().detailed_errors(true)
}

/// Default limits, and clients see no internal text.
pub fn sanitized() -> CircuitOptions {
    CircuitOptions::new().detailed_errors(false)
}

/// A circuit over everything that the test links, with detailed errors.
pub fn app() -> InProcess {
    InProcess::with_options(detailed())
}

/// The code and the text of a failure.
///
/// # Panics
///
/// If the call did not fail.
#[track_caller]
pub fn failure<T: std::fmt::Debug>(result: Result<T, CallFailure>) -> (String, String) {
    let failure = result.expect_err("the call fails");
    (failure.code.into_owned(), failure.message)
}
