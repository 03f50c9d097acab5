//! The script of an assembly: the table of its methods, and what it exports.

use std::collections::{BTreeMap, BTreeSet};

use super::identifiers::{Identifiers, constant_name, file_name, property};
use super::objects::{Objects, place_name};
use super::text::{indented, string};
use crate::document::{Assembly, Contract, Direction, Method};

pub(super) fn assembly(name: &str, assembly: &Assembly, identifiers: &Identifiers, contract: &Contract) -> String {
    let mut objects = Objects::new(contract, identifiers);
    let methods = table(&assembly.methods, identifiers, &mut objects);
    let mut classes = String::new();
    for (object_name, object) in &assembly.objects {
        let class = identifiers.object_of(name, object_name);
        let own = table(&object.methods, identifiers, &mut objects);
        let statics: Vec<String> = object.statics.iter().map(|id| string(&identifiers.member(id))).collect();
        let statics =
            if statics.is_empty() { String::new() } else { format!(", () => bind(), [{}]", statics.join(", ")) };
        classes.push_str(&format!("\nexport const {class} = /* @__PURE__ */ objectType({own}{statics});\n"));
    }
    let named = named_places(&mut objects, contract, identifiers);
    let own = file_name(name);
    let mut imports: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (class, file) in &objects.classes {
        if *file != own {
            imports.entry(file).or_default().insert(class);
        }
    }
    let imports = imports.into_iter().map(|(file, classes)| {
        let classes: Vec<&str> = classes.into_iter().collect();
        format!("import {{ {} }} from './{file}.js';\n", classes.join(", "))
    });
    let imports = imports.collect::<Vec<_>>().concat();
    let constant = constant_name(name);
    let tools = if assembly.objects.is_empty() {
        "assembly, checked, compare"
    } else {
        "assembly, checked, compare, objectType"
    };
    let exported = if assembly.interfaces.is_empty() { "isError" } else { "implement, isError" };
    format!(
        "import {{ {tools} }} from './runtime.js';\n{imports}\
         export {{ {exported} }} from './runtime.js';\n\
         {named}\n\
         const methods = {methods};\n\n\
         export const bind = (connection) => assembly({}, methods, connection);\n\n\
         export const {constant} = /* @__PURE__ */ bind();\n{classes}\n\
         export const hash = {};\n\n\
         export const contract = (detail) => compare({}, hash, detail);\n\n\
         export const checkContract = (connection, onMismatch) => checked({}, hash, connection, onMismatch);\n",
        string(name),
        string(&assembly.hash),
        string(name),
        string(name),
    )
}

/// Each member with the id that it calls, the maximum number of arguments, and the places of objects in the result.
fn table(methods: &BTreeMap<String, Method>, identifiers: &Identifiers, objects: &mut Objects<'_>) -> String {
    if methods.is_empty() {
        return "{}".to_owned();
    }
    let mut rows = String::new();
    for (id, method) in methods {
        let places = method.result.as_ref().and_then(|result| objects.places(result));
        let places = places.map(|places| format!(", {places}")).unwrap_or_default();
        let member = property(&identifiers.member(id));
        rows.push_str(&format!("{member}: [{}, {}{places}],\n", string(id), method.parameters.len()));
    }
    format!("{{\n{}}}", indented(&rows, "  "))
}

/// The places of the named types that the tables refer to, directly or indirectly.
fn named_places(objects: &mut Objects<'_>, contract: &Contract, identifiers: &Identifiers) -> String {
    let mut done = BTreeSet::new();
    let mut text = String::new();
    while let Some(name) = objects.named.iter().find(|name| !done.contains(*name)).cloned() {
        let places = contract.types.get(&name).and_then(|named| objects.places(named.schema(Direction::Out)));
        let identifier = identifiers.named(&name).unwrap_or("_");
        text.push_str(&format!("\nconst {} = {};\n", place_name(identifier), places.as_deref().unwrap_or("{}")));
        done.insert(name);
    }
    text
}
