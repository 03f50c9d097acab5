//! Clients whose connections are cut at any point, repeatedly: no call runs twice, nothing of them remains, and later
//! clients are served.
//!
//! The test runs for some seconds. `cargo xtask soak` runs it for any duration.

#![allow(missing_docs, unreachable_pub, reason = "static methods are public, and nothing here is a library")]

use std::alloc::System;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures_util::stream;
use interop_core::{JsError, JsRuntime, ObjectReference, State, StreamReference, interop_object, js_invokable};
use interop_server::{Server, ServerOptions};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::RngSeed;
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

interop_core::assembly!("Soak");

#[global_allocator]
static MEMORY: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The duration of the test in seconds, unless the environment variable is set.
const SECONDS: u64 = 8;
const SECONDS_VARIABLE: &str = "SOAK_SECONDS";
/// The number of clients at a time.
const CLIENTS: u64 = 16;
/// Maximum duration of each step.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the methods record for the test.
#[derive(Clone, Default)]
struct Ledger {
    /// How often each call has run, by the number that its client has assigned.
    runs: Arc<Mutex<HashMap<u64, u32>>>,
    /// Held by everything that a circuit holds. If nothing has leaked, the last clones are those of the test and the
    /// server.
    alive: Arc<()>,
}

impl Ledger {
    fn run(&self, number: u64) -> Arc<()> {
        *self.runs.lock().unwrap().entry(number).or_default() += 1;
        Arc::clone(&self.alive)
    }
}

struct Item(Arc<()>);

#[interop_object]
impl Item {
    #[js_invokable]
    pub fn clones(&self) -> usize {
        Arc::strong_count(&self.0)
    }
}

#[js_invokable]
#[allow(private_interfaces, reason = "the type has no name outside")]
pub fn record(ledger: &State<Ledger>, number: u64) -> u64 {
    ledger.run(number);
    number
}

/// Never ends.
#[js_invokable]
#[allow(private_interfaces, reason = "the type has no name outside")]
pub async fn wait(ledger: State<Ledger>, number: u64) {
    let _alive = ledger.run(number);
    std::future::pending::<()>().await;
}

#[js_invokable(blocking)]
#[allow(private_interfaces, reason = "the type has no name outside")]
pub fn block(ledger: &State<Ledger>, number: u64) {
    let _alive = ledger.run(number);
    std::thread::sleep(Duration::from_millis(2));
}

#[js_invokable]
#[allow(private_interfaces, reason = "the type has no name outside")]
pub fn hold(ledger: &State<Ledger>, number: u64) -> Vec<ObjectReference<Item>> {
    let alive = ledger.run(number);
    (0..10).map(|_| ObjectReference::new(Item(Arc::clone(&alive)))).collect()
}

#[js_invokable]
#[allow(private_interfaces, reason = "the type has no name outside")]
pub async fn ask(ledger: State<Ledger>, js: JsRuntime, number: u64) -> Result<i32, JsError> {
    let _alive = ledger.run(number);
    js.invoke("answer", (number,)).await
}

#[js_invokable]
#[allow(private_interfaces, reason = "the type has no name outside")]
pub fn offer(ledger: &State<Ledger>, number: u64) -> StreamReference {
    let alive = ledger.run(number);
    StreamReference::from_stream(stream::repeat_with(move || {
        let _ = &alive;
        Ok(vec![7; 4096].into())
    }))
}

const METHODS: [&str; 6] = ["record", "wait", "block", "hold", "ask", "offer"];

