//! Descriptors of methods, as expressions.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};

use super::thunk::{Callee, thunk, uncalled};
use crate::model::{Function, Id, Parameter, Value, erase_lifetimes, type_name};
use crate::runtime::Runtime;

/// The data that is shared by the descriptors of one block, or of a function outside of blocks.
pub(super) struct Surroundings<'a> {
    pub(super) runtime: &'a Runtime,
    /// The assembly of ids without an assembly, if it differs from that of the crate.
    pub(super) assembly: Option<TokenStream>,
    pub(super) callee: Callee,
}

/// The descriptor of a function under one of its ids.
pub(super) fn descriptor(function: &Function<'_>, id: &Id, surroundings: &Surroundings<'_>) -> TokenStream {
    let Surroundings { runtime, assembly, callee } = surroundings;
    let assembly = id.assembly.as_ref().map(ToTokens::to_token_stream).or_else(|| assembly.clone());
    let assembly = assembly.map(|assembly| quote!(, #assembly));
    let Id { value: name, .. } = id;
    let Function { rust_name, attributes, .. } = function;
    let rust_name = (name != rust_name).then(|| quote!(.rust_name(#rust_name)));
    let docs = &attributes.docs;
    let deprecated = attributes.deprecated.as_ref().map(|note| quote!(.deprecated(#note)));
    let policy = function.policy();
    let policy = (!policy.is_empty()).then(|| quote!(.policy(&[#(#policy),*])));
    let timeout = function.timeout().map(|milliseconds| quote!(.timeout(#milliseconds)));
    let parameters = function.parameters.iter().map(|parameter| parameter_descriptor(parameter, runtime));
    let result = result_descriptor(function, *callee, runtime);
    let kind = if function.receiver.is_some() { quote!(instance_method) } else { quote!(static_method) };
    let declaration = at_name(function.name(), &quote!(declaration!));
    let thunk = thunk(function, *callee, runtime);
    quote! {
        #runtime::#kind(
            #declaration(#name, #docs #assembly) #rust_name #deprecated #policy #timeout,
            &[#(#parameters),*],
            #result,
            #thunk,
        )
    }
}

/// An item of the runtime with the span of a name. Macros take the line number from their tokens, which therefore have
/// the user's own span.
pub(super) fn at_name(name: &syn::Ident, item: &TokenStream) -> TokenStream {
    let place = name.span();
    let runtime = Runtime::at(place);
    let item = item.clone().into_iter().map(|mut token| {
        token.set_span(place);
        token
    });
    let item: TokenStream = item.collect();
    quote_spanned!(place=> #runtime::#item)
}

fn parameter_descriptor(parameter: &Parameter<'_>, runtime: &Runtime) -> TokenStream {
    let conditions = &parameter.conditions;
    let name = &parameter.name;
    let type_name = type_name(&parameter.source.ty);
    let decoded = parameter.decoded_type();
    quote! {
        #(#conditions)*
        #runtime::parameter!(#name, #type_name, #decoded)
    }
}

fn result_descriptor(function: &Function<'_>, callee: Callee, runtime: &Runtime) -> TokenStream {
    let (type_name, shape) = match &function.returned.value {
        Value::Unit => ("()".to_owned(), quote!(())),
        Value::Type(ty) => (type_name(ty), erase_lifetimes(ty).to_token_stream()),
        Value::Opaque(ty) => {
            let kind = if function.returned.is_future { quote!(of_future) } else { quote!(of) };
            let call = uncalled(function, callee, runtime);
            (type_name(ty), quote!(#kind #call))
        }
    };
    quote!(#runtime::result!(#type_name, #shape))
}
