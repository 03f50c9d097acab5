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

/// Reserves the ids of a static method: constants of one type are named after the ids, so that a second method with the
/// same id defines a name twice. The compiler's error contains the name.
pub(super) fn claims<'a>(
    function: &'a Function<'_>,
    block: Option<&'a LitStr>,
    place: Span,
) -> impl Iterator<Item = Ident> + 'a {
    function.ids.iter().map(move |id| {
        format_ident!("two_methods_have_the_id_{}__give_one_another_name", words(id, block), span = place)
    })
}

/// Refuses an id that several methods of a table share, unless `#[cfg(...)]` leaves only one of them. Without `cfg`,
/// the error has already been reported.
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

/// An id as part of an identifier. If the id contains other characters or has an assembly of its own, a hash of both is
/// added.
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
