#![doc = include_str!("guide/crate.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod admission;
mod allowed_hosts;
mod blocking_pool;
mod buffers;
mod call_spans;
mod circuit_name;
mod client_files;
mod close;
mod connecting;
mod connection;
mod contract_file;
mod error_log;
mod frame;
pub mod guide;
mod handshake;
mod hooks;
mod host;
mod inbound;
mod keep_alive;
mod layers;
mod log_throttle;
mod long_runs;
mod options;
mod options_error;
mod origin;
mod pace;
mod rate_limit;
mod rate_table;
mod read_ahead;
mod refusal;
mod server;
mod services;
mod shared;
mod shutdown;
mod socket;
mod trace_context;
mod turn;
mod upgrade;

pub use crate::hooks::Accepted;
#[cfg(feature = "metrics")]
#[cfg_attr(docsrs, doc(cfg(feature = "metrics")))]
pub use crate::layers::MetricsLayer;
#[cfg(feature = "rate-limit")]
#[cfg_attr(docsrs, doc(cfg(feature = "rate-limit")))]
pub use crate::layers::RateLimitLayer;
pub use crate::options::ServerOptions;
pub use crate::options_error::{OptionProblem, OptionsError};
pub use crate::rate_limit::{RateKey, RateLimit};
pub use crate::refusal::Refused;
pub use crate::server::Server;

/// The files of the JavaScript client, each with its name and its text: for applications that serve them in another way
/// than by the routes of a [`Server`], such as a page with a WebAssembly module.
///
/// `interop.js` is the script for pages: it connects to the server that it was loaded from and sets `DotNet`.
/// It loads the third file, whose name contains a hash of its text, from its own folder when the page uses a stream or
/// another rare feature for the first time. `index.js` exports everything, for pages that connect themselves, to a server or to a
/// module. Each is one minified ES module.
pub fn client_files() -> impl Iterator<Item = (&'static str, &'static str)> {
    let entries = client_files::ENTRIES.iter().map(|file| (file.name, file.text));
    entries.chain([(client_files::SUPPLEMENT.hashed_name, client_files::SUPPLEMENT.text)])
}

/// The routes of a new server, to be merged into an application with any state: the same as [`Server::router`], for
/// applications that do not need a handle to the server.
///
/// # Panics
///
/// If an option is invalid, as [`Server::new`].
pub fn router<S: Clone + Send + Sync + 'static>(options: ServerOptions) -> axum::Router<S> {
    Server::new(options).router()
}
