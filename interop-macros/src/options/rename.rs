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
    /// The style that a literal of the user names.
    pub(crate) fn from_literal(literal: &LitStr) -> syn::Result<Self> {
        let written = literal.value();
        let rule = RULES.iter().find(|(name, _)| *name == written).map(|(_, rule)| *rule);
        rule.ok_or_else(|| {
            let known = RULES.iter().map(|(name, _)| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            syn::Error::new(literal.span(), format!("unknown style `{written}`; the styles are {known}"))
        })
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
