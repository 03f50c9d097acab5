//! The model of a trait whose methods JavaScript implements.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{
    AngleBracketedGenericArguments, GenericArgument, ItemTrait, PathArguments, Signature, TraitItem, TraitItemFn, Type,
};

use super::options::InterfaceOptions;
use crate::model::{ItemAttributes, Parameter, Returned, Value, last_segment, parameters};
use crate::options::RenameRule;

/// The trait.
pub(super) struct Interface<'a> {
    pub(super) item: &'a ItemTrait,
    pub(super) attributes: ItemAttributes<'a>,
    pub(super) options: InterfaceOptions,
    pub(super) methods: Vec<Method<'a>>,
}

/// A method of the trait.
pub(super) struct Method<'a> {
    pub(super) item: &'a TraitItemFn,
    pub(super) attributes: ItemAttributes<'a>,
    pub(super) options: &'a InterfaceOptions,
    /// Its name in JavaScript.
    pub(super) name: String,
    /// What the name comes from: the literal, or the name in Rust.
    pub(super) name_source: TokenStream,
    pub(super) parameters: Vec<Parameter<'a>>,
    pub(super) returned: Returned<'a>,
    pub(super) mode: InterfaceMode,
}

/// How a method is called, as its signature shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InterfaceMode {
    /// `async fn f(&self) -> Result<T, JsError>`
    Async,
    /// `fn f(&self) -> Result<T, JsError>`
    Sync,
    /// `fn f(&self)`, or with `send`
    Send,
}

impl<'a> Interface<'a> {
    pub(super) fn new(item: &'a ItemTrait, options: InterfaceOptions, method_options: &'a [InterfaceOptions]) -> Self {
        let rename = options.rename_all.unwrap_or(RenameRule::Camel);
        let methods = item.items.iter().zip(method_options).filter_map(|(item, options)| match item {
            TraitItem::Fn(method) => Some(Method::new(method, options, rename)),
            _ => None,
        });
        Self { item, attributes: ItemAttributes::new(&item.attrs), options, methods: methods.collect() }
    }
}

impl<'a> Method<'a> {
    fn new(item: &'a TraitItemFn, options: &'a InterfaceOptions, rename: RenameRule) -> Self {
        let signature = &item.sig;
        let (name, name_source) = match &options.name {
            Some(name) => (name.value(), name.to_token_stream()),
            None => (rename.apply(&signature.ident.unraw().to_string()), signature.ident.to_token_stream()),
        };
        let returned = Returned::new(signature);
        let mode = match returned.value {
            _ if options.send.is_some() => InterfaceMode::Send,
            _ if signature.asyncness.is_some() => InterfaceMode::Async,
            Value::Unit => InterfaceMode::Send,
            _ => InterfaceMode::Sync,
        };
        Self {
            item,
            attributes: ItemAttributes::new(&item.attrs),
            options,
            name,
            name_source,
            parameters: parameters(signature),
            returned,
            mode,
        }
    }

    pub(super) fn signature(&self) -> &'a Signature {
        &self.item.sig
    }
}

/// The first argument of a type that is written `Result<T, ...>`.
pub(super) fn value_of_result(ty: &Type) -> Option<&Type> {
    let segment = last_segment(ty)?;
    let PathArguments::AngleBracketed(AngleBracketedGenericArguments { args, .. }) = &segment.arguments else {
        return None;
    };
    match args.iter().collect::<Vec<_>>()[..] {
        [GenericArgument::Type(value), GenericArgument::Type(_)] if segment.ident == "Result" => Some(value),
        _ => None,
    }
}
