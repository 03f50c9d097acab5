//! Duplicate ids of one crate and of one block, found by `cargo check`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::LitStr;
use syn::spanned::Spanned;

use super::fnv::fnv;
use super::generated_at;
use super::table::{Entry, key};
use crate::model::{Function, Id};
use crate::runtime::Runtime;

/// The claims of a static method to its ids: names of constants of one type, so that a second method for an id defines a
/// name for the second time. The name is what the compiler says then.
pub(super) fn claims<'a>(
    function: &'a Function<'_>,
    block: Option<&'a LitStr>,
    place: Span,
) -> impl Iterator<Item = Ident> + 'a {
    function.ids.iter().map(move |id| {
        format_ident!("two_methods_have_the_id_{}__give_one_another_name", words(id, block), span = place)
    })
}

/// Refuses an id that several methods of a table have, unless `#[cfg(...)]` leaves one of them. Without `cfg` that would
/// have been an error already.
pub(super) fn unique_in_table(entries: &[Entry<'_, '_>]) -> TokenStream {
    let same = entries.chunk_by(|one, other| key(one) == key(other)).filter(|same| same.len() > 1);
    let checks = same.filter_map(|same| {
        let place = generated_at(same.last()?.id.source.span());
        let core = Runtime::at(place);
        let methods = same.iter().map(|Entry { function, .. }| {
            let conditions = &function.attributes.conditions;
            quote!(#(#conditions)* ())
        });
        Some(quote_spanned!(place=> const _: () = #core::one_method_per_id(&[#(#methods),*]);))
    });
    checks.collect()
}

/// An id as a part of a name. Whatever a name cannot hold is replaced by a number that stands for the whole.
fn words(id: &Id, block: Option<&LitStr>) -> String {
    let assembly = id.assembly.as_ref().or(block).map(LitStr::value);
    let plain = |c: char| c == '_' || c.is_ascii_alphanumeric();
    if assembly.is_none() && id.value.chars().all(plain) {
        return id.value.clone();
    }
    let number = fnv(assembly.iter().flat_map(|assembly| assembly.bytes()).chain([0]).chain(id.value.bytes()));
    let words = id.value.chars().map(|c| if plain(c) { c } else { '_' }).collect::<String>();
    format!("{words}_{number:x}")
}
