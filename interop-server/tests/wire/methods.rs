//! The methods that the tests call.

#![allow(unreachable_pub, reason = "static methods are public, and nothing here is a library")]

use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::AsyncReadExt as _;
use interop_core::{
    ByteBuffer, CallError, Circuit, ClientError, JsError, JsObjectReference, JsRuntime, JsStreamReference,
    ObjectReference, State, StreamReference, interop_object, js_invokable,
};
use interop_server::ServerOptions;
use tokio::sync::mpsc::UnboundedSender;

/// Sends events to a test. The server has it as state.
#[derive(Clone)]
pub(crate) struct Events(pub(crate) UnboundedSender<&'static str>);

impl Events {
    pub(crate) fn tell(&self, event: &'static str) {
        // The test may have ended.
        let _ = self.0.send(event);
    }
}

/// Sends an event when it is dropped.
struct Witness(State<Events>, &'static str);

impl Drop for Witness {
    fn drop(&mut self) {
        self.0.tell(self.1);
    }
}

#[js_invokable]
pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

#[js_invokable]
pub async fn add_later(a: i32, b: i32) -> i32 {
    tokio::task::yield_now().await;
    a + b
}

/// Holds the thread of the connection.
#[js_invokable]
pub fn hold_thread(milliseconds: u64) {
    std::thread::sleep(std::time::Duration::from_millis(milliseconds));
}

/// Holds the thread after an `await`.
#[js_invokable]
pub async fn hold_thread_later(milliseconds: u64) {
    tokio::task::yield_now().await;
    hold_thread(milliseconds);
}

#[js_invokable(blocking)]
pub fn hold_own_thread(milliseconds: u64) {
    hold_thread(milliseconds);
}

#[js_invokable(blocking)]
pub fn add_on_a_thread(a: i32, b: i32) -> i32 {
    a + b
}

#[js_invokable]
pub fn text_of(length: usize) -> String {
    "x".repeat(length)
}

#[js_invokable]
pub fn notify(events: &State<Events>) {
    events.tell("notified");
}

/// Never ends.
#[js_invokable]
pub async fn wait_for_ever(events: State<Events>) {
    let _witness = Witness(events, "future dropped");
    std::future::pending::<()>().await;
}

#[js_invokable]
pub fn panics() {
    panic!("a secret")
}

#[derive(Debug)]
struct OutOfStock;

impl std::fmt::Display for OutOfStock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("only 2 left")
    }
}

impl ClientError for OutOfStock {
    fn code(&self) -> &'static str {
        "out_of_stock"
    }

    fn data(&self) -> Option<serde_json::Value> {
        Some(2.into())
    }
}

#[js_invokable]
#[allow(private_interfaces, reason = "the error has no name outside")]
pub fn order() -> Result<(), OutOfStock> {
    Err(OutOfStock)
}

#[js_invokable]
pub fn echo(value: serde_json::Value) -> serde_json::Value {
    value
}

#[js_invokable]
pub fn refuse(data: serde_json::Value) -> Result<(), CallError> {
    Err(CallError::new("refused", "no").with_data(data))
}

#[js_invokable]
pub fn reverse(bytes: &[u8]) -> ByteBuffer {
    bytes.iter().rev().copied().collect::<Vec<u8>>().into()
}

#[js_invokable]
pub fn join(first: &[u8], second: &[u8]) -> (Vec<u8>, usize, ByteBuffer) {
    (first.to_vec(), first.len() + second.len(), second.to_vec().into())
}

/// An object that JavaScript holds.
pub struct Counter {
    count: AtomicU32,
    _witness: Option<Witness>,
}

#[interop_object]
impl Counter {
    #[js_invokable]
    pub fn new_counter(circuit: &Circuit) -> ObjectReference<Self> {
        let witness = circuit.state().map(|events| Witness(events, "counter dropped"));
        ObjectReference::new(Self { count: AtomicU32::new(0), _witness: witness })
    }

    #[js_invokable]
    pub fn hold_thread_of(&self, milliseconds: u64) {
        hold_thread(milliseconds);
        self.count.fetch_add(1, Ordering::Relaxed);
    }

    #[js_invokable]
    pub fn count(&self) -> u32 {
        self.count.fetch_add(1, Ordering::Relaxed) + 1
    }
}

#[js_invokable]
pub async fn ask(js: JsRuntime, question: String) -> Result<String, JsError> {
    js.invoke("prompt", (question,)).await
}

/// Calls JavaScript, which calls Rust again before it answers.
#[js_invokable]
pub async fn sum_by_javascript(js: JsRuntime, depth: u32) -> Result<u32, JsError> {
    if depth == 0 {
        return Ok(0);
    }
    let below: u32 = js.invoke("sumByJavaScript", (depth - 1,)).await?;
    Ok(below + depth)
}

#[js_invokable]
pub async fn title_of(document: JsObjectReference) -> Result<String, JsError> {
    document.get("title").await
}

