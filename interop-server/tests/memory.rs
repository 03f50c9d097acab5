//! The memory that clients can make the server hold. The test is a separate program, because it counts the allocations
//! of its process. Clients write raw bytes, because a WebSocket library would hold more memory than the server does.

#![allow(
    unreachable_pub,
    missing_docs,
    clippy::missing_panics_doc,
    reason = "static methods are public, and nothing here is a library"
)]

use std::alloc::System;
use std::net::SocketAddr;
use std::time::Duration;

use interop_core::{ByteBuffer, CircuitOptions, State, js_invokable};
use interop_server::{Server, ServerOptions};
use serde_json::Value;
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Mutex;

interop_core::assembly!("Memory");

#[global_allocator]
static MEMORY: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Tests that measure memory run one at a time.
static ALONE: Mutex<()> = Mutex::const_new(());

const PATIENCE: Duration = Duration::from_secs(30);
const MEBIBYTE: isize = 1 << 20;

/// The number of allocated bytes.
fn memory() -> isize {
    let stats = MEMORY.stats();
    stats.bytes_allocated.wrapping_sub(stats.bytes_deallocated).cast_signed()
}

#[derive(Default)]
struct Kept(std::sync::Mutex<Vec<ByteBuffer>>);

#[js_invokable]
#[allow(private_interfaces, reason = "the type has no name outside")]
pub fn keep(kept: &State<Kept>, bytes: ByteBuffer) -> usize {
    let mut kept = kept.0.lock().unwrap();
    kept.push(bytes);
    kept.len()
}

#[js_invokable]
pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

#[js_invokable]
pub fn text_of(length: usize) -> String {
    "x".repeat(length)
}

#[js_invokable]
pub async fn hold(value: Value) -> bool {
    std::future::pending::<()>().await;
    value.is_null()
}

struct Host {
    server: Server,
    address: SocketAddr,
}

impl Host {
    async fn start(options: ServerOptions) -> Self {
        let server = Server::new(options.connection_state::<Kept>());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let app: axum::Router = server.router();
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { server, address }
    }

    /// A client that has received `welcome`, or the status with which it was refused.
    async fn connect(&self) -> Result<Client, String> {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let request = "GET /_interop HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
                       Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
                       Sec-WebSocket-Protocol: interop.v1\r\n\r\n";
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.unwrap());
        }
        let status = String::from_utf8(head).unwrap()["HTTP/1.1 ".len()..][..3].to_owned();
        if status != "101" {
            return Err(status);
        }
        let mut client = Client(stream);
        client.send(&text(r#"["hello",{"version":1}]"#)).await;
        assert!(client.receive().await.starts_with(r#"["welcome""#));
        Ok(client)
    }
}

struct Client(TcpStream);

fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = vec![first, 0x80 + 127];
    bytes.extend((payload.len() as u64).to_be_bytes());
    // A mask of zeros leaves the bytes unchanged.
    bytes.extend([0; 4]);
    bytes.extend(payload);
    bytes
}

fn text(text: &str) -> Vec<u8> {
    frame(0x81, text.as_bytes())
}

fn call(id: usize, method: &str, args: &str) -> Vec<u8> {
    text(&format!("[\"call\",{id},\"Memory\",\"{method}\",0]\n{args}"))
}

fn byte_array(id: u64, bytes: &[u8]) -> Vec<u8> {
    frame(0x82, &[&[1], &id.to_le_bytes()[..], bytes].concat())
}

impl Client {
    async fn send(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).await.unwrap();
    }

    /// The next frame that is not a ping.
    async fn receive(&mut self) -> String {
        loop {
            let frame = tokio::time::timeout(PATIENCE, self.next()).await.expect("it takes too long");
            if frame != r#"["ping"]"# {
                return frame;
            }
        }
    }

    async fn next(&mut self) -> String {
        let _first = self.0.read_u8().await.unwrap();
        let length = match self.0.read_u8().await.unwrap() {
            126 => u64::from(self.0.read_u16().await.unwrap()),
            127 => self.0.read_u64().await.unwrap(),
            length => u64::from(length),
        };
        let mut payload = vec![0; usize::try_from(length).unwrap()];
        self.0.read_exact(&mut payload).await.unwrap();
        String::from_utf8_lossy(&payload).into_owned()
    }
}

