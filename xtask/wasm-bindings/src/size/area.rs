//! Which part of which crate a function belongs to, by its demangled name.

use std::borrow::Cow;

/// Destructors that the compiler generates.
const DROP_GLUE: &str = "destructors";
/// Functions without a path: the exports of the module, and those of the compiler's runtime.
const EXPORTS: &str = "exports and built-in functions";

/// The crate and the module of a function, such as `interop_core::circuit`. An implementation of a trait belongs to its type,
/// or to the trait if the type is a built-in one.
pub(super) fn area(name: &str) -> &str {
    if ["core::ptr::drop_in_place::<", "core::ptr::drop_in_place<"].iter().any(|start| name.starts_with(start)) {
        return DROP_GLUE;
    }
    name.split(|character| " <>&()[],;*".contains(character))
        .map(module)
        .find(|path| !path.is_empty())
        .unwrap_or(EXPORTS)
}

/// The crate and the first module of a path; empty if it is no path.
fn module(path: &str) -> &str {
    let Some((first, rest)) = path.split_once("::") else { return "" };
    let second = rest.split("::").next().unwrap_or_default();
    let is_module = second.starts_with(|first: char| first.is_ascii_lowercase()) && rest.len() > second.len();
    if first.is_empty() {
        ""
    } else if is_module {
        &path[..first.len() + 2 + second.len()]
    } else {
        first
    }
}

/// The name without the hashes of crates and instances.
pub(super) fn without_hashes(name: &str) -> Cow<'_, str> {
    let is_hash = |text: &str| text.len() >= 10 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut shown = Cow::Borrowed(name);
    let mut at = 0;
    while let Some(start) = shown[at..].find('[').map(|offset| at + offset) {
        let Some(end) = shown[start..].find(']').map(|offset| start + offset) else { break };
        if is_hash(&shown[start + 1..end]) {
            shown.to_mut().replace_range(start..=end, "");
            at = start;
        } else {
            at = start + 1;
        }
    }
    match shown.rfind("::h") {
        Some(place) if is_hash(&shown[place + 3..]) => shown[..place].to_owned().into(),
        _ => shown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_belongs_to_the_module_of_its_type() {
        for (name, expected) in [
            ("interop_core::argument::advice::reference_type", "interop_core::argument"),
            ("<interop_core::thunk::Call>::argument_error", "interop_core::thunk"),
            (
                "<&mut serde_json::de::Deserializer<R> as serde_core::de::Deserializer>::deserialize_i32",
                "serde_json::de",
            ),
            ("<f64 as zmij::private::Sealed>::write", "zmij::private"),
            ("shop::total", "shop"),
            ("<shop::Item as serde_core::de::Deserialize>::deserialize", "shop"),
            ("core::ptr::drop_in_place::<shop::Item>", DROP_GLUE),
            ("interop__connect", EXPORTS),
        ] {
            assert_eq!(area(name), expected, "{name}");
        }
    }

    #[test]
    fn names_are_shown_without_hashes() {
        for (name, expected) in [
            ("<core[f9449fc31f7c2003]::fmt::Formatter>::pad", "<core::fmt::Formatter>::pad"),
            ("core[969d8307c138ded]::slice::<[u8]>::len", "core::slice::<[u8]>::len"),
            ("core::fmt::write::h0123456789abcdef", "core::fmt::write"),
            ("interop__connect", "interop__connect"),
        ] {
            assert_eq!(without_hashes(name), expected);
        }
    }
}
