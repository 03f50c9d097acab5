//! Parameters: the type to decode for each, and how the value is passed to the function.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, FnArg, Pat, PatType, Signature, Type};

use super::lifetimes::erase_lifetimes;
use super::{is_number, last_segment, unwrap_groups};
use crate::expand::generated_at;
use crate::runtime::Runtime;

/// One parameter, without the receiver.
pub(crate) struct Parameter<'a> {
    /// The parameter as written.
    pub(crate) source: &'a PatType,
    /// The name in error texts and for generators.
    pub(crate) name: String,
    /// How the decoded value reaches the function.
    pub(crate) passing: Passing,
    /// `#[cfg(...)]`
    pub(crate) conditions: Vec<&'a Attribute>,
    /// What is decoded.
    decoded: Type,
}

/// How a decoded value reaches the function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Passing {
    /// `T`, and `&str` and `&[u8]`, which are decoded directly.
    Value,
    /// `&T`, which borrows from a decoded `T`.
    Loan,
    /// `&[T]`, which borrows from a decoded `Vec<T>`.
    SliceLoan,
}

/// The parameters of a function, without the receiver.
pub(crate) fn parameters(signature: &Signature) -> Vec<Parameter<'_>> {
    let typed = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(parameter) => Some(Parameter::new(parameter)),
        FnArg::Receiver(_) => None,
    });
    typed.collect()
}

impl<'a> Parameter<'a> {
    fn new(source: &'a PatType) -> Self {
        let name = match &*source.pat {
            Pat::Ident(pattern) => pattern.ident.unraw().to_string(),
            _ => "_".to_owned(),
        };
        let (passing, decoded) = decoded(&source.ty);
        Self { source, name, passing, conditions: super::conditions(&source.attrs), decoded: erase_lifetimes(decoded) }
    }

    /// The type to decode, as it can be written in a function body.
    pub(crate) fn decoded_type(&self) -> TokenStream {
        let decoded = &self.decoded;
        match self.passing {
            Passing::Loan if may_lack_size(decoded) => {
                let place = decoded.span();
                let core = Runtime::at(place);
                quote_spanned!(place=> <#decoded as #core::Lend>::Owned)
            }
            Passing::Value | Passing::Loan => decoded.to_token_stream(),
            Passing::SliceLoan => {
                let place = generated_at(decoded.span());
                let core = Runtime::at(place);
                quote_spanned!(place=> <[#decoded] as #core::Lend>::Owned)
            }
        }
    }

    /// The type to decode, once as a generic argument and once as the type of a variable. One of the two is inferred.
    ///
    /// For an unknown name, the compiler gives different advice inside angle brackets than elsewhere. A name that the
    /// user wrote outside of angle brackets is therefore used outside of them, so that the same error is not reported
    /// twice.
    pub(crate) fn asked_and_returned(&self) -> (TokenStream, TokenStream) {
        let decoded = self.decoded_type();
        match unwrap_groups(&self.decoded) {
            Type::Path(ty) => match ty.path.get_ident() {
                Some(name) if !is_number(name) => {
                    // The span of the type itself, because unsatisfied bounds are reported once per span.
                    let place = name.span();
                    let place = if self.passing == Passing::SliceLoan { generated_at(place) } else { place };
                    (quote_spanned!(place=> _), decoded)
                }
                _ => (decoded, quote!(_)),
            },
            _ => (decoded, quote!(_)),
        }
    }
}

/// How a type is passed, and the type of the decoded value, or of its elements.
fn decoded(ty: &Type) -> (Passing, &Type) {
    let ty = unwrap_groups(ty);
    let Type::Reference(reference) = ty else {
        return (Passing::Value, ty);
    };
    let referent = unwrap_groups(&reference.elem);
    match referent {
        _ if is_primitive(referent, "str") => (Passing::Value, ty),
        Type::Slice(slice) => match unwrap_groups(&slice.elem) {
            element if is_primitive(element, "u8") => (Passing::Value, ty),
            element => (Passing::SliceLoan, element),
        },
        _ => (Passing::Loan, referent),
    }
}

/// Whether a type has the name of one in the standard library that has no size.
fn may_lack_size(ty: &Type) -> bool {
    last_segment(ty).is_some_and(|segment| {
        segment.arguments.is_none() && ["Path", "OsStr", "CStr"].iter().any(|name| segment.ident == name)
    })
}

/// `str`, or `core::primitive::str`
fn is_primitive(ty: &Type, name: &str) -> bool {
    let Type::Path(ty) = ty else {
        return false;
    };
    let mut segments = ty.path.segments.iter().rev();
    segments.next().is_some_and(|last| last.ident == name)
        && segments.next().is_none_or(|module| module.ident == "primitive")
}
