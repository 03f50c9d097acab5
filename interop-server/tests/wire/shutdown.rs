//! The shutdown of the server.

#![allow(unreachable_pub, reason = "static methods are public, and nothing here is a library")]

use std::sync::{Arc, Mutex, PoisonError, mpsc as blocking};
use std::time::Duration;

use interop_core::{State, js_invokable};
use interop_server::{Server, ServerOptions};
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::Error;

use crate::client::{Client, Host, Received, text, within};
use crate::connecting::refused;
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
    // One client has not sent `hello`.
    clients.push(host.open().await);
    let server = host.server.clone();
    let shutdown = tokio::spawn(async move { server.shutdown(Duration::ZERO).await });
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
    within(host.server.shutdown(Duration::ZERO)).await;
    assert_eq!(host.server.connections(), 0);
    drop((stuck, silent));
}

#[tokio::test]
async fn shutting_down_without_clients_is_done_at_once() {
    let host = Host::start(ServerOptions::new()).await;
    within(host.server.shutdown(Duration::ZERO)).await;
}

/// Lets calls complete when a test says so.
#[derive(Clone, Default)]
pub(crate) struct Finish(Arc<Notify>);

#[js_invokable]
#[allow(private_interfaces, reason = "the type has no name outside")]
pub async fn wait_for_finish(finish: State<Finish>) -> u32 {
    finish.0.notified().await;
    7
}

/// Starts a shutdown, and waits until a client whose call waits for `finish` notices it.
async fn drain(host: &Host, client: &mut Client, grace: Duration) -> JoinHandle<()> {
    let server = host.server.clone();
    let shutdown = tokio::spawn(async move { server.shutdown(grace).await });
    loop {
        let call = client.begin("add", &json!([2, 40])).await;
        match client.receive().await {
            Received::Text(header, Some(failure)) if header == json!(["fail", call]) => {
                assert_eq!(failure["code"], "shutting_down");
                assert_eq!(failure["message"], "The server is shutting down.");
                return shutdown;
            }
            Received::Text(header, _) => assert_eq!(header, json!(["reply", call])),
            other => panic!("{other:?}"),
        }
    }
}

const GRACE: Duration = Duration::from_secs(600);

#[tokio::test]
async fn running_calls_complete_within_the_grace_and_nothing_new_begins() {
    let finish = Finish::default();
    let host = Host::start(ServerOptions::new().state(finish.clone())).await;
    let mut idle = host.connect().await;
    let mut without_hello = host.open().await;
    let mut client = host.connect().await;
    let waiting = client.begin("wait_for_finish", &json!([])).await;
    let counter = client.call("new_counter", json!([])).await["__dotNetObject"].as_u64().unwrap();
    let shutdown = drain(&host, &mut client, GRACE).await;
    for unused in [&mut idle, &mut without_hello] {
        assert_eq!(
            unused.closed().await,
            (1001, "The server is shutting down.".to_owned()),
            "it has nothing to wait for"
        );
    }
    assert_eq!(refused(host.try_open(host.request()).await), 503);
    assert_eq!(client.call_on(counter, "__Dispose", json!([])).await, json!(null), "objects can be disposed");
    finish.0.notify_one();
    assert_eq!(client.receive().await, text(json!(["reply", waiting]), json!(7)));
    assert_eq!(client.closed().await, (1001, "The server is shutting down.".to_owned()));
    within(shutdown).await.unwrap();
    assert_eq!(host.server.connections(), 0);
}

#[tokio::test]
async fn a_stream_that_is_being_sent_completes_within_the_grace() {
    let host = Host::start(ServerOptions::new().state(Finish::default())).await;
    let mut client = host.connect().await;
    let stream = client.call("stream_of", json!([100_000])).await["__dotNetStream"].as_u64().unwrap();
    client.text(json!(["claim", stream, 1]).to_string()).await;
    assert_eq!(client.receive().await.bytes().len(), 17 + 32 * 1024);
    let shutdown = drain(&host, &mut client, GRACE).await;
    client.text(json!(["grant", stream, 10]).to_string()).await;
    for length in [32 * 1024, 32 * 1024, 100_000 - 3 * 32 * 1024] {
        assert_eq!(client.receive().await.bytes().len(), 17 + length);
    }
    assert_eq!(client.receive().await.header(), json!(["end", stream, null]));
    assert_eq!(client.closed().await.0, 1001);
    within(shutdown).await.unwrap();
}

