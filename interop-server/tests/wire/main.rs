//! Tests of `docs/protocol.md` from the client's side, over real sockets.

mod byte_streams;
mod calls;
mod client;
mod client_files;
mod connecting;
mod contracts;
mod deadlines;
mod disconnections;
mod error_log;
mod events;
mod first_portions;
mod hooks;
mod hosts;
mod items;
mod javascript;
mod keeping_alive;
mod methods;
mod options;
mod origins;
mod rate_limits;
mod raw_http;
mod recorder;
mod refusals;
mod resources;
mod shutdown;
mod slow_links;
mod slow_messages;
mod stream_fairness;
mod streams;
mod subscribers;
mod texts;
mod tracing_spans;
mod violations;

use self::methods::declare_states;

interop_core::assembly!("Wire");