/// Waits until memory has grown by less than this.
async fn until_below(before: isize, limit: isize) {
    let waited = tokio::time::timeout(PATIENCE, async {
        while memory() - before >= limit {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
    waited.await.unwrap_or_else(|_| panic!("memory has grown by {} bytes, limit {limit}", memory() - before));
}

#[tokio::test]
async fn a_byte_that_is_kept_does_not_keep_the_frame_that_came_before_it() {
    let _alone = ALONE.lock().await;
    let host = Host::start(ServerOptions::new().state(Kept::default())).await;
    let mut client = host.connect().await.unwrap();
    let before = memory();
    for round in 0..200 {
        let id = 2 * round + 1;
        let mut bytes = call(id, "add", &" ".repeat(250_000));
        bytes.extend(byte_array(0, &[7]));
        bytes.extend(call(id + 1, "keep", r#"[{"__byte[]":0}]"#));
        client.send(&bytes).await;
        assert!(client.receive().await.contains("limit_exceeded"));
        assert_eq!(client.receive().await, format!("[\"reply\",{}]\n{}", id + 1, round + 1));
    }
    until_below(before, 16 * MEBIBYTE).await;
}

#[tokio::test]
async fn a_connection_that_is_quiet_after_a_large_frame_takes_little() {
    const CLIENTS: usize = 10;
    let _alone = ALONE.lock().await;
    let host = Host::start(ServerOptions::new()).await;
    let mut clients = Vec::new();
    for _ in 0..CLIENTS {
        clients.push(host.connect().await.unwrap());
    }
    let before = memory();
    for client in &mut clients {
        client.send(&call(1, "add", &" ".repeat(1_000_000))).await;
        assert!(client.receive().await.contains("limit_exceeded"));
        client.send(&call(2, "text_of", "[1000000]")).await;
        assert_eq!(client.receive().await.len(), 64 * 1024);
        for _ in 0..15 {
            client.receive().await;
        }
    }
    until_below(before, CLIENTS.cast_signed() * MEBIBYTE / 10).await;
    for client in &mut clients {
        client.send(&call(3, "add", "[2,40]")).await;
        assert_eq!(client.receive().await, "[\"reply\",3]\n42", "the connection works as before");
    }
}

#[tokio::test]
async fn idle_connections_take_no_more_than_before() {
    const CLIENTS: usize = 300;
    let _alone = ALONE.lock().await;
    let host = Host::start(ServerOptions::new()).await;
    let before = memory();
    let mut clients = Vec::new();
    for _ in 0..CLIENTS {
        clients.push(host.connect().await.unwrap());
    }
    until_below(before, CLIENTS.cast_signed() * 8_704).await;
}

#[tokio::test]
async fn a_full_server_sends_what_it_has_admitted_without_large_buffers() {
    const BUDGET: usize = 4 << 20;
    const LENGTH: usize = 20_000;
    let _alone = ALONE.lock().await;
    let host = Host::start(ServerOptions::new().max_connections(40).max_held_bytes(BUDGET)).await;
    let mut quiet = host.connect().await.unwrap();
    let mut greedy = host.connect().await.unwrap();
    // Until there is no room for the smallest call.
    let mut calls = 0;
    for values in [4_000, 1_000, 100, 1] {
        let args = format!("[[{}0]]", "0,".repeat(values));
        loop {
            calls += 2;
            greedy.send(&[call(calls - 1, "hold", &args), call(calls, "add", "[2,40]")].concat()).await;
            if greedy.receive().await.contains("limit_exceeded") {
                assert_eq!(greedy.receive().await, format!("[\"reply\",{calls}]\n42"));
                break;
            }
        }
    }
    quiet.send(&call(1, "text_of", &format!("[{LENGTH}]"))).await;
    let mut received = String::new();
    while received.len() < "[\"reply\",1]\n\"\"".len() + LENGTH {
        let piece = quiet.receive().await;
        assert!(piece.len() <= 4 * 1024, "{} bytes at once", piece.len());
        received += &piece;
    }
    assert!(received == format!("[\"reply\",1]\n\"{}\"", "x".repeat(LENGTH)));
    assert!(host.server.held_bytes() <= BUDGET);
    quiet.send(&call(2, "add", "[2,40]")).await;
    assert_eq!(quiet.receive().await, "[\"reply\",2]\n42");
}

/// One of each kind of memory that a client can make the server hold.
fn demands(client: usize) -> Vec<u8> {
    match client % 5 {
        // Calls that wait with large values.
        0 => (1..40).flat_map(|id| call(id, "hold", &format!("[[{}0]]", "0,".repeat(16_000)))).collect(),
        // Results that are never read.
        1 => (1..40).flat_map(|id| call(id, "text_of", "[1000000]")).collect(),
        // Byte arrays without a call.
        2 => (0..1000).flat_map(|id| byte_array(id, &[1; 16])).collect(),
        // A message whose end never arrives.
        3 => [frame(0x01, &vec![b' '; 500_000]), frame(0x00, &vec![b' '; 500_000])].concat(),
        // Half of a large frame.
        _ => frame(0x81, &vec![b' '; 1_000_000])[..500_000].to_vec(),
    }
}

#[tokio::test]
async fn hostile_clients_cannot_take_more_than_the_budget_of_the_server() {
    const CLIENTS: usize = 60;
    const BUDGET: usize = 16 << 20;
    let _alone = ALONE.lock().await;
    let circuit = CircuitOptions::new().detailed_errors(false);
    let host = Host::start(ServerOptions::new().circuit(circuit).max_held_bytes(BUDGET)).await;
    let mut quiet = host.connect().await.unwrap();
    let mut clients = Vec::new();
    for _ in 0..CLIENTS {
        clients.push(host.connect().await.unwrap());
    }
    let before = memory();
    let mut most = 0;
    for (number, client) in clients.iter_mut().enumerate() {
        let demands = demands(number);
        let own = demands.capacity().cast_signed();
        // A client that is disconnected or no longer read from has sent enough.
        let _ = tokio::time::timeout(Duration::from_millis(30), client.0.write_all(&demands)).await;
        most = most.max(memory() - before - own);
        quiet.send(&call(number + 1, "add", "[2,40]")).await;
        assert_eq!(quiet.receive().await, format!("[\"reply\",{}]\n42", number + 1));
        assert!(host.server.held_bytes() <= BUDGET, "{} bytes are held", host.server.held_bytes());
    }
    assert!(most < BUDGET.cast_signed(), "memory has grown by {most} bytes");

    let mut more = Vec::new();
    let refused = loop {
        match host.connect().await {
            Ok(client) => more.push(client),
            Err(status) => break status,
        }
        assert!(more.len() < 1000, "no client is refused");
    };
    assert_eq!(refused, "503");
    drop((clients, more));
    tokio::time::timeout(PATIENCE, async {
        while host.server.connections() > 1 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await
    .expect("their connections end");
    host.connect().await.expect("what has ended makes room");
}
