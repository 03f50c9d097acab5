//! Creates a contract from the description of a program.

use std::collections::{BTreeMap, BTreeSet};

use interop_core::Registry;
use interop_core::contract::{
    DescribedError, DescribedEvent, DescribedInterface, DescribedInterfaceMethod, DescribedMethod, DescribedObject,
    DescribedParameter, Description,
};
use serde_json::Value;

use crate::document::{
    Assembly, Contract, ErrorCode, Event, Interface, InterfaceMethod, Method, NamedType, Object, Parameter, VERSION,
};
use crate::findings::Problems;
use crate::hash;
use crate::schema::{normalized, references};

impl Contract {
    /// The contract of everything in a registry.
    ///
    /// # Errors
    ///
    /// If two types, or two object types of one assembly, have the same name: a typed client could not distinguish
    /// them.
    pub fn of(registry: &Registry) -> Result<Self, Problems> {
        Self::from_description(Description::of(registry))
    }

    /// The contract of a program that has described itself, possibly in another process.
    ///
    /// # Errors
    ///
    /// As for [`of`](Self::of).
    pub fn from_description(description: Description) -> Result<Self, Problems> {
        let mut problems = shared_types(&description);
        problems.extend(shared_objects(&description.objects));
        problems.extend(shared_interfaces(&description.interfaces));
        problems.extend(shared_events(&description.events));
        let types = named_types(description.parameter_types, description.result_types);
        let mut assemblies: BTreeMap<String, Assembly> = BTreeMap::new();
        for method in description.methods {
            let assembly = assemblies.entry(method.assembly.clone()).or_default();
            assembly.methods.insert(method.id.clone(), described(method));
        }
        for object in description.objects {
            let assembly = assemblies.entry(object.assembly).or_default();
            let methods = object.methods.into_iter().map(|method| (method.id.clone(), described(method)));
            assembly
                .objects
                .insert(object.name, Object { docs: object.docs, methods: methods.collect(), statics: object.statics });
        }
        for interface in description.interfaces {
            let assembly = assemblies.entry(interface.assembly).or_default();
            let methods = interface.methods.into_iter().map(|method| (method.name.clone(), implemented(method)));
            assembly.interfaces.insert(interface.name, Interface { docs: interface.docs, methods: methods.collect() });
        }
        for event in description.events {
            let assembly = assemblies.entry(event.assembly).or_default();
            let parameters = event.parameters.into_iter().map(written).collect();
            assembly.events.insert(event.name, Event { docs: event.docs, parameters });
        }
        for assembly in assemblies.values_mut() {
            assembly.hash = hash::of(assembly, &types);
        }
        Problems(problems).unless_any(Self { interop_contract: VERSION, assemblies, types })
    }
}

fn described(method: DescribedMethod) -> Method {
    let mut optional = true;
    let mut parameters: Vec<Parameter> = Vec::new();
    // An argument may only be omitted if all following arguments may be omitted.
    for parameter in method.parameters.into_iter().rev() {
        optional &= parameter.accepts_absence;
        parameters.push(Parameter { name: parameter.name, schema: parameter.schema.map(normalized), optional });
    }
    parameters.reverse();
    let errors = method.errors.map(codes);
    Method {
        docs: method.docs,
        deprecated: method.deprecated,
        mode: method.mode,
        parameters,
        result: method.result.map(normalized),
        errors,
        error_type: method.error_type,
    }
}

fn implemented(method: DescribedInterfaceMethod) -> InterfaceMethod {
    InterfaceMethod {
        docs: method.docs,
        deprecated: method.deprecated,
        mode: method.mode,
        parameters: method.parameters.into_iter().map(written).collect(),
        result: method.result.map(normalized),
    }
}

/// The arguments that Rust passes to JavaScript.
fn written(parameter: DescribedParameter) -> Parameter {
    Parameter { name: parameter.name, schema: parameter.schema.map(normalized), optional: false }
}

/// The codes by name.
fn codes(errors: Vec<DescribedError>) -> BTreeMap<String, ErrorCode> {
    let code = |error: DescribedError| (error.code, ErrorCode { docs: error.docs, data: error.data.map(normalized) });
    errors.into_iter().map(code).collect()
}

