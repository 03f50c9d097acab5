//! Lints that generated items must not set off in the user's crate.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::model::ItemAttributes;

/// The `#[allow(...)]` attributes of a generated item.
///
/// It names no more than what can fire: a crate that forbids one of these lints cannot use the attributes.
pub(crate) struct Lints {
    attributes: TokenStream,
}

impl Lints {
    /// For items generated beside an annotated one.
    pub(crate) fn new(attributes: &ItemAttributes<'_>) -> Self {
        let deprecated = attributes.deprecated.then(|| quote!(#[allow(deprecated)]));
        let allowed = &attributes.allowed;
        Self { attributes: quote!(#(#allowed)* #deprecated #[allow(clippy::all, clippy::pedantic, clippy::nursery)]) }
    }

    /// With a lint that can fire in this item.
    pub(crate) fn and(&self, lint: &TokenStream) -> TokenStream {
        let attributes = &self.attributes;
        quote!(#attributes #[allow(#lint)])
    }
}

impl ToTokens for Lints {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.attributes.to_tokens(tokens);
    }
}
