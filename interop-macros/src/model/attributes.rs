//! The attributes of an annotated item: ours, those that the generated items need too, and the rest.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, Meta};

/// The attributes that say something about generated items.
pub(crate) struct ItemAttributes<'a> {
    /// `#[cfg(...)]`, to be repeated on everything that is generated.
    pub(crate) conditions: Vec<&'a Attribute>,
    /// The doc comment.
    pub(crate) docs: TokenStream,
    /// The note of `#[deprecated]`, which is empty where it has none.
    pub(crate) deprecated: Option<TokenStream>,
    /// The lints that the user allows on the item: what generated code repeats of it should be as quiet.
    pub(crate) allowed: Vec<TokenStream>,
}

impl<'a> ItemAttributes<'a> {
    /// Reads attributes that are not ours.
    pub(crate) fn new(attributes: &'a [Attribute]) -> Self {
        Self {
            conditions: conditions(attributes),
            docs: super::docs(attributes),
            deprecated: attributes.iter().find_map(deprecation),
            allowed: attributes.iter().filter_map(allowance).collect(),
        }
    }
}

/// The `#[cfg(...)]` attributes.
pub(crate) fn conditions(attributes: &[Attribute]) -> Vec<&Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")).collect()
}

/// The note of `#[deprecated]`, `#[deprecated = "..."]` or `#[deprecated(note = "...")]`.
fn deprecation(attribute: &Attribute) -> Option<TokenStream> {
    if !attribute.path().is_ident("deprecated") {
        return None;
    }
    let mut note = None;
    match &attribute.meta {
        Meta::Path(_) => {}
        Meta::NameValue(meta) => note = Some(meta.value.to_token_stream()),
        // What is wrong in the attribute is the compiler's to report.
        Meta::List(_) => drop(attribute.parse_nested_meta(|meta| {
            let value = meta.value()?.parse::<syn::Expr>()?;
            if meta.path.is_ident("note") {
                note = Some(value.to_token_stream());
            }
            Ok(())
        })),
    }
    Some(note.unwrap_or_else(|| quote!("")))
}

/// `#[allow(...)]` as it is; `#[expect(...)]` as `allow`, since the expectation is for the user's own code.
fn allowance(attribute: &Attribute) -> Option<TokenStream> {
    let Meta::List(list) = &attribute.meta else {
        return None;
    };
    let lints = &list.tokens;
    (list.path.is_ident("allow") || list.path.is_ident("expect")).then(|| quote!(#[allow(#lints)]))
}
