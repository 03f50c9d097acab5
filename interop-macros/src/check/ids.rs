//! The rules for ids and assembly names.

use syn::LitStr;

use crate::errors::Errors;
use crate::model::{Function, Id};

/// The id by which JavaScript's `dispose()` releases an object.
const DISPOSE: &str = "__Dispose";

/// The id by which JavaScript reads a stream of items.
const NEXT: &str = "__Next";

/// Checks the ids of one function.
pub(super) fn check_ids(function: &Function<'_>, errors: &mut Errors) {
    for id in &function.ids {
        if id.value.trim().is_empty() {
            errors.error(&id.source, "an id cannot be empty; omit `name` to use the name of the function");
        }
        if id.value == DISPOSE && function.receiver.is_some() {
            errors.error(
                &id.source,
                format!("`{DISPOSE}` is reserved: JavaScript's `dispose()` calls it; give the method another `name`"),
            );
        }
        if id.value == NEXT && function.receiver.is_some() {
            errors.error(
                &id.source,
                format!("`{NEXT}` is reserved: JavaScript reads streams by it; give the method another `name`"),
            );
        }
        if let Some(assembly) = &id.assembly {
            if function.receiver.is_some() {
                errors.error(
                    assembly,
                    "`assembly` belongs on functions without receiver or on `#[interop_object]`; methods are found \
                     through their object",
                );
            }
            check_assembly(assembly, errors);
        }
    }
    for (at, id) in function.ids.iter().enumerate() {
        if function.ids.iter().enumerate().any(|(other, same)| other != at && collide(id, same)) {
            errors
                .error(&id.source, format!("duplicate id `{}`; give each `#[js_invokable]` another `name`", id.value));
        }
    }
}

/// Checks the name of an assembly.
pub(super) fn check_assembly(assembly: &LitStr, errors: &mut Errors) {
    if assembly.value().trim().is_empty() {
        errors.error(assembly, "the name of an assembly cannot be empty; omit `assembly` to use that of the crate");
    }
}

/// Checks functions that share a table.
///
/// If `#[cfg(...)]` may remove one of them, the compiler finds out whether both exist: see `expand`.
pub(super) fn check_duplicates<'a, 'f: 'a>(functions: impl Iterator<Item = &'a Function<'f>>, errors: &mut Errors) {
    let functions: Vec<_> = functions.filter(|function| !function.is_conditional()).collect();
    for (at, function) in functions.iter().enumerate() {
        for id in &function.ids {
            let mut others = functions.iter().enumerate().filter(|(other, _)| *other != at);
            let same = others.find(|(_, other)| other.ids.iter().any(|other| collide(id, other)));
            if let Some((_, other)) = same {
                errors.error(&id.source, format!("duplicate id `{}`: `{}` has the same id", id.value, other.rust_name));
            }
        }
    }
}

fn collide(one: &Id, other: &Id) -> bool {
    one.value == other.value && one.assembly_name() == other.assembly_name()
}
