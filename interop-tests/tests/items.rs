//! Streams of values from Rust.

// What the tests call are fixtures, with the signatures that they test.
#![allow(
    missing_docs,
    missing_debug_implementations,
    clippy::missing_panics_doc,
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps
)]

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_executor::block_on;
use futures_util::stream::{self, BoxStream, Stream, StreamExt as _};
use interop_core::testing::RustItems;
use interop_core::{
    ByteBuffer, CallError, CallFailure, CircuitOptions, ClientError, InProcess, Items, ObjectReference, State,
    interop_object, js_invokable,
};
use interop_tests::{Client, Deaths, Gate, app, detailed, failure, sanitized};
use serde::{Deserialize, Serialize};

interop_core::assembly!("Tests");

fn read<T: serde::de::DeserializeOwned>(app: &InProcess, items: RustItems<T>) -> Vec<Result<T, CallFailure>> {
    block_on(items.read(app).collect())
}

fn values<T: serde::de::DeserializeOwned>(app: &InProcess, method: &str) -> Vec<T> {
    let items = block_on(app.call_async("Tests", method, ())).unwrap();
    read(app, items).into_iter().map(Result::unwrap).collect()
}

type Numbers = Pin<Box<dyn Stream<Item = u32> + Send>>;
type Outcome = Result<Numbers, CallError>;

#[js_invokable]
pub fn opaque() -> impl Stream<Item = u32> {
    stream::iter(0..40)
}

#[js_invokable]
pub fn boxed() -> BoxStream<'static, u32> {
    stream::iter(0..40).boxed()
}

#[js_invokable]
pub fn aliased() -> Outcome {
    Ok(Box::pin(stream::iter(0..40)))
}

#[js_invokable]
pub fn named() -> stream::Iter<std::ops::Range<u32>> {
    stream::iter(0..40)
}

#[js_invokable]
pub async fn later() -> Result<impl Stream<Item = u32>, CallError> {
    Ok(stream::iter(0..40))
}

#[js_invokable(blocking)]
pub fn on_a_thread() -> Result<Items<u32>, CallError> {
    Ok(Items::new(stream::iter(0..40)))
}

#[test]
fn every_form_of_a_stream_is_read_in_order() {
    let app = app();
    for method in ["opaque", "boxed", "aliased", "named", "later", "on_a_thread"] {
        assert_eq!(values::<u32>(&app, method), (0..40).collect::<Vec<_>>(), "{method}");
    }
}

#[derive(Serialize)]
pub struct Listing {
    total: u32,
    rows: Vec<Items<String>>,
}

#[derive(Deserialize)]
struct ReadListing {
    total: u32,
    rows: Vec<RustItems<String>>,
}

#[js_invokable]
pub fn listing() -> Listing {
    let rows = |name: &'static str| Items::new(stream::iter(0..2).map(move |row| format!("{name}{row}")));
    Listing { total: 4, rows: vec![rows("a"), rows("b")] }
}

#[test]
fn streams_are_fields_of_results() {
    let app = app();
    let listing: ReadListing = app.call("Tests", "listing", ()).unwrap();
    assert_eq!(listing.total, 4);
    let rows: Vec<_> = listing.rows.into_iter().flat_map(|rows| read(&app, rows)).map(Result::unwrap).collect();
    assert_eq!(rows, ["a0", "a1", "b0", "b1"]);
}

pub struct Row(u32);

#[interop_object]
impl Row {
    #[js_invokable]
    pub fn number(&self) -> u32 {
        self.0
    }
}

#[js_invokable]
pub fn rows() -> impl Stream<Item = (ObjectReference<Row>, ByteBuffer)> {
    stream::iter(1..=3u8).map(|row| (ObjectReference::new(Row(row.into())), ByteBuffer::from(vec![row; 3])))
}

#[test]
fn items_contain_references_and_byte_arrays() {
    let app = app();
    let rows: Vec<(ObjectReference<Row>, ByteBuffer)> = values(&app, "rows");
    let numbers: Vec<u32> = rows.iter().map(|(row, _)| app.object(row).call("number", ()).unwrap()).collect();
    assert_eq!(numbers, [1, 2, 3]);
    assert_eq!(&rows[2].1[..], [3, 3, 3]);
}

