//! The expansion of `#[js_invokable]` on a function.

use proc_macro2::TokenStream;
use quote::quote;

use super::assembly::assembly;
use super::descriptor::{Surroundings, descriptor};
use super::linkage::submit;
use super::uniqueness::unique_in_crate;
use super::{Lints, explicit_name};
use crate::model::Function;
use crate::runtime::Runtime;

/// What stands after the user's function: its descriptors and their registration.
pub(crate) fn expand_function(function: &Function<'_>, runtime: &Runtime) -> TokenStream {
    let surroundings = Surroundings { runtime, assembly: assembly(None), qualifier: TokenStream::new() };
    let descriptors = function.ids.iter().map(|id| descriptor(function, id, &surroundings));
    let constant = explicit_name(function.name());
    let visibility = function.visibility;
    let conditions = &function.attributes.conditions;
    let lints = Lints::new(&function.attributes);
    let naming = lints.and(&quote!(non_upper_case_globals));
    let registration = submit(&quote!(#runtime::Registration::Methods(#constant)), runtime);
    let uniqueness = unique_in_crate(function, None, runtime);
    quote! {
        #(#conditions)*
        #[doc(hidden)]
        #naming
        #visibility const #constant: &[#runtime::MethodDescriptor] = &[#(#descriptors),*];
        #(#conditions)*
        const _: () = {
            #registration
            #uniqueness
        };
    }
}
