//! The declarations of an assembly and of the types that it refers to.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Options;
use super::identifiers::Identifiers;
use super::naming::{assembly_interface, constant_name, is_identifier, is_reserved, property};
use super::text::{comment, indented, string};
use super::types::{Place, Types};
use crate::document::{
    Assembly, Contract, Direction, ErrorCode, Event, Interface, InterfaceMethod, InterfaceMode, Method, Mode, Object,
    Parameter,
};
use crate::schema::stream_errors;

/// The declarations of all named types.
pub(super) fn types(contract: &Contract, types: &mut Types<'_>) -> String {
    types.take_imports();
    let declarations: String = contract.types.iter().map(|(name, named)| types.declaration(name, named)).collect();
    // A file without exports would be a script whose declarations are global.
    format!("{}{declarations}\nexport {{}};\n", imports(types, "types"))
}

/// The declarations of an assembly's file.
pub(super) fn assembly(
    name: &str,
    assembly: &Assembly,
    identifiers: &Identifiers,
    types: &mut Types<'_>,
    options: &Options,
) -> String {
    types.take_imports();
    types.share_codes(assembly);
    let mut text = String::new();
    for (object_name, object) in &assembly.objects {
        let class = identifiers.object_of(name, object_name);
        text.push_str(&object_type(
            &format!("{name}.{object_name}"),
            class,
            object,
            assembly,
            identifiers,
            types,
            options,
        ));
    }
    for (interface_name, content) in &assembly.interfaces {
        let path = format!("{name}/{interface_name}");
        let interface = identifiers.interface(&path).map_or("_", |(interface, _)| interface);
        text.push_str(&js_interface(&format!("{name}.{interface_name}"), interface, content, types));
    }
    let constant = constant_name(name);
    let interface = assembly_interface(name);
    let members = members(name, &assembly.methods, identifiers, types);
    let sync = sync(&interface, &assembly.methods, identifiers);
    let own_sync = if options.wasm { format!("  readonly sync: {sync};\n") } else { String::new() };
    let about = format!("The methods of the assembly `{name}`.");
    text.push_str(&format!(
        "\n{}export interface {interface} {{\n{}}}\n\nexport declare const {constant}: {interface}{};\n",
        comment(&about, &[], ""),
        indented(&members, "  "),
        if options.wasm { format!(" & {{\n{own_sync}}}") } else { String::new() },
    ));
    text.push_str(&format!(
        "\n/** The same methods for one of several connections. */\n\
         export declare function bind(connection: WasmConnection): {interface} & {{ readonly sync: {sync} }};\n\
         export declare function bind(connection: Connection | WasmConnection): {interface};\n\
         \n/** A hash that changes with everything that callers can observe. */\nexport declare const hash: string;\n\
         \n/** Compares this with what a host announces, in the `detail` of the event `connected`. */\n\
         export declare function contract(detail: {{ contract?: Record<string, string> | undefined }}): 'same' | 'different' | 'unknown';\n\
         \n/** Acts whenever the connection is made to a host with another contract: warns, unless told otherwise. */\n\
         export declare function checkContract(connection: Announcing, onMismatch?: OnMismatch): void;\n",
    ));
    for (id, method) in &assembly.methods {
        let function = identifiers.function(name, id);
        text.push_str(&format!(
            "\n{}export declare const {function}: {interface}[{}];\n",
            comment(&method.docs, &tags(method), ""),
            string(&identifiers.member(id)),
        ));
    }
    text.push_str(&checked_calls(name, &assembly.methods, types));
    text.push_str(&checked_handlers(name, &assembly.events, types));
    for used in ["Announcing", "Connection", "Method", "OnMismatch", "Sync", "WasmConnection"] {
        types.import("runtime", used);
    }
    let aliases = types.take_aliases().into_iter().map(|(codes, alias)| {
        let about = "The codes of an error, each with the data of the error.";
        format!("\n{}export type {alias} = {codes};\n", comment(about, &[], ""))
    });
    text.insert_str(0, &aliases.collect::<String>());
    let own = super::naming::file_name(name);
    let tools = super::script::exported(assembly);
    format!(
        "{}\nexport {{ {tools} }} from './runtime.js';\nexport type * from './types.js';\n{text}",
        imports(types, &own)
    )
}

