//! Events: one-way messages from Rust to the handlers of a page.

mod declared;
mod encoder;
mod message;
mod post;

pub use self::declared::{Event, EventName};
pub(crate) use self::encoder::Encoder;
pub use self::message::EventMessage;
pub(crate) use self::post::{deliver, send};
