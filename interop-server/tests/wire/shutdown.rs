//! The end of the server.

#![allow(unreachable_pub, reason = "static methods are public, and nothing here is a library")]

use std::sync::{Mutex, PoisonError, mpsc as blocking};
use std::time::Duration;

use interop_core::{State, js_invokable};
use interop_server::ServerOptions;
use serde_json::json;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Error;

use crate::client::{Host, within};
use crate::methods::Events;

#[tokio::test]
async fn all_clients_are_told_that_the_server_shuts_down() {
    let (events, mut happened) = mpsc::unbounded_channel();
    let host = Host::start(ServerOptions::new().state(Events(events))).await;
    let mut clients = Vec::new();
    for _ in 0..3 {
        let mut client = host.connect().await;
        client.begin("wait_for_ever", &json!([])).await;
        client.assert_works().await;
        clients.push(client);
    }
    // One has not said hello.
    clients.push(host.open().await);
    let server = host.server.clone();
    let shutdown = tokio::spawn(async move { server.shutdown().await });
    for client in &mut clients {
        assert_eq!(client.closed().await, (1001, "The server is shutting down.".to_owned()));
    }
    within(shutdown).await.unwrap();
    assert_eq!(host.server.connections(), 0);
    for _ in 0..3 {
        assert_eq!(within(happened.recv()).await, Some("future dropped"));
    }
    let Err(Error::Http(response)) = host.try_open(host.request()).await else { panic!("not refused") };
    assert_eq!(response.status(), 503);
}

#[tokio::test]
async fn shutting_down_does_not_wait_for_clients_that_do_not_answer() {
    let options = ServerOptions::new().close_timeout(Duration::from_millis(50));
    let host = Host::start(options).await;
    let mut stuck = host.connect().await;
    for _ in 0..6 {
        stuck.begin("text_of", &json!([8_000_000])).await;
    }
    let silent = host.connect().await;
    within(host.server.shutdown()).await;
    assert_eq!(host.server.connections(), 0);
    drop((stuck, silent));
}

#[tokio::test]
async fn shutting_down_without_clients_is_done_at_once() {
    let host = Host::start(ServerOptions::new()).await;
    within(host.server.shutdown()).await;
}

/// Lets methods block until the test ends.
struct Gate {
    entered: blocking::Sender<()>,
    opened: Mutex<blocking::Receiver<()>>,
}

impl Gate {
    fn new() -> (Self, blocking::Receiver<()>, blocking::Sender<()>) {
        let ((entered, has_entered), (open, opened)) = (blocking::channel(), blocking::channel());
        (Self { entered, opened: Mutex::new(opened) }, has_entered, open)
    }

    fn wait(&self) {
        self.entered.send(()).unwrap();
        // Ends with an error when the test drops the other side.
        let _ = self.opened.lock().unwrap_or_else(PoisonError::into_inner).recv();
    }
}

#[js_invokable]
#[allow(private_interfaces, reason = "the type has no name outside")]
pub fn block_the_thread(gate: &State<Gate>) {
    gate.wait();
}

struct BlockingDestructor(State<Gate>);

impl Drop for BlockingDestructor {
    fn drop(&mut self) {
        self.0.wait();
    }
}

#[js_invokable]
#[allow(private_interfaces, reason = "the type has no name outside")]
pub async fn hold_a_blocking_destructor(gate: State<Gate>) {
    let _held = BlockingDestructor(gate);
    std::future::pending::<()>().await;
}

/// Shuts the server down on a thread without a runtime, and returns whether it has ended.
fn shuts_down(host: &Host) -> bool {
    let (done, is_done) = blocking::channel();
    let server = host.server.clone();
    std::thread::spawn(move || {
        futures_executor::block_on(server.shutdown());
        let _ = done.send(());
    });
    is_done.recv_timeout(Duration::from_secs(20)).is_ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn shutting_down_does_not_wait_for_a_method_that_blocks_the_only_thread() {
    let (gate, has_entered, _open) = Gate::new();
    let host = Host::start(ServerOptions::new().state(gate).close_timeout(Duration::from_millis(50))).await;
    host.connect().await.begin("block_the_thread", &json!([])).await;
    // From here on nothing of tokio's runs, also no timer.
    has_entered.recv_timeout(Duration::from_secs(20)).unwrap();
    assert!(shuts_down(&host));
    assert_eq!(host.server.connections(), 1, "it is still in its method");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn shutting_down_does_not_wait_for_destructors_that_block() {
    let (gate, _has_entered, _open) = Gate::new();
    let host = Host::start(ServerOptions::new().state(gate).close_timeout(Duration::from_millis(50))).await;
    let mut client = host.connect().await;
    client.begin("hold_a_blocking_destructor", &json!([])).await;
    client.assert_works().await;
    assert!(shuts_down(&host));
}
