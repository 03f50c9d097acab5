//! The expansion of `#[interop_object]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::{ItemImpl, LitStr, Type};

use super::assembly::assembly;
use super::descriptor::{Surroundings, descriptor, location};
use super::uniqueness::unique_in_crate;
use super::{Lints, explicit_name};
use crate::model::{Block, Function, Id, ItemAttributes, last_segment, unwrap_groups};
use crate::runtime::Runtime;

/// What stands after the user's block: the tables of the type, and their registration.
pub(crate) fn expand_object(block: &Block<'_>, runtime: &Runtime) -> TokenStream {
    let surroundings = Surroundings {
        runtime,
        assembly: quote!(<Self as #runtime::OneInteropObjectBlockPerType>::ASSEMBLY),
        qualifier: quote!(Self::),
    };
    let option = block.options.assembly.as_ref();
    let tables = Tables {
        assembly: assembly(option),
        methods: table(&sorted(block.instance_methods()), &surroundings),
        statics: table(&sorted(block.static_methods()), &surroundings),
    };
    let item = object_impl(block.item, &block.attributes, &tables, runtime);
    let registration = (!block.is_generic()).then(|| {
        let ty = &block.item.self_ty;
        quote!(#runtime::submit! { #runtime::Registration::Object(#runtime::ObjectDescriptor::of::<#ty>()) })
    });
    let explicit = explicit_registration(block, runtime);
    let conditions = &block.attributes.conditions;
    let uniqueness = uniqueness(block, option, runtime);
    quote! {
        #(#conditions)*
        const _: () = {
            #item
            #registration
            #uniqueness
        };
        #explicit
    }
}

/// The values of the constants that differ between a block and its stand-in after an error.
pub(crate) struct Tables {
    pub(crate) assembly: TokenStream,
    pub(crate) methods: TokenStream,
    pub(crate) statics: TokenStream,
}

/// The implementation that makes a type an object. Its trait is named for the error that a second block gets.
pub(crate) fn object_impl(
    item: &ItemImpl,
    attributes: &ItemAttributes<'_>,
    tables: &Tables,
    runtime: &Runtime,
) -> TokenStream {
    let ty = &item.self_ty;
    let Some(segment) = last_segment(ty) else {
        return TokenStream::new();
    };
    let name = segment.ident.unraw().to_string();
    let location = location(&segment.ident, runtime);
    let (generics, _, bounds) = item.generics.split_for_impl();
    let Tables { assembly, methods, statics } = tables;
    let docs = &attributes.docs;
    let lints = Lints::new(attributes);
    quote! {
        #[automatically_derived]
        #lints
        impl #generics #runtime::OneInteropObjectBlockPerType for #ty #bounds {
            const NAME: &'static ::core::primitive::str = #name;
            const DOCS: &'static ::core::primitive::str = #docs;
            const ASSEMBLY: &'static ::core::primitive::str = #assembly;
            const LOCATION: #runtime::Location = #location;
            const METHODS: &'static [#runtime::MethodDescriptor] = &[#methods];
            const STATICS: &'static [#runtime::MethodDescriptor] = &[#statics];
        }
    }
}

/// One element per id, in the order of the ids, as the core looks them up by halving.
fn sorted<'a, 'f: 'a>(functions: impl Iterator<Item = &'a Function<'f>>) -> Vec<(&'a Function<'f>, &'a Id)> {
    let mut entries: Vec<_> =
        functions.flat_map(|function| function.ids.iter().map(move |id| (function, id))).collect();
    // Rust orders strings by their bytes.
    entries.sort_by_key(|(_, id)| (id.value.clone(), id.assembly_name()));
    entries
}

fn table(entries: &[(&Function<'_>, &Id)], surroundings: &Surroundings<'_>) -> TokenStream {
    let entries = entries.iter().map(|(function, id)| {
        let conditions = &function.attributes.conditions;
        let descriptor = descriptor(function, id, surroundings);
        quote!(#(#conditions)* #descriptor)
    });
    quote!(#(#entries),*)
}

/// `methods![Type]` stands for the static methods of a type.
fn explicit_registration(block: &Block<'_>, runtime: &Runtime) -> Option<TokenStream> {
    let ty = unwrap_groups(&block.item.self_ty);
    let Type::Path(path) = ty else { return None };
    let name = path.path.get_ident()?;
    if block.is_generic() || block.static_methods().next().is_none() {
        return None;
    }
    let constant = explicit_name(name);
    let conditions = &block.attributes.conditions;
    let naming = Lints::new(&block.attributes).and(&quote!(non_upper_case_globals, unreachable_pub, dead_code));
    Some(quote! {
        #(#conditions)*
        #[doc(hidden)]
        #naming
        pub const #constant: &[#runtime::MethodDescriptor] = <#ty as #runtime::OneInteropObjectBlockPerType>::STATICS;
    })
}

/// The check for duplicates, where it could not be made on the user's tokens.
fn uniqueness(block: &Block<'_>, option: Option<&LitStr>, runtime: &Runtime) -> TokenStream {
    let in_crate = block.static_methods().map(|function| unique_in_crate(function, option, runtime));
    let instance = unique_in_block(&sorted(block.instance_methods()), runtime);
    // Static methods of one block may belong to several assemblies.
    let mut statics = sorted(block.static_methods());
    let mut in_block = Vec::new();
    while let Some((_, first)) = statics.first() {
        let assembly = first.assembly_name();
        let (same, others): (Vec<_>, _) = statics.into_iter().partition(|(_, id)| id.assembly_name() == assembly);
        in_block.push(unique_in_block(&same, runtime));
        statics = others;
    }
    quote!(#instance #(#in_block)* #(#in_crate)*)
}

/// Ids that must differ once the compiler has removed what `#[cfg(...)]` says.
fn unique_in_block(entries: &[(&Function<'_>, &Id)], runtime: &Runtime) -> Option<TokenStream> {
    if !entries.iter().any(|(function, _)| function.is_conditional()) {
        return None;
    }
    let ids = entries.iter().map(|(function, id)| {
        let conditions = &function.attributes.conditions;
        let value = &id.value;
        quote!(#(#conditions)* #value)
    });
    Some(quote!(const _: () = #runtime::unique_ids(&[#(#ids),*]);))
}
