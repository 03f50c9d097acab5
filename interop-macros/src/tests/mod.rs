//! Tests of the logic on `proc_macro2`, without a compiler.
