//! The name of a new project, and the names that follow from it.

use std::path::{Path, PathBuf};

use interop_contract::typescript;

/// The crates that a project depends on or links, whose names would be ambiguous.
const USED: [&str; 15] = [
    "alloc",
    "axum",
    "core",
    "interop-core",
    "interop-js",
    "interop-server",
    "interop-wasm",
    "proc_macro",
    "schemars",
    "serde",
    "std",
    "test",
    "thiserror",
    "tokio",
    "tower-http",
];

/// Folders in which cargo puts what it builds, and names that stand for devices on Windows.
const UNUSABLE: [&str; 14] = [
    "aux",
    "build",
    "com1",
    "com2",
    "com3",
    "com4",
    "con",
    "deps",
    "examples",
    "incremental",
    "lpt1",
    "nul",
    "prn",
    "target",
];

/// Reserved words of Rust, in all editions.
const RESERVED_WORDS: [&str; 52] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true",
    "try", "type", "typeof", "union", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// The names of a project.
#[derive(Debug)]
pub(crate) struct Name {
    /// The name of the package and of its folder.
    pub(crate) package: String,
    /// The folder in which the project is created.
    pub(crate) parent: PathBuf,
}

impl Name {
    /// Checks a name, which may be the path of the new folder.
    pub(crate) fn parse(path: &Path) -> Result<Self, String> {
        let package = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let shown = if package.is_empty() { path.display().to_string() } else { package.to_owned() };
        let reason = |reason: &str| Err(format!("`{shown}` cannot be the name of a crate: {reason}"));
        if package.is_empty() {
            return reason("it does not end with a name");
        }
        if !package.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_') {
            return reason("use lower-case letters, digits, `-` and `_`");
        }
        if !package.starts_with(|c: char| c.is_ascii_lowercase()) {
            return reason("it must start with a letter");
        }
        if package.ends_with(['-', '_']) || package.contains("--") || package.contains("__") {
            return reason("put `-` and `_` between letters or digits only, and one at a time");
        }
        if RESERVED_WORDS.contains(&package) {
            return reason("it is a reserved word of Rust");
        }
        if USED.iter().any(|used| used.replace('-', "_") == package.replace('-', "_")) {
            return reason("the project uses a crate or package with this name");
        }
        if UNUSABLE.contains(&package) {
            return reason("cargo or the operating system uses a file with this name");
        }
        let parent = match path.parent() {
            Some(parent) if parent != Path::new("") => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        Ok(Self { package: package.to_owned(), parent })
    }

    /// The name of the crate in Rust.
    pub(crate) fn crate_name(&self) -> String {
        self.package.replace('-', "_")
    }

    /// The name of the assembly: `my-shop` becomes `MyShop`.
    pub(crate) fn assembly(&self) -> String {
        let word = |word: &str| {
            let (first, rest) = word.split_at(1);
            format!("{}{rest}", first.to_ascii_uppercase())
        };
        self.package.split(['-', '_']).map(word).collect()
    }

    /// The name of the client's files.
    pub(crate) fn file(&self) -> String {
        typescript::file_name(&self.assembly())
    }

    /// The name of the client's constant.
    pub(crate) fn constant(&self) -> String {
        typescript::constant_name(&self.assembly())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(path: &str) -> Result<Name, String> {
        Name::parse(Path::new(path))
    }

    #[test]
    fn a_name_has_a_form_for_each_place() {
        let name = parse("my-shop2").unwrap();
        assert_eq!((&*name.package, &*name.crate_name(), &*name.assembly()), ("my-shop2", "my_shop2", "MyShop2"));
        assert_eq!(name.parent, Path::new("."));
        let name = parse("projects/shop/").unwrap();
        assert_eq!((&*name.package, &*name.parent), ("shop", Path::new("projects")));
        assert_eq!((&*name.file(), &*name.constant()), ("shop", "shop"));
    }

    #[test]
    fn the_constant_is_never_a_reserved_word() {
        assert_eq!(parse("delete").unwrap().constant(), "delete_");
        assert_eq!(parse("bind").unwrap().constant(), "bind_");
    }

    #[test]
    fn what_cannot_name_a_crate_is_refused_with_the_reason() {
        let cases = [
            ("", "it does not end with a name"),
            ("..", "it does not end with a name"),
            ("Shop", "use lower-case letters, digits, `-` and `_`"),
            ("my shop", "use lower-case letters"),
            ("ladenü", "use lower-case letters"),
            ("2shop", "it must start with a letter"),
            ("-shop", "it must start with a letter"),
            ("shop-", "put `-` and `_` between"),
            ("my--shop", "put `-` and `_` between"),
            ("struct", "it is a reserved word of Rust"),
            ("interop_core", "the project uses a crate or package with this name"),
            ("std", "the project uses a crate"),
            ("deps", "cargo or the operating system uses a file with this name"),
        ];
        for (name, reason) in cases {
            let error = parse(name).unwrap_err();
            assert!(error.contains("cannot be the name of a crate: "), "{error}");
            assert!(error.contains(reason), "{name}: {error}");
        }
    }
}
