//! Generates code from the model. Nothing here can fail: errors were found in [`check`](crate::check).

mod assembly;
mod descriptor;
mod fnv;
mod function;
mod linkage;
mod lints;
mod object;
mod table;
mod thunk;
mod uniqueness;

pub(crate) use assembly::assembly;
pub(crate) use function::expand_function;
pub(crate) use linkage::symbol;
pub(crate) use lints::Lints;
pub(crate) use object::{Tables, expand_object, object_impl};

use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::ext::IdentExt;

/// The constant that holds the descriptors of a function. Its name explains the error if `methods!` cannot find it.
pub(crate) fn explicit_name(item: &Ident, place: Span) -> Ident {
    format_ident!("__js_invokable_{}", item.unraw(), span = place)
}

/// A span that underlines the user's code, but is not mistaken for code written by the user.
pub(crate) fn generated_at(place: Span) -> Span {
    Span::mixed_site().located_at(place)
}