#[js_invokable]
pub fn send_bytes_to_javascript(js: &JsRuntime) -> Result<(), JsError> {
    js.send("console.log", ("bytes", ByteBuffer::from(bytes::Bytes::from_static(b"abc"))))
}

/// Reads a stream from JavaScript, and returns its length and the sum of its bytes.
#[js_invokable]
pub async fn sum_of(stream: JsStreamReference) -> Result<(usize, u64), CallError> {
    let mut reader = stream.open_read_stream_up_to(100_000_000)?;
    let mut content = Vec::new();
    reader.read_to_end(&mut content).await?;
    Ok((content.len(), content.iter().map(|byte| u64::from(*byte)).sum()))
}

/// Reads only the beginning of a stream from JavaScript.
#[js_invokable]
pub async fn first_byte_of(stream: JsStreamReference) -> Result<u8, CallError> {
    let mut reader = stream.open_read_stream_up_to(100_000_000)?;
    let mut first = [0];
    reader.read_exact(&mut first).await?;
    Ok(first[0])
}

#[js_invokable]
pub fn stream_of(length: usize) -> StreamReference {
    StreamReference::from_bytes((0..length).map(pattern).collect::<Vec<u8>>())
}

/// The byte at this position of a stream.
pub(crate) fn pattern(place: usize) -> u8 {
    u8::try_from(place % 251).unwrap()
}

#[js_invokable]
pub fn broken_stream() -> StreamReference {
    let parts = [Ok(bytes::Bytes::from_static(b"abc")), Err(std::io::Error::other("the disk is gone"))];
    StreamReference::from_stream(futures_util::stream::iter(parts))
}

#[js_invokable]
pub fn close_circuit(circuit: &Circuit) {
    circuit.close();
}

#[js_invokable]
pub fn reconnect_circuit(circuit: &Circuit) {
    circuit.reconnect();
}

/// Declares the states that only some of the tests give.
pub(crate) fn declare_states(options: ServerOptions) -> ServerOptions {
    options
        .connection_state::<Events>()
        .connection_state::<User>()
        .connection_state::<Visits>()
        .connection_state::<u128>()
        .connection_state::<crate::shutdown::Finish>()
        .connection_state::<crate::shutdown::Gate>()
}

/// The user of a circuit, which a hook attaches.
pub(crate) struct User {
    pub(crate) name: String,
}

#[js_invokable]
#[allow(private_interfaces, reason = "the type has no name outside")]
pub fn who_am_i(user: &State<User>) -> String {
    user.name.clone()
}

/// A value that all circuits share.
#[derive(Default)]
pub(crate) struct Visits(AtomicU32);

#[js_invokable]
#[allow(private_interfaces, reason = "the type has no name outside")]
pub fn visit(visits: &State<Visits>) -> u32 {
    visits.0.fetch_add(1, Ordering::Relaxed) + 1
}

/// Fails as a query does, with an error that has a source.
#[js_invokable]
pub async fn find_user(_password: String) -> Result<u32, CallError> {
    tokio::task::yield_now().await;
    let source = std::io::Error::other("no such table: users");
    Err(std::io::Error::new(std::io::ErrorKind::NotFound, QueryFailed(source)))?
}

/// As `find_user`, on a thread of its own.
#[js_invokable(blocking)]
pub fn find_user_on_a_thread(_password: String) -> Result<u32, CallError> {
    Err(QueryFailed(std::io::Error::other("no such table: users")))?
}

#[derive(Debug)]
struct QueryFailed(std::io::Error);

impl std::fmt::Display for QueryFailed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the query failed")
    }
}

impl std::error::Error for QueryFailed {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

#[js_invokable]
pub fn find_without_state(_: State<u128>) {}

/// The default options of a server that has all methods of the tests.
pub(crate) fn options() -> ServerOptions {
    declare_states(ServerOptions::new())
}

/// A stream of lines, each a piece of its own.
#[js_invokable]
pub fn lines(count: usize, bytes: usize) -> StreamReference {
    let line = bytes::Bytes::from(vec![b'.'; bytes]);
    StreamReference::from_stream(futures_util::stream::iter((0..count).map(move |_| Ok(line.clone()))))
}

/// Opens a stream from JavaScript when the page allows it, and returns its length and the sum of its bytes.
#[js_invokable]
pub async fn sum_later(js: JsRuntime, stream: JsStreamReference) -> Result<(usize, u64), CallError> {
    js.invoke_void("mayOpen", ()).await?;
    sum_of(stream).await
}

/// Drops the reference to a stream from JavaScript without opening it.
#[js_invokable]
pub fn not_opened(stream: &JsStreamReference) -> u64 {
    stream.length()
}

/// Opens a stream from JavaScript and never reads it.
#[js_invokable]
pub async fn never_read(stream: JsStreamReference) -> Result<(), CallError> {
    let _reader = stream.open_read_stream_up_to(u64::MAX)?;
    std::future::pending().await
}
