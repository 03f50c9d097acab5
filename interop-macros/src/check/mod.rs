//! Every rule about annotated items. All violations are reported, each at the user's own tokens.

mod block;
mod function;
mod ids;
mod parameter;

pub(crate) use block::{check_block, check_header};
pub(crate) use function::check_function;

/// Where a function is defined.
#[derive(Clone, Copy)]
pub(crate) enum Site<'a> {
    /// Outside of `#[interop_object]` blocks.
    Module,
    /// In an `#[interop_object]` block for this type.
    Block { self_type: &'a syn::Type, generic: bool },
}
