//! `MethodDescriptor` expressions.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};

use super::thunk::thunk;
use crate::model::{Function, Id, Parameter, Value, erase_lifetimes, type_name};
use crate::runtime::Runtime;

/// What the descriptors of one block, or of a function outside of blocks, have in common.
pub(super) struct Surroundings<'a> {
    pub(super) runtime: &'a Runtime,
    /// The assembly of ids that name none.
    pub(super) assembly: TokenStream,
    /// What stands before the name of the function in a call: `Self::` in blocks.
    pub(super) qualifier: TokenStream,
}

/// The descriptor of a function under one of its ids.
pub(super) fn descriptor(function: &Function<'_>, id: &Id, surroundings: &Surroundings<'_>) -> TokenStream {
    let Surroundings { runtime, assembly, qualifier } = surroundings;
    let assembly = id.assembly.as_ref().map_or_else(|| assembly.clone(), ToTokens::to_token_stream);
    let Id { value: name, .. } = id;
    let Function { rust_name, attributes, .. } = function;
    let docs = &attributes.docs;
    let deprecated = option(attributes.deprecated.as_ref());
    let parameters = function.parameters.iter().map(|parameter| parameter_descriptor(parameter, runtime));
    let result = result_descriptor(&function.returned.value, runtime);
    let kind = if function.receiver.is_some() { quote!(Instance) } else { quote!(Static) };
    let location = location(function.name(), runtime);
    let function_name = function.name();
    let thunk = thunk(function, &quote!(#qualifier #function_name), runtime);
    quote! {
        #runtime::MethodDescriptor {
            assembly: #assembly,
            name: #name,
            rust_name: #rust_name,
            docs: #docs,
            deprecated: #deprecated,
            parameters: &[#(#parameters),*],
            result: #result,
            kind: #runtime::MethodKind::#kind,
            location: #location,
            thunk: #thunk,
        }
    }
}

fn option(value: Option<&TokenStream>) -> TokenStream {
    value.map_or_else(|| quote!(::core::option::Option::None), |value| quote!(::core::option::Option::Some(#value)))
}

/// The place of a name. The macro takes the line from its tokens, which therefore carry the user's own span.
pub(super) fn location(name: &syn::Ident, runtime: &Runtime) -> TokenStream {
    let runtime = runtime.at(name.span());
    quote_spanned!(name.span()=> #runtime::location!())
}

fn parameter_descriptor(parameter: &Parameter<'_>, runtime: &Runtime) -> TokenStream {
    let conditions = &parameter.conditions;
    let name = &parameter.name;
    let type_name = type_name(&parameter.source.ty);
    let decoded = parameter.decoded_type(runtime);
    quote! {
        #(#conditions)*
        #runtime::ParameterDescriptor {
            name: #name,
            type_name: #type_name,
            is_argument: <#decoded as #runtime::FromArgument<'_>>::IS_ARGUMENT,
            accepts_absence: #runtime::accepts_absence::<#decoded>,
            shape: #runtime::shape!(#decoded),
        }
    }
}

fn result_descriptor(value: &Value<'_>, runtime: &Runtime) -> TokenStream {
    let (type_name, shape) = match value {
        Value::Unit => ("()".to_owned(), quote!(())),
        Value::Type(ty) => (type_name(ty), erase_lifetimes(ty).to_token_stream()),
        // A type that cannot be named has no shape, and neither has a function pointer.
        Value::Opaque(ty) => (type_name(ty), quote!(fn())),
    };
    quote!(#runtime::ResultDescriptor { type_name: #type_name, shape: #runtime::return_shape!(#shape) })
}
