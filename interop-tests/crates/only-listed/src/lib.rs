//! A library that a program lists in its Cargo.toml and never mentions, so that the linker omits it.

use interop_core::js_invokable;

/// Not reachable in a program that does not mention the crate.
#[js_invokable]
pub fn absent() {}
