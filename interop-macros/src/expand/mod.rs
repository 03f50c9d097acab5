//! From the model to code. Nothing here can fail: what is wrong was found in [`check`](crate::check).

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

pub(crate) use function::expand_function;
pub(crate) use linkage::symbol;
pub(crate) use lints::Lints;
pub(crate) use object::{Tables, expand_object, object_impl};

use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::ext::IdentExt;

/// The constant that holds the descriptors of a function. Where `methods!` does not find it, its name says what is missing.
pub(crate) fn explicit_name(item: &Ident, place: Span) -> Ident {
    format_ident!("__js_invokable_{}", item.unraw(), span = place)
}

/// Generated code that is underlined at a place of the user's, but is not mistaken for code that the user wrote.
pub(crate) fn generated_at(place: Span) -> Span {
    Span::mixed_site().located_at(place)
}
