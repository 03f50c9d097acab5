//! Events: one-way messages from Rust to the handlers of a page.

mod encoder;
mod message;
mod post;

pub(crate) use self::encoder::Encoder;
pub use self::message::EventMessage;
pub(crate) use self::post::{deliver, send};
