//! Behavior tests of calls in both directions are in `tests/`, one file per topic. This library contains their shared
//! items: a scripted JavaScript side of a circuit, a clock that the test advances, and a guard against deadlocks.

mod clock;
mod memory;
pub mod offering;
mod peer;
mod polls;
pub mod reading;
mod watchdog;

pub use clock::Clock;
pub use interop_tests::{Deaths, Gate, Witness, detailed, failure, sanitized};
pub use memory::{peak_resident_bytes, resident_bytes};
pub use peer::Peer;
pub use polls::{Wakes, is_pending, now, poll};
pub use watchdog::within_seconds;
