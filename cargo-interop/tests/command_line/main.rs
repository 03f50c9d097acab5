//! The command line: what it writes, what it refuses, and what it says about bad input.

mod clients;
mod crates;
mod new;
mod place;
mod running_watch;
mod watch;
