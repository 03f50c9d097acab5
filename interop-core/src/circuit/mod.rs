//! One client's state.

mod blocking;
mod blocking_calls;
mod budget;
mod calls;
mod core;
pub(crate) mod cost;
mod destructors;
mod hold;
pub mod host;
mod id_map;
mod inbox;
mod js_answer;
mod js_calls;
mod js_invocation;
mod js_objects;
mod limits;
mod link;
mod messages;
mod objects;
mod options;
mod outbox;
mod outgoing;
mod running;
mod states;
mod streams;

pub(crate) use self::budget::Charge;
pub(crate) use self::core::CircuitCore;
pub(crate) use self::destructors::{drop_quietly, forget_payload};
pub(crate) use self::js_answer::JsAnswer;
pub(crate) use self::js_calls::JsTime;
pub(crate) use self::js_invocation::{JsCallResultType, JsCallType, JsInvocation};
pub(crate) use self::js_objects::dispose_js_object;
pub(crate) use self::link::Link;
pub(crate) use self::messages::{decode_value, encode, encode_js_arguments};
pub use self::options::CircuitOptions;
pub(crate) use self::outgoing::{CloseReason, Outgoing};
