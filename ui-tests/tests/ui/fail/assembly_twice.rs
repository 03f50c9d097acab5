//! A crate with two assemblies.

interop_core::assembly!("Shop");
interop_core::assembly!("Store");

fn main() {}
