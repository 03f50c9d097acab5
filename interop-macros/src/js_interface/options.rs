//! The grammar of `#[js_interface(...)]` and of `#[js(...)]` on its methods.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, ItemTrait, LitStr, Meta, Path, Token, TraitItem};

use crate::errors::Errors;
use crate::options::suggestion::nearest;
use crate::options::{RenameRule, flag, path, set, skip_to_comma, text};

/// What the attribute is on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum InterfacePlace {
    Trait,
    Method,
}

impl InterfacePlace {
    fn known(self) -> &'static [&'static str] {
        match self {
            Self::Trait => &["assembly", "rename_all", "crate"],
            Self::Method => &["name", "send"],
        }
    }

    fn attribute(self) -> &'static str {
        match self {
            Self::Trait => "js_interface",
            Self::Method => "js",
        }
    }
}

/// The options of a trait, or of one of its methods.
#[derive(Default)]
pub(super) struct InterfaceOptions {
    /// `assembly = "Shop"`
    pub(super) assembly: Option<LitStr>,
    /// `rename_all = "snake_case"`
    pub(super) rename_all: Option<RenameRule>,
    /// `crate = path::to::interop_core`
    pub(super) krate: Option<Path>,
    /// `name = "drawChart"`
    pub(super) name: Option<LitStr>,
    /// `send`
    pub(super) send: Option<Ident>,
}

impl InterfaceOptions {
    pub(super) fn parse(&mut self, tokens: TokenStream, place: InterfacePlace, errors: &mut Errors) {
        let result = (|input: ParseStream| self.fill(input, place, errors)).parse2(tokens);
        result.unwrap_or_else(|error| errors.push(error));
    }

    /// Parses option by option. An invalid option is skipped up to the next comma.
    fn fill(&mut self, input: ParseStream, place: InterfacePlace, errors: &mut Errors) -> syn::Result<()> {
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

    fn option(&mut self, input: ParseStream, place: InterfacePlace) -> syn::Result<()> {
        if input.peek(syn::Lit) {
            let value: syn::Lit = input.parse()?;
            let message = match (place, &value) {
                (InterfacePlace::Method, syn::Lit::Str(text)) => {
                    format!("write the name with its key: `name = {:?}`", text.value())
                }
                _ => format!("expected an option, as in `{} = \"...\"`", place.known()[0]),
            };
            return Err(syn::Error::new(value.span(), message));
        }
        let key = input.call(Ident::parse_any)?;
        let written = key.to_string();
        if !place.known().contains(&written.as_str()) {
            return Err(syn::Error::new(key.span(), refusal(&written, place)));
        }
        match written.as_str() {
            "assembly" => set(&mut self.assembly, text(&key, input)?, &key),
            "rename_all" => set(&mut self.rename_all, RenameRule::from_literal(&text(&key, input)?)?, &key),
            "name" => set(&mut self.name, text(&key, input)?, &key),
            "send" => set(&mut self.send, flag(&key, input)?, &key),
            _ => set(&mut self.krate, path(&key, input)?, &key),
        }
    }
}

/// The error for a key that is not allowed here.
fn refusal(key: &str, place: InterfacePlace) -> String {
    if place == InterfacePlace::Trait && InterfacePlace::Method.known().contains(&key) {
        return format!("`{key}` belongs on a method, as `#[js({key})]`");
    }
    if place == InterfacePlace::Method && InterfacePlace::Trait.known().contains(&key) {
        return format!("`{key}` belongs on the trait, in `#[js_interface(...)]`");
    }
    if let Some(meant) = nearest(key, place.known()) {
        return format!("unknown option `{key}`, did you mean `{meant}`?");
    }
    let known = place.known().iter().map(|option| format!("`{option}`")).collect::<Vec<_>>().join(", ");
    format!("unknown option `{key}`; the options of `#[{}]` are {known}", place.attribute())
}

/// Removes the `#[js(...)]` attributes of the methods. Returns the options of each item of the trait.
pub(super) fn take_all(source: &mut ItemTrait, errors: &mut Errors) -> Vec<InterfaceOptions> {
    let take = |item: &mut TraitItem| {
        let mut options = InterfaceOptions::default();
        if let TraitItem::Fn(method) = item {
            method.attrs.retain(|attribute| !take(attribute, &mut options, errors));
        }
        options
    };
    source.items.iter_mut().map(take).collect()
}

/// Reads an attribute if it is ours, and says whether it is.
fn take(attribute: &Attribute, options: &mut InterfaceOptions, errors: &mut Errors) -> bool {
    if is_conditional(attribute) {
        errors.error(attribute, "`#[js(...)]` cannot be inside `cfg_attr`; write it on a method with `#[cfg(...)]`");
        return true;
    }
    if !attribute.path().is_ident("js") {
        return false;
    }
    match &attribute.meta {
        Meta::List(list) => options.parse(list.tokens.clone(), InterfacePlace::Method, errors),
        other => errors.error(other, "options are written in parentheses, as in `#[js(name = \"...\")]`"),
    }
    true
}

/// `#[cfg_attr(..., js(...))]`, which the macro cannot evaluate.
fn is_conditional(attribute: &Attribute) -> bool {
    let Meta::List(list) = &attribute.meta else { return false };
    let names_us = |token| matches!(token, TokenTree::Ident(word) if word == "js");
    list.path.is_ident("cfg_attr") && list.tokens.clone().into_iter().any(names_us)
}
