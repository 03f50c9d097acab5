//! The grammar of `#[client_error(...)]`.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, LitStr, Meta, Path, Token};

use crate::errors::Errors;
use crate::options::suggestion::nearest;
use crate::options::{RenameRule, flag, path, set, skip_to_comma, text};

/// What the attribute is on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ErrorPlace {
    Enum,
    Struct,
    Variant,
    Field,
}

impl ErrorPlace {
    fn known(self) -> &'static [&'static str] {
        match self {
            Self::Enum => &["rename_all", "rename_all_fields", "crate"],
            Self::Struct => &["code", "internal", "transparent", "rename_all", "crate"],
            Self::Variant => &["code", "internal", "transparent", "rename_all"],
            Self::Field => &["rename", "skip"],
        }
    }

    fn shown(self) -> &'static str {
        match self {
            Self::Enum => "an enum",
            Self::Struct => "a struct",
            Self::Variant => "a variant",
            Self::Field => "a field",
        }
    }
}

/// The options of one item, from all of its attributes.
#[derive(Default)]
pub(super) struct ErrorOptions {
    /// `code = "out_of_stock"`
    pub(super) code: Option<LitStr>,
    /// `internal`
    pub(super) internal: Option<Ident>,
    /// `transparent`
    pub(super) transparent: Option<Ident>,
    /// `rename_all = "camelCase"`
    pub(super) rename_all: Option<RenameRule>,
    /// `rename_all_fields = "camelCase"`
    pub(super) rename_all_fields: Option<RenameRule>,
    /// `rename = "left"`
    pub(super) rename: Option<LitStr>,
    /// `skip`
    pub(super) skip: Option<Ident>,
    /// `crate = path::to::interop_core`
    pub(super) krate: Option<Path>,
}

impl ErrorOptions {
    pub(super) fn of(attributes: &[Attribute], place: ErrorPlace, errors: &mut Errors) -> Self {
        let mut options = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("client_error")) {
            match &attribute.meta {
                Meta::List(list) => {
                    let filled = list.parse_args_with(|input: ParseStream| options.fill(input, place, errors));
                    filled.unwrap_or_else(|error| errors.push(error));
                }
                other => {
                    errors.error(other, "options are written in parentheses, as in `#[client_error(code = \"...\")]`");
                }
            }
        }
        options.check(errors);
        options
    }

    /// Parses option by option. An invalid option is skipped up to the next comma.
    fn fill(&mut self, input: ParseStream, place: ErrorPlace, errors: &mut Errors) -> syn::Result<()> {
        while !input.is_empty() {
            if let Err(error) = self.option(input, place) {
                errors.push(error);
                skip_to_comma(input)?;
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    }

    fn option(&mut self, input: ParseStream, place: ErrorPlace) -> syn::Result<()> {
        let key = input.call(Ident::parse_any)?;
        let written = key.to_string();
        if !place.known().contains(&written.as_str()) {
            return Err(syn::Error::new(key.span(), refusal(&written, place)));
        }
        match written.as_str() {
            "code" => set(&mut self.code, text(&key, input)?, &key),
            "internal" => set(&mut self.internal, flag(&key, input)?, &key),
            "transparent" => set(&mut self.transparent, flag(&key, input)?, &key),
            "rename_all" => set(&mut self.rename_all, RenameRule::from_literal(&text(&key, input)?)?, &key),
            "rename_all_fields" => {
                set(&mut self.rename_all_fields, RenameRule::from_literal(&text(&key, input)?)?, &key)
            }
            "rename" => set(&mut self.rename, text(&key, input)?, &key),
            "skip" => set(&mut self.skip, flag(&key, input)?, &key),
            _ => set(&mut self.krate, path(&key, input)?, &key),
        }
    }

    /// Refuses options that exclude each other.
    fn check(&self, errors: &mut Errors) {
        if let Some(code) = self.code.as_ref().filter(|code| code.value().trim().is_empty()) {
            errors.error(code, "a code must not be empty");
        }
        match (&self.internal, &self.transparent, &self.code) {
            (Some(internal), Some(_), _) => {
                errors.error(internal, "an `internal` error has neither code nor data; remove `transparent`");
            }
            (Some(_), None, Some(code)) => {
                errors.error(code, "the code of an `internal` error is not sent to the client; remove one of the two");
            }
            (None, Some(_), Some(code)) => {
                errors.error(code, "a `transparent` error has the code of its field; remove one of the two");
            }
            _ => {}
        }
        if let (Some(rename), Some(_)) = (&self.rename, &self.skip) {
            errors.error(rename, "a skipped field has no name in the data; remove one of the two");
        }
    }
}

/// The error for a key that is not allowed here.
fn refusal(key: &str, place: ErrorPlace) -> String {
    let elsewhere = [ErrorPlace::Enum, ErrorPlace::Struct, ErrorPlace::Variant, ErrorPlace::Field]
        .into_iter()
        .filter(|other| other.known().contains(&key))
        .map(ErrorPlace::shown)
        .collect::<Vec<_>>();
    if !elsewhere.is_empty() {
        return format!("`{key}` belongs on {}, not on {}", elsewhere.join(" or "), place.shown());
    }
    if let Some(meant) = nearest(key, place.known()) {
        return format!("unknown option `{key}`, did you mean `{meant}`?");
    }
    let known = place.known().iter().map(|option| format!("`{option}`")).collect::<Vec<_>>().join(", ");
    format!("unknown option `{key}`; the options of `#[client_error]` on {} are {known}", place.shown())
}