/// The names that a file imports from other files.
fn imports(types: &mut Types<'_>, own: &str) -> String {
    let imports = types.take_imports().into_iter().filter(|(file, _)| file != own);
    let lines = imports.map(|(file, names)| {
        let names: Vec<String> = names.into_iter().collect();
        format!("import type {{ {} }} from './{file}.js';\n", names.join(", "))
    });
    lines.collect::<Vec<_>>().concat()
}

/// The interface of an object type, and the value of the same name with the static methods of its block.
fn object_type(
    place: &str,
    class: &str,
    object: &Object,
    assembly: &Assembly,
    identifiers: &Identifiers,
    types: &mut Types<'_>,
    options: &Options,
) -> String {
    let base = types.import("runtime", "DotNetObject");
    let object_type = types.import("runtime", "ObjectType");
    let methods = members(place, &object.methods, identifiers, types);
    let sync = if options.wasm {
        let all = sync(class, &object.methods, identifiers);
        format!("  /** The synchronous forms of the methods that are not async. */\n  readonly sync: {all};\n")
    } else {
        String::new()
    };
    let statics: BTreeMap<String, Method> =
        object.statics.iter().filter_map(|id| Some((id.clone(), assembly.methods.get(id)?.clone()))).collect();
    let statics = members(place, &statics, identifiers, types);
    let statics = if statics.is_empty() { String::new() } else { format!(" & {{\n{}}}", indented(&statics, "  ")) };
    format!(
        "\n{}export interface {class} extends {base} {{\n{}{sync}}}\n\nexport declare const {class}: {object_type}<{class}>{statics};\n",
        comment(&object.docs, &[], ""),
        indented(&methods, "  "),
    )
}

/// The declaration of an interface that JavaScript implements.
fn js_interface(place: &str, name: &str, interface: &Interface, types: &mut Types<'_>) -> String {
    let mut members = String::new();
    for (method_name, method) in &interface.methods {
        let deprecated = method.deprecated.iter().map(|note| format!("@deprecated {note}").trim_end().to_owned());
        members.push_str(&comment(&method.docs, &deprecated.collect::<Vec<_>>(), ""));
        let signature = implemented(&format!("{place}.{method_name}"), method, types);
        members.push_str(&format!("{}{signature};\n", property(method_name)));
    }
    format!("\n{}export interface {name} {{\n{}}}\n", comment(&interface.docs, &[], ""), indented(&members, "  "))
}

/// The parameters and the result of a method that JavaScript implements.
fn implemented(place: &str, method: &InterfaceMethod, types: &mut Types<'_>) -> String {
    let parameters = written(place, &method.parameters, types);
    let result = match method.mode {
        InterfaceMode::Send => "void".to_owned(),
        mode => {
            let result = types.answer(method.result.as_ref(), &Place::new(format!("{place}, result"), Direction::In));
            // A result that is not requested can be anything.
            let result = if result == "null" { "void".to_owned() } else { result };
            if mode == InterfaceMode::Async { format!("{result} | PromiseLike<{result}>") } else { result }
        }
    };
    format!("({parameters}): {result}")
}

/// The parameters of a JavaScript function that Rust calls.
fn written(place: &str, parameters: &[Parameter], types: &mut Types<'_>) -> String {
    let parameters = parameters.iter().enumerate().map(|(at, parameter)| {
        let place = Place::received(format!("{place}, parameter `{}`", parameter.name));
        format!("{}: {}", label(parameter, at), types.of(parameter.schema.as_ref(), &place))
    });
    parameters.collect::<Vec<_>>().join(", ")
}

/// Declarations that type-check handlers of events: `DotNet.on('orders.changed', (order) => ...)`.
fn checked_handlers(assembly: &str, events: &BTreeMap<String, Event>, types: &mut Types<'_>) -> String {
    if events.is_empty() {
        return String::new();
    }
    let mut members = String::new();
    for (name, event) in events {
        members.push_str(&comment(&event.docs, &[], ""));
        let parameters = written(&format!("{assembly}, event `{name}`"), &event.parameters, types);
        members.push_str(&format!("{}({parameters}): void;\n", property(name)));
    }
    format!(
        "\ndeclare global {{\n  /** The events whose handlers are type-checked. */\n  interface InteropEvents {{\n{}  }}\n}}\n",
        indented(&members, "    ")
    )
}

