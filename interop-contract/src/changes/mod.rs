//! Breaking changes between two contracts: removed methods, inputs that accept fewer values, results with additional
//! values.

mod narrowing;

use std::collections::BTreeMap;
use std::fmt;

use self::narrowing::Narrowing;
use crate::document::{Contract, Direction, Event, Interface, InterfaceMethod, InterfaceMode, Method, Mode, Parameter};

/// A change that breaks callers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// The assembly, method, parameter or result.
    pub place: String,
    /// What has changed.
    pub text: String,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.text)
    }
}

/// Lists the changes from the old to the new contract that break callers.
///
/// A change that cannot be judged, such as another pattern for a string, counts as breaking. Additions do not: new
/// methods, optional arguments, fields of results, error codes. A new method of an interface breaks the page that
/// implements it.
pub fn breaking_changes(old: &Contract, new: &Contract) -> Vec<Change> {
    let mut comparison = Comparison { old, new, changes: Vec::new() };
    for (name, old) in &old.assemblies {
        let Some(new) = new.assemblies.get(name) else {
            comparison.add(name, "the assembly was removed");
            continue;
        };
        comparison.methods(name, &old.methods, &new.methods);
        for (object, old) in &old.objects {
            let place = format!("{name}/{object}");
            match new.objects.get(object) {
                Some(new) => comparison.methods(&place, &old.methods, &new.methods),
                None => comparison.add(&place, "the object type was removed"),
            }
        }
        comparison.events(name, &old.events, &new.events);
        for (interface, old) in &old.interfaces {
            // Rust does not call an interface that was removed.
            if let Some(new) = new.interfaces.get(interface) {
                comparison.interface(&format!("{name}/{interface}"), old, new);
            }
        }
    }
    comparison.changes
}

struct Comparison<'c> {
    old: &'c Contract,
    new: &'c Contract,
    changes: Vec<Change>,
}

impl Comparison<'_> {
    fn add(&mut self, place: &str, text: impl Into<String>) {
        self.changes.push(Change { place: place.to_owned(), text: text.into() });
    }

    fn methods(&mut self, place: &str, old: &BTreeMap<String, Method>, new: &BTreeMap<String, Method>) {
        for (id, old) in old {
            let place = format!("{place}.{id}");
            match new.get(id) {
                Some(new) => self.method(&place, old, new),
                None => self.add(&place, "the method was removed"),
            }
        }
    }

    fn method(&mut self, place: &str, old: &Method, new: &Method) {
        if old.mode == Mode::Sync && new.mode != Mode::Sync {
            self.add(place, "the method can no longer be called synchronously");
        }
        self.parameters(place, &old.parameters, &new.parameters);
        let narrowing = Narrowing::new((self.new, self.old), Direction::Out);
        if let Some(reason) = narrowing.of_optional(new.result.as_ref(), old.result.as_ref()) {
            self.add(&format!("{place}, result"), reason.of_result());
        }
        for (code, old) in old.errors.iter().flatten() {
            let Some(new) = new.errors.as_ref().and_then(|errors| errors.get(code)) else { continue };
            if let Some(reason) = narrowing.of_optional(new.data.as_ref(), old.data.as_ref()) {
                self.add(&format!("{place}, error `{code}`"), reason.of_result());
            }
        }
    }

    fn interface(&mut self, place: &str, old: &Interface, new: &Interface) {
        for (name, new) in &new.methods {
            let place = format!("{place}.{name}");
            match old.methods.get(name) {
                Some(old) => self.implemented(&place, old, new),
                None => self.add(&place, "the page has to implement the new method"),
            }
        }
    }

    fn events(&mut self, place: &str, old: &BTreeMap<String, Event>, new: &BTreeMap<String, Event>) {
        for (name, old) in old {
            let place = format!("{place}, event `{name}`");
            match new.get(name) {
                Some(new) => self.written(&place, "the handler", &old.parameters, &new.parameters),
                None => self.add(&place, "the event was removed"),
            }
        }
    }

    /// The arguments that Rust passes to the page.
    fn written(&mut self, place: &str, receiver: &str, old: &[Parameter], new: &[Parameter]) {
        if new.len() < old.len() {
            self.add(place, format!("{receiver} gets {} arguments instead of {}", new.len(), old.len()));
        }
        let written = Narrowing::new((self.new, self.old), Direction::Out);
        for (old, new) in old.iter().zip(new) {
            if let Some(reason) = written.of_optional(new.schema.as_ref(), old.schema.as_ref()) {
                self.add(&format!("{place}, parameter `{}`", new.name), reason.of_result());
            }
        }
    }

    /// Rust writes the arguments and reads the result, so the directions are the opposite of those of a method.
    fn implemented(&mut self, place: &str, old: &InterfaceMethod, new: &InterfaceMethod) {
        if old.mode != InterfaceMode::Sync && new.mode == InterfaceMode::Sync {
            self.add(place, "the method can no longer return a promise");
        }
        self.written(place, "the method", &old.parameters, &new.parameters);
        let read = Narrowing::new((self.old, self.new), Direction::In);
        if let Some(reason) = read.of_optional(old.result.as_ref(), new.result.as_ref()) {
            self.add(&format!("{place}, result"), reason.of_parameter());
        }
    }

    fn parameters(&mut self, place: &str, old: &[Parameter], new: &[Parameter]) {
        if new.len() < old.len() {
            self.add(place, format!("the method takes {} arguments instead of {}", new.len(), old.len()));
        }
        for parameter in new.iter().skip(old.len()).filter(|parameter| !parameter.optional) {
            self.add(place, format!("the new argument `{}` is required", parameter.name));
        }
        let narrowing = Narrowing::new((self.old, self.new), Direction::In);
        for (old, new) in old.iter().zip(new) {
            let place = format!("{place}, parameter `{}`", new.name);
            if old.optional && !new.optional {
                self.add(&place, "the argument can no longer be omitted");
            }
            if let Some(reason) = narrowing.of_optional(old.schema.as_ref(), new.schema.as_ref()) {
                self.add(&place, reason.of_parameter());
            }
        }
    }
}
