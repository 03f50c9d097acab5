//! The module that the tests of `interop-wasm` run. What they call is in the assembly `Tests`.
//!
//! Ids are the names in Rust, except for the first few.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

// JavaScript futures stay on their thread, which only the circuits of this target accept.
#[cfg(target_arch = "wasm32")]
pub mod beside;
pub mod byte_arrays;
pub mod calls;
pub mod events;
pub mod failures;
pub mod functions;
pub mod items;
pub mod javascript;
pub mod nesting;
pub mod objects;
pub mod options;
pub mod panics;
pub mod streams;
pub mod waiting;

// Reached by nothing else: its methods are registered all the same.
use wasm_tests_library as _;

interop_core::assembly!("Tests");
interop_wasm::export!(options::chosen);