fn members(
    place: &str,
    methods: &BTreeMap<String, Method>,
    identifiers: &Identifiers,
    types: &mut Types<'_>,
) -> String {
    let mut text = String::new();
    for (id, method) in methods {
        let place = format!("{place}.{id}");
        let arguments = arguments(&method.parameters, &place, types);
        let result = types.of(method.result.as_ref(), &Place::new(&place, Direction::Out));
        // A unit result is `null` in JavaScript, and is declared as `void`.
        let result = if result == "null" { "void".to_owned() } else { result };
        let errors = types.codes(method.errors.as_ref(), &place);
        let errors = errors.map_or_else(String::new, |errors| format!(", {errors}"));
        text.push_str(&comment(&method.docs, &tags(method), ""));
        text.push_str(&format!("{}: Method<{arguments}, {result}{errors}>;\n", property(&identifiers.member(id))));
    }
    text
}

/// The arguments as a tuple with named elements.
fn arguments(parameters: &[Parameter], place: &str, types: &mut Types<'_>) -> String {
    let arguments = parameters.iter().enumerate().map(|(at, parameter)| {
        let place = Place::new(format!("{place}, parameter `{}`", parameter.name), Direction::In);
        let ty = types.of(parameter.schema.as_ref(), &place);
        format!("{}: {ty}", label(parameter, at))
    });
    format!("[{}]", arguments.collect::<Vec<_>>().join(", "))
}

fn label(parameter: &Parameter, at: usize) -> String {
    let name = if is_reserved(&parameter.name) {
        format!("{}_", parameter.name)
    } else if is_identifier(&parameter.name) && parameter.name != "_" {
        parameter.name.clone()
    } else {
        format!("arg{at}")
    };
    if parameter.optional { format!("{name}?") } else { name }
}

fn tags(method: &Method) -> Vec<String> {
    let deprecated = method.deprecated.iter().map(|note| format!("@deprecated {note}").trim_end().to_owned());
    let throws = method.errors.iter().flatten().map(|(code, error)| throws("", code, error));
    let stream = method.result.as_ref().and_then(Value::as_object).map(stream_errors).unwrap_or_default();
    let ends = stream.iter().map(|(code, error)| self::throws(", while the stream is read", code, error));
    deprecated.chain(throws).chain(ends).collect()
}

fn throws(when: &str, code: &str, error: &ErrorCode) -> String {
    match error.docs.trim() {
        "" => format!("@throws `{code}`{when}"),
        docs => format!("@throws `{code}`{when}: {docs}"),
    }
}

/// The synchronous forms of the methods that support it.
fn sync(interface: &str, methods: &BTreeMap<String, Method>, identifiers: &Identifiers) -> String {
    let names: Vec<String> = methods
        .iter()
        .filter(|(_, method)| method.mode == Mode::Sync)
        .map(|(id, _)| string(&identifiers.member(id)))
        .collect();
    if names.is_empty() { "{}".to_owned() } else { format!("Sync<Pick<{interface}, {}>>", names.join(" | ")) }
}

/// Declarations that type-check calls without the generated functions:
/// `DotNet.invokeMethodAsync('Shop', 'add', 2, 40)`.
fn checked_calls(assembly: &str, methods: &BTreeMap<String, Method>, types: &mut Types<'_>) -> String {
    let mut members = String::new();
    for (id, method) in methods {
        let place = format!("{assembly}.{id}");
        let arguments = arguments(&method.parameters, &place, types);
        // `DotNet` itself does not add the methods of their classes to objects.
        let result = types.of(method.result.as_ref(), &Place::received(&place));
        members.push_str(&comment(&method.docs, &tags(method), ""));
        members.push_str(&format!("{}(...args: {arguments}): {result};\n", property(id)));
    }
    let assembly = property(assembly);
    format!(
        "\ndeclare global {{\n  /** The assemblies whose calls are type-checked. */\n  interface InteropAssemblies {{\n    {assembly}: {{\n{}    }};\n  }}\n}}\n",
        indented(&members, "      ")
    )
}
