//! The path of the hidden module of `interop-core`, which is all that expansions name.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::Path;

use crate::expand::generated_at;

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

    /// The path, underlined at this place.
    pub(crate) fn at(&self, place: Span) -> TokenStream {
        self.respanned(place, |_| place)
    }

    fn respanned(&self, place: Span, respan: impl Fn(Span) -> Span) -> TokenStream {
        let private = Ident::new(concat!("__private", env!("CARGO_PKG_VERSION_PATCH")), place);
        let Some(krate) = &self.krate else {
            return quote_spanned!(place=> ::interop_core::#private);
        };
        let mut tokens = krate.to_token_stream();
        // `$crate` of a `macro_rules!` means something only with the span that it has. All else would be taken for code
        // of the user's, about which there are lints.
        if !tokens.to_string().starts_with('$') {
            let respanned = tokens.into_iter().map(|mut token| {
                token.set_span(respan(token.span()));
                token
            });
            tokens = respanned.collect();
        }
        quote_spanned!(place=> #tokens::#private)
    }
}

impl ToTokens for Runtime {
    /// The path, where the user wrote its beginning or else at the attribute.
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.respanned(Span::call_site(), generated_at).to_tokens(tokens);
    }
}
