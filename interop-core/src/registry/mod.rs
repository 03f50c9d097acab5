//! All methods that the program links, and their descriptors.
//!
//! [`Registry::linked`] contains all of them. [`Registry::builder`] creates a registry of selected methods.

mod duplicates;
pub(crate) mod not_found;

use std::fmt;
use std::hash::Hasher;
use std::sync::OnceLock;

use hashbrown::HashTable;
use rustc_hash::FxHasher;

use crate::constructors;
use crate::context::RequiredStates;
#[cfg(feature = "contract")]
use crate::contract::{EventDescriptor, InterfaceDescriptor, JsInterface};
pub use crate::descriptor::{
    Location, MethodDescriptor, MethodKind, ObjectDescriptor, ParameterDescriptor, ResultDescriptor, ReturnShape,
    Shape, Source,
};
use crate::error::CallError;
use crate::object::InteropObject;
use crate::threading::Shared;

/// What the attributes register when a crate is linked.
#[doc(hidden)]
#[derive(Debug)]
pub enum Registration {
    /// A function under all of its ids.
    Methods(&'static [MethodDescriptor]),
    /// An object type, with the static methods of its block.
    Object(ObjectDescriptor),
    /// An interface that JavaScript implements and Rust calls.
    #[cfg(feature = "contract")]
    Interface(InterfaceDescriptor),
    /// An event that Rust sends.
    #[cfg(feature = "contract")]
    Event(EventDescriptor),
}

impl Registration {
    /// The registration of a type that is not generic.
    pub const fn object<T: InteropObject>() -> Self {
        Self::Object(ObjectDescriptor::of::<T>())
    }
}

inventory::collect!(Registration);

/// The methods that JavaScript can call, and the object types that are known before there is an object.
///
/// [`Registry::linked`] contains everything that the program links, so there is no list to maintain. Where linking
/// cannot register methods, for example in a static library, or to offer only some of them, [`Registry::builder`] takes
/// methods by name:
///
/// ```
/// use interop_core::{InProcess, Registry, js_invokable, methods};
///
/// #[js_invokable(assembly = "Calculator")]
/// pub fn add(a: i32, b: i32) -> i32 { a + b }
///
/// let registry = Registry::builder().methods(methods![add]).build()?;
/// let app = InProcess::builder().registry(registry).build();
/// assert_eq!(app.invoke("Calculator", "add", "[2,40]").unwrap(), "42");
/// # Ok::<(), interop_core::registry::RegistryError>(())
/// ```
///
/// A registry never changes once it is built. Clones share it.
#[derive(Clone)]
pub struct Registry(Shared<MethodTable>);

struct MethodTable {
    /// Sorted by assembly and id.
    methods: Vec<&'static MethodDescriptor>,
    /// Sorted by assembly and name.
    objects: Vec<ObjectDescriptor>,
    #[cfg(feature = "contract")]
    interfaces: Vec<InterfaceDescriptor>,
    #[cfg(feature = "contract")]
    events: Vec<EventDescriptor>,
    assemblies: Vec<&'static str>,
    /// The methods with a policy, each with the name of its assembly or of its type.
    with_policy: Vec<(&'static str, &'static MethodDescriptor)>,
    required_states: RequiredStates,
    by_name: HashTable<NamedMethod>,
}

/// Stores the names next to the method, so that a lookup reads one entry and two names.
struct NamedMethod {
    assembly: &'static str,
    name: &'static str,
    method: &'static MethodDescriptor,
}

impl Registry {
    /// The registry of everything that the program links, built at the first call.
    ///
    /// # Errors
    ///
    /// If two methods of one assembly have the same id. The error lists all of them with their locations.
    pub fn linked() -> Result<Self, RegistryError> {
        #[cfg(not(target_arch = "wasm32"))]
        {
            static LINKED: OnceLock<Result<Registry, RegistryError>> = OnceLock::new();
            LINKED.get_or_init(|| Self::builder().linked().build()).clone()
        }
        #[cfg(target_arch = "wasm32")]
        {
            thread_local! {
                static LINKED: OnceLock<Result<Registry, RegistryError>> = const { OnceLock::new() };
            }
            LINKED.with(|linked| linked.get_or_init(|| Self::builder().linked().build()).clone())
        }
    }

    /// Starts an empty registry.
    pub fn builder() -> RegistryBuilder {
        RegistryBuilder {
            methods: Vec::new(),
            objects: Vec::new(),
            #[cfg(feature = "contract")]
            interfaces: Vec::new(),
            #[cfg(feature = "contract")]
            events: Vec::new(),
        }
    }

    /// The static method with this id. Names are compared as they are, upper and lower case too.
    #[inline]
    pub fn get(&self, assembly: &str, name: &str) -> Option<&'static MethodDescriptor> {
        let found = self.0.by_name.find(hash(assembly, name), |entry| entry.name == name && entry.assembly == assembly);
        found.map(|entry| entry.method)
    }

