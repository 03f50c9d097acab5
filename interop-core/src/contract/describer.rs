//! Describes a registry: creates the schemas of both directions, and follows references to objects and interfaces.

use std::collections::{BTreeMap, BTreeSet};

use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator};

use super::interface::{self, Interfaces};
use super::items::merged;
use super::shared_names::{reserve, without_number};
use super::{
    DescribedError, DescribedEvent, DescribedInterface, DescribedInterfaceMethod, DescribedMethod, DescribedObject,
    DescribedParameter, Description, ErrorShape, Errors, EventDescriptor, InterfaceDescriptor, InterfaceParameter,
    Mode, ObjectShape, collect_objects, opposite,
};
use crate::descriptor::{MethodDescriptor, ObjectDescriptor};
use crate::registry::Registry;

impl Description {
    /// Describes everything in a registry, and the objects that its methods refer to, even if they are not in the
    /// registry.
    pub fn of(registry: &Registry) -> Self {
        let mut first = Describer::new(&BTreeSet::new());
        let description = first.describe(registry);
        let suspects = first.suspects();
        if suspects.is_empty() {
            return description;
        }
        // `Page2` is either a type of that name, or the second type named `Page`. If the name is reserved, the former
        // becomes `Page22` and the latter `Page3`.
        let mut second = Describer::new(&suspects);
        second.describe(registry);
        let shared = suspects.into_iter().filter(|suspect| !second.has_type(&format!("{suspect}2")));
        let shared_names = shared.map(|suspect| without_number(&suspect).to_owned()).collect();
        Self { shared_names, ..description }
    }
}

/// The generators of both directions, for one pass over the registry.
struct Describer {
    parameters: SchemaGenerator,
    results: SchemaGenerator,
}

impl Describer {
    /// Creates generators in which these names are reserved.
    fn new(taken: &BTreeSet<String>) -> Self {
        let settings = || SchemaSettings::draft2020_12().with(|settings| settings.meta_schema = None);
        let mut new = Self {
            parameters: settings().for_deserialize().into_generator(),
            results: settings().for_serialize().into_generator(),
        };
        for name in taken {
            reserve(name, [&mut new.parameters, &mut new.results]);
        }
        new
    }

    /// Creates the schema of a value that Rust reads.
    fn parameter<R>(&mut self, shape: fn(&mut SchemaGenerator) -> R) -> R {
        opposite::with(&mut self.results, || shape(&mut self.parameters))
    }

    /// Creates the schema of a value that Rust writes.
    fn result<R>(&mut self, shape: fn(&mut SchemaGenerator) -> R) -> R {
        opposite::with(&mut self.parameters, || shape(&mut self.results))
    }

    /// Names that consist of another name and a number.
    fn suspects(&self) -> BTreeSet<String> {
        let names = self.parameters.definitions().keys().chain(self.results.definitions().keys());
        let suspects = names.filter(|name| {
            let base = without_number(name);
            base.len() < name.len() && self.has_type(base)
        });
        suspects.cloned().collect()
    }

    fn has_type(&self, name: &str) -> bool {
        [&self.parameters, &self.results].iter().any(|generator| generator.definitions().contains_key(name))
    }

    fn describe(&mut self, registry: &Registry) -> Description {
        let mut interfaces = Interfaces::new();
        registry.interfaces().iter().for_each(|descriptor| interface::add(&mut interfaces, *descriptor));
        let mut description = interface::collect(&mut interfaces, || self.describe_calls(registry));
        description.events =
            interface::collect(&mut interfaces, || registry.events().iter().map(|event| self.event(event)).collect());
        description.events.sort_by(|one, other| (&one.name, &one.location).cmp(&(&other.name, &other.location)));
        // The test program of a crate contains the crate twice if one of its dependencies depends on it.
        description.events.dedup_by(|one, other| (&one.name, &one.location) == (&other.name, &other.location));
        // Interfaces can refer to further interfaces.
        let mut described: BTreeMap<&str, DescribedInterface> = BTreeMap::new();
        loop {
            let all: Vec<_> = interfaces.values().flatten().copied().collect();
            let known = described.len();
            for descriptor in all {
                let type_name = (descriptor.type_name)();
                if !described.contains_key(type_name) {
                    let interface = interface::collect(&mut interfaces, || self.interface(&descriptor));
                    described.insert(type_name, interface);
                }
            }
            if described.len() == known {
                break;
            }
        }
        description.interfaces = described.into_values().collect();
        description.interfaces.sort_by(|one, other| (&one.assembly, &one.name).cmp(&(&other.assembly, &other.name)));
        let types = |generator: &SchemaGenerator| {
            generator.definitions().iter().map(|(name, schema)| (name.clone(), schema.clone())).collect()
        };
        description.parameter_types = types(&self.parameters);
        description.result_types = types(&self.results);
        description
    }

    /// Rust writes the arguments of a method of JavaScript and reads its result, so the directions are the opposite of
    /// those of Rust methods.
    fn interface(&mut self, descriptor: &InterfaceDescriptor) -> DescribedInterface {
        let methods = descriptor.methods.iter().map(|method| {
            let parameters = self.written(method.parameters);
            DescribedInterfaceMethod {
                name: method.name.to_owned(),
                docs: method.docs.to_owned(),
                deprecated: method.deprecated.map(str::to_owned),
                mode: method.mode,
                parameters,
                result: method.result.shape.map(|shape| self.parameter(shape).to_value()),
            }
        });
        DescribedInterface {
            assembly: descriptor.assembly.to_owned(),
            name: descriptor.name.to_owned(),
            docs: descriptor.docs.to_owned(),
            methods: methods.collect(),
            rust_type: (descriptor.type_name)().to_owned(),
            location: descriptor.location.to_string(),
        }
    }

