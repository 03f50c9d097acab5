//! The proxy of a `#[js_interface]`, which replaces the trait.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::check::can_stand_in;
use super::model::{Interface, InterfaceMode, Method, value_of_result};
use crate::expand::{Lints, assembly, generated_at, symbol};
use crate::model::{Value, erase_lifetimes, type_name};
use crate::runtime::Runtime;

/// The proxy, its methods, and their description.
pub(super) fn expand(interface: &Interface<'_>, runtime: &Runtime) -> TokenStream {
    let name = &interface.item.ident;
    let conditions = &interface.attributes.conditions;
    let lints = Lints::new(&interface.attributes);
    let methods = interface.methods.iter().map(|method| self::method(method, interface));
    let (proxy, import) = (proxy(interface, runtime), runtime.import());
    let description = description(interface, runtime);
    quote! {
        #proxy

        #(#conditions)*
        #lints
        const _: () = {
            #import

            impl #name {
                #(#methods)*
            }

            #description
        };
    }
}

/// The proxy after an error, with the methods that can still be called as the user intended.
pub(super) fn stand_in(interface: &Interface<'_>, runtime: &Runtime) -> TokenStream {
    let name = &interface.item.ident;
    let visibility = &interface.item.vis;
    let conditions = &interface.attributes.conditions;
    let methods = interface.methods.iter().filter(|method| can_stand_in(method)).map(|method| {
        let conditions = &method.attributes.conditions;
        let signature = method.signature();
        quote! {
            #(#conditions)*
            #[allow(dead_code, unused_variables)]
            #visibility #signature { ::core::panic!() }
        }
    });
    let proxy = proxy(interface, runtime);
    quote! {
        #proxy

        #(#conditions)*
        impl #name {
            #(#methods)*
        }
    }
}

/// The struct, and what every proxy has.
fn proxy(interface: &Interface<'_>, runtime: &Runtime) -> TokenStream {
    let item = interface.item;
    let (attributes, visibility, name) = (&item.attrs, &item.vis, &item.ident);
    let conditions = &interface.attributes.conditions;
    let lints = Lints::new(&interface.attributes);
    let text = name.unraw().to_string();
    let (path, import) = (runtime.path(), runtime.import());
    quote! {
        #(#attributes)*
        #[allow(dead_code)]
        #visibility struct #name {
            __target: #path::js_interface::JsTarget,
        }

        #(#conditions)*
        #lints
        const _: () = {
            #import
            #runtime::js_proxy! { #visibility #name #text }
        };
    }
}

fn method(method: &Method<'_>, interface: &Interface<'_>) -> TokenStream {
    let signature = method.signature();
    let (attributes, visibility) = (&method.item.attrs, &interface.item.vis);
    let syn::Signature { fn_token, ident, generics, inputs, .. } = signature;
    let (parameters, _, bounds) = generics.split_for_impl();
    let js_name = &method.name;
    // The user's own `self` token, which may come from one of the user's macros.
    let this = signature.receiver().map(|receiver| &receiver.self_token);
    let arguments = method.parameters.iter().map(|parameter| argument(parameter.source));
    let arguments = quote!((#(#arguments)*));
    let (output, body) = match (&method.returned.value, method.mode) {
        (Value::Unit, _) => (TokenStream::new(), quote!(::core::mem::drop(#this.__target.send(#js_name, #arguments));)),
        (Value::Type(ty) | Value::Opaque(ty), mode) => {
            let place = generated_at(ty.span());
            let core = Runtime::at(place);
            let value = value(ty);
            // An alias is checked where the type of its value is determined.
            let is_written = value_of_result(ty).is_some();
            let checked = is_written.then(|| quote_spanned!(place=> #core::js_interface::outcome::<#ty>();));
            let at_value = value_of_result(ty).map_or(place, |value| generated_at(value.span()));
            let kind = quote_spanned!(place=> #core::result_kind!(#value));
            match mode {
                InterfaceMode::Send => {
                    let call = quote!(#this.__target.send(#js_name, #arguments));
                    (quote!(-> #ty), quote_spanned!(place=> #checked #core::js_interface::sent(#call)))
                }
                InterfaceMode::Sync => {
                    let call = quote_spanned!(at_value=> call_sync);
                    (quote!(-> #ty), quote!(#checked #this.__target.#call(#js_name, #arguments, #kind)))
                }
                InterfaceMode::Async => {
                    let call = quote_spanned!(at_value=> call);
                    (
                        quote_spanned!(place=> -> #core::js_interface::JsCall<#value>),
                        quote!(#checked #this.__target.#call(#js_name, #arguments, #kind)),
                    )
                }
            }
        }
    };
    quote! {
        #(#attributes)*
        #[allow(dead_code)]
        #visibility #fn_token #ident #parameters (#inputs) #output #bounds {
            #body
        }
    }
}

/// The type of the value in a result: as it is written, or what its alias stands for.
fn value(ty: &syn::Type) -> TokenStream {
    match value_of_result(ty) {
        Some(value) => value.to_token_stream(),
        None => {
            let place = generated_at(ty.span());
            let core = Runtime::at(place);
            quote_spanned!(place=> <#ty as #core::js_interface::JsOutcome>::Value)
        }
    }
}

/// A parameter as an element of the tuple of arguments.
fn argument(parameter: &syn::PatType) -> TokenStream {
    let conditions = crate::model::conditions(&parameter.attrs);
    let place = generated_at(parameter.ty.span());
    let core = Runtime::at(place);
    let syn::Pat::Ident(pattern) = &*parameter.pat else { return TokenStream::new() };
    // With the position of its type, so that errors are reported once.
    let mut name = pattern.ident.clone();
    name.set_span(name.span().located_at(place));
    quote_spanned!(place=> #(#conditions)* #core::js_interface::argument(#name),)
}

/// The description for generators of typed clients.
fn description(interface: &Interface<'_>, runtime: &Runtime) -> TokenStream {
    let name = &interface.item.ident;
    let text = name.unraw().to_string();
    let docs = &interface.attributes.docs;
    let assembly = assembly(interface.options.assembly.as_ref(), runtime);
    let symbol = symbol();
    let methods = interface.methods.iter().map(|method| {
        let attributes = &method.attributes;
        let (conditions, docs, js_name) = (&attributes.conditions, &attributes.docs, &method.name);
        let deprecated = match &attributes.deprecated {
            Some(note) => quote!(::core::option::Option::Some(#note)),
            None => quote!(::core::option::Option::None),
        };
        let mode = match method.mode {
            InterfaceMode::Async => quote!(Async),
            InterfaceMode::Sync => quote!(Sync),
            InterfaceMode::Send => quote!(Send),
        };
        let parameters = method.parameters.iter().map(|parameter| {
            let (conditions, name, ty) = (&parameter.conditions, &parameter.name, &parameter.source.ty);
            let (text, ty) = (type_name(ty), erase_lifetimes(ty));
            quote!(#(#conditions)* (#name, #text, #ty))
        });
        let (result_text, result) = match method.returned.value {
            Value::Type(ty) | Value::Opaque(ty) => (type_name(ty), value(ty)),
            Value::Unit => ("()".to_owned(), quote!(())),
        };
        quote! {
            #(#conditions)*
            #mode #js_name, #docs, #deprecated, [#(#parameters)*] -> (#result_text, #result);
        }
    });
    quote!(#runtime::describe_js_interface! { #symbol, #name, #text, #docs, #assembly; #(#methods)* })
}
