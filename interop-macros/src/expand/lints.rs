//! Lints that generated items must not trigger in the user's crate.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::model::ItemAttributes;

/// The `#[allow(...)]` attributes of a generated item.
///
/// The list only contains lints that were observed to fire, because a crate that forbids a lint cannot contain an item
/// that allows it. Most Clippy lints ignore generated code anyway.
pub(crate) struct Lints {
    attributes: TokenStream,
}

impl Lints {
    /// For items generated next to an annotated item, or parts of them: the lints that the user allows or must allow
    /// there.
    pub(crate) fn new(attributes: &ItemAttributes<'_>) -> Self {
        let deprecated = attributes.deprecated.is_some().then(|| quote!(#[allow(deprecated)]));
        let allowed = &attributes.allowed;
        Self { attributes: quote!(#(#allowed)* #deprecated) }
    }
}

impl ToTokens for Lints {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.attributes.to_tokens(tokens);
    }
}
