//! The expansion of `#[derive(ClientError)]`.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;
use syn::{Ident, Type};

use super::model::{Data, ErrorType, Member, Seen, Variant};
use crate::expand::{Lints, generated_at, symbol};
use crate::runtime::Runtime;

/// The implementation and the registration.
pub(super) fn expand(ty: &ErrorType<'_>, trait_path: &TokenStream, runtime: &Runtime) -> TokenStream {
    let ErrorType { name, generics, attributes, variants, is_empty, .. } = ty;
    let (parameters, arguments, _) = generics.split_for_impl();
    let bounds = bounds(ty, trait_path, runtime);
    let conditions = &attributes.conditions;
    let lints = Lints::new(attributes);
    let code = matched(variants, *is_empty, code);
    let data = matched(variants, *is_empty, |variant| data(variant, runtime));
    let is_for_client = matched(variants, *is_empty, |variant| match &variant.seen {
        Seen::Nothing => (TokenStream::new(), quote!(false)),
        Seen::Field(field) => (bind(field), passed_on("is_for_client", field)),
        Seen::Code { .. } => (TokenStream::new(), quote!(true)),
    });
    let codes = variants.iter().filter_map(listed);
    let registration = generics.params.is_empty().then(|| {
        let symbol = symbol();
        quote!(#runtime::register_client_error! { #symbol, #name })
    });
    let import = runtime.import();
    quote! {
        #(#conditions)*
        #lints
        const _: () = {
            #import

            #[automatically_derived]
            impl #parameters #trait_path for #name #arguments #bounds {
                fn code(&self) -> &str {
                    #code
                }

                fn data(&self) -> #runtime::client_error::Data {
                    #data
                }

                fn is_for_client(&self) -> ::core::primitive::bool {
                    #is_for_client
                }

                fn as_error(&self) -> ::core::option::Option<&dyn ::core::error::Error> {
                    #[allow(unused_imports)]
                    use #runtime::client_error::{DisplayedError as _, StandardError as _};
                    (&&#runtime::client_error::ErrorOf(self)).as_error()
                }

                #runtime::codes! { #(#codes)* }
            }

            #registration
        };
    }
}

