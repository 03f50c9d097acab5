//! One client's state.

mod blocking;
mod budget;
mod calls;
mod core;
pub(crate) mod cost;
mod hold;
pub mod host;
mod id_map;
mod js_calls;
mod js_invocation;
mod limits;
mod objects;
mod options;
mod outbox;
mod outgoing;
mod running;
mod streams;

pub(crate) use self::budget::Charge;
pub(crate) use self::core::{CircuitCore, drop_quietly, forget_payload};
pub(crate) use self::js_calls::{JsAnswer, JsTime};
pub use self::js_invocation::{JsCallResultType, JsCallType, JsInvocation};
pub use self::options::{CircuitOptions, InvalidOption};
pub use self::outgoing::CloseReason;
