//! Serves JavaScript that calls Rust, over WebSocket: the routes are merged into any axum application.
//!
//! ```no_run
//! use axum::{Router, routing::get};
//! use interop_core::js_invokable;
//! use interop_server::ServerOptions;
//!
//! /// JavaScript calls `DotNet.invokeMethodAsync('Shop', 'add', 2, 40)`.
//! #[js_invokable(assembly = "Shop")]
//! pub fn add(a: i32, b: i32) -> i32 {
//!     a + b
//! }
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let app = Router::new()
//!         .route("/", get(async || "the application"))
//!         .merge(interop_server::router(ServerOptions::new()));
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
//!     axum::serve(listener, app).await
//! }
//! ```
//!
//! The page loads the JavaScript client from the same server and has `DotNet` then:
//!
//! ```html
//! <script type="module" src="/_interop/interop.js"></script>
//! ```
//!
//! It is one request of a few KiB. A page that the server renders can name a URL that browsers keep:
//! [`Server::page_script_path`].
//!
//! Every function that is annotated anywhere in the program can be called; nobody writes a list. Whoever can connect can
//! call all of them, in any order, with any arguments: check in the methods what must be checked.
//!
//! # What is where
//!
//! | to do | see |
//! |---|---|
//! | choose limits, times and the path | [`ServerOptions`] |
//! | say which names the server has, and which other pages may connect | [`ServerOptions::allowed_hosts`], [`ServerOptions::allow_origin`] |
//! | refuse clients, attach the user to the circuit | [`ServerOptions::on_request`] |
//! | limit how often an address or a user connects and calls | [`ServerOptions::rate_limit`], [`Accepted::rate_key`] |
//! | share a value of the application with the methods | [`ServerOptions::state`] |
//! | let Rust begin to call JavaScript | [`ServerOptions::on_connected`] |
//! | end all connections when the program ends | [`Server::shutdown`] |
//!
//! # Hosts and origins
//!
//! Two checks keep the pages of other sites away from the methods. They apply before anything of the application runs.
//!
//! * The **origin** is the page that connects. Only pages of the server's own host may, and those of
//!   [`ServerOptions::allow_origin`]. A browser sends cookies with every connection, no matter which page opens it.
//! * The **host** is the name under which the page reaches the server. It must be one of the server's own names, because the
//!   owner of any other name can point it to this server and then has the same origin. A server that is only used from
//!   its own machine needs nothing: it answers to `localhost` and the loopback addresses. A server with a name in the DNS
//!   lists it with [`ServerOptions::allowed_hosts`], also behind a proxy:
//!
//! | deployment | options |
//! |---|---|
//! | on a developer's machine | none |
//! | reached directly as `app.example` | `allowed_hosts(["app.example"])` |
//! | behind a proxy that passes `Host` on | `allowed_hosts(["app.example"])`; with TLS at the proxy also `require_https_origin()` |
//! | behind a proxy that sets `X-Forwarded-Host` | the same, and `trust_forwarded_host()` |
//! | pages on another host, such as `https://app.example` with `https://api.example` | `allowed_hosts(["api.example"])`, `allow_origin("https://app.example")` |
//! | a page of a development server, such as Vite's | `allow_origin("http://localhost:5173")` |
//!
//! A refusal is logged at the level `WARN` with the host, the origin and the option that would allow it.
//!
//! # How a connection works
//!
//! Each client has one circuit, which lives as long as its connection, and one task, in which its methods run: clients never
//! wait for each other, and the methods of one never run at the same time, except for those that are
//! `#[js_invokable(blocking)]` and run on threads of the server's own.
//!
//! # Long work
//!
//! A connection leaves its thread to others after 200 microseconds, but nothing interrupts a method in between. While a
//! method that is not `blocking` computes or waits without `await`, every other client of the same thread waits: where as many
//! clients as the runtime has threads call methods of 1 ms, 99 of 100 calls of the others still take less than 3 ms; with methods
//! of 50 ms they take about 100 ms. Code that takes longer than a millisecond belongs into a method that is
//! `#[js_invokable(blocking)]`:
//!
//! * at most [`CircuitOptions::max_blocking_calls`](interop_core::CircuitOptions::max_blocking_calls) of a client run at
//!   the same time, and the others wait; all clients share [`ServerOptions::max_blocking_threads`] threads and take turns for
//!   them.
//! * one that is cancelled before it begins never begins. One that runs cannot be stopped, and counts against the limits of its
//!   client until it ends.
//!
//! A method that has held its thread for more than 50 ms is logged at the level `WARN` with its assembly, its id and the time in
//! milliseconds, `held_ms`, at most once in a second; [`Server::long_runs`] counts all of them.
//!
//! # Limits
//!
//! Nothing grows without a bound. While a client does not read, nothing is read from it and its calls stand still; one that reads
//! nothing for [`ServerOptions::write_timeout`], or more slowly than [`ServerOptions::min_send_rate`], is disconnected. A client that breaks the protocol is disconnected
//! with a close code that says why. The protocol is described in `docs/protocol.md` of the repository.
//!
//! What happens is told to [`tracing`](https://docs.rs/tracing) at the level `DEBUG`: a span `connection` for each client, in it a span
//! `call` for each call with assembly, method, call id, duration and outcome; never a value.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod admission;
mod allowed_hosts;
mod blocking_pool;
mod buffers;
mod call_spans;
mod circuit_name;
mod client_files;
mod close;
mod connection;
mod frame;
mod handshake;
mod hooks;
mod host;
mod inbound;
mod keep_alive;
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
mod socket;
mod turn;
mod upgrade;

pub use crate::hooks::Accepted;
pub use crate::options::ServerOptions;
pub use crate::options_error::{OptionProblem, OptionsError};
pub use crate::rate_limit::{RateKey, RateLimit};
pub use crate::server::Server;

/// The entries of the JavaScript client, each with its name and its text: for an application that gives them to its pages
/// in another way than by the routes, such as a page with Rust inside, which needs no server.
///
/// `interop.js` is the script of a page: it connects to where it was loaded from and sets `DotNet`. `index.js` exports
/// everything for pages that connect themselves, to a server or to a module. Each is one minified module that imports nothing.
pub fn client_files() -> impl Iterator<Item = (&'static str, &'static str)> {
    client_files::FILES.iter().map(|file| (file.name, file.text))
}

/// The routes of a new server, to be merged into an application with any state: the same as [`Server::router`], for
/// applications that never end their connections themselves.
///
/// # Panics
///
/// If an option is wrong, as [`Server::new`].
pub fn router<S: Clone + Send + Sync + 'static>(options: ServerOptions) -> axum::Router<S> {
    Server::new(options).router()
}
