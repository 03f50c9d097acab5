//! The expansion of `#[js_invokable]` on a function.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

use super::descriptor::{Surroundings, descriptor};
use super::linkage::symbol;
use super::thunk::Callee;
use super::uniqueness::claims;
use super::{Lints, explicit_name, generated_at};
use crate::model::Function;
use crate::runtime::Runtime;

/// The code after the user's function: one constant with its descriptors and their registration.
///
/// The macro does not know whether the function is in a module or in an `impl` block. The code is therefore
/// valid in both. See `stand_in` in the hidden module of `interop-core` for its meaning in an `impl` block.
pub(crate) fn expand_function(function: &Function<'_>, runtime: &Runtime) -> TokenStream {
    let surroundings = Surroundings { runtime, assembly: None, callee: Callee::OfModule };
    let descriptors = function.ids.iter().map(|id| descriptor(function, id, &surroundings));
    // Underlines the name if the function is misplaced or an id is a duplicate.
    let place = generated_at(function.name().span());
    let constant = explicit_name(function.name(), place);
    let visibility = function.visibility;
    let conditions = &function.attributes.conditions;
    let lints = Lints::new(&function.attributes);
    let (path, import) = (runtime.path(), runtime.import());
    let symbol = symbol();
    let core = Runtime::at(place);
    let claims = claims(function, None, place);
    let registration = quote_spanned!(place=> #core::register! { #symbol #constant #(#claims)* });
    // The `impl` block has the span of the function's type parameters, so that the compiler gives the same advice for
    // an unknown type as for the function, and reports it once.
    let block = Ident::new("impl", function.name().span());
    quote! {
        #(#conditions)*
        #[doc(hidden)]
        #lints
        #visibility const #constant: &[#path::MethodDescriptor] = {
            #import
            #registration
            #block __Function {
                const METHODS: &'static [#runtime::MethodDescriptor] = &[#(#descriptors),*];
            }
            __Function::METHODS
        };
    }
}
