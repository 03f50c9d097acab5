//! Each type name has one meaning within a crate, so that a reader of a signature need not look up its path.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};
use syn::{Attribute, Expr, ExprLit, Ident, Item, ItemEnum, ItemMod, ItemStruct, ItemTrait, ItemType, ItemUnion, Lit};

/// The crates whose types must have unique names. Fixtures of tests are not among them.
const CRATES: &[&str] = &[
    "cargo-interop",
    "gallery",
    "interop-contract",
    "interop-core",
    "interop-macros",
    "interop-server",
    "interop-wasm",
    "xtask",
];

#[test]
fn no_crate_declares_two_types_of_one_name() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut repeated = Vec::new();
    for name in CRATES {
        let source = workspace.join(name).join("src");
        let mut declared = Vec::new();
        for root in ["lib.rs", "main.rs"].map(|file| source.join(file)).iter().filter(|root| root.exists()) {
            let from = declared.len();
            Declarations { file: root.clone(), children: source.clone(), conditional: false, found: &mut declared }
                .read();
            repeated.extend(repetitions(&declared[from..]));
        }
        assert!(!declared.is_empty(), "no types were found in {}", source.display());
    }
    assert!(repeated.is_empty(), "type names with several meanings:\n{}", repeated.join("\n"));
}

#[test]
fn repetitions_are_found_except_in_tests_and_between_alternatives() {
    let text = "
        struct Twice;
        mod inner { enum Twice {} }
        struct Once;
        trait Trait { type Once; }
        #[cfg(unix)] type Alternative = u8;
        #[cfg(not(unix))] mod other { type Alternative = u16; }
        #[cfg(test)] mod tests { struct Once; }
        fn local() { struct Local; }
        union Local { field: u8 }
    ";
    let mut found = Vec::new();
    Declarations { file: "lib.rs".into(), children: "".into(), conditional: false, found: &mut found }
        .visit_file(&syn::parse_file(text).unwrap());
    assert_eq!(repetitions(&found), ["Local: lib.rs, lib.rs", "Twice: lib.rs, lib.rs"]);
}

struct Declaration {
    name: String,
    file: PathBuf,
    /// Whether it exists only where a `cfg` holds.
    conditional: bool,
}

/// The names that are declared more than once, with their files. Alternatives for different targets in one file count
/// as one type.
fn repetitions(declared: &[Declaration]) -> Vec<String> {
    let mut by_name = BTreeMap::<&str, Vec<&Declaration>>::new();
    for declaration in declared {
        by_name.entry(&declaration.name).or_default().push(declaration);
    }
    by_name.retain(|_, found| {
        let alternatives = found.iter().all(|one| one.conditional && one.file == found[0].file);
        found.len() > 1 && !alternatives
    });
    let files = |found: &[&Declaration]| found.iter().map(|one| one.file.display().to_string()).collect::<Vec<_>>();
    by_name.iter().map(|(name, found)| format!("{name}: {}", files(found).join(", "))).collect()
}

/// Collects the declarations of a file and of the modules below it.
struct Declarations<'f> {
    file: PathBuf,
    /// Where the files of its modules are.
    children: PathBuf,
    conditional: bool,
    found: &'f mut Vec<Declaration>,
}

impl Declarations<'_> {
    fn read(&mut self) {
        let text = std::fs::read_to_string(&self.file)
            .unwrap_or_else(|error| panic!("{} cannot be read: {error}", self.file.display()));
        let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", self.file.display()));
        self.visit_file(&file);
    }

    fn add(&mut self, name: &Ident, attributes: &[Attribute]) {
        let conditional = self.conditional || is_conditional(attributes);
        self.found.push(Declaration { name: name.to_string(), file: self.file.clone(), conditional });
    }

    /// Continues in the file of a module.
    fn read_module(&mut self, module: &ItemMod) {
        let name = module.ident.to_string();
        let (file, children) = match path_of(&module.attrs) {
            Some(path) => {
                let file = self.file.with_file_name(path);
                (file.clone(), file.parent().unwrap().to_owned())
            }
            None => {
                let children = self.children.join(&name);
                let files = [self.children.join(format!("{name}.rs")), children.join("mod.rs")];
                let file = files.into_iter().find(|file| file.exists());
                (file.unwrap_or_else(|| panic!("`mod {name}` in {} has no file", self.file.display())), children)
            }
        };
        Declarations { file, children, conditional: self.conditional, found: self.found }.read();
    }
}

impl<'ast> Visit<'ast> for Declarations<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        match item {
            Item::Struct(ItemStruct { ident, attrs, .. })
            | Item::Enum(ItemEnum { ident, attrs, .. })
            | Item::Union(ItemUnion { ident, attrs, .. })
            | Item::Trait(ItemTrait { ident, attrs, .. })
            | Item::Type(ItemType { ident, attrs, .. }) => self.add(ident, attrs),
            _ => {}
        }
        visit::visit_item(self, item);
    }

    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        if is_test(&module.attrs) {
            return;
        }
        let outer = self.conditional;
        self.conditional |= is_conditional(&module.attrs);
        match &module.content {
            Some(_) => visit::visit_item_mod(self, module),
            None => self.read_module(module),
        }
        self.conditional = outer;
    }
}

fn is_conditional(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("cfg"))
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg") && attribute.parse_args::<Ident>().is_ok_and(|condition| condition == "test")
    })
}

/// The file that a `path` attribute names.
fn path_of(attributes: &[Attribute]) -> Option<String> {
    let attribute = attributes.iter().find(|attribute| attribute.path().is_ident("path"))?;
    match &attribute.meta.require_name_value().ok()?.value {
        Expr::Lit(ExprLit { lit: Lit::Str(path), .. }) => Some(path.value()),
        _ => None,
    }
}
