//! Descriptors of interfaces and events for generators of typed clients.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

use schemars::{Schema, json_schema};
use serde::{Deserialize, Serialize};

use crate::descriptor::{Location, Shape};

/// The key of a schema of a typed JavaScript object that names its interface: the assembly, a slash and the name, such
/// as `Shop/Charts`.
pub const INTERFACE_KEY: &str = "implements";

/// A type that [`#[js_interface]`](macro@crate::js_interface) generates. Only the attribute implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a JavaScript interface",
    label = "not declared with `#[js_interface]`"
)]
pub trait JsInterface {
    /// Its description.
    const DESCRIPTOR: InterfaceDescriptor;
}

/// Describes an interface that JavaScript implements, declared with `#[js_interface]`.
#[derive(Clone, Copy)]
pub struct InterfaceDescriptor {
    /// The assembly to which it belongs.
    pub assembly: &'static str,
    /// The name of the trait.
    pub name: &'static str,
    /// Its doc comment.
    pub docs: &'static str,
    /// Its methods in the order of the trait.
    pub methods: &'static [InterfaceMethodDescriptor],
    /// Its location in the source.
    pub location: Location,
    /// The full path of the type, which distinguishes interfaces of the same name.
    pub type_name: fn() -> &'static str,
}

/// Describes a method that JavaScript implements.
#[derive(Clone, Copy)]
pub struct InterfaceMethodDescriptor {
    /// Its name in JavaScript.
    pub name: &'static str,
    /// Its doc comment.
    pub docs: &'static str,
    /// The deprecation note, if it is deprecated; may be empty.
    pub deprecated: Option<&'static str>,
    /// How Rust calls it.
    pub mode: InterfaceMode,
    /// Its parameters in order.
    pub parameters: &'static [InterfaceParameter],
    /// What it returns.
    pub result: InterfaceParameter,
}

/// Describes an event that Rust sends.
#[derive(Clone, Copy)]
pub struct EventDescriptor {
    /// The assembly to which it belongs.
    pub assembly: &'static str,
    /// Its name in JavaScript.
    pub name: &'static str,
    /// Its doc comment.
    pub docs: &'static str,
    /// The arguments of its handlers, in order.
    pub parameters: &'static [InterfaceParameter],
    /// Its location in the source.
    pub location: Location,
}

impl fmt::Debug for EventDescriptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EventDescriptor({}/{})", self.assembly, self.name)
    }
}

/// Describes a parameter or a result.
#[derive(Clone, Copy)]
pub struct InterfaceParameter {
    /// Its name in Rust.
    pub name: &'static str,
    /// Its type, as written in Rust.
    pub type_name: &'static str,
    /// Creates its schema, if its type has one.
    pub shape: Shape,
}

impl fmt::Debug for InterfaceDescriptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InterfaceDescriptor({}/{})", self.assembly, self.name)
    }
}

impl fmt::Debug for InterfaceMethodDescriptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InterfaceMethodDescriptor({})", self.name)
    }
}

impl fmt::Debug for InterfaceParameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.type_name)
    }
}

/// How Rust calls a method that JavaScript implements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum InterfaceMode {
    /// Awaits the result, which may be a promise.
    Async,
    /// Requires the result immediately, which only hosts in the page support.
    Sync,
    /// Requests no result.
    Send,
}

thread_local! {
    /// The interfaces to which schemas have referred while they are collected.
    static FOUND: RefCell<Option<Interfaces>> = const { RefCell::new(None) };
}

/// Interfaces by their names in the contract. If two types have the same name, both are listed.
pub(super) type Interfaces = BTreeMap<(String, String), Vec<InterfaceDescriptor>>;

/// Runs a function that creates schemas, and adds the interfaces to which they refer.
pub(super) fn collect<R>(all: &mut Interfaces, make: impl FnOnce() -> R) -> R {
    let outer = FOUND.replace(Some(std::mem::take(all)));
    let result = make();
    *all = FOUND.replace(outer).unwrap_or_default();
    result
}

/// Adds an interface, unless it was already added.
pub(super) fn add(all: &mut Interfaces, descriptor: InterfaceDescriptor) {
    let known = all.entry((descriptor.assembly.to_owned(), descriptor.name.to_owned())).or_default();
    if known.iter().all(|other| (other.type_name)() != (descriptor.type_name)()) {
        known.push(descriptor);
    }
}

/// The schema of a typed JavaScript object.
#[doc(hidden)]
pub fn interface_schema<T: JsInterface>() -> Schema {
    let descriptor = T::DESCRIPTOR;
    FOUND.with_borrow_mut(|found| found.iter_mut().for_each(|found| add(found, descriptor)));
    let name = format!("{}/{}", descriptor.assembly, descriptor.name);
    json_schema!({ "type": "object", "x-interop": "js-interface", "implements": name })
}
