//! Both ends of a WebSocket: a server of each kind, and the one client that all of them are measured with.

mod client;
mod echo;
mod fanout;
mod floor;
mod process;
mod server;

pub(crate) use self::client::{Client, Frames};
pub(crate) use self::fanout::Fanout;
pub(crate) use self::process::Process;
pub(crate) use self::server::{Endpoint, OwnRuntime, Server, serve, start_axum};