    fn event(&mut self, descriptor: &EventDescriptor) -> DescribedEvent {
        let lines = descriptor.docs.lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
        DescribedEvent {
            assembly: descriptor.assembly.to_owned(),
            name: descriptor.name.to_owned(),
            docs: lines.collect::<Vec<_>>().join("\n"),
            parameters: self.written(descriptor.parameters),
            location: descriptor.location.to_string(),
        }
    }

    /// Describes the arguments that Rust passes to JavaScript.
    fn written(&mut self, parameters: &[InterfaceParameter]) -> Vec<DescribedParameter> {
        let described = parameters.iter().map(|parameter| DescribedParameter {
            name: parameter.name.to_owned(),
            rust_type: parameter.type_name.to_owned(),
            schema: parameter.shape.map(|shape| self.result(shape).to_value()),
            accepts_absence: false,
        });
        described.collect()
    }

    fn describe_calls(&mut self, registry: &Registry) -> Description {
        let (methods, mut found) = collect_objects(|| registry.methods().map(|method| self.method(method)).collect());
        let mut objects = BTreeMap::new();
        for object in registry.objects() {
            let name = (object.assembly.to_owned(), object.name.to_owned());
            self.object(name, object, None, &mut objects, &mut found);
        }
        // Objects can refer to further objects.
        while let Some((name, shapes)) = found.pop_first() {
            let (assembly, name) = name.split_once('/').unwrap_or(("", &name));
            for ObjectShape { descriptor, type_name } in shapes {
                let name = (assembly.to_owned(), name.to_owned());
                self.object(name, &descriptor, Some(type_name), &mut objects, &mut found);
            }
        }
        Description {
            version: 1,
            methods,
            objects: objects.into_values().flatten().collect(),
            interfaces: Vec::new(),
            events: Vec::new(),
            parameter_types: BTreeMap::new(),
            result_types: BTreeMap::new(),
            shared_names: BTreeSet::new(),
        }
    }

    /// Adds an object, unless the same block was already added for the same type.
    fn object(
        &mut self,
        name: (String, String),
        descriptor: &ObjectDescriptor,
        type_name: Option<&str>,
        objects: &mut BTreeMap<(String, String), Vec<DescribedObject>>,
        found: &mut BTreeMap<String, Vec<ObjectShape>>,
    ) {
        let location = descriptor.location.to_string();
        let known = objects.entry(name.clone()).or_default();
        // The full path of a registered object is not known, only its block.
        let same = known.iter_mut().find(|other| {
            other.location == location && (other.rust_type.is_none() || other.rust_type.as_deref() == type_name)
        });
        if let Some(known) = same {
            known.rust_type = type_name.map(str::to_owned);
            return;
        }
        let (methods, referred) =
            collect_objects(|| descriptor.methods.iter().map(|method| self.method(method)).collect());
        known.push(DescribedObject {
            assembly: name.0,
            name: name.1,
            docs: descriptor.docs.to_owned(),
            methods,
            statics: descriptor
                .statics
                .iter()
                .filter(|method| method.assembly == descriptor.assembly)
                .map(|method| method.name.to_owned())
                .collect(),
            rust_type: type_name.map(str::to_owned),
            location,
        });
        for (name, shapes) in referred {
            found.entry(name).or_default().extend(shapes);
        }
    }

    fn method(&mut self, method: &MethodDescriptor) -> DescribedMethod {
        let arguments = method.parameters.iter().filter(|parameter| parameter.is_argument());
        let parameters = arguments.map(|parameter| DescribedParameter {
            name: parameter.name().to_owned(),
            rust_type: parameter.type_name().to_owned(),
            schema: parameter.shape.map(|shape| self.parameter(shape).to_value()),
            accepts_absence: parameter.accepts_absence(),
        });
        let parameters = parameters.collect();
        let returned = method.result.shape.map(|shape| self.result(shape));
        let (result, errors, error_type) = returned
            .map_or((None, Errors::Any, None), |returned| (returned.value, returned.errors, returned.error_type));
        DescribedMethod {
            assembly: method.assembly.to_owned(),
            id: method.name.to_owned(),
            docs: method.docs.to_owned(),
            deprecated: method.deprecated.map(str::to_owned),
            mode: match (method.is_async(), method.is_blocking()) {
                (true, _) => Mode::Async,
                (_, true) => Mode::Blocking,
                _ => Mode::Sync,
            },
            parameters,
            result: result.map(Schema::to_value),
            result_type: method.result.type_name.to_owned(),
            errors: match errors {
                Errors::None => Some(Vec::new()),
                Errors::Known(codes) => Some(merged(codes).into_iter().map(described).collect()),
                Errors::Any => None,
            },
            error_type,
            location: method.location.to_string(),
        }
    }
}

fn described(error: ErrorShape) -> DescribedError {
    DescribedError {
        code: error.code.into_owned(),
        docs: error.docs.into_owned(),
        data: error.data.map(Schema::to_value),
    }
}
