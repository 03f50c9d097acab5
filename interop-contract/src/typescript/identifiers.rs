//! The JavaScript names of everything in a contract, and the collisions between them.

use std::collections::{BTreeMap, BTreeSet};

use super::naming::{assembly_interface, camel_case, constant_name, file_name, identifier, pascal_case};
use super::places::Located;
use super::reserved::{RESERVED_EXPORTS, RESERVED_MEMBERS, RESERVED_TYPES, RESERVED_WORDS};
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
