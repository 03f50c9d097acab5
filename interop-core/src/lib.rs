#![doc = include_str!("guide/crate.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[doc(hidden)]
#[path = "private/mod.rs"]
pub mod __private;
mod argument;
mod assembly;
mod callback;
mod circuit;
pub mod clients;
mod codec;
mod constructors;
mod context;
#[cfg(feature = "contract")]
pub mod contract;
mod descriptor;
mod element;
mod error;
mod event;
pub mod guide;
mod in_process;
mod items;
mod js;
mod object;
pub mod registry;
mod scope;
mod stream;
pub mod testing;
mod threading;
mod thunk;

pub use crate::callback::Callback;
pub use crate::circuit::{CallLayer, CallOutcome, CircuitOptions, PolicyLayer, host};
pub use crate::clients::{Circuits, Groups, Recipients};
pub use crate::codec::{BigInt, ByteBuffer, TypedArray};
pub use crate::context::{
    CallInfo, Cancellation, Circuit, FromCall, FromCallAsync, IntoCallError, RequiredStates, State, This,
};
pub use crate::element::ElementReference;
pub use crate::error::{CallError, CallFailure, ClientError, ErrorCode};
pub use crate::event::{Event, EventName};
pub use crate::in_process::InProcess;
pub use crate::items::{Items, JsItems};
pub use crate::js::{JsCall, JsError, JsFunction, JsObjectReference, JsRuntime};
pub use crate::object::{InteropObject, ObjectReference};
#[doc(inline)]
pub use crate::registry::Registry;
pub use crate::stream::{JsReadStream, JsStreamReference, StreamReference};

// Bounds of signatures: the compiler names them, application code does not have to.
pub use crate::argument::FromArgument;
#[doc(hidden)]
pub use crate::callback::{
    CallbackArgument, ConvertTheErrorToCallError, FallibleResult, OwnedArgument, PlainResult,
    TakeAnOwnedTypeSuchAsStringInsteadOfStr,
};
pub use crate::callback::{CallbackArguments, CallbackFn, CallbackResult};
pub use crate::codec::{BigInteger, IntoReply, TypedArrayElement};
#[doc = include_str!("guide/client_error.md")]
pub use interop_macros::ClientError;
#[doc = include_str!("guide/interop_object.md")]
pub use interop_macros::interop_object;
#[doc = include_str!("guide/js_interface.md")]
pub use interop_macros::js_interface;
#[doc = include_str!("guide/js_invokable.md")]
pub use interop_macros::js_invokable;
pub use interop_macros::methods;
#[doc = include_str!("guide/register_client_error.md")]
pub use interop_macros::register_client_error;
