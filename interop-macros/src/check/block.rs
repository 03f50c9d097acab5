//! The rules for `impl` blocks.

use syn::{GenericParam, ItemImpl};

use super::{Site, check_function, ids};
use crate::errors::Errors;
use crate::model::{Block, Survey, last_segment};

/// Checks what stands before the braces. Answers whether it is an `impl` that ours can stand beside.
pub(crate) fn check_header(item: &ItemImpl, errors: &mut Errors) -> bool {
    let mut sound = true;
    let mut refuse = |underlined: &dyn quote::ToTokens, message: &str| {
        errors.error(underlined, message);
        sound = false;
    };
    if let Some((path, _)) = &item.trait_ {
        refuse(path, "`#[interop_object]` belongs on an inherent `impl` block, not on the implementation of a trait");
        return false;
    }
    if let Some(defaultness) = &item.modifiers.defaultness {
        refuse(defaultness, "an `#[interop_object]` block cannot be `default`");
    }
    if let Some(unsafety) = &item.unsafety {
        refuse(unsafety, "an `#[interop_object]` block cannot be `unsafe`");
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
        refuse(&item.self_ty, "`#[interop_object]` is for a struct or an enum of this crate");
    }
    sound
}

const BORROWS: &str = "JavaScript keeps the object for as long as it likes, so its type cannot borrow; remove the \
                       lifetime and let the type own its data";

/// Checks what stands between the braces.
pub(crate) fn check_block(block: &Block<'_>, errors: &mut Errors) {
    if let Some(assembly) = &block.options.assembly {
        ids::check_assembly(assembly, errors);
    }
    let site = Site::Block { self_type: &block.item.self_ty, generic: block.is_generic() };
    for method in &block.methods {
        check_function(method, site, errors);
    }
    ids::check_duplicates(block.instance_methods(), errors);
    ids::check_duplicates(block.static_methods(), errors);
}
