//! `assembly!()` names a crate, so it does nothing in a module.

mod shop {
    interop_core::assembly!("Shop");
}

fn main() {}
