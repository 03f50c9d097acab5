//! The error texts for methods that do not exist: what is linked, which names are similar, and what to do.

use super::Registry;
use crate::descriptor::MethodDescriptor;
use crate::error::{CallError, ErrorCode};
use crate::object::TrackedObject;

/// Maximum number of names in a text.
const MAX_NAMES: usize = 10;

/// A failed lookup by assembly and id.
#[cold]
#[inline(never)]
pub(super) fn static_method(registry: &Registry, assembly: &str, name: &str) -> CallError {
    let message = if registry.0.assemblies.binary_search(&assembly).is_ok() {
        missing_method(registry, assembly, name)
    } else {
        missing_assembly(registry, assembly)
    };
    CallError::dispatch(ErrorCode::NotFound, message)
}

/// A failed lookup whose text no client will see. Searching for similar names would only help clients that flood a
/// server.
#[cold]
pub(super) fn unexplained() -> CallError {
    CallError::dispatch(ErrorCode::NotFound, "There is no such method.".to_owned())
}

fn missing_assembly(registry: &Registry, assembly: &str) -> String {
    let assemblies = &registry.0.assemblies;
    let mut text = format!("There is no loaded assembly with the name '{assembly}'.");
    text.push_str(&did_you_mean(assembly, assemblies));
    if assemblies.is_empty() {
        text.push_str(" No assembly is linked at all.");
    } else {
        text.push_str(&format!(" Linked assemblies: {}.", list(assemblies)));
    }
    text.push_str(
        " A crate that is only listed in Cargo.toml is not linked: write `use the_crate as _;` in the program that needs it.",
    );
    text
}

fn missing_method(registry: &Registry, assembly: &str, name: &str) -> String {
    let mut text = format!(
        "The assembly '{assembly}' does not contain a public invokable method with #[js_invokable(name = \"{name}\")]."
    );
    let here = registry.methods().filter(|method| method.assembly == assembly).map(|method| method.name);
    text.push_str(&did_you_mean(name, &here.collect::<Vec<_>>()));
    let elsewhere: Vec<_> =
        registry.methods().filter(|method| method.name == name).map(|method| method.assembly).collect();
    if !elsewhere.is_empty() {
        text.push_str(&format!(" It exists in: {}.", list(&elsewhere)));
    }
    let on_objects = registry.objects().iter().filter(|object| object.methods.iter().any(|method| method.name == name));
    let types: Vec<_> = on_objects.map(|object| object.name).collect();
    if !types.is_empty() {
        let types = list(&types);
        text.push_str(&format!(
            " Objects of these types have such a method, which is called through a reference: {types}."
        ));
    }
    text
}

/// A failed lookup on an object.
#[cold]
#[inline(never)]
pub(crate) fn instance_method(object: &TrackedObject, name: &str) -> CallError {
    let type_name = object.type_name();
    let mut text = format!(
        "The type '{type_name}' does not contain a public invokable method with #[js_invokable(name = \"{name}\")]."
    );
    let names: Vec<_> = object.methods().iter().map(|method: &MethodDescriptor| method.name).collect();
    text.push_str(&did_you_mean(name, &names));
    CallError::dispatch(ErrorCode::NotFound, text)
}

/// Names the candidate that was probably meant: the same name in another case, or with a few other letters.
fn did_you_mean(name: &str, candidates: &[&str]) -> String {
    // Names from a client may be long, but such names are not typing errors.
    if name.len() > 100 {
        return String::new();
    }
    let folded = name.to_ascii_lowercase();
    let nearest = candidates
        .iter()
        .map(|candidate| (strsim::osa_distance(&folded, &candidate.to_ascii_lowercase()), candidate))
        .min_by_key(|(distance, _)| *distance);
    match nearest {
        Some((distance, candidate)) if distance <= name.chars().count() / 3 => format!(" Did you mean '{candidate}'?"),
        _ => String::new(),
    }
}

fn list(names: &[&str]) -> String {
    let mut text = String::new();
    for name in names.iter().take(MAX_NAMES) {
        let separator = if text.is_empty() { "" } else { ", " };
        text.push_str(&format!("{separator}'{name}'"));
    }
    if names.len() > MAX_NAMES {
        text.push_str(&format!(" and {} more", names.len() - MAX_NAMES));
    }
    text
}
