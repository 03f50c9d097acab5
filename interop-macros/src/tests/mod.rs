//! Tests of the logic on `proc_macro2`, without a compiler. After an intended change: `UPDATE_EXPECT=1 cargo test`.

// `expect-test` writes every literal with hashes, and whole expansions are long.
#![allow(clippy::needless_raw_string_hashes, clippy::too_many_lines)]

mod descriptors;
mod function_expansion;
mod function_rejections;
mod interface_expansion;
mod methods;
mod misplaced;
mod object_expansion;
mod object_rejections;
mod options;
mod parameters;
mod snapshot;
mod texts;
