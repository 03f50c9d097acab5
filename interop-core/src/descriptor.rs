//! Descriptors: constants that the macros generate for each method, read by the registry and by generators.

use std::fmt;
use std::time::Duration;

use crate::argument::{Extractor, ParameterKind};
use crate::thunk::Thunk;

/// Describes one invokable method under one id. `#[js_invokable]` generates it.
///
/// A function with several `#[js_invokable]` attributes has one descriptor for each id.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct MethodDescriptor {
    /// The assembly to which the method belongs.
    pub assembly: &'static str,
    /// The id by which JavaScript calls it.
    pub name: &'static str,
    /// Its name in Rust, if that is not its id.
    pub(crate) rust_name: Option<&'static str>,
    /// Its doc comment, one line of it per line.
    pub docs: &'static str,
    /// The note of its `#[deprecated]` attribute, if it has one; empty if the attribute has no note.
    pub deprecated: Option<&'static str>,
    /// Its parameters in their order, without the receiver.
    pub parameters: &'static [ParameterDescriptor],
    /// Describes its result.
    pub result: ResultDescriptor,
    /// Whether it is called on an assembly or on an object.
    pub kind: MethodKind,
    /// The words of `#[js_invokable(policy = "...")]`; empty without a policy.
    pub policy: &'static [&'static str],
    /// The time of `#[js_invokable(timeout = "...")]` by which a call must have ended.
    pub timeout: Option<Duration>,
    /// The position of its declaration.
    pub location: Location,
    /// What a call finds first: the thunk, or that there is a policy to decide about.
    pub(crate) entry: Thunk,
    /// The thunk of a method with a policy.
    pub(crate) guarded: Option<Thunk>,
}

impl MethodDescriptor {
    /// Its name in Rust.
    pub fn rust_name(&self) -> &'static str {
        self.rust_name.unwrap_or(self.name)
    }

    /// How it is called once its policy, if it has one, allows the call.
    pub(crate) fn thunk(&self) -> Thunk {
        self.guarded.unwrap_or(self.entry)
    }

    /// Whether the method is an `async fn` or returns a boxed future.
    pub fn is_async(&self) -> bool {
        matches!(self.thunk(), Thunk::Async(_) | Thunk::Extracting(_))
    }

    /// Whether the method was annotated `blocking`, so that asynchronous hosts run it on a thread of its own.
    pub fn is_blocking(&self) -> bool {
        matches!(self.thunk(), Thunk::Blocking(_))
    }

    /// Maximum number of JSON arguments of a call: the number of parameters without the context parameters.
    pub fn argument_count(&self) -> usize {
        self.parameters.iter().filter(|parameter| parameter.is_argument()).count()
    }
}

impl fmt::Debug for MethodDescriptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MethodDescriptor")
            .field("assembly", &self.assembly)
            .field("name", &self.name)
            .field("kind", &self.kind)
            .field("location", &self.location)
            .finish_non_exhaustive()
    }
}

/// Whether a method is called by assembly or on an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MethodKind {
    /// `DotNet.invokeMethodAsync(assembly, id, ...)`
    Static,
    /// `objectReference.invokeMethodAsync(id, ...)`
    Instance,
    /// The method by which the client reads a stream of values. It belongs to the call that has returned the stream, so
    /// neither layers nor deadlines apply to it.
    Items,
}

/// Describes one parameter.
///
/// A program has one descriptor for each parameter. Every pointer in it also needs a relocation, which takes three times
/// the size of the pointer. The descriptor therefore contains only one text, and parameters of the same type share what
/// depends on the type.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct ParameterDescriptor {
    /// `name: Type`
    pub(crate) text: &'static str,
    /// The length of the name in the text.
    pub(crate) name_length: usize,
    /// What follows from its type.
    pub(crate) kind: &'static ParameterKind,
    /// Creates its JSON Schema, with feature `contract` and if the type has one.
    pub shape: Shape,
}

impl ParameterDescriptor {
    /// Its name in Rust, `_` for a parameter without one.
    pub fn name(&self) -> &'static str {
        &self.text[..self.name_length]
    }

    /// Its type as it is written.
    pub fn type_name(&self) -> &'static str {
        &self.text[self.name_length + ": ".len()..]
    }

    /// Whether it takes an argument of the call; `false` for context parameters such as [`Circuit`](crate::Circuit).
    pub fn is_argument(&self) -> bool {
        self.kind.is_argument()
    }

    /// Whether a caller can omit it when it is the last one, because its type accepts absence, as [`Option`] does.
    pub fn accepts_absence(&self) -> bool {
        (self.kind.accepts_absence)()
    }

    /// Makes it before the arguments are decoded, if it takes none.
    pub(crate) const fn extractor(&self) -> Option<&'static Extractor> {
        self.kind.extractor
    }
}

impl fmt::Debug for ParameterDescriptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}

/// Describes what a method returns.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct ResultDescriptor {
    /// The type as it is written, or `()` if there is none. For futures, the type of their output.
    pub type_name: &'static str,
    /// Creates the JSON Schema of the value and lists the codes of errors, with feature `contract`.
    pub shape: ReturnShape,
}

impl fmt::Debug for ResultDescriptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.type_name)
    }
}

/// A function that creates a JSON Schema, if there is one.
#[cfg(feature = "contract")]
pub type Shape = Option<fn(&mut schemars::SchemaGenerator) -> schemars::Schema>;
/// A function that creates a JSON Schema. There is none without feature `contract`.
#[cfg(not(feature = "contract"))]
pub type Shape = Option<std::convert::Infallible>;

/// A function that describes the result of a method, if it is known.
#[cfg(feature = "contract")]
pub type ReturnShape = Option<fn(&mut schemars::SchemaGenerator) -> crate::contract::ResultShape>;
/// A function that describes the result of a method. There is none without feature `contract`.
#[cfg(not(feature = "contract"))]
pub type ReturnShape = Option<std::convert::Infallible>;

/// The position of an item in the source.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Location {
    /// The source file, which all items of a module share.
    pub source: &'static Source,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

/// The source file of a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Source {
    /// The name of its package.
    pub package: &'static str,
    /// The version of that package.
    pub version: &'static str,
    /// The path of its module.
    pub module: &'static str,
    /// The path of the source file, as it was passed to the compiler.
    pub file: &'static str,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { source, line, column } = self;
        write!(f, "{}:{line}:{column} ({} {})", source.file, source.package, source.version)
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Describes an `#[interop_object]` type that is not generic.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct ObjectDescriptor {
    /// The assembly of its static methods.
    pub assembly: &'static str,
    /// The name of the type.
    pub name: &'static str,
    /// The doc comment of the annotated block.
    pub docs: &'static str,
    /// Its instance methods, sorted by id.
    pub methods: &'static [MethodDescriptor],
    /// The static methods of its block, sorted by id.
    pub statics: &'static [MethodDescriptor],
    /// The position of the block.
    pub location: Location,
}

impl fmt::Debug for ObjectDescriptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ObjectDescriptor")
            .field("assembly", &self.assembly)
            .field("name", &self.name)
            .field("methods", &self.methods.len())
            .field("statics", &self.statics.len())
            .finish_non_exhaustive()
    }
}
