//! Lints that generated items must not set off in the user's crate.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::model::ItemAttributes;

/// The `#[allow(...)]` attributes of a generated item.
///
/// There are no more of them than lints that were seen to fire: a crate that forbids a lint cannot hold an item that
/// allows it. Clippy looks away from what macros generate by itself.
pub(crate) struct Lints {
    attributes: TokenStream,
}

impl Lints {
    /// For items generated beside an annotated one, or parts of them: what the user allows there, or has to.
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
