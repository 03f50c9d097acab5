//! What a message carries in addition to its text is released once, on whichever path the message goes, and neither side
//! holds anything afterwards.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, unreachable_pub)]
#![allow(clippy::needless_pass_by_value, clippy::unused_self)]

mod answers;
mod arguments;
mod carrier;
mod results;

interop_core::assembly!("Tests");
