//! The tables of an object type: its methods, sorted by id.

use proc_macro2::TokenStream;
use quote::quote;

use super::Lints;
use super::descriptor::{Surroundings, descriptor};
use crate::model::{Function, Id};

/// One element of a table: a method under one of its ids.
pub(super) struct Entry<'a, 'f> {
    pub(super) function: &'a Function<'f>,
    pub(super) id: &'a Id,
}

/// The sort key of tables, in which the core finds ids by binary search. Rust orders strings by their bytes.
pub(super) fn key<'a>(entry: &Entry<'a, '_>) -> (&'a str, Option<String>) {
    (&entry.id.value, entry.id.assembly_name())
}

/// The entries of a table in the order of their ids.
pub(super) fn sorted<'a, 'f: 'a>(functions: impl Iterator<Item = &'a Function<'f>>) -> Vec<Entry<'a, 'f>> {
    let entries = functions.flat_map(|function| function.ids.iter().map(move |id| Entry { function, id }));
    let mut entries: Vec<_> = entries.collect();
    entries.sort_by(|one, other| key(one).cmp(&key(other)));
    entries
}

/// The descriptors of a table.
pub(super) fn table(entries: &[Entry<'_, '_>], surroundings: &Surroundings<'_>) -> TokenStream {
    let entries = entries.iter().map(|Entry { function, id }| {
        let conditions = &function.attributes.conditions;
        let lints = Lints::new(&function.attributes);
        let descriptor = descriptor(function, id, surroundings);
        quote!(#(#conditions)* #lints #descriptor)
    });
    quote!(#(#entries),*)
}
