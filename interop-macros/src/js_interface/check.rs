//! Every rule about traits whose methods JavaScript implements. All violations are reported, each at the user's own
//! tokens.

use quote::ToTokens;
use syn::{FnArg, GenericParam, Pat, Safety, TraitItem, Type, WherePredicate};

use super::model::{Interface, InterfaceMode, Method};
use crate::errors::Errors;
use crate::model::{ReceiverForm, Survey, Value, is_number, last_segment, receiver_form, unwrap_groups};

/// The largest tuple that serde writes.
const MAX_PARAMETERS: usize = 16;

/// Functions that every proxy has.
const CONSTRUCTORS: [&str; 3] = ["import", "at", "from"];

/// Names that already have a meaning on every JavaScript object.
const RESERVED_NAMES: [&str; 7] =
    ["__proto__", "constructor", "prototype", "serializeAsArg", "then", "toJSON", "toString"];

pub(super) fn check(interface: &Interface<'_>, errors: &mut Errors) {
    check_trait(interface, errors);
    for item in &interface.item.items {
        let message = match item {
            TraitItem::Fn(_) => continue,
            TraitItem::Const(_) => "JavaScript implements methods only; write the constant in an `impl` block",
            TraitItem::Type(_) => "JavaScript cannot choose a type; use a concrete type in the signatures",
            _ => "a `#[js_interface]` consists of methods",
        };
        errors.error(item, message);
    }
    for method in &interface.methods {
        check_method(method, errors);
    }
    for (at, method) in interface.methods.iter().enumerate() {
        let same = |other: &&Method<'_>| other.name == method.name && other.attributes.conditions.is_empty();
        let earlier = interface.methods[..at].iter().find(same);
        if let (Some(earlier), []) = (earlier, &*method.attributes.conditions) {
            errors.error(
                &method.name_source,
                format!(
                    "`{}` is also called `{}` in JavaScript; give one of them another `#[js(name = \"...\")]`",
                    earlier.signature().ident,
                    method.name
                ),
            );
        }
    }
}

fn check_trait(interface: &Interface<'_>, errors: &mut Errors) {
    let item = interface.item;
    if let Some(unsafety) = &item.unsafety {
        errors.error(unsafety, "JavaScript cannot uphold safety requirements; remove `unsafe`");
    }
    if let Some(auto) = &item.modifiers.auto_token {
        errors.error(auto, "a `#[js_interface]` consists of methods; remove `auto`");
    }
    for parameter in &item.generics.params {
        errors.error(parameter, "JavaScript objects are not generic; write one trait for each type");
    }
    if let Some(bounds) = &item.generics.where_clause {
        errors.error(bounds, "a `#[js_interface]` cannot have bounds, because a proxy replaces the trait");
    }
    if !item.supertraits.is_empty() {
        errors.error(
            &item.supertraits,
            "a `#[js_interface]` cannot have supertraits, because a proxy replaces the trait",
        );
    }
    if let Some(assembly) = interface.options.assembly.as_ref().filter(|assembly| assembly.value().trim().is_empty()) {
        errors.error(assembly, "the name of an assembly cannot be empty; omit `assembly` to use that of the crate");
    }
}

fn check_method(method: &Method<'_>, errors: &mut Errors) {
    check_qualifiers(method, errors);
    check_receiver(method, errors);
    check_generics(method, errors);
    check_name(method, errors);
    if let Some(body) = &method.item.default {
        errors.error(
            body,
            "JavaScript implements the method; write a method of your own in an `impl` block for the proxy",
        );
    }
    for parameter in &method.parameters {
        check_pattern(&parameter.source.pat, errors);
        check_parameter_type(&parameter.source.ty, errors);
    }
    if let Some(surplus) = method.parameters.get(MAX_PARAMETERS) {
        errors.error(
            surplus.source,
            format!("a method can have at most {MAX_PARAMETERS} parameters; combine some of them in a struct"),
        );
    }
    check_result(method, errors);
}

fn check_qualifiers(method: &Method<'_>, errors: &mut Errors) {
    let signature = method.signature();
    if let Some(constness) = &signature.constness {
        errors.error(constness, "JavaScript runs the method; remove `const`");
    }
    if let Safety::Unsafe(unsafety) = &signature.safety {
        errors.error(unsafety, "JavaScript cannot uphold safety requirements; remove `unsafe`");
    }
    if let Some(abi) = &signature.abi {
        errors.error(abi, "JavaScript implements the method; remove `extern`");
    }
    if let Some(variadic) = &signature.variadic {
        errors.error(variadic, "a method cannot be variadic; take a `Vec`");
    }
}

fn check_receiver(method: &Method<'_>, errors: &mut Errors) {
    let signature = method.signature();
    let Some(receiver) = signature.receiver() else {
        errors.error(&signature.ident, "JavaScript is called through an object; add `&self`");
        return;
    };
    // `Self` would be the proxy, which has the name of the trait.
    if receiver_form(receiver, &syn::parse_quote!(_)) != ReceiverForm::Shared {
        errors.error(receiver, "a proxy is shared and holds no state of its own; take `&self`");
    }
}

fn check_generics(method: &Method<'_>, errors: &mut Errors) {
    let generics = &method.signature().generics;
    for parameter in &generics.params {
        if !matches!(parameter, GenericParam::Lifetime(_)) {
            errors.error(
                parameter,
                "the types of a JavaScript method are declared in TypeScript; write one method for each type",
            );
        }
    }
    let predicates = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    if predicates.into_iter().any(|predicate| !matches!(predicate, WherePredicate::Lifetime(_))) {
        errors
            .error(&generics.where_clause, "a method that JavaScript implements cannot have bounds; remove the clause");
    }
}

