//! Duplicate ids of one crate and of one block, found by `cargo check`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::LitStr;
use syn::spanned::Spanned;

use super::generated_at;
use super::object::{Entry, key};
use crate::model::{Function, Id};
use crate::runtime::Runtime;

/// For each id of a static method an implementation that a second one would conflict with.
///
/// It is for the type that `assembly!()` makes at the crate root. Without `assembly!()` there is no such type, and the
/// one that stands in for it here belongs to nobody else: then only the registry finds the duplicate.
pub(super) fn unique_in_crate(function: &Function<'_>, block: Option<&LitStr>, runtime: &Runtime) -> TokenStream {
    let claims = function.ids.iter().map(|id| {
        let hash = hash(id, block);
        let place = generated_at(id.source.span());
        quote_spanned!(place=> impl #runtime::IdIsUniqueInItsAssembly<#hash> for __InteropCrate {})
    });
    quote! {
        enum __InteropCrate {}
        #[allow(unused_imports, non_local_definitions)]
        const _: () = {
            use crate::*;
            #(#claims)*
        };
    }
}

/// For each id that several methods of a table have implementations that conflict, unless `#[cfg(...)]` leaves one of
/// them. Without `cfg` they would have been an error already.
pub(super) fn unique_in_table(entries: &[Entry<'_, '_>]) -> TokenStream {
    let same = entries.chunk_by(|one, other| key(one) == key(other)).filter(|same| same.len() > 1);
    let checks = same.map(|same| {
        let claims = same.iter().map(|Entry { function, id }| {
            let conditions = &function.attributes.conditions;
            let place = generated_at(id.source.span());
            quote_spanned!(place=> #(#conditions)* impl IdIsUniqueInItsBlock for Id {})
        });
        quote! {
            const _: () = {
                #[allow(dead_code)]
                trait IdIsUniqueInItsBlock {}
                #[allow(dead_code)]
                enum Id {}
                #(#claims)*
            };
        }
    });
    checks.collect()
}

/// The assembly, where an option names it, and the id, as a number.
fn hash(id: &Id, block: Option<&LitStr>) -> u64 {
    let assembly = id.assembly.as_ref().or(block).map(LitStr::value).unwrap_or_default();
    fnv(assembly.bytes().chain([0]).chain(id.value.bytes()))
}

/// 64 bits of FNV-1a.
pub(super) fn fnv(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
