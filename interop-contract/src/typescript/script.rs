//! The script of an assembly: a function for each method, so that bundlers leave out the others, and what else it exports.

use std::collections::{BTreeMap, BTreeSet};

use super::identifiers::Identifiers;
use super::naming::{constant_name, file_name, property};
use super::places::{Located, Places};
use super::text::{indented, string};
use crate::document::{Assembly, Contract, Direction, Method};

pub(super) fn assembly(name: &str, assembly: &Assembly, identifiers: &Identifiers, contract: &Contract) -> String {
    let mut places = Places::new(contract, identifiers);
    let mut functions = String::new();
    let mut members = String::new();
    for (id, method) in &assembly.methods {
        let function = identifiers.function(name, id);
        let row = row(id, method, &mut places);
        functions.push_str(&format!("export const {function} = /* @__PURE__ */ method({}, {row});\n", string(name)));
        members.push_str(&format!("  {},\n", entry(&identifiers.member(id), function)));
    }
    let mut classes = String::new();
    for (object_name, object) in &assembly.objects {
        let class = identifiers.object_of(name, object_name);
        let own = table(&object.methods, identifiers, &mut places);
        let statics = object.statics.iter().filter(|id| assembly.methods.contains_key(*id));
        let statics = statics.map(|id| entry(&identifiers.member(id), identifiers.function(name, id)));
        let statics: Vec<String> = statics.collect();
        let statics = if statics.is_empty() { String::new() } else { format!(", {{ {} }}", statics.join(", ")) };
        classes.push_str(&format!("\nexport const {class} = /* @__PURE__ */ objectType({own}{statics});\n"));
    }
    let named = named_places(&mut places, contract, identifiers);
    let own = file_name(name);
    let mut imports: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (class, file) in &places.classes {
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
    tools.extend((!assembly.methods.is_empty()).then_some("method"));
    tools.extend((!assembly.objects.is_empty()).then_some("objectType"));
    tools.extend(places.has_bytes.then_some("bytes"));
    tools.extend(places.has_streams.then_some("items"));
    tools.sort_unstable();
    let tools = tools.join(", ");
    let exported = exported(assembly);
    format!(
        "import {{ {tools} }} from './runtime.js';\n{imports}\
         export {{ {exported} }} from './runtime.js';\n\
         {named}\n\
         {functions}\n\
         const methods = {{\n{members}}};\n\n\
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

/// A property of an object literal whose value is a constant.
fn entry(member: &str, constant: &str) -> String {
    if member == constant { constant.to_owned() } else { format!("{}: {constant}", property(member)) }
}

/// Each member of an object with its row.
fn table(methods: &BTreeMap<String, Method>, identifiers: &Identifiers, places: &mut Places<'_>) -> String {
    if methods.is_empty() {
        return "{}".to_owned();
    }
    let rows = methods
        .iter()
        .map(|(id, method)| format!("{}: [{}],\n", property(&identifiers.member(id)), row(id, method, places)));
    format!("{{\n{}}}", indented(&rows.collect::<String>(), "  "))
}

/// The id that a method calls, the maximum number of arguments, the places of objects in the result, and those of byte arrays in
/// the data of each error.
fn row(id: &str, method: &Method, places: &mut Places<'_>) -> String {
    let result = method.result.as_ref().and_then(|result| places.places(result, Located::Objects));
    let errors = method.errors.as_ref().and_then(|errors| places.errors(errors));
    let mut cells = vec![string(id), method.parameters.len().to_string()];
    match (result, errors) {
        (None, None) => {}
        (Some(result), None) => cells.push(result),
        (result, Some(errors)) => {
            cells.push(result.unwrap_or_else(|| "0".to_owned()));
            cells.push(errors);
        }
    }
    cells.join(", ")
}

/// The items of the runtime that the files of an assembly export.
pub(super) fn exported(assembly: &Assembly) -> String {
    let adopt = (!assembly.objects.is_empty()).then_some("adopt");
    let implement = (!assembly.interfaces.is_empty()).then_some("implement");
    adopt.into_iter().chain(implement).chain(["isError"]).collect::<Vec<_>>().join(", ")
}

/// The places of the named types that the tables refer to, directly or indirectly.
fn named_places(places: &mut Places<'_>, contract: &Contract, identifiers: &Identifiers) -> String {
    let mut done = BTreeMap::new();
    while let Some(open) = places.named.iter().find(|open| !done.contains_key(*open)).cloned() {
        let (located, name) = &open;
        let found = contract.types.get(name).and_then(|named| places.places(named.schema(Direction::Out), *located));
        let place = located.place_name(identifiers.named(name).unwrap_or("_"));
        let text = format!("\nconst {place} = {};\n", found.as_deref().unwrap_or("{}"));
        done.insert(open, text);
    }
    done.into_values().collect()
}
