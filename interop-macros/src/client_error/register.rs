//! `#[register_client_error]` on an implementation that is written by hand.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Ident, ItemImpl, Path, Token};

use crate::errors::Errors;
use crate::expand::symbol;
use crate::model::conditions;
use crate::options::path;
use crate::runtime::Runtime;

/// Expands the attribute: the user's block, and after it the registration of its type.
pub(crate) fn register(args: TokenStream, item: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let krate = krate.parse2(args).unwrap_or_else(|error| {
        errors.push(error);
        None
    });
    let block = match syn::parse2::<ItemImpl>(item.clone()) {
        Ok(block) if is_client_error(&block) => block,
        _ => {
            let message = "`#[register_client_error]` belongs on an `impl ClientError for ...` block; \
                 `#[derive(ClientError)]` registers its type automatically";
            errors.push(syn::Error::new(proc_macro2::Span::call_site(), message));
            let errors = errors.into_compile_errors();
            return quote!(#item #errors);
        }
    };
    if !block.generics.params.is_empty() {
        let message = "a generic error type cannot be registered; remove the attribute, and convert the error with \
             `CallError::client` where `?` is used";
        errors.error(&block.generics, message);
    }
    if let Some(errors) = errors.into_compile_errors() {
        return quote!(#item #errors);
    }
    let runtime = Runtime::new(krate);
    let (import, symbol, ty) = (runtime.import(), symbol(), &block.self_ty);
    let conditions = conditions(&block.attrs);
    quote! {
        #item
        #(#conditions)*
        const _: () = {
            #import
            #runtime::register_client_error! { #symbol, #ty }
        };
    }
}

fn is_client_error(block: &ItemImpl) -> bool {
    block
        .trait_
        .as_ref()
        .and_then(|implemented| implemented.0.segments.last())
        .is_some_and(|last| last.ident == "ClientError")
}

/// `crate = path::to::interop_core`, or nothing.
fn krate(input: ParseStream) -> syn::Result<Option<Path>> {
    if input.is_empty() {
        return Ok(None);
    }
    let key = input.call(Ident::parse_any)?;
    if key != "crate" {
        let message = format!("unknown option `{key}`; the only option of `#[register_client_error]` is `crate`");
        return Err(syn::Error::new(key.span(), message));
    }
    let krate = path(&key, input)?;
    input.parse::<Option<Token![,]>>()?;
    Ok(Some(krate))
}
