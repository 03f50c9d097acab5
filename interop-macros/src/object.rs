//! `#[interop_object]` on an `impl` block.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, ImplItem, ImplItemFn, Item, ItemImpl};

use crate::check::{check_block, check_header};
use crate::errors::Errors;
use crate::expand::expand_object;
use crate::fallback::stand_in_object;
use crate::invokable::mention;
use crate::model::{Block, Function, ItemAttributes, conditions, head};
use crate::options::{Options, Place, take_invocations};
use crate::runtime::Runtime;

/// Expands the attribute: the user's block, and after it the tables of the type.
pub(crate) fn interop_object(args: TokenStream, item: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let mut options = Options::parse(args, Place::Block, &mut errors);
    let runtime = Runtime::new(options.krate.take());
    let mut source = match syn::parse2::<ItemImpl>(item.clone()) {
        Ok(source) => source,
        Err(error) => {
            errors.push(misplaced(item).unwrap_or(error));
            let errors = errors.into_compile_errors();
            return quote!(#item #errors);
        }
    };
    let invocations = take_method_invocations(&mut source, &mut errors);
    let mentions = mentions(&source, &invocations);
    if !check_header(&source, &mut errors) {
        let errors = errors.into_compile_errors();
        return quote!(#source #mentions #errors);
    }
    let methods = source.items.iter().zip(&invocations).filter_map(|(item, attributes)| match item {
        ImplItem::Fn(method) if !attributes.is_empty() => Some(function(method, attributes, &options, &mut errors)),
        _ => None,
    });
    let methods = methods.collect();
    let block = Block { item: &source, attributes: ItemAttributes::new(&source.attrs), options, methods };
    check_block(&block, &mut errors);
    let Some(errors) = errors.into_compile_errors() else {
        let expansion = expand_object(&block, &runtime);
        return quote!(#source #expansion #mentions);
    };
    let stand_in = stand_in_object(&source, &runtime);
    quote!(#source #stand_in #mentions #errors)
}

/// Removes the `#[js_invokable]` attributes of the methods. Returns one list for each item of the block.
fn take_method_invocations(source: &mut ItemImpl, errors: &mut Errors) -> Vec<Vec<Attribute>> {
    let take = |item: &mut ImplItem| match item {
        ImplItem::Fn(method) => take_invocations(&mut method.attrs, errors),
        _ => Vec::new(),
    };
    source.items.iter_mut().map(take).collect()
}

/// One attribute for each path under which the attribute is used.
fn mentions(source: &ItemImpl, invocations: &[Vec<Attribute>]) -> TokenStream {
    let mut mentions = BTreeMap::new();
    for (item, attributes) in source.items.iter().zip(invocations) {
        let ImplItem::Fn(method) = item else { continue };
        let conditions = [conditions(&source.attrs), conditions(&method.attrs)].concat();
        for attribute in attributes {
            let mention = mention(attribute, &conditions);
            mentions.entry(mention.to_string()).or_insert(mention);
        }
    }
    mentions.into_values().collect()
}

fn function<'a>(
    method: &'a ImplItemFn,
    attributes: &[Attribute],
    block: &Options,
    errors: &mut Errors,
) -> Function<'a> {
    let options = attributes.iter().map(|attribute| Options::parse_attribute(attribute, Place::Method, errors));
    Function::new(&method.attrs, &method.vis, &method.sig, options.collect(), Some(block))
}

/// The error for an item that is not an `impl` block.
fn misplaced(item: &TokenStream) -> Option<syn::Error> {
    let item = syn::parse2::<Item>(item.clone()).ok()?;
    let kind = match &item {
        Item::Impl(_) | Item::Verbatim(_) => return None,
        Item::Struct(_) => "the struct itself",
        Item::Enum(_) => "the enum itself",
        Item::Union(_) => "the union itself",
        Item::Trait(_) => "a trait",
        Item::Fn(_) => "a function",
        Item::Mod(_) => "a module",
        _ => "this item",
    };
    let message =
        format!("`#[interop_object]` belongs on the `impl` block that contains the invokable methods, not on {kind}");
    Some(syn::Error::new_spanned(head(&item), message))
}
