//! What a function returns.

use syn::punctuated::Punctuated;
use syn::{
    AngleBracketedGenericArguments, GenericArgument, PathArguments, ReturnType, Signature, Token, Type, TypeParamBound,
};

use super::{Survey, last_segment, unwrap_groups};

/// What a function returns, as far as its syntax shows.
pub(crate) struct Returned<'a> {
    /// The value or, for futures, their output.
    pub(crate) value: Value<'a>,
    /// Whether the function is `async` or returns a future, so that its result is awaited.
    pub(crate) is_future: bool,
}

/// The type of a value.
pub(crate) enum Value<'a> {
    /// No arrow.
    Unit,
    /// A type that can be named.
    Type(&'a Type),
    /// A type that can only be written in the signature, such as `impl Serialize`.
    Opaque(&'a Type),
}

impl<'a> Returned<'a> {
    /// Reads the return type of a signature.
    pub(crate) fn new(signature: &'a Signature) -> Self {
        let ReturnType::Type(_, written) = &signature.output else {
            return Self { value: Value::Unit, is_future: signature.asyncness.is_some() };
        };
        let ty = unwrap_groups(written);
        let future = if signature.asyncness.is_some() { None } else { future(ty) };
        Self {
            value: match future {
                Some(Future { output: Some(output) }) => Value::new(output),
                Some(Future { output: None }) => Value::Opaque(ty),
                None => Value::new(ty),
            },
            is_future: signature.asyncness.is_some() || future.is_some(),
        }
    }
}

impl<'a> Value<'a> {
    fn new(ty: &'a Type) -> Self {
        let nameable = Survey::of(ty).impl_traits.is_empty();
        if nameable { Self::Type(ty) } else { Self::Opaque(ty) }
    }
}

/// A type that is a future by its syntax.
#[derive(Clone, Copy)]
struct Future<'a> {
    /// The output type, if it is written.
    output: Option<&'a Type>,
}

/// Recognizes a future:
///
/// * `impl Future<Output = T> + ...`
/// * `Pin<Box<dyn Future<Output = T> + ...>>`
/// * `BoxFuture<'_, T>` and `LocalBoxFuture<'_, T>`
fn future(ty: &Type) -> Option<Future<'_>> {
    if let Type::ImplTrait(ty) = ty {
        return future_bound(&ty.bounds);
    }
    let segment = last_segment(ty)?;
    match segment.ident.to_string().as_str() {
        "BoxFuture" | "LocalBoxFuture" => Some(Future { output: type_arguments(&segment.arguments).last() }),
        "Pin" => {
            let inner = type_arguments(&segment.arguments).next().and_then(last_segment)?;
            let Type::TraitObject(object) = unwrap_groups(type_arguments(&inner.arguments).next()?) else {
                return None;
            };
            (inner.ident == "Box").then(|| future_bound(&object.bounds))?
        }
        _ => None,
    }
}

fn future_bound(bounds: &Punctuated<TypeParamBound, Token![+]>) -> Option<Future<'_>> {
    bounds.iter().find_map(|bound| {
        let TypeParamBound::Trait(bound) = bound else {
            return None;
        };
        let segment = bound.path.segments.last().filter(|segment| segment.ident == "Future")?;
        let output = arguments(&segment.arguments).find_map(|argument| match argument {
            GenericArgument::AssocType(output) if output.ident == "Output" => Some(unwrap_groups(&output.ty)),
            _ => None,
        });
        Some(Future { output })
    })
}

fn arguments(arguments: &PathArguments) -> impl Iterator<Item = &GenericArgument> {
    let list = match arguments {
        PathArguments::AngleBracketed(AngleBracketedGenericArguments { args, .. }) => Some(args),
        _ => None,
    };
    list.into_iter().flatten()
}

fn type_arguments(list: &PathArguments) -> impl Iterator<Item = &Type> {
    arguments(list).filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(unwrap_groups(ty)),
        _ => None,
    })
}
