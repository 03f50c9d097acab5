//! JavaScript names for items with Rust names.

use std::collections::{BTreeMap, BTreeSet};

use super::places::Located;
use crate::document::{Assembly, Contract, NamedType};

/// How member names are derived from ids.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Names {
    /// `place_order` and `PlaceOrder` become `placeOrder`.
    #[default]
    CamelCase,
    /// Ids are used unchanged.
    AsIs,
}

/// Members that every object has, or that JavaScript uses itself.
const RESERVED_MEMBERS: [&str; 12] = [
    "constructor",
    "dispose",
    "invokeMethod",
    "invokeMethodAsync",
    "prototype",
    "serializeAsArg",
    "sync",
    "then",
    "toJSON",
    "withOptions",
    "withSignal",
    "__proto__",
];

/// Names used in the declarations of assemblies, which a type of the application would hide.
const RESERVED_TYPES: [&str; 37] = [
    "Announcing",
    "Array",
    "BigInt64Array",
    "BigUint64Array",
    "CallError",
    "CallOptions",
    "Connection",
    "CustomEvent",
    "DotNetItems",
    "DotNetObject",
    "DotNetStream",
    "Element",
    "Error",
    "Float32Array",
    "Float64Array",
    "Implemented",
    "Int16Array",
    "Int32Array",
    "Int8Array",
    "InteropAssemblies",
    "InteropEvents",
    "ItemSource",
    "Method",
    "ObjectType",
    "OnMismatch",
    "Outcome",
    "Pick",
    "Promise",
    "PromiseLike",
    "Received",
    "Record",
    "Symbol",
    "Sync",
    "Uint16Array",
    "Uint32Array",
    "Uint8Array",
    "WasmConnection",
];

/// Reserved words, which no binding can have as its name.
const RESERVED_WORDS: [&str; 59] = [
    "any",
    "arguments",
    "async",
    "await",
    "bigint",
    "boolean",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "eval",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "implements",
    "import",
    "in",
    "instanceof",
    "interface",
    "let",
    "new",
    "never",
    "null",
    "number",
    "object",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "static",
    "string",
    "super",
    "switch",
    "symbol",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "undefined",
    "unknown",
    "var",
    "void",
    "while",
    "with",
    "yield",
];

/// Names that an assembly's file exports or imports by itself.
const RESERVED_EXPORTS: [&str; 15] = [
    "adopt",
    "assembly",
    "bind",
    "bytes",
    "checkContract",
    "checked",
    "compare",
    "contract",
    "hash",
    "implement",
    "isError",
    "items",
    "method",
    "methods",
    "objectType",
];

/// The identifiers of a contract.
pub(super) struct Identifiers {
    names: Names,
    types: BTreeMap<String, String>,
    /// By assembly and name.
    objects: BTreeMap<(String, String), String>,
    interfaces: BTreeMap<(String, String), String>,
    /// The constants that are the functions of an assembly, by assembly and id.
    functions: BTreeMap<(String, String), String>,
}

impl Identifiers {
    /// The identifiers, and the problems with some of them.
    pub(super) fn of(contract: &Contract, names: Names) -> (Self, Vec<String>) {
        let mut problems = Vec::new();
        let mut taken: BTreeMap<String, String> = BTreeMap::new();
        let mut take = |identifier: &str, owner: String, fix: &str, problems: &mut Vec<String>| {
            if RESERVED_TYPES.contains(&identifier) || RESERVED_WORDS.contains(&identifier) {
                problems.push(format!("{owner} would hide the `{identifier}` of TypeScript: {fix}"));
            } else if let Some(other) = taken.insert(identifier.to_owned(), owner.clone()) {
                problems.push(format!("{other} and {owner} would both be `{identifier}` in TypeScript: {fix}"));
            }
        };
        let rename = "give it another name by `#[schemars(rename = \"...\")]`";
        let mut types = BTreeMap::new();
        for (name, named) in &contract.types {
            let identifier = identifier(name);
            take(&identifier, format!("the type `{name}`"), rename, &mut problems);
            if matches!(named, NamedType::Each { .. }) {
                take(
                    &format!("{identifier}Input"),
                    format!("the parameter form of the type `{name}`"),
                    rename,
                    &mut problems,
                );
            }
            types.insert(name.clone(), identifier);
        }
        let mut objects = BTreeMap::new();
        for (assembly, content) in &contract.assemblies {
            for name in content.objects.keys() {
                let identifier = pascal_case(name);
                take(&identifier, format!("the object `{assembly}.{name}`"), "rename one of the types", &mut problems);
                objects.insert((assembly.clone(), name.clone()), identifier);
            }
        }
        let mut interfaces = BTreeMap::new();
        for (assembly, content) in &contract.assemblies {
            for name in content.interfaces.keys() {
                let identifier = pascal_case(name);
                let fix = "rename one of them";
                take(&identifier, format!("the interface `{assembly}.{name}`"), fix, &mut problems);
                interfaces.insert((assembly.clone(), name.clone()), identifier);
            }
        }
        let mut identifiers = Self { names, types, objects, interfaces, functions: BTreeMap::new() };
        for (name, assembly) in &contract.assemblies {
            identifiers.add_functions(name, assembly);
        }
        let mut files: BTreeMap<String, &str> = BTreeMap::new();
        for (name, assembly) in &contract.assemblies {
            if let Some(other) = files.insert(file_name(name), name) {
                problems.push(format!(
                    "the assemblies `{other}` and `{name}` would have the same file: rename one of them"
                ));
            }
            if ["types", "runtime"].contains(&&*file_name(name)) {
                problems.push(format!(
                    "the assembly `{name}` would have the file of another part of the client: rename it"
                ));
            }
            let constant = constant_name(name);
            if let Some(owner) = identifiers.objects.iter().find(|(_, object)| **object == constant) {
                let ((_, object), _) = owner;
                problems.push(format!(
                    "the assembly `{name}` and the object `{object}` would both be `{constant}`: rename one of them"
                ));
            }
            problems.extend(identifiers.collisions(name, assembly.methods.keys()));
            for (object, content) in &assembly.objects {
                problems.extend(identifiers.collisions(&format!("{name}.{object}"), content.methods.keys()));
            }
        }
        (identifiers, problems)
    }

