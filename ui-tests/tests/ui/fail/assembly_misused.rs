//! `assembly!()` without a name, and with what is not a literal.

interop_core::assembly!();
interop_core::assembly!(Shop);
interop_core::assembly!(name = "Shop");

fn main() {}
