//! The script of an assembly: the table of its methods, and what it exports.

use std::collections::{BTreeMap, BTreeSet};

use super::identifiers::{Identifiers, constant_name, file_name, property};
use super::objects::{Located, Objects};
use super::text::{indented, string};
use crate::document::{Assembly, Contract, Direction, Method};

pub(super) fn assembly(name: &str, assembly: &Assembly, identifiers: &Identifiers, contract: &Contract) -> String {
    let mut objects = Objects::new(contract, identifiers, Located::Objects);
    let mut bytes = Objects::new(contract, identifiers, Located::Bytes);
    let methods = table(&assembly.methods, identifiers, &mut objects, &mut bytes);
    let mut classes = String::new();
    for (object_name, object) in &assembly.objects {
        let class = identifiers.object_of(name, object_name);
        let own = table(&object.methods, identifiers, &mut objects, &mut bytes);
        let statics: Vec<String> = object.statics.iter().map(|id| string(&identifiers.member(id))).collect();
        let statics =
            if statics.is_empty() { String::new() } else { format!(", () => bind(), [{}]", statics.join(", ")) };
        classes.push_str(&format!("\nexport const {class} = /* @__PURE__ */ objectType({own}{statics});\n"));
    }
    let named = named_places(&mut objects, contract, identifiers) + &named_places(&mut bytes, contract, identifiers);
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
    let mut tools = vec!["assembly", "checked", "compare"];
    tools.extend((!assembly.objects.is_empty()).then_some("objectType"));
    tools.extend(bytes.is_used.then_some("bytes"));
    tools.sort_unstable();
    let tools = tools.join(", ");
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

/// Each member with the id that it calls, the maximum number of arguments, the places of objects in the result, and those of
/// byte arrays in the data of each error.
fn table(
    methods: &BTreeMap<String, Method>,
    identifiers: &Identifiers,
    objects: &mut Objects<'_>,
    bytes: &mut Objects<'_>,
) -> String {
    if methods.is_empty() {
        return "{}".to_owned();
    }
    let mut rows = String::new();
    for (id, method) in methods {
        let places = method.result.as_ref().and_then(|result| objects.places(result));
        let errors = method.errors.iter().flatten();
        let errors = errors
            .filter_map(|(code, error)| Some(format!("{}: {}", property(code), bytes.places(error.data.as_ref()?)?)));
        let errors: Vec<String> = errors.collect();
        let mut cells = vec![string(id), method.parameters.len().to_string()];
        match (places, errors.is_empty()) {
            (None, true) => {}
            (Some(places), true) => cells.push(places),
            (places, false) => {
                cells.push(places.unwrap_or_else(|| "0".to_owned()));
                cells.push(format!("{{ {} }}", errors.join(", ")));
            }
        }
        let member = property(&identifiers.member(id));
        rows.push_str(&format!("{member}: [{}],\n", cells.join(", ")));
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
        let place = objects.place_name(identifier);
        text.push_str(&format!("\nconst {place} = {};\n", places.as_deref().unwrap_or("{}")));
        done.insert(name);
    }
    text
}
