//! `rename_all = "..."`: from names in Rust to ids, with the styles of serde.

use syn::LitStr;

/// A style of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RenameRule {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

const RULES: &[(&str, RenameRule)] = &[
    ("lowercase", RenameRule::Lower),
    ("UPPERCASE", RenameRule::Upper),
    ("PascalCase", RenameRule::Pascal),
    ("camelCase", RenameRule::Camel),
    ("snake_case", RenameRule::Snake),
    ("SCREAMING_SNAKE_CASE", RenameRule::ScreamingSnake),
    ("kebab-case", RenameRule::Kebab),
    ("SCREAMING-KEBAB-CASE", RenameRule::ScreamingKebab),
];

impl RenameRule {
    /// Parses the style named by a literal.
    pub(crate) fn from_literal(literal: &LitStr) -> syn::Result<Self> {
        let written = literal.value();
        let rule = RULES.iter().find(|(name, _)| *name == written).map(|(_, rule)| *rule);
        rule.ok_or_else(|| {
            let known = RULES.iter().map(|(name, _)| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            syn::Error::new(literal.span(), format!("unknown style `{written}`; the styles are {known}"))
        })
    }

    /// Applies the style to a name in `PascalCase`, such as that of a variant.
    pub(crate) fn apply_to_pascal(self, name: &str) -> String {
        match self {
            Self::Lower => name.to_lowercase(),
            Self::Upper => name.to_uppercase(),
            Self::Pascal => name.to_owned(),
            other => other.apply(&snake(name)),
        }
    }

    /// Applies the style to a `snake_case` name.
    pub(crate) fn apply(self, name: &str) -> String {
        match self {
            Self::Lower | Self::Snake => name.to_owned(),
            Self::Upper | Self::ScreamingSnake => name.to_ascii_uppercase(),
            Self::Pascal => pascal(name),
            Self::Camel => {
                let pascal = pascal(name);
                let mut rest = pascal.chars();
                rest.next().map_or_else(String::new, |first| first.to_lowercase().chain(rest).collect())
            }
            Self::Kebab => name.replace('_', "-"),
            Self::ScreamingKebab => name.to_ascii_uppercase().replace('_', "-"),
        }
    }
}

fn pascal(name: &str) -> String {
    let mut capitalize = true;
    let mut result = String::with_capacity(name.len());
    for character in name.chars() {
        if character == '_' {
            capitalize = true;
        } else if capitalize {
            result.extend(character.to_uppercase());
            capitalize = false;
        } else {
            result.push(character);
        }
    }
    result
}

/// `OutOfStock` and `HTTPError` as `out_of_stock` and `http_error`.
fn snake(name: &str) -> String {
    let characters: Vec<char> = name.chars().collect();
    let mut result = String::with_capacity(name.len() + 4);
    for (at, character) in characters.iter().enumerate() {
        if character.is_uppercase() && at > 0 {
            let before = characters[at - 1];
            let begins_word = characters.get(at + 1).is_some_and(|after| after.is_lowercase());
            if before != '_' && (!before.is_uppercase() || begins_word) {
                result.push('_');
            }
        }
        result.extend(character.to_lowercase());
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_types_become_snake_case_word_by_word() {
        for (name, expected) in [
            ("OutOfStock", "out_of_stock"),
            ("HTTPError", "http_error"),
            ("IoError", "io_error"),
            ("V2", "v2"),
            ("Utf8Error", "utf8_error"),
            ("A", "a"),
            ("Ärger", "ärger"),
            ("Already_Split", "already_split"),
        ] {
            assert_eq!(RenameRule::Snake.apply_to_pascal(name), expected);
        }
    }

    #[test]
    fn styles_of_variants_are_those_of_serde() {
        let name = "OutOfStock";
        for (rule, expected) in [
            (RenameRule::Lower, "outofstock"),
            (RenameRule::Upper, "OUTOFSTOCK"),
            (RenameRule::Pascal, "OutOfStock"),
            (RenameRule::Camel, "outOfStock"),
            (RenameRule::ScreamingSnake, "OUT_OF_STOCK"),
            (RenameRule::Kebab, "out-of-stock"),
            (RenameRule::ScreamingKebab, "OUT-OF-STOCK"),
        ] {
            assert_eq!(rule.apply_to_pascal(name), expected);
        }
    }
}
