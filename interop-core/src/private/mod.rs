//! The items of the expansions of the attributes. They are not an API and change with every release. `interop-core`
//! requires an exact version of its macros, so that two different releases are never combined.
//!
//! * `client_error`: the items of derived errors
//! * `js_interface`: the items of proxies for JavaScript objects
//! * `declaration`: the constructors of descriptors, so that expansions contain no fields
//! * `kind`: the kinds of results
//! * `lend`: the types that are decoded for `&Path` and similar parameters
//! * `registration`: registers functions and types, and detects ids that two methods share
//! * `shape`: describes types for generators
//! * `stand_in`: replaces a function that an expansion cannot name

pub mod client_error;
mod declaration;
pub mod js_interface;
pub mod kind;
mod lend;
mod registration;
mod shape;
mod stand_in;

pub use inventory;

pub use self::declaration::{Declaration, instance_method, parameter, result, static_method};
pub use self::kind::{Kind, Returned};
pub use self::lend::Lend;
pub use self::registration::{functions_of_module, one_method_per_id};
pub use self::stand_in::*;
pub use crate::argument::{ArgumentReader, Extractor, FromArgument, NeedsNoAwait, ParameterKind};
pub use crate::assembly::assert_assembly;
pub use crate::codec::{IntoReply, Reply};
#[cfg(feature = "contract")]
pub use crate::contract::{self, NoShape, ShapeOf};
pub use crate::descriptor::{
    Location, MethodDescriptor, ObjectDescriptor, ParameterDescriptor, ResultDescriptor, ReturnShape, Shape, Source,
};
pub use crate::object::OneInteropObjectBlockPerType;
pub use crate::registry::Registration;
pub use crate::thunk::{
    BlockingCall, Call, CallFuture, Outcome, OwnedCall, OwnedOutcome, Thunk, blocking_call, send_future,
};
pub use crate::{
    __interop_assembly_name as assembly_name, __interop_claims as claims,
    __interop_client_error as register_client_error, __interop_codes as codes, __interop_declaration as declaration,
    __interop_event as describe_event, __interop_function as function, __interop_js_interface as describe_js_interface,
    __interop_js_proxy as js_proxy, __interop_location as location, __interop_parameter as parameter,
    __interop_register as register, __interop_result as result, __interop_result_kind as result_kind,
    __interop_return_shape as return_shape, __interop_shape as shape, __interop_submit as submit,
};

/// A `'static` string. Expansions use it because `str` may be a name of the application.
pub type Text = &'static str;