/// The placeholder for the implementation after an error, so that the type can be used as a client error.
pub(super) fn stand_in(ty: &ErrorType<'_>, trait_path: &TokenStream) -> TokenStream {
    let ErrorType { name, generics, attributes, .. } = ty;
    let conditions = &attributes.conditions;
    if !generics.params.is_empty() {
        return TokenStream::new();
    }
    quote!(#(#conditions)* impl #trait_path for #name {})
}

/// The bounds of the type, and those that a generic type needs to be an error: `Display`, and serializable fields.
fn bounds(ty: &ErrorType<'_>, trait_path: &TokenStream, runtime: &Runtime) -> TokenStream {
    let generics = ty.generics;
    let own = generics.where_clause.iter().flat_map(|bounds| &bounds.predicates).map(ToTokens::to_token_stream);
    let mut all: Vec<TokenStream> = own.collect();
    let parameters: Vec<&Ident> = generics.type_params().map(|parameter| &parameter.ident).collect();
    if !parameters.is_empty() {
        let (_, arguments, _) = generics.split_for_impl();
        let name = ty.name;
        all.push(quote!(#name #arguments: ::core::fmt::Display));
        for variant in &ty.variants {
            match &variant.seen {
                Seen::Nothing => {}
                Seen::Field(field) => {
                    let field = field.ty;
                    if mentions(field, &parameters) {
                        all.push(quote!(#field: #trait_path));
                    }
                }
                Seen::Code { data, .. } => {
                    for Member { ty, .. } in data.members() {
                        if mentions(ty, &parameters) {
                            all.push(quote!(#ty: #runtime::client_error::Serialize));
                        }
                    }
                }
            }
        }
    }
    if all.is_empty() { TokenStream::new() } else { quote!(where #(#all),*) }
}

/// Whether a type names one of the parameters.
fn mentions(ty: &Type, parameters: &[&Ident]) -> bool {
    struct Search<'a>(&'a [&'a Ident], bool);
    impl VisitMut for Search<'_> {
        fn visit_ident_mut(&mut self, name: &mut Ident) {
            self.1 |= self.0.contains(&&*name);
        }
    }
    let mut search = Search(parameters, false);
    search.visit_type_mut(&mut ty.clone());
    search.1
}

/// A `match` over the variants. Each variant provides the fields of its pattern and its value.
fn matched(
    variants: &[Variant<'_>],
    is_empty: bool,
    arm: impl Fn(&Variant<'_>) -> (TokenStream, TokenStream),
) -> TokenStream {
    if is_empty {
        return quote!(match *self {});
    }
    let arms = variants.iter().map(|variant| {
        let (fields, value) = arm(variant);
        let conditions = &variant.conditions;
        let name = variant.name.map(|name| quote!(::#name));
        quote!(#(#conditions)* Self #name { #fields .. } => #value,)
    });
    quote!(match self { #(#arms)* })
}

/// The only field that a variant needs, under a generated name.
fn bind(field: &Member<'_>) -> TokenStream {
    let (pattern, name) = (&field.pattern, bound(field));
    quote!(#pattern: #name,)
}

fn bound(field: &Member<'_>) -> Ident {
    Ident::new("__field", generated_at(field.ty.span()))
}

/// Forwards a method of the trait to the only field. All methods use the same tokens, so that the compiler reports a
/// type that is not a client error once.
fn passed_on(method: &str, field: &Member<'_>) -> TokenStream {
    let name = bound(field);
    let place = name.span();
    let method = Ident::new(method, place);
    let core = Runtime::at(place);
    quote_spanned!(place=> #core::client_error::ClientError::#method(#core::client_error::inner(#name)))
}

fn code(variant: &Variant<'_>) -> (TokenStream, TokenStream) {
    match &variant.seen {
        Seen::Nothing => (TokenStream::new(), quote!("internal")),
        Seen::Field(field) => (bind(field), passed_on("code", field)),
        Seen::Code { code, .. } => (TokenStream::new(), quote!(#code)),
    }
}

fn data(variant: &Variant<'_>, runtime: &Runtime) -> (TokenStream, TokenStream) {
    let data = match &variant.seen {
        Seen::Nothing => return (TokenStream::new(), quote!(::core::option::Option::None)),
        Seen::Field(field) => return (bind(field), passed_on("data", field)),
        Seen::Code { data, .. } => data,
    };
    let members: Vec<&Member<'_>> = data.members().collect();
    let names: Vec<Ident> = members
        .iter()
        .enumerate()
        .map(|(at, member)| format_ident!("__field{at}", span = generated_at(member.ty.span())))
        .collect();
    let patterns = members.iter().map(|member| &member.pattern);
    let fields = quote!(#(#patterns: #names,)*);
    let written: Vec<TokenStream> = members
        .iter()
        .zip(&names)
        .map(|(member, name)| {
            let place = generated_at(member.ty.span());
            let core = Runtime::at(place);
            quote_spanned!(place=> #core::client_error::field(#name))
        })
        .collect();
    let value = match data {
        Data::None => quote!(::core::option::Option::None),
        Data::Single(_) => quote!(#(#written)*),
        Data::Array(_) => quote!(#runtime::client_error::array([#(#written),*])),
        Data::Object(fields) => {
            let names = fields.iter().map(|(name, _)| name);
            quote!(#runtime::client_error::object([#((#names, #written)),*]))
        }
    };
    (fields, value)
}

/// The entry of a variant in the list of codes.
fn listed(variant: &Variant<'_>) -> Option<TokenStream> {
    let Variant { conditions, docs, .. } = variant;
    let entry = match &variant.seen {
        Seen::Nothing => return None,
        Seen::Field(Member { ty, .. }) => quote!(transparent(#ty)),
        Seen::Code { code, data } => {
            let types = data.members().map(|member| member.ty);
            match data {
                Data::None => quote!(unit(#code, #docs)),
                Data::Single(_) => quote!(single(#code, #docs, #(#types)*)),
                Data::Array(_) => quote!(array(#code, #docs, #(#types),*)),
                Data::Object(fields) => {
                    let names = fields.iter().map(|(name, _)| name);
                    quote!(object(#code, #docs, #(#names: #types),*))
                }
            }
        }
    };
    Some(quote!(#(#conditions)* #entry;))
}

impl<'a> Data<'a> {
    /// All members in order.
    fn members(&self) -> impl Iterator<Item = &Member<'a>> {
        let (single, array, object): (_, &[Member<'a>], &[(String, Member<'a>)]) = match self {
            Self::None => (None, &[], &[]),
            Self::Single(member) => (Some(member), &[], &[]),
            Self::Array(members) => (None, members, &[]),
            Self::Object(members) => (None, &[], members),
        };
        single.into_iter().chain(array).chain(object.iter().map(|(_, member)| member))
    }
}
