//! The attributes of an annotated item: those of this crate, those that generated items need too, and the rest.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, Meta};

/// The attributes that affect generated items.
pub(crate) struct ItemAttributes<'a> {
    /// `#[cfg(...)]`, to be repeated on everything that is generated.
    pub(crate) conditions: Vec<&'a Attribute>,
    /// The doc comment.
    pub(crate) docs: TokenStream,
    /// The note of `#[deprecated]`, or an empty text if it has none.
    pub(crate) deprecated: Option<TokenStream>,
    /// The lints that the user allows on the item, which generated code that repeats parts of it must allow too.
    pub(crate) allowed: Vec<TokenStream>,
}

impl<'a> ItemAttributes<'a> {
    /// Reads the attributes of other crates and of the compiler.
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
        // The compiler reports errors in the attribute.
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

/// Returns `#[allow(...)]` unchanged, and `#[expect(...)]` as `allow`, because the expectation concerns the user's own
/// code.
fn allowance(attribute: &Attribute) -> Option<TokenStream> {
    let Meta::List(list) = &attribute.meta else {
        return None;
    };
    let lints = &list.tokens;
    (list.path.is_ident("allow") || list.path.is_ident("expect")).then(|| quote!(#[allow(#lints)]))
}
