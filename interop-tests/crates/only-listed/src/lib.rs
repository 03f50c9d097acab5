//! A library that a program lists in its Cargo.toml and never mentions: the linker leaves it out.

use interop_core::js_invokable;

/// Not reachable in a program that does not mention the crate.
#[js_invokable]
pub fn absent() {}
