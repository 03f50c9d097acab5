//! What the macros' expansions name. Not an API: it changes with every release, which its name says.

pub use std::vec::Vec;

pub use inventory::submit;

pub use crate::argument::{ArgumentReader, FromArgument, accepts_absence};
pub use crate::assembly::assembly_name;
pub use crate::codec::{IntoReply, Reply};
pub use crate::descriptor::{
    Location, MethodDescriptor, MethodKind, ObjectDescriptor, ParameterDescriptor, ResultDescriptor, Schema,
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

/// Checks the ids of one block after `cfg` has taken its choice.
///
/// # Panics
///
/// If an id stands there twice.
pub const fn unique_ids(ids: &[&str]) {
    let mut first = 0;
    while first < ids.len() {
        let mut second = first + 1;
        while second < ids.len() {
            assert!(
                !same(ids[first], ids[second]),
                "two methods of one `#[interop_object]` block have the same id; give one of them another `name`"
            );
            second += 1;
        }
        first += 1;
    }
}

const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// The place where it is written.
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_location {
    () => {
        $crate::__private0::Location {
            package: ::core::env!("CARGO_PKG_NAME"),
            version: ::core::env!("CARGO_PKG_VERSION"),
            module: ::core::module_path!(),
            file: ::core::file!(),
            line: ::core::line!(),
            column: ::core::column!(),
        }
    };
}
