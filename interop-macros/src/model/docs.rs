//! Doc comments, for descriptors.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// The doc comment as an expression of type `&'static str`.
///
/// It is one literal, unless a part of it comes from a macro, as in `#[doc = include_str!("add.md")]`.
pub(crate) fn docs(attributes: &[Attribute]) -> TokenStream {
    let values: Vec<&Expr> = attributes.iter().filter_map(doc_value).collect();
    let literals: Option<Vec<String>> = values.iter().map(|value| literal(value)).collect();
    if let Some(parts) = literals {
        let text = parts.join("\n");
        let text = text.trim();
        return quote!(#text);
    }
    let parts = values.iter().map(|value| {
        let part = literal(value).map_or_else(|| value.to_token_stream(), |text| text.to_token_stream());
        quote!(#part, "\n")
    });
    quote!(::core::concat!(#(#parts),*))
}

fn doc_value(attribute: &Attribute) -> Option<&Expr> {
    match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => Some(&pair.value),
        _ => None,
    }
}

/// The text of one attribute, without the space that follows `///`.
fn literal(value: &Expr) -> Option<String> {
    match value {
        Expr::Group(group) => literal(&group.expr),
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => {
            let text = text.value();
            let lines = text.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end());
            Some(lines.collect::<Vec<_>>().join("\n"))
        }
        _ => None,
    }
}