    /// The static method with this id, or an error with similar names.
    ///
    /// # Errors
    ///
    /// `not_found`, with the assemblies that are linked and the nearest names in its text.
    #[inline]
    pub fn resolve(&self, assembly: &str, name: &str) -> Result<&'static MethodDescriptor, CallError> {
        self.get(assembly, name).ok_or_else(|| not_found::static_method(self, assembly, name))
    }

    /// Like [`resolve`](Self::resolve), but with a cheap text if no client will see it.
    #[inline]
    pub(crate) fn resolve_for(
        &self,
        detailed: bool,
        assembly: &str,
        name: &str,
    ) -> Result<&'static MethodDescriptor, CallError> {
        self.get(assembly, name).ok_or_else(|| {
            if detailed { not_found::static_method(self, assembly, name) } else { not_found::unexplained() }
        })
    }

    /// All static methods, sorted by assembly and id.
    pub fn methods(&self) -> impl ExactSizeIterator<Item = &'static MethodDescriptor> + '_ {
        self.0.methods.iter().copied()
    }

    /// All object types that are not generic, sorted by assembly and name.
    pub fn objects(&self) -> &[ObjectDescriptor] {
        &self.0.objects
    }

    /// The interfaces of `#[js_interface]` that are known without a method that takes or returns one, in no particular order.
    #[cfg(feature = "contract")]
    pub fn interfaces(&self) -> &[InterfaceDescriptor] {
        &self.0.interfaces
    }

    /// The events that [`event!`](crate::event!) declares, in no particular order.
    #[cfg(feature = "contract")]
    pub fn events(&self) -> &[EventDescriptor] {
        &self.0.events
    }

    /// The methods with a policy, each with the name of its assembly or of its type. Methods of generic types are not known
    /// here.
    pub(crate) fn methods_with_policy(&self) -> &[(&'static str, &'static MethodDescriptor)] {
        &self.0.with_policy
    }

    /// The states that the methods take. Those of methods of generic types are not known here.
    pub(crate) fn required_states(&self) -> &RequiredStates {
        &self.0.required_states
    }

    /// The names of all assemblies, sorted.
    pub fn assemblies(&self) -> &[&'static str] {
        &self.0.assemblies
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry")
            .field("assemblies", &self.0.assemblies)
            .field("methods", &self.0.methods.len())
            .finish()
    }
}

/// The table never changes and contains names that developers have chosen, so it cannot be flooded and needs no seed.
#[inline]
fn hash(assembly: &str, name: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(name.as_bytes());
    hasher.write(assembly.as_bytes());
    hasher.finish()
}

/// Collects what a [`Registry`] is to hold.
#[derive(Debug)]
pub struct RegistryBuilder {
    methods: Vec<&'static MethodDescriptor>,
    objects: Vec<ObjectDescriptor>,
    #[cfg(feature = "contract")]
    interfaces: Vec<InterfaceDescriptor>,
    #[cfg(feature = "contract")]
    events: Vec<EventDescriptor>,
}

impl RegistryBuilder {
    /// Adds everything that the program links.
    #[must_use]
    pub fn linked(mut self) -> Self {
        constructors::run();
        for registration in inventory::iter::<Registration> {
            match registration {
                Registration::Methods(methods) => self.methods.extend(*methods),
                Registration::Object(object) => self.add_object(*object),
                #[cfg(feature = "contract")]
                Registration::Interface(interface) => self.interfaces.push(*interface),
                #[cfg(feature = "contract")]
                Registration::Event(event) => self.events.push(*event),
            }
        }
        self
    }

    /// Adds functions: `.methods(methods![add, shop::order])`.
    #[must_use]
    pub fn methods(mut self, methods: &[&'static [MethodDescriptor]]) -> Self {
        self.methods.extend(methods.iter().copied().flatten());
        self
    }

    /// Adds an object type and the static methods of its block. Instance methods need no registration; the type is
    /// added for the generators.
    #[must_use]
    pub fn object<T: InteropObject>(mut self) -> Self {
        self.add_object(ObjectDescriptor::of::<T>());
        self
    }

    /// Adds what JavaScript implements for a `#[js_interface]`, for the generators.
    #[cfg(feature = "contract")]
    #[must_use]
    pub fn interface<T: JsInterface>(mut self) -> Self {
        self.interfaces.push(T::DESCRIPTOR);
        self
    }

    fn add_object(&mut self, object: ObjectDescriptor) {
        self.methods.extend(object.statics);
        // There are few: to keep them in order takes less code than to sort them.
        let order = |object: &ObjectDescriptor| {
            (object.assembly, object.name, object.location.source.file, object.location.line)
        };
        let place = self.objects.partition_point(|other| order(other) <= order(&object));
        self.objects.insert(place, object);
    }

    /// Builds the registry.
    ///
    /// # Errors
    ///
    /// If two methods of one assembly have the same id. The error lists all of them with their locations.
    pub fn build(mut self) -> Result<Registry, RegistryError> {
        let methods = duplicates::without_repetitions(&duplicates::sorted(self.methods))?;
        self.objects.dedup_by_key(|object| object.location);
        let mut assemblies: Vec<_> = methods.iter().map(|method| method.assembly).collect();
        assemblies.dedup();
        let mut by_name = HashTable::with_capacity(methods.len());
        for &method in &methods {
            let entry = NamedMethod { assembly: method.assembly, name: method.name, method };
            by_name.insert_unique(hash(entry.assembly, entry.name), entry, |entry| hash(entry.assembly, entry.name));
        }
        let of_assemblies = methods.iter().map(|method| (method.assembly, *method));
        let of_objects =
            self.objects.iter().flat_map(|object| object.methods.iter().map(|method| (object.name, method)));
        let mut with_policy = Vec::new();
        let mut required_states = RequiredStates::default();
        for (owner, method) in of_assemblies.chain(of_objects) {
            if !method.policy.is_empty() {
                with_policy.push((owner, method));
            }
            required_states.add_method(owner, method);
        }
        Ok(Registry(Shared::new(MethodTable {
            methods,
            objects: self.objects,
            #[cfg(feature = "contract")]
            interfaces: self.interfaces,
            #[cfg(feature = "contract")]
            events: self.events,
            assemblies,
            with_policy,
            required_states,
            by_name,
        })))
    }
}

/// Two or more methods of one assembly have the same id.
#[derive(Clone, PartialEq, Eq)]
pub struct RegistryError {
    text: String,
}

impl fmt::Display for RegistryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for RegistryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for RegistryError {}