#[tokio::test]
async fn blocking_calls_that_wait_for_a_thread_run_within_the_grace() {
    let (gate, has_entered, open) = Gate::new();
    let host = Host::start(ServerOptions::new().state(gate).max_blocking_threads(1)).await;
    let mut client = host.connect().await;
    let first = client.begin("block_a_thread_of_its_own", &json!([])).await;
    let second = client.begin("add_on_a_thread", &json!([2, 40])).await;
    client.assert_works().await;
    has_entered.recv_timeout(Duration::from_secs(20)).unwrap();
    let shutdown = drain(&host, &mut client, GRACE).await;
    drop(open);
    assert_eq!(client.receive().await.header(), json!(["reply", first]));
    assert_eq!(client.receive().await, text(json!(["reply", second]), json!(42)));
    assert_eq!(client.closed().await.0, 1001);
    within(shutdown).await.unwrap();
}

#[tokio::test]
async fn calls_that_run_longer_than_the_grace_are_dropped() {
    let (events, mut happened) = mpsc::unbounded_channel();
    let host = Host::start(ServerOptions::new().state(Events(events))).await;
    let mut client = host.connect().await;
    client.begin("wait_for_ever", &json!([])).await;
    client.assert_works().await;
    within(async {
        let shutdown = host.server.shutdown(Duration::from_millis(50));
        let closed = async { assert_eq!(client.closed().await.0, 1001) };
        tokio::join!(shutdown, closed);
    })
    .await;
    assert_eq!(within(happened.recv()).await, Some("future dropped"));
}

#[tokio::test]
async fn a_second_shutdown_without_grace_ends_the_first() {
    let host = Host::start(ServerOptions::new().state(Finish::default())).await;
    let mut client = host.connect().await;
    client.begin("wait_for_finish", &json!([])).await;
    client.assert_works().await;
    let first = drain(&host, &mut client, GRACE).await;
    // A longer grace does not postpone the end.
    let second = tokio::join!(host.server.shutdown(Duration::ZERO), host.server.shutdown(2 * GRACE), async {
        assert_eq!(client.closed().await.0, 1001);
    });
    let ((), (), ()) = second;
    within(first).await.unwrap();
    within(host.server.shutdown(GRACE)).await;
}

#[tokio::test]
async fn a_shutdown_whose_future_is_dropped_still_ends_connections_after_its_grace() {
    let host = Host::start(ServerOptions::new().state(Finish::default())).await;
    let mut client = host.connect().await;
    client.begin("wait_for_finish", &json!([])).await;
    client.assert_works().await;
    drain(&host, &mut client, Duration::from_millis(200)).await.abort();
    assert_eq!(client.closed().await.0, 1001);
    host.until_connected(0).await;
}

#[tokio::test]
async fn the_grace_is_a_part_of_the_graceful_shutdown_of_axum() {
    let finish = Finish::default();
    let server = Server::new(crate::methods::options().state(finish.clone()));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let host = Host { server: server.clone(), address: listener.local_addr().unwrap() };
    let (stop, stopped) = oneshot::channel::<()>();
    let app: axum::Router = server.router();
    let serving = axum::serve(listener, app).with_graceful_shutdown(async move {
        let _ = stopped.await;
        server.shutdown(GRACE).await;
    });
    let serving = tokio::spawn(async move { serving.await });
    let mut client = host.connect().await;
    let waiting = client.begin("wait_for_finish", &json!([])).await;
    client.assert_works().await;
    stop.send(()).unwrap();
    let until_refused = async {
        while let Ok(mut accepted) = host.try_open(host.request()).await {
            // This call arrived before the shutdown.
            assert_eq!(accepted.closed().await.0, 1001);
        }
    };
    within(until_refused).await;
    finish.0.notify_one();
    assert_eq!(client.receive().await, text(json!(["reply", waiting]), json!(7)));
    assert_eq!(client.closed().await.0, 1001);
    within(serving).await.unwrap().unwrap();
}

/// Makes methods block until the test ends.
pub(crate) struct Gate {
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

#[js_invokable(blocking)]
#[allow(private_interfaces, reason = "the type has no name outside")]
pub fn block_a_thread_of_its_own(gate: &State<Gate>) {
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
        futures_executor::block_on(server.shutdown(Duration::ZERO));
        let _ = done.send(());
    });
    is_done.recv_timeout(Duration::from_secs(20)).is_ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn shutting_down_does_not_wait_for_a_method_that_blocks_the_only_thread() {
    let (gate, has_entered, _open) = Gate::new();
    let host = Host::start(ServerOptions::new().state(gate).close_timeout(Duration::from_millis(50))).await;
    host.connect().await.begin("block_the_thread", &json!([])).await;
    // From here on, tokio does not run, including its timers.
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