#[derive(Debug, ClientError, thiserror::Error)]
pub enum Failure {
    #[error("row {row} is broken")]
    #[client_error(code = "broken_row")]
    Broken { row: u32 },
}

#[js_invokable]
pub fn broken() -> impl Stream<Item = Result<u32, Failure>> {
    stream::iter(0..).map(|row| if row == 3 { Err(Failure::Broken { row }) } else { Ok(row) })
}

#[js_invokable]
pub fn secretly_broken() -> Result<impl Stream<Item = Result<u32, String>>, Failure> {
    Ok(stream::iter([Ok(1), Err("hunter2".to_owned()), Ok(2)]))
}

#[js_invokable]
pub fn anyhow_items() -> impl Stream<Item = anyhow::Result<u32>> {
    stream::iter([Ok(1), Err(anyhow::anyhow!("hunter2"))])
}

#[js_invokable]
pub fn panicking() -> impl Stream<Item = u32> {
    stream::iter(0..).map(|row| if row == 3 { panic!("row {row}") } else { row })
}

#[test]
fn an_error_ends_the_stream_after_the_items_before_it() {
    let app = InProcess::with_options(sanitized());
    for (method, before, code) in
        [("broken", 3, "broken_row"), ("secretly_broken", 1, "internal"), ("anyhow_items", 1, "internal")]
    {
        let items: RustItems<u32> = app.call("Tests", method, ()).unwrap();
        let id = items.id();
        let mut items = read(&app, items);
        let error = items.pop().unwrap().unwrap_err();
        assert_eq!((items.len(), &*error.code), (before, code), "{method}");
        assert!(!error.message.contains("hunter2"), "{}", error.message);
        assert_eq!(failure(app.object(id).call::<()>("__Next", (1,))).0, "object_disposed", "{method}");
    }
}

