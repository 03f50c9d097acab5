//! Collects the errors of one item, so that the user sees all of them at once.

use std::fmt::Display;

use proc_macro2::TokenStream;
use quote::ToTokens;

/// The errors found so far.
#[derive(Default)]
pub(crate) struct Errors {
    combined: Option<syn::Error>,
    /// Whether there is an error that the compiler reports by itself.
    reported: bool,
}

impl Errors {
    /// Adds an error that underlines the given tokens of the user.
    pub(crate) fn error(&mut self, underlined: impl ToTokens, message: impl Display) {
        self.push(syn::Error::new_spanned(underlined, message));
    }

    /// Adds an error that syn found.
    pub(crate) fn push(&mut self, error: syn::Error) {
        match &mut self.combined {
            Some(combined) => combined.combine(error),
            None => self.combined = Some(error),
        }
    }

    /// Records that the compiler itself reports an error about the item, which must not be reported twice.
    pub(crate) fn is_reported(&mut self) {
        self.reported = true;
    }

    /// All errors as `compile_error!` invocations, or nothing if there is none.
    pub(crate) fn into_compile_errors(self) -> Option<TokenStream> {
        let reported = self.reported.then(TokenStream::new);
        self.combined.map(|error| error.to_compile_error()).or(reported)
    }
}
