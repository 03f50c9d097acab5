//! What the tests of generated clients call: a method for every kind of type, objects, streams and errors.
//!
//! * `values`: types of every form that serde gives them, each with a method that returns its argument
//! * `objects`: objects, generic ones and those in results
//! * `errors`: derived errors
//! * `events`: what Rust sends to the page
//! * `streams`: streams of values, both ways
//! * `functions`: functions of the page
//! * `numbers`: typed arrays and big integers
//! * `interfaces`: what the page implements and Rust calls
//! * `odd`: ids and names that are no identifiers

// Fixtures, with the signatures that the tests need.
#![allow(missing_docs, missing_debug_implementations, clippy::needless_pass_by_value, clippy::unnecessary_wraps)]

pub mod errors;
pub mod events;
pub mod functions;
pub mod interfaces;
pub mod numbers;
pub mod objects;
pub mod odd;
pub mod streams;
pub mod values;

interop_core::assembly!("Shop");

/// The contract of this program.
///
/// # Panics
///
/// If it has none, which the tests of the generator would find too.
pub fn contract() -> interop_contract::Contract {
    let registry = interop_core::Registry::linked().unwrap();
    interop_contract::Contract::of(&registry).unwrap()
}

#[cfg(target_arch = "wasm32")]
interop_wasm::export!(|| interop_wasm::WasmOptions::new().contracts(contract().hashes()));
