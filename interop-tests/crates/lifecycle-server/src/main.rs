//! Serves an empty page and a few methods on a port of this machine, and does to its connections what the lines of its
//! input say. It ends with its input, so that no test leaves it behind.
//!
//! | line | effect |
//! |---|---|
//! | `finish` | the running calls of `Wait` complete |
//! | `shutdown 500` | the server shuts down, with a grace in milliseconds |
//!
//! The first argument is the port, 0 for a free one; the second one, if there is one, an origin that may connect. The
//! server prints its address and its process id.
//!
//! The query of a connection's URL says how it is answered: `refuse=401` with [`Refused`], `status=401` with this HTTP
//! status.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use interop_core::{Circuit, State, js_invokable};
use interop_server::{Accepted, Refused, Server, ServerOptions};
use tokio::io::{AsyncBufReadExt as _, BufReader, stdin};
use tokio::net::TcpListener;
use tokio::sync::Notify;

interop_core::assembly!("Lifecycle");

/// Lets the calls of `Wait` complete.
#[derive(Clone, Default)]
struct Finish(Arc<Notify>);

/// Adds two numbers.
#[js_invokable(name = "Add")]
pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

/// Completes when the test says so.
#[js_invokable(name = "Wait")]
#[allow(private_interfaces, reason = "nothing here is a library")]
pub async fn wait(finish: State<Finish>) -> &'static str {
    finish.0.notified().await;
    "finished"
}

/// Closes the circuit of the caller.
#[js_invokable(name = "CloseCircuit")]
pub fn close_circuit(circuit: &Circuit) {
    circuit.close();
}

/// Closes the circuit of the caller, which connects again.
#[js_invokable(name = "Reconnect")]
pub fn reconnect(circuit: &Circuit) {
    circuit.reconnect();
}

/// The number after `name=` in the query.
fn status(request: &Parts, name: &str) -> Option<StatusCode> {
    let query = request.uri.query().unwrap_or_default();
    let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    StatusCode::from_bytes(value.as_bytes()).ok()
}

async fn decide(request: Parts) -> Result<Accepted, Response> {
    if let Some(status) = status(&request, "refuse") {
        return Err(Refused::new(status, "The reason of the application.").into_response());
    }
    match status(&request, "status") {
        Some(status) => Err(status.into_response()),
        None => Ok(Accepted::new()),
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let finish = Finish::default();
    let options = ServerOptions::new()
        .keep_alive(Duration::from_millis(250))
        .timeout(Duration::from_secs(1))
        .state(finish.clone())
        .on_request(decide);
    let mut arguments = std::env::args().skip(1);
    let port = arguments.next().and_then(|port| port.parse().ok()).unwrap_or(0);
    let server = Server::new(arguments.fold(options, ServerOptions::allow_origin));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    println!("http://{} {}", listener.local_addr()?, std::process::id());
    let app: Router =
        Router::new().route("/", get(async || Html("<!doctype html><title>Lifecycle</title>"))).merge(server.router());
    tokio::spawn(async move {
        let mut lines = BufReader::new(stdin()).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            match line.split_once(' ') {
                Some(("shutdown", grace)) => {
                    let grace = Duration::from_millis(grace.parse().unwrap_or(0));
                    let server = server.clone();
                    tokio::spawn(async move { server.shutdown(grace).await });
                }
                _ => finish.0.notify_waiters(),
            }
        }
        std::process::exit(0);
    });
    axum::serve(listener, app).await
}
