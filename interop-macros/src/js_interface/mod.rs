//! `#[js_interface]` on a trait: what JavaScript implements and Rust calls.

mod check;
mod expand;
mod model;
mod options;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Item, ItemTrait};

use self::check::check;
use self::expand::{expand, stand_in};
use self::model::Interface;
use self::options::{InterfaceOptions, InterfacePlace};
use crate::errors::Errors;
use crate::model::head;
use crate::runtime::Runtime;

/// Expands the attribute: a proxy with the methods of the trait replaces the trait.
pub(crate) fn js_interface(args: TokenStream, item: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let mut options = InterfaceOptions::default();
    options.parse(args, InterfacePlace::Trait, &mut errors);
    let runtime = Runtime::new(options.krate.take());
    let mut source = match syn::parse2::<ItemTrait>(item.clone()) {
        Ok(source) => source,
        Err(error) => {
            errors.push(misplaced(item).unwrap_or(error));
            let errors = errors.into_compile_errors();
            return quote!(#item #errors);
        }
    };
    let method_options = options::take_all(&mut source, &mut errors);
    let interface = Interface::new(&source, options, &method_options);
    check(&interface, &mut errors);
    match errors.into_compile_errors() {
        None => expand(&interface, &runtime),
        Some(errors) => {
            let stand_in = stand_in(&interface, &runtime);
            quote!(#stand_in #errors)
        }
    }
}

/// The error for an item that is not a trait.
fn misplaced(item: &TokenStream) -> Option<syn::Error> {
    let item = syn::parse2::<Item>(item.clone()).ok()?;
    let kind = match &item {
        Item::Trait(_) | Item::Verbatim(_) => return None,
        Item::Struct(_) => "a struct",
        Item::Enum(_) => "an enum",
        Item::Fn(_) => "a function",
        Item::Impl(_) => "an `impl` block",
        Item::ForeignMod(_) => "an `extern` block",
        Item::Mod(_) => "a module",
        _ => "this item",
    };
    let message =
        format!("`#[js_interface]` belongs on a trait that declares what JavaScript implements, not on {kind}");
    Some(syn::Error::new_spanned(head(&item), message))
}
