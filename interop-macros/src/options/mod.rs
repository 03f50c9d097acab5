//! The grammar of the arguments of `#[js_invokable(...)]` and `#[interop_object(...)]`.

mod rename;
pub(crate) mod suggestion;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Lit, LitStr, Meta, Path, Token, token};

use crate::errors::Errors;
pub(crate) use rename::RenameRule;

const JS_INVOKABLE: &str = "js_invokable";
const INTEROP_OBJECT: &str = "interop_object";

/// The position of an attribute, which determines its valid options.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// `#[js_invokable]` on a function.
    Function,
    /// `#[js_invokable]` on a method inside an `#[interop_object]` block.
    Method,
    /// `#[interop_object]`.
    Block,
}

/// The options of one attribute. Options that are not valid in its position are `None`.
#[derive(Default)]
pub(crate) struct Options {
    /// `name = "GetMessage"`
    pub(crate) name: Option<LitStr>,
    /// `assembly = "Shop"`
    pub(crate) assembly: Option<LitStr>,
    /// `blocking`
    pub(crate) blocking: Option<Ident>,
    /// `policy = "admin"`
    pub(crate) policy: Option<LitStr>,
    /// `timeout = "5s"`
    pub(crate) timeout: Option<LitStr>,
    /// `rename_all = "PascalCase"`
    pub(crate) rename_all: Option<RenameRule>,
    /// `crate = path::to::interop_core`
    pub(crate) krate: Option<Path>,
}

impl Options {
    /// Parses the arguments of the attribute that is being expanded, which the compiler has already removed.
    pub(crate) fn parse(tokens: TokenStream, place: Place, errors: &mut Errors) -> Self {
        let mut options = Self::default();
        let result = (|input: ParseStream| options.fill(input, place, errors)).parse2(tokens);
        push_result(result, errors);
        options
    }

    /// Parses an attribute that is still on its item.
    pub(crate) fn parse_attribute(attribute: &Attribute, place: Place, errors: &mut Errors) -> Self {
        let mut options = Self::default();
        match &attribute.meta {
            Meta::Path(_) => {}
            Meta::List(list) => {
                let result = list.parse_args_with(|input: ParseStream| options.fill(input, place, errors));
                push_result(result, errors);
            }
            Meta::NameValue(pair) => {
                errors.error(pair, "options are written in parentheses, as in `#[js_invokable(name = \"...\")]`");
            }
        }
        options
    }

    /// Parses option by option. An invalid option is skipped up to the next comma.
    fn fill(&mut self, input: ParseStream, place: Place, errors: &mut Errors) -> syn::Result<()> {
        while !input.is_empty() {
            if let Err(error) = self.option(input, place) {
                errors.push(error);
                skip_to_comma(input)?;
            }
            if input.is_empty() {
                break;
            }
            if let Err(error) = input.parse::<Token![,]>() {
                errors.push(error);
                skip_to_comma(input)?;
                input.parse::<Option<Token![,]>>()?;
            }
        }
        Ok(())
    }

    // Every accepted spelling:
    //
    //     #[js_invokable]
    //     #[js_invokable()]
    //     #[js_invokable(name = "GetMessage")]
    //     #[js_invokable(assembly = "Shop")]            not on methods with a receiver (see `check`)
    //     #[js_invokable(blocking)]
    //     #[js_invokable(policy = "admin")]
    //     #[js_invokable(policy = "orders:read orders:write")]
    //     #[js_invokable(timeout = "5s")]
    //     #[js_invokable(crate = path::to::interop_core)]           not on methods
    //     #[interop_object]
    //     #[interop_object()]
    //     #[interop_object(assembly = "Shop")]
    //     #[interop_object(policy = "admin")]
    //     #[interop_object(rename_all = "PascalCase")]
    //     #[interop_object(crate = path::to::interop_core)]
    //
    // and combinations of these, separated by commas.
    fn option(&mut self, input: ParseStream, place: Place) -> syn::Result<()> {
        if input.peek(Lit) {
            return Err(value_without_key(&input.parse()?, place));
        }
        let key = input.call(Ident::parse_any)?;
        match (key.to_string().as_str(), place) {
            ("name", Place::Function | Place::Method) => set(&mut self.name, text(&key, input)?, &key),
            ("assembly", _) => set(&mut self.assembly, text(&key, input)?, &key),
            ("blocking", Place::Function | Place::Method) => set(&mut self.blocking, flag(&key, input)?, &key),
            ("timeout", Place::Function | Place::Method) => set(&mut self.timeout, text(&key, input)?, &key),
            ("policy", _) => set(&mut self.policy, text(&key, input)?, &key),
            ("rename_all", Place::Block) => {
                let rule = RenameRule::from_literal(&text(&key, input)?)?;
                set(&mut self.rename_all, rule, &key)
            }
            ("crate", Place::Function | Place::Block) => set(&mut self.krate, path(&key, input)?, &key),
            (known, _) => Err(syn::Error::new(key.span(), refusal(known, place))),
        }
    }
}

