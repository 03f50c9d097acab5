//! The rules for parameters.

use syn::{Pat, Type};

use crate::errors::Errors;
use crate::model::{Function, Parameter, Survey, last_segment, unwrap_groups};

/// `Call` has a function for each number of parameters up to this one.
const MAXIMUM: usize = 16;

/// Checks the parameters of a function.
pub(super) fn check_parameters(function: &Function<'_>, errors: &mut Errors) {
    for parameter in &function.parameters {
        check_pattern(parameter, errors);
        check_type(parameter, errors);
        if function.receiver.is_none() {
            check_this(parameter, errors);
        }
    }
    if let Some(surplus) = function.parameters.get(MAXIMUM) {
        errors.error(
            surplus.source,
            format!("an invokable function can have at most {MAXIMUM} parameters; combine some of them in a struct"),
        );
    }
}

fn check_pattern(parameter: &Parameter<'_>, errors: &mut Errors) {
    let simple = match &*parameter.source.pat {
        Pat::Ident(pattern) => pattern.by_ref.is_none() && pattern.subpat.is_none(),
        Pat::Wild(_) => true,
        _ => false,
    };
    if !simple {
        errors.error(
            &parameter.source.pat,
            "a parameter needs a name, which errors and generated code use; destructure the value in the body",
        );
    }
}

fn check_type(parameter: &Parameter<'_>, errors: &mut Errors) {
    let ty = unwrap_groups(&parameter.source.ty);
    if lacks_size(ty) || matches!(ty, Type::Never(_)) {
        errors.is_reported();
        return;
    }
    if let Type::Reference(reference) = ty {
        if reference.mutability.is_some() {
            errors.error(
                ty,
                "changes to an argument would be lost, because it only lives as long as the call; take an owned value",
            );
            return;
        }
        if let Type::TraitObject(_) = unwrap_groups(&reference.elem) {
            errors.error(ty, "JavaScript cannot choose the type behind `dyn Trait`; use a concrete type");
        }
    }
    let survey = Survey::of(ty);
    for reference in survey.static_references {
        errors.error(reference, "arguments only live as long as the call; take an owned value");
    }
    for impl_trait in survey.impl_traits {
        errors.error(impl_trait, "JavaScript cannot choose the type behind `impl Trait`; use a concrete type");
    }
}

/// Whether a type is unsized, so that the compiler refuses it as the type of a value.
pub(super) fn lacks_size(ty: &Type) -> bool {
    match unwrap_groups(ty) {
        Type::Slice(_) | Type::TraitObject(_) => true,
        Type::Path(path) => path.path.is_ident("str"),
        _ => false,
    }
}

/// Rejects `This<T>` in functions without receiver.
fn check_this(parameter: &Parameter<'_>, errors: &mut Errors) {
    let ty = unwrap_groups(&parameter.source.ty);
    let ty = match ty {
        Type::Reference(reference) => &reference.elem,
        _ => ty,
    };
    if last_segment(ty).is_some_and(|segment| segment.ident == "This" && !segment.arguments.is_none()) {
        errors.error(
            ty,
            "`This` is the reference through which a method was called, which a function without receiver does not \
             have; add `&self`, or take an `ObjectReference`",
        );
    }
}
