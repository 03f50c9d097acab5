//! Both ends of a WebSocket: a server of each kind, and the one client that all of them are measured with.

mod client;
mod echo;
mod server;

pub(crate) use self::client::Frames;
pub(crate) use self::server::{Endpoint, Server, serve};
