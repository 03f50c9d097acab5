//! Words and names: how names of Rust items become names in JavaScript, whatever else they collide with.

use super::reserved::{RESERVED_EXPORTS, RESERVED_WORDS};

/// The name of an assembly's files: in kebab case, without characters that are special in file systems.
pub fn file_name(assembly: &str) -> String {
    let words = words(assembly);
    if words.is_empty() { "_".to_owned() } else { words.join("-").to_lowercase() }
}

/// The constant that an assembly's file exports, which starts with a lower-case letter.
pub fn constant_name(name: &str) -> String {
    let name = camel_case(name);
    let name = if is_identifier(&name) { name } else { format!("_{}", identifier(&name)) };
    let reserved = RESERVED_WORDS.contains(&&*name) || RESERVED_EXPORTS.contains(&&*name);
    if reserved { format!("{name}_") } else { name }
}

/// The interface of an assembly.
pub(super) fn assembly_interface(name: &str) -> String {
    format!("{}Assembly", pascal_case(name))
}
/// Whether a text is a JavaScript identifier, restricted to the characters that every tool accepts.
pub(super) fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_alphabetic() || c == '_' || c == '$')
        && chars.all(|c| c.is_alphanumeric() || c == '_' || c == '$')
}

/// Whether a word is reserved in JavaScript, so that it cannot be a name everywhere.
pub(super) fn is_reserved(text: &str) -> bool {
    RESERVED_WORDS.contains(&text)
}

/// A property name, quoted if necessary.
pub(super) fn property(name: &str) -> String {
    if is_identifier(name) { name.to_owned() } else { super::text::string(name) }
}

/// A name in which all characters that are not valid in identifiers are replaced.
pub(super) fn identifier(name: &str) -> String {
    let replaced: String = name.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '_' }).collect();
    let trimmed = replaced.trim_end_matches('_');
    let trimmed = if trimmed.is_empty() { "_" } else { trimmed };
    if is_identifier(trimmed) { trimmed.to_owned() } else { format!("_{trimmed}") }
}

/// `GenericType<Option<u8>>` becomes `GenericTypeOptionU8`.
pub(super) fn pascal_case(name: &str) -> String {
    let name: String = words(name).iter().map(|word| capitalized(word)).collect();
    identifier(&name)
}

/// `place_order`, `PlaceOrder` and `place-order` become `placeOrder`; `HTTPServer` becomes `httpServer`.
pub(super) fn camel_case(name: &str) -> String {
    let words = words(name);
    let Some((first, rest)) = words.split_first() else { return name.to_owned() };
    let rest: String = rest.iter().map(|word| capitalized(word)).collect();
    format!("{}{rest}", first.to_lowercase())
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The words of a name. A word starts at an upper-case letter after a lower-case letter, and words are separated by all
/// characters other than letters and digits.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let chars: Vec<char> = name.chars().collect();
    for (at, &c) in chars.iter().enumerate() {
        if !c.is_alphanumeric() {
            words.push(String::new());
            continue;
        }
        let after_lower = at > 0 && (chars[at - 1].is_lowercase() || chars[at - 1].is_numeric());
        let last_of_acronym =
            at > 0 && chars[at - 1].is_uppercase() && chars.get(at + 1).is_some_and(|next| next.is_lowercase());
        if c.is_uppercase() && (after_lower || last_of_acronym) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push(c);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_become_members() {
        for (id, member) in [
            ("place_order", "placeOrder"),
            ("PlaceOrder", "placeOrder"),
            ("ReturnArrayAsync", "returnArrayAsync"),
            ("HTTPServer", "httpServer"),
            ("get-x2y", "getX2y"),
            ("add", "add"),
            ("Shop.add item", "shopAddItem"),
            ("größe_ändern", "größeÄndern"),
            ("__", "__"),
            ("2fast", "2fast"),
        ] {
            assert_eq!(camel_case(id), member);
        }
    }

    #[test]
    fn types_become_identifiers() {
        assert_eq!(pascal_case("GenericType<Option<u8>>"), "GenericTypeOptionU8");
        assert_eq!(identifier("Page_for_string"), "Page_for_string");
        assert_eq!(identifier("Map<A, B>"), "Map_A__B");
        assert_eq!(identifier("2D"), "_2D");
        assert_eq!(file_name("BlazorSample"), "blazor-sample");
        assert_eq!(file_name("../../etc"), "etc");
    }
}
