//! Many clients at once: every call is answered once, and nothing of them remains in memory.

#![allow(unreachable_pub, reason = "static methods are public, and nothing here is a library")]

use std::alloc::System;
use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::WebSocketUpgrade;
use axum::routing::any;
use futures_util::{SinkExt as _, StreamExt as _};
use interop_core::{State, js_invokable};
use interop_server::{Server, ServerOptions};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Barrier, Mutex, watch};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

interop_core::assembly!("Load");

#[global_allocator]
static MEMORY: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Tests that measure memory run one at a time.
static ALONE: Mutex<()> = Mutex::const_new(());

/// The number of allocated bytes.
fn memory() -> isize {
    let stats = MEMORY.stats();
    stats.bytes_allocated.wrapping_sub(stats.bytes_deallocated).cast_signed()
}

/// The gate at which the calls of a test wait.
struct Gate {
    waiting: AtomicUsize,
    open: watch::Sender<bool>,
}

/// Waits until the gate is open, and returns its argument.
#[js_invokable]
#[allow(private_interfaces, reason = "the type has no name outside")]
pub async fn pass(gate: State<Gate>, number: usize, text: String) -> (usize, String) {
    let mut open = gate.open.subscribe();
    gate.waiting.fetch_add(1, Ordering::Relaxed);
    // The gate outlives its calls.
    let _ = open.wait_for(|open| *open).await;
    (number, text)
}

/// The number of calls that wait at the gate.
#[js_invokable]
#[allow(private_interfaces, reason = "the type has no name outside")]
pub fn waiting(gate: &State<Gate>) -> usize {
    gate.waiting.load(Ordering::Relaxed)
}

/// Opens the gate.
#[js_invokable]
#[allow(private_interfaces, reason = "the type has no name outside")]
pub fn open(gate: &State<Gate>) {
    gate.open.send_replace(true);
}

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

