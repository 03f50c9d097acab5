//! Constructors of descriptors.

use std::time::Duration;

use crate::argument::ParameterKind;
use crate::descriptor::{
    Location, MethodDescriptor, MethodKind, ParameterDescriptor, ResultDescriptor, ReturnShape, Shape,
};
use crate::thunk::Thunk;

/// The names of a method under one of its ids, and its location.
#[derive(Clone, Copy, Debug)]
pub struct Declaration {
    /// The assembly to which the method belongs.
    pub assembly: &'static str,
    /// The id by which JavaScript calls it.
    pub name: &'static str,
    /// Its name in Rust, if that is not its id.
    pub rust_name: Option<&'static str>,
    /// Its doc comment.
    pub docs: &'static str,
    /// The note of its `#[deprecated]` attribute.
    pub deprecated: Option<&'static str>,
    /// The words of its policy.
    pub policy: &'static [&'static str],
    /// How long a call may take.
    pub timeout: Option<Duration>,
    /// Its location.
    pub location: Location,
}

impl Declaration {
    /// With a name in Rust that differs from the id.
    #[must_use]
    pub const fn rust_name(self, name: &'static str) -> Self {
        Self { rust_name: Some(name), ..self }
    }

    /// Adds the note of a `#[deprecated]` attribute.
    #[must_use]
    pub const fn deprecated(self, note: &'static str) -> Self {
        Self { deprecated: Some(note), ..self }
    }

    /// With the words of a policy.
    #[must_use]
    pub const fn policy(self, words: &'static [&'static str]) -> Self {
        Self { policy: words, ..self }
    }

    /// With how long a call may take.
    #[must_use]
    pub const fn timeout(self, milliseconds: u64) -> Self {
        Self { timeout: Some(Duration::from_millis(milliseconds)), ..self }
    }
}

/// Describes a method that is called on its assembly.
pub const fn static_method(
    declaration: Declaration,
    parameters: &'static [ParameterDescriptor],
    result: ResultDescriptor,
    thunk: Thunk,
) -> MethodDescriptor {
    method(MethodKind::Static, declaration, parameters, result, thunk)
}

/// Describes a method that is called on an object.
pub const fn instance_method(
    declaration: Declaration,
    parameters: &'static [ParameterDescriptor],
    result: ResultDescriptor,
    thunk: Thunk,
) -> MethodDescriptor {
    method(MethodKind::Instance, declaration, parameters, result, thunk)
}

const fn method(
    kind: MethodKind,
    declaration: Declaration,
    parameters: &'static [ParameterDescriptor],
    result: ResultDescriptor,
    thunk: Thunk,
) -> MethodDescriptor {
    let thunk = thunk.for_parameters(parameters);
    let Declaration { assembly, name, rust_name, docs, deprecated, policy, timeout, location } = declaration;
    let (entry, guarded) = if policy.is_empty() { (thunk, None) } else { (Thunk::Guarded, Some(thunk)) };
    MethodDescriptor {
        assembly,
        name,
        rust_name,
        docs,
        deprecated,
        parameters,
        result,
        kind,
        policy,
        timeout,
        location,
        entry,
        guarded,
    }
}

/// Describes a parameter: use [`parameter!`](crate::__interop_parameter).
pub const fn parameter(
    text: &'static str,
    name_length: usize,
    kind: &'static ParameterKind,
    shape: Shape,
) -> ParameterDescriptor {
    ParameterDescriptor { text, name_length, kind, shape }
}

/// Describes the result of a method: use [`result!`](crate::__interop_result).
pub const fn result(type_name: &'static str, shape: ReturnShape) -> ResultDescriptor {
    ResultDescriptor { type_name, shape }
}

/// Describes a parameter: its name, its type as it is written, and the type that is decoded.
///
/// If a type cannot be a parameter, the compiler marks the type itself, because no item here has a bound of its own.
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_parameter {
    ($name:expr, $type_name:expr, $type:ty) => {
        $crate::__private::parameter(
            ::core::concat!($name, ": ", $type_name),
            $name.len(),
            <$type as $crate::__private::FromArgument<'_, _>>::KIND,
            $crate::__private::shape!($type),
        )
    };
}

/// Describes the result of a method: the type as it is written, and the type or a call that returns it.
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_result {
    ($type_name:expr, $($type:tt)*) => {
        $crate::__private::result($type_name, $crate::__private::return_shape!($($type)*))
    };
}

/// A [`Declaration`]: the id, the doc comment, and the assembly if it is not that of the crate.
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_declaration {
    ($name:expr, $docs:expr) => {
        $crate::__private::declaration!($name, $docs, $crate::__private::assembly_name!())
    };
    ($name:expr, $docs:expr, $assembly:expr) => {
        $crate::__private::Declaration {
            assembly: $assembly,
            name: $name,
            rust_name: ::core::option::Option::None,
            docs: $docs,
            deprecated: ::core::option::Option::None,
            policy: &[],
            timeout: ::core::option::Option::None,
            location: $crate::__private::location!(),
        }
    };
}

/// The name that `assembly!()` at the crate root gives the assembly, or otherwise the name of the package.
///
/// A glob import takes precedence over the names of enclosing blocks, if the crate root has that name.
#[doc(hidden)]
#[allow(clippy::crate_in_macro_def, reason = "the name is looked for in the user's crate")]
#[macro_export]
macro_rules! __interop_assembly_name {
    () => {{
        mod __only_one_assembly_per_crate {
            pub(super) const NAME: $crate::__private::Text = ::core::env!("CARGO_PKG_NAME");
        }
        {
            use crate::*;
            __only_one_assembly_per_crate::NAME
        }
    }};
}

/// The location of the invocation.
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_location {
    () => {
        $crate::__private::Location {
            source: &$crate::__private::Source {
                package: ::core::env!("CARGO_PKG_NAME"),
                version: ::core::env!("CARGO_PKG_VERSION"),
                module: ::core::module_path!(),
                file: ::core::file!(),
            },
            line: ::core::line!(),
            column: ::core::column!(),
        }
    };
}
