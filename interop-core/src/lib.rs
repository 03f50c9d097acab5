#![doc = include_str!("guide/crate.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[doc(hidden)]
#[path = "private/mod.rs"]
pub mod __private;
mod argument;
mod assembly;
mod callback;
mod circuit;
mod codec;
mod constructors;
mod context;
#[cfg(feature = "contract")]
pub mod contract;
mod descriptor;
mod element;
mod error;
pub mod guide;
mod in_process;
mod js;
mod object;
mod registry;
mod scope;
mod stream;
pub mod testing;
mod threading;
mod thunk;

pub use crate::argument::FromArgument;
pub use crate::callback::{
    Callback, CallbackArgument, CallbackArguments, CallbackFn, CallbackResult, FallibleResult, OwnedArgument,
    PlainResult, TakeAnOwnedTypeSuchAsStringInsteadOfStr,
};
pub use crate::circuit::{
    CircuitOptions, CloseReason, InvalidOption, JsCallResultType, JsCallType, JsInvocation, host,
};
pub use crate::codec::{ByteArray, Bytes, IntoReply, Reply};
pub use crate::context::{Circuit, State, This};
pub use crate::descriptor::{
    Location, MethodDescriptor, MethodKind, ObjectDescriptor, ParameterDescriptor, ResultDescriptor, ReturnShape,
    Shape, Source,
};
pub use crate::element::ElementReference;
pub use crate::error::{CallError, CallFailure, ClientError, ErrorCode};
pub use crate::in_process::{InProcess, InProcessBuilder, InProcessObject, ObjectId, PendingCall};
pub use crate::js::{JsCall, JsError, JsObjectReference, JsRuntime};
pub use crate::object::{InteropObject, ObjectReference};
pub use crate::registry::{Registry, RegistryBuilder, RegistryError};
pub use crate::stream::{JsReadStream, JsStreamReference, STREAM_CHUNK_BYTES, STREAM_WINDOW, StreamReference};
pub use crate::threading::{BoxFnOnce, BoxFuture, MaybeSend, MaybeSync};
#[doc = include_str!("guide/client_error.md")]
pub use interop_macros::ClientError;
#[doc = include_str!("guide/interop_object.md")]
pub use interop_macros::interop_object;
#[doc = include_str!("guide/js_invokable.md")]
pub use interop_macros::js_invokable;
pub use interop_macros::methods;
#[doc = include_str!("guide/register_client_error.md")]
pub use interop_macros::register_client_error;
