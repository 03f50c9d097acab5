//! The path of the hidden module of `interop-core`, which is the only path that expansions use.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Path;

use crate::expand::generated_at;

/// `interop_core::__private`, under the short name that every block of an expansion imports.
///
/// `interop-core` requires the macros of its own version, so the two belong together.
pub(crate) struct Runtime {
    krate: Option<Path>,
}

impl Runtime {
    /// Uses the value of the option `crate`, if there is one.
    pub(crate) fn new(krate: Option<Path>) -> Self {
        Self { krate }
    }

    /// The short name, underlined at this place.
    pub(crate) fn at(place: Span) -> TokenStream {
        Ident::new(SHORT_NAME, place).into_token_stream()
    }

    /// The import of the short name, which is the first statement of a block.
    pub(crate) fn import(&self) -> TokenStream {
        let path = self.path();
        quote!(use #path as #self;)
    }

    /// The path that works from the user's module.
    pub(crate) fn path(&self) -> TokenStream {
        let place = Span::call_site();
        let Some(krate) = &self.krate else {
            return quote_spanned!(place=> ::interop_core::__private);
        };
        let mut tokens = krate.to_token_stream();
        // `$crate` in a `macro_rules!` macro is only valid with its own span. All other tokens would be mistaken for
        // user code, which is linted.
        if !tokens.to_string().starts_with('$') {
            let respanned = tokens.into_iter().map(|mut token| {
                token.set_span(generated_at(token.span()));
                token
            });
            tokens = respanned.collect();
        }
        quote_spanned!(place=> #tokens::__private)
    }
}

const SHORT_NAME: &str = "__i";

impl ToTokens for Runtime {
    /// The short name, underlined at the attribute.
    fn to_tokens(&self, tokens: &mut TokenStream) {
        Self::at(Span::call_site()).to_tokens(tokens);
    }
}
