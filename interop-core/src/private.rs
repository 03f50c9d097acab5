//! What the macros' expansions name. Not an API: it changes with every release, which its name says.

pub use std::vec::Vec;

pub use inventory::submit;

pub use crate::argument::{ArgumentReader, FromArgument, accepts_absence};
pub use crate::assembly::is_crate_root;
pub use crate::codec::{IntoReply, Reply};
pub use crate::descriptor::{
    Location, MethodDescriptor, MethodKind, ObjectDescriptor, ParameterDescriptor, ResultDescriptor, Schema, Source,
};
pub use crate::kind::{self, Kind};
pub use crate::object::OneInteropObjectBlockPerType;
pub use crate::registry::Registration;
#[cfg(feature = "schema")]
pub use crate::schema::{NoSchema, SchemaOf};
pub use crate::thunk::{
    BlockingCall, Call, CallFuture, Outcome, OwnedCall, OwnedOutcome, Thunk, blocking_call, send_future,
};
pub use crate::{__interop_location as location, __interop_schema as schema};

/// Implemented once for each id of an assembly, so that the compiler finds ids that two methods share.
pub trait IdIsUniqueInItsAssembly<const ID: u64> {}

/// The place where it is written.
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_location {
    () => {
        $crate::__private0::Location {
            source: &$crate::__private0::Source {
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
