//! What must not compile, and what it says; and what must compile, in crates with unusual settings.
//!
//! The cases are in `tests/ui`, one file for each attribute, rule or kind of code. After a change of a text, run
//! `TRYBUILD=overwrite cargo test -p ui-tests` and read the difference as the person who made the mistake.
