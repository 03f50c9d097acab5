//! `methods![...]`: the descriptors of functions, by their paths.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Path, Token};

use crate::errors::Errors;
use crate::expand::explicit_name;

/// Expands the macro to a slice with the descriptors of each function.
pub(crate) fn methods(input: TokenStream) -> TokenStream {
    let elements = match Punctuated::<_, Token![,]>::parse_terminated.parse2(input) {
        Ok(elements) => elements,
        Err(error) => return syn::Error::new(error.span(), EXPECTED).to_compile_error(),
    };
    let mut errors = Errors::default();
    let elements: Vec<_> = elements.into_iter().map(|element| reference(element, &mut errors)).collect();
    match errors.into_compile_errors() {
        // A variable with a type rather than a cast, so that the type of the elements is known immediately.
        None => quote!({
            let list: &'static [_] = &[#(#elements),*];
            list
        }),
        Some(errors) => quote!({ #errors (&[] as &'static [_]) }),
    }
}

const EXPECTED: &str = "expected the path of a function with `#[js_invokable]`, without arguments";

/// `path::to::function`
struct Element {
    conditions: Vec<Attribute>,
    path: Path,
}

impl syn::parse::Parse for Element {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        Ok(Self { conditions: input.call(Attribute::parse_outer)?, path: input.parse()? })
    }
}

/// The constant that holds the descriptors.
fn reference(element: Element, errors: &mut Errors) -> TokenStream {
    let Element { conditions, mut path } = element;
    for attribute in conditions.iter().filter(|attribute| !attribute.path().is_ident("cfg")) {
        errors.error(attribute, "only `#[cfg(...)]` attributes are allowed here");
    }
    if path.segments.iter().any(|segment| !segment.arguments.is_none()) {
        errors.error(&path, EXPECTED);
    }
    if let Some(last) = path.segments.last_mut() {
        last.ident = explicit_name(&last.ident, last.ident.span());
    }
    quote!(#(#conditions)* #path)
}
