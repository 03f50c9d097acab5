//! Duplicate ids of one crate, found by `cargo check`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::LitStr;
use syn::spanned::Spanned;

use super::{Lints, generated_at};
use crate::model::{Function, Id};
use crate::runtime::Runtime;

/// For each id of a static method an implementation that a second one would conflict with.
///
/// It is for the type that `assembly!()` makes at the crate root. Without `assembly!()` there is no such type, and the one that
/// stands in for it here belongs to nobody else: then only the registry finds the duplicate.
pub(super) fn unique_in_crate(function: &Function<'_>, block: Option<&LitStr>, runtime: &Runtime) -> TokenStream {
    let conditions = &function.attributes.conditions;
    let lints = Lints::new(&function.attributes).and(&quote!(unused_imports, dead_code, non_local_definitions));
    let claims = function.ids.iter().map(|id| {
        let hash = hash(id, block);
        let place = generated_at(id.source.span());
        quote_spanned!(place=> impl #runtime::IdIsUniqueInItsAssembly<#hash> for __InteropCrate {})
    });
    quote! {
        #(#conditions)*
        #lints
        const _: () = {
            enum __InteropCrate {}
            const _: () = {
                use crate::*;
                #(#claims)*
            };
        };
    }
}

/// 64 bits of FNV-1a over the assembly, where an option names it, a zero byte, and the id.
fn hash(id: &Id, block: Option<&LitStr>) -> u64 {
    let assembly = id.assembly.as_ref().or(block).map(LitStr::value).unwrap_or_default();
    let bytes = assembly.bytes().chain([0]).chain(id.value.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
