//! The name of an assembly, as an expression.

use proc_macro2::TokenStream;
use quote::quote;
use syn::LitStr;

/// The option `assembly`, else what `assembly!()` at the crate root says, else the name of the package.
///
/// A glob import goes before the names of the blocks around its own, if the crate root has that name at all.
pub(super) fn assembly(option: Option<&LitStr>) -> TokenStream {
    if let Some(name) = option {
        return quote!(#name);
    }
    quote!({
        const __INTEROP_ASSEMBLY: &::core::primitive::str = ::core::env!("CARGO_PKG_NAME");
        {
            #[allow(unused_imports)]
            use crate::*;
            __INTEROP_ASSEMBLY
        }
    })
}
