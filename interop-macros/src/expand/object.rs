//! The expansion of `#[interop_object]`.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Generics, ItemImpl, Lifetime, TypeParamBound};

use super::assembly::assembly;
use super::descriptor::{Surroundings, at_name};
use super::linkage::symbol;
use super::table::{sorted, table};
use super::thunk::Callee;
use super::uniqueness::{claims, unique_in_table};
use super::{Lints, generated_at};
use crate::model::{Block, ItemAttributes, last_segment};
use crate::runtime::Runtime;

/// The code after the user's block: the tables of the type, and their registration.
pub(crate) fn expand_object(block: &Block<'_>, runtime: &Runtime) -> TokenStream {
    let surroundings = Surroundings {
        runtime,
        // Not the constant of the trait, because the compiler would repeat unsatisfied bounds for each use of it.
        assembly: Some(quote!(__ASSEMBLY)),
        callee: Callee::OfBlock,
    };
    let option = block.options.assembly.as_ref();
    let methods = sorted(block.instance_methods());
    let statics = sorted(block.static_methods());
    let tables = Tables {
        assembly: quote!(__ASSEMBLY),
        methods: table(&methods, &surroundings),
        statics: table(&statics, &surroundings),
    };
    let item = object_impl(block.item, &block.attributes, &tables, runtime);
    let registration = (!block.is_generic()).then(|| {
        let ty = &block.item.self_ty;
        let symbol = symbol();
        quote!(#runtime::submit! { #symbol, #runtime::Registration::object::<#ty>() })
    });
    let conditions = &block.attributes.conditions;
    let assembly = assembly(option, runtime);
    let import = runtime.import();
    let lints = Lints::new(&block.attributes);
    let uniqueness = [unique_in_table(&methods), unique_in_table(&statics)];
    let claims = block.static_methods().map(|function| {
        let conditions = &function.attributes.conditions;
        let place = generated_at(function.name().span());
        let core = Runtime::at(place);
        let claims = claims(function, option, place);
        quote_spanned!(place=> #(#conditions)* #core::claims! { #(#claims)* })
    });
    quote! {
        #(#conditions)*
        #lints
        const _: () = {
            #import
            const __ASSEMBLY: #runtime::Text = #assembly;
            #item
            #registration
            #(#uniqueness)*
            #(#claims)*
        };
    }
}

/// The values of the constants that differ between a block and its stand-in after an error.
pub(crate) struct Tables {
    pub(crate) assembly: TokenStream,
    pub(crate) methods: TokenStream,
    pub(crate) statics: TokenStream,
}

/// The implementation that makes a type an object. Its trait is named after the error for a second block.
pub(crate) fn object_impl(
    item: &ItemImpl,
    attributes: &ItemAttributes<'_>,
    tables: &Tables,
    runtime: &Runtime,
) -> TokenStream {
    // The user's own tokens, so that the compiler gives the same advice for an unknown type as for the block, and
    // reports it once.
    let ItemImpl { impl_token, self_ty: ty, .. } = item;
    let Some(segment) = last_segment(ty) else {
        return TokenStream::new();
    };
    let name = segment.ident.unraw().to_string();
    let location = at_name(&segment.ident, &quote!(location!));
    let generics = generics_that_own(item);
    let (generics, _, bounds) = generics.split_for_impl();
    let Tables { assembly, methods, statics } = tables;
    let docs = &attributes.docs;
    let lints = Lints::new(attributes);
    quote! {
        #[automatically_derived]
        #lints
        #impl_token #generics #runtime::OneInteropObjectBlockPerType for #ty #bounds {
            const NAME: #runtime::Text = #name;
            const DOCS: #runtime::Text = #docs;
            const ASSEMBLY: #runtime::Text = #assembly;
            const LOCATION: #runtime::Location = #location();
            const METHODS: &'static [#runtime::MethodDescriptor] = &[#methods];
            const STATICS: &'static [#runtime::MethodDescriptor] = &[#statics];
        }
    }
}

/// The generic parameters of the block. JavaScript can hold objects indefinitely, so a generic type is only an object
/// if its arguments do not borrow. This bound is added automatically.
fn generics_that_own(item: &ItemImpl) -> Generics {
    let mut generics = item.generics.clone();
    let own = TypeParamBound::Lifetime(Lifetime::new("'static", Span::mixed_site()));
    for parameter in generics.type_params_mut() {
        parameter.colon_token.get_or_insert_default();
        parameter.bounds.insert(0, own.clone());
    }
    generics
}