/// The upgrade request and the frames that a client sends after it, as bytes of the TCP connection.
fn conversation(address: SocketAddr, methods: &[usize], first_number: u64) -> Vec<u8> {
    let mut bytes = format!(
        "GET /_interop HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
         Sec-WebSocket-Protocol: interop.v1\r\n\r\n"
    )
    .into_bytes();
    write_frame(&mut bytes, 1, br#"["hello",{"version":1}]"#);
    for ((call, method), number) in (1..).zip(methods).zip(first_number..) {
        let method = METHODS[method % METHODS.len()];
        let text = format!("[\"call\",{call},\"Soak\",\"{method}\",0]\n[{number}]");
        write_frame(&mut bytes, 1, text.as_bytes());
        // A byte array whose message is incomplete if the connection is cut here.
        write_frame(&mut bytes, 2, &[&[1][..], &0_u64.to_le_bytes(), &[5; 300]].concat());
        write_frame(&mut bytes, 1, format!("[\"call\",null,\"Soak\",\"record\",0]\n[{}]", u64::MAX >> 11).as_bytes());
        write_frame(&mut bytes, 1, br#"["claim",1,4]"#);
        write_frame(&mut bytes, 1, b"[\"result\"]\n[2,true,42]");
    }
    bytes
}

/// A frame of a WebSocket client with a mask of zeros.
fn write_frame(bytes: &mut Vec<u8>, opcode: u8, payload: &[u8]) {
    bytes.push(0x80 | opcode);
    // The highest bit states that there is a mask; 126 states that the length is in the next two bytes.
    match u8::try_from(payload.len()) {
        Ok(length @ ..0x7e) => bytes.push(0x80 | length),
        _ => {
            bytes.push(0x80 | 0x7e);
            let length = u16::try_from(payload.len()).expect("the frames of this test are short");
            bytes.extend(length.to_be_bytes());
        }
    }
    bytes.extend([0; 4]);
    bytes.extend(payload);
}

/// How one connection is used.
#[derive(Clone, Debug)]
struct Cut {
    methods: Vec<usize>,
    /// The part of the conversation that is sent.
    sent: prop::sample::Index,
    /// The number of bytes from the server that are read before the connection is cut.
    read: usize,
    /// Whether the connection is reset instead of closed.
    reset: bool,
}

fn any_cut() -> impl Strategy<Value = Cut> {
    (prop::collection::vec(0..METHODS.len(), 1..12), any::<prop::sample::Index>(), 0..4000_usize, any::<bool>())
        .prop_map(|(methods, sent, read, reset)| Cut { methods, sent, read, reset })
}

/// Opens a connection, sends a part of the conversation, reads a little and cuts the connection.
async fn connect_and_cut(address: SocketAddr, cut: &Cut, first_number: u64) -> std::io::Result<()> {
    let mut socket = TcpStream::connect(address).await?;
    let bytes = conversation(address, &cut.methods, first_number);
    let sent = cut.sent.index(bytes.len() + 1);
    socket.write_all(&bytes[..sent]).await?;
    let mut buffer = vec![0; cut.read.max(1)];
    // The server responds once the request is complete. Before that, there is nothing to wait for.
    if bytes[..sent].windows(4).any(|end| end == b"\r\n\r\n") {
        let _ = socket.read(&mut buffer).await?;
    }
    if cut.reset {
        socket.set_zero_linger()?;
    }
    Ok(())
}

/// A client that sends the whole conversation and receives its answers.
async fn assert_served(address: SocketAddr, number: u64) {
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.write_all(&conversation(address, &[0], number)).await.unwrap();
    let mut received = Vec::new();
    let answer = format!("[\"reply\",1]\n{number}");
    while !String::from_utf8_lossy(&received).contains(&answer) {
        assert_ne!(socket.read_buf(&mut received).await.unwrap(), 0, "the connection ended");
    }
}

/// The number of allocated bytes.
fn memory() -> isize {
    let stats = MEMORY.stats();
    stats.bytes_allocated.wrapping_sub(stats.bytes_deallocated).cast_signed()
}

/// Waits until the server has released all clients. Blocking work ends after its connection, without an event.
async fn until_forgotten(server: &Server, ledger: &Ledger, at_rest: usize) {
    let forgotten = async {
        while server.connections() > 0 || Arc::strong_count(&ledger.alive) > at_rest {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    let left = tokio::time::timeout(PATIENCE, forgotten).await;
    assert!(left.is_ok(), "{} connections, {} clones", server.connections(), Arc::strong_count(&ledger.alive));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clients_that_are_cut_off_anywhere_leave_nothing_and_run_nothing_twice() {
    let seconds = std::env::var(SECONDS_VARIABLE).map_or(SECONDS, |seconds| seconds.parse().unwrap());
    let ledger = Ledger::default();
    let server = Server::new(ServerOptions::new().state(ledger.clone()));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app: axum::Router = server.router();
    tokio::spawn(async move { axum::serve(listener, app).await });
    let at_rest = Arc::strong_count(&ledger.alive);

    let seed = RngSeed::Fixed(std::process::id().into());
    let config = ProptestConfig { rng_seed: seed, failure_persistence: None, ..ProptestConfig::default() };
    println!("the seed is {seed:?}");
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let (start, mut number, mut connections) = (Instant::now(), 0, 0_u64);
    let mut after_first = None;
    while start.elapsed() < Duration::from_secs(seconds) {
        let mut clients = JoinSet::new();
        for _ in 0..CLIENTS {
            let cut = any_cut().new_tree(&mut runner).unwrap().current();
            let first_number = number;
            number += cut.methods.len() as u64;
            // The server may end the connection first, because it has received an incomplete message.
            clients.spawn(async move { drop(connect_and_cut(address, &cut, first_number).await) });
        }
        tokio::time::timeout(PATIENCE, clients.join_all()).await.expect("no client hangs");
        connections += CLIENTS;
        tokio::time::timeout(PATIENCE, assert_served(address, number)).await.expect("the next one is served");
        number += 1;
        until_forgotten(&server, &ledger, at_rest).await;
        let runs = std::mem::take(&mut *ledger.runs.lock().unwrap());
        let twice: Vec<_> = runs.iter().filter(|(call, runs)| **call < number && **runs > 1).collect();
        assert!(twice.is_empty(), "these calls ran more than once: {twice:?}");
        // By then, everything that is created once exists.
        if connections == 20 * CLIENTS {
            after_first = Some(memory());
        }
    }
    if let Some(before) = after_first {
        let left = memory() - before;
        println!("{connections} connections, {number} calls; {left} bytes are left");
        assert!(left < 512 * 1024, "{left} bytes are left of {connections} connections");
    }
    tokio::time::timeout(PATIENCE, server.shutdown(Duration::ZERO)).await.expect("the server ends");
}
