//! The rules for `impl` blocks.

use syn::{GenericParam, ItemImpl, Type};

use super::function::check_words;
use super::{Site, check_function, ids};
use crate::errors::Errors;
use crate::model::{Block, Survey, is_number, last_segment, unwrap_groups};

/// Checks the header of the block. Returns whether the generated `impl` can be emitted next to it.
pub(crate) fn check_header(item: &ItemImpl, errors: &mut Errors) -> bool {
    if is_refused_by_the_compiler(item) {
        errors.is_reported();
        return false;
    }
    let mut sound = true;
    let mut refuse = |underlined: &dyn quote::ToTokens, message: &str| {
        errors.error(underlined, message);
        sound = false;
    };
    if let Some((path, _)) = &item.trait_ {
        refuse(path, "`#[interop_object]` belongs on an inherent `impl` block, not on the implementation of a trait");
        return false;
    }
    for parameter in &item.generics.params {
        if let GenericParam::Lifetime(_) = parameter {
            refuse(parameter, BORROWS);
        }
    }
    if item.generics.lifetimes().next().is_none() {
        for lifetime in Survey::of(&item.self_ty).lifetimes {
            refuse(&lifetime, BORROWS);
        }
    }
    if last_segment(&item.self_ty).is_none() {
        refuse(&item.self_ty, "`#[interop_object]` requires a struct or an enum of this crate");
    }
    sound
}

/// Whether the compiler reports an error about the block regardless of the attribute.
fn is_refused_by_the_compiler(item: &ItemImpl) -> bool {
    if item.trait_.is_some() {
        return false;
    }
    let primitive = match unwrap_groups(&item.self_ty) {
        Type::Path(ty) => ty.path.get_ident().is_some_and(|name| is_number(name) || name == "str"),
        Type::Array(_)
        | Type::FnPtr(_)
        | Type::Never(_)
        | Type::Ptr(_)
        | Type::Reference(_)
        | Type::Slice(_)
        | Type::Tuple(_) => true,
        _ => false,
    };
    primitive || item.unsafety.is_some() || item.modifiers.defaultness.is_some()
}

const BORROWS: &str = "JavaScript can hold the object indefinitely, so its type cannot borrow; remove the lifetime and \
                       let the type own its data";

/// Checks the contents of the block.
pub(crate) fn check_block(block: &Block<'_>, errors: &mut Errors) {
    if let Some(assembly) = &block.options.assembly {
        ids::check_assembly(assembly, errors);
    }
    if let Some(policy) = &block.options.policy {
        check_words(policy, errors);
    }
    let site = Site::Block { self_type: &block.item.self_ty, generic: block.is_generic() };
    for method in &block.methods {
        check_function(method, site, errors);
    }
    ids::check_duplicates(block.instance_methods(), errors);
    ids::check_duplicates(block.static_methods(), errors);
}
