//! An assembly without a name.

interop_core::assembly!(" ");

fn main() {}
