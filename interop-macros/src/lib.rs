//! The macros of `interop-core`. Use them through that crate, which re-exports them: their expansions refer to its
//! hidden module, and the versions of the two crates must match.
//!
//! Every attribute macro has the same phases, one module each: the grammar of the arguments (`options`), a `model` that
//! borrows the user's tokens, all rules (`check`), and the expansion (`expand`), which cannot fail. After an error,
//! `fallback` still emits the user's item, so that one mistake results in one error.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod check;
mod client_error;
mod errors;
mod expand;
mod fallback;
mod invokable;
mod js_interface;
mod methods;
mod model;
mod object;
mod options;
mod runtime;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

// The attributes are documented in `interop-core`, where the examples can run.

#[allow(missing_docs)]
#[proc_macro_attribute]
pub fn js_invokable(args: TokenStream, item: TokenStream) -> TokenStream {
    invokable::js_invokable(args.into(), &item.into()).into()
}

#[allow(missing_docs)]
#[proc_macro_attribute]
pub fn interop_object(args: TokenStream, item: TokenStream) -> TokenStream {
    object::interop_object(args.into(), &item.into()).into()
}

#[allow(missing_docs)]
#[proc_macro_attribute]
pub fn js_interface(args: TokenStream, item: TokenStream) -> TokenStream {
    js_interface::js_interface(args.into(), &item.into()).into()
}

#[allow(missing_docs)]
#[proc_macro_derive(ClientError, attributes(client_error))]
pub fn client_error(item: TokenStream) -> TokenStream {
    client_error::derive(item.into()).into()
}

#[allow(missing_docs)]
#[proc_macro_attribute]
pub fn register_client_error(args: TokenStream, item: TokenStream) -> TokenStream {
    client_error::register(args.into(), &item.into()).into()
}

/// Lists annotated functions, to register them explicitly where registration at link time is not available.
///
/// ```ignore
/// methods![add, orders::place]
/// ```
///
/// The value is a `&'static [&'static [MethodDescriptor]]`. An element is the path of a function with
/// [`#[js_invokable]`](macro@js_invokable), optionally with a `#[cfg]`. Types are registered
/// individually instead, together with the functions of their [`#[interop_object]`](macro@interop_object) blocks.
#[proc_macro]
pub fn methods(input: TokenStream) -> TokenStream {
    methods::methods(input.into()).into()
}
