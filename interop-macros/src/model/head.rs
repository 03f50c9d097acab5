//! The tokens that identify an item of any kind, for errors about the whole item.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Item;

/// The keyword and the name of an item, such as `struct Shop` and `impl Shop`.
pub(crate) fn head(item: &Item) -> TokenStream {
    match item {
        Item::Const(item) => named(&item.const_token, &item.ident),
        Item::Enum(item) => named(&item.enum_token, &item.ident),
        Item::ExternCrate(item) => named(&item.extern_token, &item.ident),
        Item::Fn(item) => named(&item.sig.fn_token, &item.sig.ident),
        Item::ForeignMod(item) => item.abi.to_token_stream(),
        Item::Impl(item) => named(&item.impl_token, &item.self_ty),
        Item::Macro(item) => item.mac.path.to_token_stream(),
        Item::Mod(item) => named(&item.mod_token, &item.ident),
        Item::Static(item) => named(&item.static_token, &item.ident),
        Item::Struct(item) => named(&item.struct_token, &item.ident),
        Item::Trait(item) => named(&item.trait_token, &item.ident),
        Item::Type(item) => named(&item.type_token, &item.ident),
        Item::Union(item) => named(&item.union_token, &item.ident),
        Item::Use(item) => named(&item.use_token, &item.tree),
        _ => item.to_token_stream(),
    }
}

fn named(keyword: &dyn ToTokens, name: &dyn ToTokens) -> TokenStream {
    quote!(#keyword #name)
}
