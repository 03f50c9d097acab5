//! `#[derive(ClientError)]`, and `#[register_client_error]` for implementations that are written by hand.

mod expand;
mod model;
mod options;
mod register;

use proc_macro2::TokenStream;
use syn::{Item, Path};

use self::expand::{expand, stand_in};
use self::model::ErrorType;
pub(crate) use self::register::register;
use crate::errors::Errors;
use crate::runtime::Runtime;

/// Expands the derive: the implementation of the trait, and the registration of the type.
pub(crate) fn derive(item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let source = match syn::parse2::<Item>(item) {
        Ok(source) => source,
        Err(error) => return error.to_compile_error(),
    };
    let ty = match &source {
        Item::Enum(item) => ErrorType::of_enum(item, &mut errors),
        Item::Struct(item) => ErrorType::of_struct(item, &mut errors),
        Item::Union(item) => {
            errors.error(item.union_token, "`#[derive(ClientError)]` supports enums and structs only");
            return errors.into_compile_errors().unwrap_or_default();
        }
        // The compiler refuses a derive on anything else.
        _ => return TokenStream::new(),
    };
    let krate = ty.options.krate.clone();
    let (trait_path, runtime) = (trait_path(krate.as_ref()), Runtime::new(krate));
    let Some(errors) = errors.into_compile_errors() else {
        return expand(&ty, &trait_path, &runtime);
    };
    let stand_in = stand_in(&ty, &trait_path);
    quote::quote!(#errors #stand_in)
}

/// The trait by its public name, which the compiler shows in errors.
fn trait_path(krate: Option<&Path>) -> TokenStream {
    krate.map_or_else(|| quote::quote!(::interop_core::ClientError), |krate| quote::quote!(#krate::ClientError))
}
