//! The code that is emitted together with an error, so that no follow-up errors appear.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{ItemImpl, Signature, Visibility};

use crate::expand::{Tables, explicit_name, generated_at, object_impl};
use crate::model::{ItemAttributes, conditions};
use crate::runtime::Runtime;

/// A placeholder for the descriptors of a function, so that `methods!` finds their name.
pub(crate) fn stand_in_function(
    attributes: &[syn::Attribute],
    visibility: &Visibility,
    signature: &Signature,
    runtime: &Runtime,
) -> TokenStream {
    let conditions = conditions(attributes);
    let constant = explicit_name(&signature.ident, generated_at(signature.ident.span()));
    let path = runtime.path();
    quote! {
        #(#conditions)*
        #[doc(hidden)]
        #[allow(dead_code)]
        #visibility const #constant: &[#path::MethodDescriptor] = &[];
    }
}

/// A placeholder for the tables of an object, so that the type can be used as an object.
pub(crate) fn stand_in_object(item: &ItemImpl, runtime: &Runtime) -> TokenStream {
    let attributes = ItemAttributes::new(&item.attrs);
    let conditions = &attributes.conditions;
    let tables = Tables { assembly: quote!(""), methods: TokenStream::new(), statics: TokenStream::new() };
    let item = object_impl(item, &attributes, &tables, runtime);
    let import = runtime.import();
    quote! {
        #(#conditions)*
        const _: () = { #import #item };
    }
}
