//! The rules for one function.

use quote::{ToTokens, quote};
use syn::{GenericParam, LitStr, Receiver, ReturnType, Safety, Signature, Type, Visibility, WherePredicate};

use super::{Site, ids, parameter};
use crate::errors::Errors;
use crate::model::{Function, Mode, ReceiverForm, Survey, Value, milliseconds, receiver_form};

const NEEDS_BLOCK: &str = "methods are only invokable in an inherent `impl` block with `#[interop_object]`; add it to \
                           the block, and use the attribute under the name `js_invokable` there";

/// Checks the rules that concern a single function.
pub(crate) fn check_function(function: &Function<'_>, site: Site<'_>, errors: &mut Errors) {
    match site {
        Site::Module => {
            if let Some(sign) = sign_of_impl_block(function) {
                errors.error(sign, NEEDS_BLOCK);
                return;
            }
        }
        Site::Block { self_type, generic } => match function.receiver {
            Some(receiver) => check_receiver(receiver, self_type, errors),
            None if generic => errors.error(
                function.name(),
                "a function without receiver cannot be in a generic block, because JavaScript cannot name the type; \
                 take `&self`, or move the function out of the block",
            ),
            None => {}
        },
    }
    check_qualifiers(function, errors);
    check_generics(function, site, errors);
    check_visibility(function, site, errors);
    check_blocking(function, errors);
    check_policy(function, errors);
    check_timeout(function, errors);
    check_result(function, errors);
    parameter::check_parameters(function, errors);
    ids::check_ids(function, errors);
}

/// Finds the tokens that a function at module level cannot contain.
fn sign_of_impl_block(function: &Function<'_>) -> Option<proc_macro2::TokenStream> {
    if let Some(receiver) = function.receiver {
        return Some(receiver.to_token_stream());
    }
    let output = match &function.signature.output {
        ReturnType::Type(_, ty) => Some(&**ty),
        ReturnType::Default => None,
    };
    let types = function.parameters.iter().map(|parameter| &*parameter.source.ty).chain(output);
    types.flat_map(|ty| Survey::of(ty).self_types).next()
}

fn check_receiver(receiver: &Receiver, self_type: &syn::Type, errors: &mut Errors) {
    let message = match receiver_form(receiver, self_type) {
        ReceiverForm::Shared => return,
        ReceiverForm::Exclusive => {
            "the object is shared by everything that holds a reference to it; take `&self`, and keep mutable state \
             in a lock or an atomic"
        }
        ReceiverForm::Value => "JavaScript keeps its reference to the object and may call it again; take `&self`",
        ReceiverForm::Counted => {
            "a method takes `&self`; for a reference that outlives the call, add a parameter of type `This<Self>`"
        }
        ReceiverForm::Other => "a method takes `&self`",
    };
    errors.error(receiver, message);
}

fn check_qualifiers(function: &Function<'_>, errors: &mut Errors) {
    let signature = function.signature;
    if let Some(constness) = &signature.constness {
        errors.error(
            constness,
            "an invokable function cannot be `const`, because JavaScript calls it at run time; remove `const`",
        );
    }
    if let Safety::Unsafe(unsafety) = &signature.safety {
        errors.error(
            unsafety,
            "an invokable function cannot be `unsafe`, because JavaScript cannot uphold safety requirements; check \
             them in a safe function that calls the unsafe one",
        );
    }
    if let Some(abi) = &signature.abi {
        errors.error(
            abi,
            "an invokable function cannot be `extern`, because JavaScript calls it by its id; remove `extern`",
        );
    }
    if let Some(variadic) = &signature.variadic {
        errors.error(variadic, "an invokable function cannot be variadic; take a `Vec`");
    }
}

fn check_generics(function: &Function<'_>, site: Site<'_>, errors: &mut Errors) {
    let generics = &function.signature.generics;
    let fix = match site {
        Site::Module => "write one function for each type",
        Site::Block { .. } => "move them to the `impl` block",
    };
    for parameter in &generics.params {
        match parameter {
            GenericParam::Lifetime(_) => {}
            GenericParam::Type(_) => {
                errors.error(parameter, format!("JavaScript cannot choose type parameters of a function; {fix}"));
            }
            GenericParam::Const(_) => {
                errors.error(parameter, format!("JavaScript cannot choose const parameters of a function; {fix}"));
            }
        }
    }
    let predicates = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    if predicates.into_iter().any(|predicate| !matches!(predicate, WherePredicate::Lifetime(_))) {
        let fix = match site {
            Site::Module => "remove the clause",
            Site::Block { .. } => "move the clause to the `impl` block",
        };
        errors.error(&generics.where_clause, format!("an invokable function cannot have its own bounds; {fix}"));
    }
}

/// Requires a visibility that is wider than the module, so that a reader of the module sees what JavaScript can call.
fn check_visibility(function: &Function<'_>, site: Site<'_>, errors: &mut Errors) {
    let name = function.name();
    let Signature { asyncness, fn_token, .. } = function.signature;
    let underlined = match function.visibility {
        Visibility::Inherited => quote!(#fn_token #name),
        Visibility::Restricted(restricted) if restricted.path.is_ident("self") => restricted.to_token_stream(),
        _ => return,
    };
    let keywords = if asyncness.is_some() { "async fn" } else { "fn" };
    let which = match site {
        // A function of a trait looks like a private one.
        Site::Module => "public functions that do not belong to a trait",
        Site::Block { .. } if function.receiver.is_some() => "public methods",
        Site::Block { .. } => "public functions",
    };
    errors.error(underlined, format!("JavaScript can only call {which}; write `pub {keywords} {name}`"));
}

fn check_blocking(function: &Function<'_>, errors: &mut Errors) {
    let mut flags = function.blocking.iter();
    let Some(first) = flags.next() else { return };
    if function.returned.is_future {
        errors.error(first, "`blocking` requires a function that is not `async`; remove one of the two");
    }
    for again in flags {
        errors.error(again, "`blocking` applies to all ids of the function; write it only once");
    }
}

fn check_policy(function: &Function<'_>, errors: &mut Errors) {
    let mut policies = function.policies.iter();
    let Some(first) = policies.next() else { return };
    check_words(first, errors);
    for again in policies {
        errors.error(again, "`policy` applies to all ids of the function; write it only once");
    }
}

fn check_timeout(function: &Function<'_>, errors: &mut Errors) {
    let mut timeouts = function.timeouts.iter();
    let Some(first) = timeouts.next() else { return };
    if let Err(problem) = milliseconds(first) {
        errors.error(first, problem);
    }
    if function.mode() == Mode::Sync {
        errors.error(
            first,
            "`timeout` requires an `async` or `blocking` function, because other functions run to completion; add \
             `blocking`, or remove the option",
        );
    }
    for again in timeouts {
        errors.error(again, "`timeout` applies to all ids of the function; write it only once");
    }
}

/// A policy without words would look like a policy, but allow every caller.
pub(super) fn check_words(policy: &LitStr, errors: &mut Errors) {
    if policy.value().split_whitespace().next().is_none() {
        errors.error(policy, "a policy has at least one word; without a policy, remove the option");
    }
}

fn check_result(function: &Function<'_>, errors: &mut Errors) {
    match function.returned.value {
        Value::Type(ty @ Type::Never(_)) => {
            errors.error(ty, "JavaScript would wait forever; return a value or nothing");
        }
        Value::Type(ty) if parameter::lacks_size(ty) => errors.is_reported(),
        _ => {}
    }
}