#[test]
fn a_panic_in_a_stream_comes_after_the_items_before_it_and_ends_that_stream_only() {
    let app = app();
    let other: RustItems<u32> = app.call("Tests", "opaque", ()).unwrap();
    let items: RustItems<u32> = app.call("Tests", "panicking", ()).unwrap();
    let mut items = read(&app, items);
    assert_eq!(items.pop().unwrap().unwrap_err().code, "internal");
    assert_eq!(items.into_iter().map(Result::unwrap).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(read(&app, other).len(), 40);
}

/// Counts how far it was polled, and is counted when it is dropped.
fn watched(polled: Arc<AtomicUsize>, deaths: &Deaths, gate: Gate) -> impl Stream<Item = usize> + use<> {
    let witness = deaths.witness();
    stream::unfold((polled, witness, gate), |(polled, witness, gate)| async move {
        let number = polled.fetch_add(1, Ordering::SeqCst);
        if number == 40 {
            gate.pass().await;
        }
        Some((number, (polled, witness, gate)))
    })
}

#[js_invokable]
pub fn endless(polled: State<Arc<AtomicUsize>>, deaths: State<Deaths>, gate: State<Gate>) -> impl Stream<Item = usize> {
    watched(Arc::clone(&polled), &deaths, Gate::clone(&gate))
}

fn endless_app(options: CircuitOptions) -> (InProcess, Arc<AtomicUsize>, Deaths, Gate) {
    let (polled, deaths, gate) = (Arc::new(AtomicUsize::new(0)), Deaths::new(), Gate::new());
    let app = InProcess::builder().options(options).state(Arc::clone(&polled));
    (app.state(deaths.clone()).state(gate.clone()).build(), polled, deaths, gate)
}

#[test]
fn a_stream_is_polled_only_as_far_as_it_is_read() {
    let (app, polled, deaths, _) = endless_app(detailed());
    let items: RustItems<usize> = app.call("Tests", "endless", ()).unwrap();
    app.settle();
    assert_eq!(polled.load(Ordering::SeqCst), 0);
    let mut reader = items.read(&app);
    block_on(reader.next()).unwrap().unwrap();
    app.settle();
    assert_eq!(polled.load(Ordering::SeqCst), 16);
    drop(reader);
    assert_eq!(deaths.count(), 1);
}

#[test]
fn a_reader_that_waits_gets_what_is_ready_and_can_leave() {
    let (app, _, deaths, gate) = endless_app(detailed());
    let items: RustItems<usize> = app.call("Tests", "endless", ()).unwrap();
    let mut reader = items.read_ahead(&app, 30);
    for number in 0..40 {
        assert_eq!(block_on(reader.next()).unwrap().unwrap(), number);
    }
    let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(reader.poll_next_unpin(&mut cx).is_pending());
    gate.open();
    assert_eq!(block_on(reader.next()).unwrap().unwrap(), 40);
    drop(reader);
    assert_eq!(deaths.count(), 1);
}

#[test]
fn a_stream_ends_with_its_circuit_in_every_state() {
    for (read, waits) in [(0, false), (1, false), (40, true)] {
        let (app, _, deaths, _) = endless_app(detailed());
        let items: RustItems<usize> = app.call("Tests", "endless", ()).unwrap();
        let mut reader = items.read_ahead(&app, 20);
        for _ in 0..read {
            block_on(reader.next()).unwrap().unwrap();
        }
        if waits {
            let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
            assert!(reader.poll_next_unpin(&mut cx).is_pending());
        }
        app.host().close();
        assert_eq!(deaths.count(), 1, "{read}");
    }
}

#[test]
fn a_result_that_is_not_sent_takes_its_stream_with_it() {
    let (app, _, deaths, _) = endless_app(detailed());
    app.host().begin_invoke(None, interop_core::host::Invocation::on_assembly("Tests", "endless", "[]")).unwrap();
    app.settle();
    assert_eq!(deaths.count(), 1);
}

#[test]
fn a_circuit_has_a_limited_number_of_streams() {
    let (app, _, deaths, _) = endless_app(detailed().max_streams(2));
    let first: RustItems<usize> = app.call("Tests", "endless", ()).unwrap();
    let _second: RustItems<usize> = app.call("Tests", "endless", ()).unwrap();
    let refused = app.call::<RustItems<usize>>("Tests", "endless", ());
    assert_eq!(failure(refused).0, "limit_exceeded");
    assert_eq!(deaths.count(), 1);
    drop(first.read(&app));
    assert_eq!(deaths.count(), 2);
    app.call::<RustItems<usize>>("Tests", "endless", ()).unwrap();
}

#[test]
fn bad_reads_fail_alone() {
    let (app, _, _, gate) = endless_app(detailed());
    let client = Client::of(
        interop_core::host::CircuitHost::builder()
            .state(Arc::new(AtomicUsize::new(0)))
            .state(Deaths::new())
            .state(gate),
    );
    let id = client.call("Tests", "endless", "[]").unwrap();
    let id: u64 = id.trim_start_matches("{\"__dotNetItems\":").trim_end_matches('}').parse().unwrap();
    for args in ["[]", "[-1]", "[\"x\"]", "[1,2]", "[null]"] {
        assert_eq!(failure(client.call_on(id, "__Next", args)).0, "invalid_arguments", "{args}");
    }
    assert_eq!(failure(client.call_on(id + 1, "__Next", "[1]")).0, "object_disposed");
    assert_eq!(failure(client.call_on(id, "__next", "[1]")).0, "not_found");
    assert_eq!(client.call_on(id, "__Next", "[0]").unwrap(), r#"{"items":[0],"done":false}"#);
    let many = client.call_on(id, "__Next", "[9007199254740991]").unwrap();
    assert_eq!(many.matches(',').count(), 39, "{many}");
    // One call waits at the gate.
    client.begin_on(id, "__Next", "[1]");
    assert_eq!(failure(client.call_on(id, "__Next", "[1]")).0, "invalid_arguments");
    drop(app);
}

/// Refuses everything except the methods of this test file.
struct OwnCallsOnly;

impl interop_core::CallLayer for OwnCallsOnly {
    fn before(&self, call: &interop_core::CallInfo<'_>) -> Result<(), CallError> {
        if call.method().name == "opaque" { Ok(()) } else { Err(CallError::new("refused", "not an own call")) }
    }
}

#[test]
fn layers_see_the_call_that_returns_a_stream_and_not_its_reads() {
    let app = InProcess::builder().layer(OwnCallsOnly).build();
    assert_eq!(values::<u32>(&app, "opaque").len(), 40);
}