/// Includes types with the same form in both directions once, and other types twice. A type that refers to one with two
/// forms has two forms too.
fn named_types(parameters: BTreeMap<String, Value>, results: BTreeMap<String, Value>) -> BTreeMap<String, NamedType> {
    let normalize = |types: BTreeMap<String, Value>| -> BTreeMap<String, Value> {
        types.into_iter().map(|(name, schema)| (name, normalized(schema))).collect()
    };
    let (parameters, mut results) = (normalize(parameters), normalize(results));
    let mut different: BTreeSet<String> = parameters
        .iter()
        .filter(|(name, schema)| results.get(*name).is_some_and(|result| result != *schema))
        .map(|(name, _)| name.clone())
        .collect();
    loop {
        let more: Vec<String> = parameters
            .iter()
            .filter(|(name, _)| results.contains_key(*name) && !different.contains(*name))
            .filter(|(_, schema)| references(schema).iter().any(|name| different.contains(name)))
            .map(|(name, _)| name.clone())
            .collect();
        if more.is_empty() {
            break;
        }
        different.extend(more);
    }
    let mut types = BTreeMap::new();
    for (name, parameter) in parameters {
        let named = match results.remove(&name) {
            Some(out) if different.contains(&name) => NamedType::Each { r#in: parameter, out },
            _ => NamedType::Both(parameter),
        };
        types.insert(name, named);
    }
    types.extend(results.into_iter().map(|(name, schema)| (name, NamedType::Both(schema))));
    types
}

fn shared_types(description: &Description) -> Vec<String> {
    let name_of = |method: &DescribedMethod| format!("`{}.{}`", method.assembly, method.id);
    let problem = |name: &String| {
        let objects = description.objects.iter().flat_map(|object| &object.methods);
        let users = description.methods.iter().chain(objects).filter(|method| uses(method, name, description));
        let interfaces = description.interfaces.iter().flat_map(|interface| {
            let users = interface.methods.iter().filter(|method| implements(method, name, description));
            users.map(|method| format!("`{}.{}.{}`", interface.assembly, interface.name, method.name))
        });
        let events = description.events.iter().filter(|event| {
            let schemas = event.parameters.iter().filter_map(|parameter| parameter.schema.as_ref());
            reaches(schemas.collect(), name, &description.result_types)
        });
        let events = events.map(|event| format!("the event `{}`", event.name));
        let users: BTreeSet<String> = users.map(name_of).chain(interfaces).chain(events).collect();
        format!(
            "two types are named `{name}`, used by {}: rename one of them, for example with \
             `#[schemars(rename = \"...\")]`, and include the parameter in the name of a generic type, for example with \
             `#[schemars(rename = \"{name}_{{T}}\")]`",
            users.into_iter().collect::<Vec<_>>().join(" and ")
        )
    };
    description.shared_names.iter().map(problem).collect()
}

/// Whether a method refers, directly or indirectly, to a type with this name, optionally followed by a number.
fn uses(method: &DescribedMethod, name: &str, description: &Description) -> bool {
    let parameters = method.parameters.iter().filter_map(|parameter| parameter.schema.as_ref());
    let results = method.errors.iter().flatten().filter_map(|error| error.data.as_ref()).chain(&method.result);
    reaches(parameters.collect(), name, &description.parameter_types)
        || reaches(results.collect(), name, &description.result_types)
}

/// Whether a method that JavaScript implements refers to such a type, in the opposite directions.
fn implements(method: &DescribedInterfaceMethod, name: &str, description: &Description) -> bool {
    let parameters = method.parameters.iter().filter_map(|parameter| parameter.schema.as_ref());
    reaches(parameters.collect(), name, &description.result_types)
        || reaches(method.result.iter().collect(), name, &description.parameter_types)
}

fn reaches(schemas: Vec<&Value>, name: &str, types: &BTreeMap<String, Value>) -> bool {
    let mut seen = BTreeSet::new();
    let mut open: Vec<String> =
        schemas.into_iter().flat_map(|schema| references(&normalized(schema.clone()))).collect();
    while let Some(next) = open.pop() {
        if let Some(schema) = types.get(&next)
            && seen.insert(next)
        {
            open.extend(references(&normalized(schema.clone())));
        }
    }
    seen.iter().any(|seen| seen.trim_end_matches(|c: char| c.is_ascii_digit()) == name)
}

fn shared_interfaces(interfaces: &[DescribedInterface]) -> Vec<String> {
    let same = |pair: &&[DescribedInterface]| (&pair[0].assembly, &pair[0].name) == (&pair[1].assembly, &pair[1].name);
    let problem = |pair: &[DescribedInterface]| {
        let DescribedInterface { assembly, name, .. } = &pair[0];
        format!(
            "two interfaces of the assembly `{assembly}` are named `{name}`: {} and {}; rename one of them, or give one \
             another assembly by `#[js_interface(assembly = \"...\")]`",
            pair[0].rust_type, pair[1].rust_type
        )
    };
    interfaces.windows(2).filter(same).map(problem).collect()
}

fn shared_events(events: &[DescribedEvent]) -> Vec<String> {
    let problem = |pair: &[DescribedEvent]| {
        let [one, other] = [&pair[0], &pair[1]];
        format!("two events are named `{}`: {} and {}; rename one of them", one.name, one.location, other.location)
    };
    events.windows(2).filter(|pair| pair[0].name == pair[1].name).map(problem).collect()
}

fn shared_objects(objects: &[DescribedObject]) -> Vec<String> {
    let same = |pair: &&[DescribedObject]| (&pair[0].assembly, &pair[0].name) == (&pair[1].assembly, &pair[1].name);
    let problem = |pair: &[DescribedObject]| {
        let path = |object: &DescribedObject| object.rust_type.clone().unwrap_or_else(|| object.location.clone());
        let DescribedObject { assembly, name, .. } = &pair[0];
        format!(
            "two object types of the assembly `{assembly}` are named `{name}`: {} and {}; rename one of them, or give one \
             another assembly by `#[interop_object(assembly = \"...\")]`",
            path(&pair[0]),
            path(&pair[1])
        )
    };
    objects.windows(2).filter(same).map(problem).collect()
}