async fn listen(app: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

async fn connect(address: SocketAddr, path: &str) -> Socket {
    let mut request = format!("ws://{address}{path}").into_client_request().unwrap();
    request.headers_mut().insert("Sec-WebSocket-Protocol", HeaderValue::from_static("interop.v1"));
    // The buffers of the test are small too.
    let config = WebSocketConfig::default().read_buffer_size(4096);
    tokio_tungstenite::connect_async_with_config(request, Some(config), false).await.unwrap().0
}

async fn connect_circuit(address: SocketAddr) -> Socket {
    let mut socket = connect(address, "/_interop").await;
    send(&mut socket, r#"["hello",{"version":1}]"#.to_owned()).await;
    assert!(receive(&mut socket).await.starts_with(r#"["welcome","#));
    socket
}

async fn send(socket: &mut Socket, text: String) {
    socket.send(Message::Text(text.into())).await.unwrap();
}

/// The next frame. Pings are answered.
async fn receive(socket: &mut Socket) -> String {
    loop {
        match socket.next().await {
            Some(Ok(Message::Text(text))) if text.as_str() == r#"["ping"]"# => {
                send(socket, r#"["pong"]"#.to_owned()).await;
            }
            Some(Ok(Message::Text(text))) => return text.as_str().to_owned(),
            other => panic!("{other:?}"),
        }
    }
}

async fn close(mut socket: Socket) {
    socket.close(None).await.unwrap();
    while let Some(Ok(_)) = socket.next().await {}
}

/// Waits for a condition that has no event.
async fn until(condition: impl AsyncFn() -> bool) {
    while !condition().await {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Makes many clients send many calls, which are all in flight at the same time.
async fn storm(clients: usize, calls: usize) {
    let gate = Gate { waiting: AtomicUsize::new(0), open: watch::Sender::new(false) };
    let server = Server::new(ServerOptions::new().state(gate));
    let address = listen(server.router()).await;
    let all_connected = Arc::new(Barrier::new(clients));
    let storm: Vec<_> = (0..clients)
        .map(|_| {
            let all_connected = Arc::clone(&all_connected);
            tokio::spawn(async move {
                let mut socket = connect_circuit(address).await;
                all_connected.wait().await;
                for call in 1..=calls {
                    let frame = format!("[\"call\",{call},\"Load\",\"pass\",0]\n[{call},\"some text\"]");
                    socket.feed(Message::Text(frame.into())).await.unwrap();
                }
                socket.flush().await.unwrap();
                let mut unanswered: HashSet<usize> = (1..=calls).collect();
                while !unanswered.is_empty() {
                    let frame = receive(&mut socket).await;
                    let (header, body) = frame.split_once('\n').unwrap();
                    let (kind, call): (&str, usize) = serde_json::from_str(header).unwrap();
                    assert_eq!(kind, "reply");
                    assert!(unanswered.remove(&call), "{call} is answered twice");
                    assert_eq!(body, format!("[{call},\"some text\"]"));
                }
                // A surplus answer would arrive before this one.
                send(&mut socket, "[\"call\",0,\"Load\",\"open\",0]".to_owned()).await;
                assert_eq!(receive(&mut socket).await, "[\"reply\",0]\nnull");
                close(socket).await;
            })
        })
        .collect();

    let mut observer = connect_circuit(address).await;
    for question in 1.. {
        send(&mut observer, format!("[\"call\",{question},\"Load\",\"waiting\",0]")).await;
        let answer = receive(&mut observer).await;
        if answer.ends_with(&format!("\n{}", clients * calls)) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(server.connections(), clients + 1);
    send(&mut observer, "[\"call\",0,\"Load\",\"open\",0]".to_owned()).await;
    for client in storm {
        client.await.unwrap();
    }
    receive(&mut observer).await;
    close(observer).await;
    until(async || server.connections() == 0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_clients_with_a_hundred_calls_each_are_answered_and_forgotten() {
    let _alone = ALONE.lock().await;
    // This allocates what is created once and retained: registries, and the structures of the runtime.
    storm(50, 100).await;
    let before = memory();
    storm(1000, 100).await;
    // The tasks of the connections end shortly after the connections.
    let spare = 256 * 1024;
    let settled = until(async || memory() - before < spare);
    let settled = tokio::time::timeout(Duration::from_secs(10), settled).await;
    let left = memory() - before;
    println!("{left} bytes are left");
    assert!(settled.is_ok(), "{left} bytes are left of 1000 connections and 100 000 calls");
}

/// The memory of this many connected clients, in bytes for each of them.
async fn bytes_per_client(address: SocketAddr, path: &str, clients: usize, circuits: bool) -> isize {
    let connect_one = async || if circuits { connect_circuit(address).await } else { connect(address, path).await };
    drop(connect_one().await);
    // The connections of other measurements have ended, but not all of their tasks.
    let mut before = memory();
    let mut unchanged = 0;
    while unchanged < 20 {
        tokio::time::sleep(Duration::from_millis(5)).await;
        let now = memory();
        unchanged = if now == before { unchanged + 1 } else { 0 };
        before = now;
    }
    let mut sockets = Vec::with_capacity(clients);
    for _ in 0..clients {
        sockets.push(connect_one().await);
    }
    (memory() - before) / clients.cast_signed()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_idle_circuit_takes_little_more_than_its_websocket() {
    let _alone = ALONE.lock().await;
    let clients = 300;
    let bare = Router::new().route(
        "/bare",
        any(|upgrade: WebSocketUpgrade| async {
            // The same size as that of the server. The default of axum is 32 times as large.
            upgrade
                .protocols(["interop.v1"])
                .read_buffer_size(4 * 1024)
                .on_upgrade(|mut socket| async move { while socket.recv().await.is_some() {} })
        }),
    );
    let bare = bytes_per_client(listen(bare).await, "/bare", clients, false).await;
    let circuits = listen(interop_server::router(ServerOptions::new().connection_state::<Gate>())).await;
    let circuit = bytes_per_client(circuits, "/_interop", clients, true).await;
    println!("bytes of an idle client, both sides: bare {bare}, with a circuit {circuit}");
    assert!(circuit - bare <= 11 * 256, "bare {bare}, with a circuit {circuit}");
}