fn push_result(result: syn::Result<()>, errors: &mut Errors) {
    if let Err(error) = result {
        errors.push(error);
    }
}

pub(crate) fn skip_to_comma(input: ParseStream) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

/// Refuses an option that is written twice.
pub(crate) fn set<T>(slot: &mut Option<T>, value: T, key: &Ident) -> syn::Result<()> {
    if slot.is_some() {
        return Err(syn::Error::new(key.span(), format!("duplicate option `{key}`")));
    }
    *slot = Some(value);
    Ok(())
}

/// `key = "text"`
pub(crate) fn text(key: &Ident, input: ParseStream) -> syn::Result<LitStr> {
    let usage = || format!("expected a string literal: `{key} = \"...\"`");
    if !input.peek(Token![=]) {
        return Err(syn::Error::new(key.span(), usage()));
    }
    let equals: Token![=] = input.parse()?;
    if input.is_empty() {
        return Err(syn::Error::new_spanned(quote!(#key #equals), usage()));
    }
    match input.parse::<Lit>() {
        Ok(Lit::Str(text)) => Ok(text),
        Ok(other) => Err(syn::Error::new(other.span(), usage())),
        Err(error) => Err(syn::Error::new(error.span(), usage())),
    }
}

/// `key`
pub(crate) fn flag(key: &Ident, input: ParseStream) -> syn::Result<Ident> {
    if input.peek(Token![=]) || input.peek(token::Paren) {
        return Err(syn::Error::new(key.span(), format!("`{key}` is a flag; write it without a value")));
    }
    Ok(key.clone())
}

/// `key = path`
pub(crate) fn path(key: &Ident, input: ParseStream) -> syn::Result<Path> {
    let usage = || format!("expected a path without quotes: `{key} = path::to::interop_core`");
    if !input.peek(Token![=]) {
        return Err(syn::Error::new(key.span(), usage()));
    }
    let equals: Token![=] = input.parse()?;
    if input.is_empty() {
        return Err(syn::Error::new_spanned(quote!(#key #equals), usage()));
    }
    input.call(Path::parse_mod_style).map_err(|error| syn::Error::new(error.span(), usage()))
}

/// For `#[js_invokable("Add")]`, the spelling of C#.
fn value_without_key(value: &Lit, place: Place) -> syn::Error {
    let message = match (place, value) {
        (Place::Block, _) => "expected an option, as in `assembly = \"...\"`".to_owned(),
        (_, Lit::Str(text)) => format!("write the id with its key: `name = {:?}`", text.value()),
        _ => "expected an option, as in `name = \"...\"`".to_owned(),
    };
    syn::Error::new(value.span(), message)
}

/// The error for a key that is not allowed here.
fn refusal(key: &str, place: Place) -> String {
    let (attribute, known): (_, &[&str]) = match place {
        Place::Function => (JS_INVOKABLE, &["name", "assembly", "blocking", "policy", "timeout", "crate"]),
        Place::Method => (JS_INVOKABLE, &["name", "assembly", "blocking", "policy", "timeout"]),
        Place::Block => (INTEROP_OBJECT, &["assembly", "policy", "rename_all", "crate"]),
    };
    match (key, place) {
        ("rename_all", _) => {
            return "`rename_all` belongs on `#[interop_object]`; here `name = \"...\"` sets the id".into();
        }
        ("crate", Place::Method) => return "`crate` belongs on the `#[interop_object]` of this block".into(),
        ("name" | "blocking", Place::Block) => {
            return format!("`{key}` belongs on the `#[js_invokable]` of a method");
        }
        _ => {}
    }
    if let Some(meant) = suggestion::nearest(key, known) {
        return format!("unknown option `{key}`, did you mean `{meant}`?");
    }
    let known = known.iter().map(|option| format!("`{option}`")).collect::<Vec<_>>().join(", ");
    format!("unknown option `{key}`; the options of `#[{attribute}]` are {known}")
}

/// Removes the `#[js_invokable]` attributes of an item, regardless of their path.
pub(crate) fn take_invocations(attributes: &mut Vec<Attribute>, errors: &mut Errors) -> Vec<Attribute> {
    let (conditional, rest): (Vec<_>, Vec<_>) = attributes.drain(..).partition(is_conditional_invocation);
    for attribute in conditional {
        errors.error(
            attribute,
            "`#[js_invokable]` cannot be inside `cfg_attr`; remove `cfg_attr`, and write `#[cfg(...)]` on the function",
        );
    }
    let (ours, rest) = rest.into_iter().partition(is_invocation);
    *attributes = rest;
    ours
}

fn is_invocation(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|segment| segment.ident == JS_INVOKABLE)
}

/// `#[cfg_attr(..., js_invokable)]`, which the macro cannot evaluate.
fn is_conditional_invocation(attribute: &Attribute) -> bool {
    let Meta::List(list) = &attribute.meta else {
        return false;
    };
    let names_us = |token| matches!(token, TokenTree::Ident(word) if word == JS_INVOKABLE);
    list.path.is_ident("cfg_attr") && list.tokens.clone().into_iter().any(names_us)
}