fn check_name(method: &Method<'_>, errors: &mut Errors) {
    let Method { name, name_source, options, .. } = method;
    let rust_name = &method.signature().ident;
    if CONSTRUCTORS.iter().any(|constructor| rust_name == constructor) {
        let js_name = options.name.as_ref().map_or_else(|| format!("{name:?}"), |name| format!("{:?}", name.value()));
        errors.error(
            rust_name,
            format!(
                "every proxy has a constructor `{rust_name}`; give the method another name and `#[js(name = {js_name})]`"
            ),
        );
    }
    if name.trim().is_empty() {
        errors.error(name_source, "a name cannot be empty; omit `name` to use the name of the method");
    } else if name.contains('.') {
        errors.error(name_source, "a name refers to one member of the object and cannot contain a dot");
    } else if RESERVED_NAMES.contains(&name.as_str()) {
        errors.error(
            name_source,
            format!("`{name}` already has a meaning in JavaScript; give the method another `#[js(name = \"...\")]`"),
        );
    }
}

fn check_pattern(pattern: &Pat, errors: &mut Errors) {
    let simple = match pattern {
        Pat::Ident(pattern) => pattern.by_ref.is_none() && pattern.mutability.is_none() && pattern.subpat.is_none(),
        _ => false,
    };
    if !simple {
        errors.error(pattern, "a parameter must be a plain name, which appears in the TypeScript declaration");
    }
}

fn check_parameter_type(ty: &Type, errors: &mut Errors) {
    let ty = unwrap_groups(ty);
    if matches!(ty, Type::Never(_)) {
        errors.error(ty, "an argument has a value");
    }
    let referent = match ty {
        Type::Reference(reference) => {
            if reference.mutability.is_some() {
                errors.error(
                    ty,
                    "JavaScript gets a copy and cannot change the value; take `&T`, and return what changes",
                );
                return;
            }
            unwrap_groups(&reference.elem)
        }
        _ => ty,
    };
    if let Type::TraitObject(_) = referent {
        errors.error(ty, "TypeScript needs the type of the argument; use a concrete type instead of `dyn Trait`");
    }
    check_types(ty, errors);
}

/// Types that the declaration of an interface cannot express.
fn check_types(ty: &Type, errors: &mut Errors) {
    let survey = Survey::of(ty);
    for impl_trait in survey.impl_traits {
        errors.error(impl_trait, "TypeScript needs the type of the value; use a concrete type instead of `impl Trait`");
    }
    for self_type in survey.self_types {
        errors.error(self_type, "write the name of the interface instead of `Self`");
    }
}

fn check_result(method: &Method<'_>, errors: &mut Errors) {
    let signature = method.signature();
    if let (Some(_), Some(asyncness)) = (&method.options.send, &signature.asyncness) {
        errors.error(asyncness, "nothing is awaited with `send`; remove one of the two");
    }
    if signature.asyncness.is_none() && method.returned.is_future {
        errors.error(&signature.output, "write `async fn`, which returns a future by itself");
        return;
    }
    match method.returned.value {
        Value::Unit if method.mode == InterfaceMode::Async => {
            errors.error(
                &signature.ident,
                "a call that is awaited can fail; return `Result<(), JsError>`, or remove `async` to request no answer",
            );
        }
        Value::Unit => {}
        Value::Type(ty) | Value::Opaque(ty) => {
            check_types(ty, errors);
            if let Type::Never(_) = ty {
                errors.error(ty, "a JavaScript function always returns; use `Result<(), JsError>`");
            }
            if is_no_result(ty) {
                errors.error(ty, "every call to JavaScript can fail; return `Result<.., JsError>`");
            }
            for lifetime in Survey::of(ty).lifetimes {
                errors.error(
                    lifetime,
                    "the result from JavaScript is decoded into a value that owns its data; remove the lifetime",
                );
            }
        }
    }
}

/// Whether the syntax of a type shows that it is not an alias of `Result`.
fn is_no_result(ty: &Type) -> bool {
    const VALUES: [&str; 4] = ["Box", "Option", "String", "Vec"];
    match unwrap_groups(ty) {
        Type::Path(_) => last_segment(ty)
            .is_some_and(|segment| is_number(&segment.ident) || VALUES.iter().any(|value| segment.ident == value)),
        Type::Array(_) | Type::Reference(_) | Type::Slice(_) | Type::Tuple(_) => true,
        _ => false,
    }
}

/// Whether a method with this signature compiles, so that it can be emitted in addition to the errors about it.
pub(super) fn can_stand_in(method: &Method<'_>) -> bool {
    let signature = method.signature();
    let patterns = signature.inputs.iter().all(|input| match input {
        FnArg::Typed(input) => {
            matches!(&*input.pat, Pat::Ident(_) | Pat::Wild(_)) && Survey::of(&input.ty).impl_traits.is_empty()
        }
        FnArg::Receiver(_) => true,
    });
    let opaque = signature.output.to_token_stream().into_iter().any(|token| token.to_string() == "impl");
    let constructor = CONSTRUCTORS.iter().any(|constructor| signature.ident == constructor);
    patterns && !opaque && !constructor && signature.variadic.is_none()
}
