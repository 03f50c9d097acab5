//! Behaviour tests across crates.
