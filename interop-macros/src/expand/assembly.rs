//! The name of an assembly, as an expression.

use proc_macro2::TokenStream;
use quote::quote;
use syn::LitStr;

use crate::runtime::Runtime;

/// The option `assembly`, or the name given by `assembly!()` at the crate root, or the name of the package.
pub(crate) fn assembly(option: Option<&LitStr>, runtime: &Runtime) -> TokenStream {
    option.map_or_else(|| quote!(#runtime::assembly_name!()), |name| quote!(#name))
}
