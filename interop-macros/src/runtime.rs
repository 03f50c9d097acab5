//! The path of the hidden module of `interop-core`, which is all that expansions name.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::Path;

/// `interop_core::__private0`, as a path that works from the user's module.
///
/// The patch version in the name rules out that macros and core of two versions meet.
pub(crate) struct Runtime {
    krate: Option<Path>,
}

impl Runtime {
    /// With the value of the option `crate`, if there is one.
    pub(crate) fn new(krate: Option<Path>) -> Self {
        Self { krate }
    }

    /// The path with another span, except for what the user wrote: that may be `$crate`, which means nothing elsewhere.
    pub(crate) fn at(&self, span: Span) -> TokenStream {
        let private = Ident::new(concat!("__private", env!("CARGO_PKG_VERSION_PATCH")), span);
        let named = self.krate.as_ref().map(ToTokens::to_token_stream);
        let krate = named.unwrap_or_else(|| quote_spanned!(span=> ::interop_core));
        quote_spanned!(span=> #krate::#private)
    }
}

impl ToTokens for Runtime {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.at(Span::call_site()).to_tokens(tokens);
    }
}