    /// Names the constants of an assembly's methods: as its members, unless such a constant cannot be or another one is there.
    fn add_functions(&mut self, name: &str, assembly: &Assembly) {
        let mut taken: BTreeSet<String> =
            RESERVED_EXPORTS.iter().chain(&RESERVED_WORDS).chain(&RESERVED_TYPES).map(ToString::to_string).collect();
        taken.insert(constant_name(name));
        taken.insert(assembly_interface(name));
        taken.extend(self.objects.values().chain(self.interfaces.values()).cloned());
        for identifier in self.types.values() {
            taken.extend([identifier.clone(), format!("{identifier}Input")]);
            taken.extend([Located::Objects, Located::Bytes].map(|located| located.place_name(identifier)));
        }
        for id in assembly.methods.keys() {
            let mut function = identifier(&self.member(id));
            while !taken.insert(function.clone()) {
                function.push('_');
            }
            self.functions.insert((name.to_owned(), id.clone()), function);
        }
    }

    /// The constant that is the function of a method.
    pub(super) fn function(&self, assembly: &str, id: &str) -> &str {
        self.functions.get(&(assembly.to_owned(), id.to_owned())).map_or("_", String::as_str)
    }

    /// A name for a type that the file of an assembly declares for itself.
    pub(super) fn own_type(&self, name: &str) -> String {
        let mut own = pascal_case(name);
        let named = [&self.objects, &self.interfaces].into_iter().flat_map(BTreeMap::values);
        let taken: Vec<&String> = self.types.values().chain(named).collect();
        while taken.contains(&&own) || RESERVED_TYPES.contains(&&*own) {
            own.push('_');
        }
        own
    }

    /// Finds ids of one table that result in the same member.
    fn collisions<'a>(&self, place: &str, ids: impl Iterator<Item = &'a String>) -> Vec<String> {
        let mut members: BTreeMap<String, &str> = BTreeMap::new();
        let mut problems = Vec::new();
        for id in ids {
            let member = self.member(id);
            if let Some(other) = members.insert(member.clone(), id) {
                problems.push(format!(
                    "the ids `{other}` and `{id}` of `{place}` would both be `{member}`: give one of them another id by \
                     `#[js_invokable(name = \"...\")]`, or keep the ids as they are with `--names as-is`"
                ));
            }
        }
        problems
    }

    /// The member that calls a method.
    pub(super) fn member(&self, id: &str) -> String {
        let member = match self.names {
            Names::CamelCase => camel_case(id),
            Names::AsIs => id.to_owned(),
        };
        if RESERVED_MEMBERS.contains(&&*member) { format!("{member}_") } else { member }
    }

    /// The name of a type that is the same in both directions, or as a result.
    pub(super) fn named(&self, name: &str) -> Option<&str> {
        self.types.get(name).map(String::as_str)
    }

    /// The class of an object, written `Shop/Cart` in a schema, and its file.
    pub(super) fn object(&self, path: &str) -> Option<(&str, String)> {
        let (assembly, name) = path.split_once('/')?;
        let identifier = self.objects.get(&(assembly.to_owned(), name.to_owned()))?;
        Some((identifier, file_name(assembly)))
    }

    /// The type of an interface, written `Shop/Charts` in a schema, and its file.
    pub(super) fn interface(&self, path: &str) -> Option<(&str, String)> {
        let (assembly, name) = path.split_once('/')?;
        let identifier = self.interfaces.get(&(assembly.to_owned(), name.to_owned()))?;
        Some((identifier, file_name(assembly)))
    }

    /// The class of an object of an assembly.
    pub(super) fn object_of(&self, assembly: &str, name: &str) -> &str {
        self.objects.get(&(assembly.to_owned(), name.to_owned())).map_or("_", String::as_str)
    }
}

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
fn identifier(name: &str) -> String {
    let replaced: String = name.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '_' }).collect();
    let trimmed = replaced.trim_end_matches('_');
    let trimmed = if trimmed.is_empty() { "_" } else { trimmed };
    if is_identifier(trimmed) { trimmed.to_owned() } else { format!("_{trimmed}") }
}

/// `GenericType<Option<u8>>` becomes `GenericTypeOptionU8`.
fn pascal_case(name: &str) -> String {
    let name: String = words(name).iter().map(|word| capitalized(word)).collect();
    identifier(&name)
}

/// `place_order`, `PlaceOrder` and `place-order` become `placeOrder`; `HTTPServer` becomes `httpServer`.
fn camel_case(name: &str) -> String {
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
