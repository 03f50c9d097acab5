//! Tests of the logic on `proc_macro2`, without a compiler. After a wanted change: `UPDATE_EXPECT=1 cargo test`.

mod function_expansion;
mod function_rejections;
mod methods;
mod object_expansion;
mod object_rejections;
mod options;
mod snapshot;
mod texts;
