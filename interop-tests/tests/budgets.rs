//! The bytes that a client can make its circuit hold: what exceeds the limit fails, and what ends makes room.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use std::sync::{Arc, Mutex};

use interop_core::host::{BoxFnOnce, CircuitHost, HostServices, SharedBudget};
use interop_core::{
    ByteBuffer, CircuitOptions, ClientError, JsObjectReference, ObjectReference, State, StreamReference,
    interop_object, js_invokable,
};
use interop_tests::{Client, Gate, detailed, failure};
use serde_json::Value;

interop_core::assembly!("Tests");

#[js_invokable]
pub async fn wait_with(gate: State<Gate>, values: Value) -> usize {
    gate.pass().await;
    values.as_array().map_or(0, Vec::len)
}

#[js_invokable]
pub async fn wait_with_bytes(gate: State<Gate>, bytes: ByteBuffer) -> usize {
    gate.pass().await;
    bytes.len()
}

#[js_invokable(blocking)]
pub fn work_with(text: String) -> usize {
    text.len()
}

#[js_invokable]
pub fn text_of(length: usize) -> String {
    "x".repeat(length)
}

#[js_invokable]
pub async fn hold_objects(gate: State<Gate>, objects: Vec<JsObjectReference>) -> usize {
    gate.pass().await;
    objects.len()
}

#[derive(Debug)]
pub struct Refusal(usize);

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("refused")
    }
}

impl ClientError for Refusal {
    fn code(&self) -> &'static str {
        "refused"
    }

    fn data(&self) -> Option<Value> {
        Some("x".repeat(self.0).into())
    }
}

#[js_invokable]
pub fn refuse_with(length: usize) -> Result<(), Refusal> {
    Err(Refusal(length))
}

#[js_invokable]
pub fn stream_of(length: usize) -> StreamReference {
    StreamReference::from_bytes(vec![0; length])
}

pub struct Large([u8; 4096]);

#[interop_object]
impl Large {
    #[js_invokable]
    pub fn first(&self) -> u8 {
        self.0[0]
    }
}

#[js_invokable]
pub fn large() -> ObjectReference<Large> {
    ObjectReference::new(Large([7; 4096]))
}

const MAX: usize = 256 * 1024;

fn options() -> CircuitOptions {
    detailed().max_held_bytes(MAX)
}

fn client(gate: &Gate) -> Client {
    Client::of(CircuitHost::builder().options(options()).state(gate.clone()))
}

fn exceeded() -> (String, String) {
    let text = format!(
        "the client makes the server hold more than {MAX} bytes, the limit that `CircuitOptions::max_held_bytes` sets"
    );
    ("limit_exceeded".to_owned(), text)
}

/// The number of successes before something fails with the limit.
#[track_caller]
fn until_exceeded(mut call: impl FnMut() -> Option<Result<String, interop_core::CallFailure>>) -> usize {
    for count in 0..10_000 {
        if let Some(result) = call() {
            if result.is_ok() {
                continue;
            }
            assert_eq!(failure(result), exceeded());
            return count;
        }
    }
    panic!("there is no limit");
}

/// The answer to a call, unless it waits.
fn begin(client: &Client, method: &str, args: &str) -> Option<Result<String, interop_core::CallFailure>> {
    client.begin("Tests", method, args);
    client.answers().pop().map(|(_, result)| result)
}

#[test]
fn waiting_calls_count_with_the_values_that_were_read_from_their_arguments() {
    for element in ["0", "[]", r#"{"":0}"#, r#""""#, r#"{"a":{"b":[]}}"#] {
        let gate = Gate::new();
        let client = client(&gate);
        let args = format!("[[{}]]", vec![element; 400].join(","));

        let waiting = until_exceeded(|| begin(&client, "wait_with", &args));

        let least = if element.starts_with('{') { 600 } else { 32 };
        assert!(waiting <= MAX / (400 * least), "{waiting} calls with 400 of {element}");
        gate.open();
        assert_eq!(client.answers().len(), waiting);
        let again = client.begin("Tests", "wait_with", "[[1]]");
        assert_eq!(client.answer(), (again, Ok("1".to_owned())), "calls that have ended make room");
    }
}

#[test]
fn byte_arrays_of_waiting_calls_count() {
    let gate = Gate::new();
    let client = client(&gate);
    let waiting = until_exceeded(|| {
        client.send_bytes(0, &vec![1; 30_000]);
        begin(&client, "wait_with_bytes", r#"[{"__byte[]":0}]"#)
    });
    assert_eq!(waiting, 8);
}

#[test]
fn a_cancelled_call_makes_room() {
    let client = client(&Gate::new());
    let args = format!(r#"["{}"]"#, "x".repeat(30_000));
    let waiting = until_exceeded(|| begin(&client, "wait_with", &args));
    client.host().cancel(1);
    assert_eq!(failure(client.answer().1).0, "cancelled");
    assert_eq!(begin(&client, "wait_with", &args), None, "{waiting} waited before");
}

/// Stores work until the test runs or drops it.
#[derive(Clone, Default)]
struct Later(Arc<Mutex<Vec<BoxFnOnce<()>>>>);

impl HostServices for Later {
    fn spawn_blocking(&self, work: BoxFnOnce<()>) {
        self.0.lock().unwrap().push(work);
    }
}

#[test]
fn blocking_work_counts_until_it_has_ended() {
    let later = Later::default();
    let client = Client::of(CircuitHost::builder().options(options()).services(later.clone()));
    let args = format!(r#"["{}"]"#, "x".repeat(30_000));
    let begun = until_exceeded(|| begin(&client, "work_with", &args));
    assert!((1..=MAX / 30_000).contains(&begun), "{begun} calls");
    let work = std::mem::take(&mut *later.0.lock().unwrap());
    for work in work {
        work();
    }
    assert_eq!(client.answers().len(), begun);
    assert_eq!(begin(&client, "work_with", &args), None, "work that has ended makes room");
}

#[test]
fn a_result_that_there_is_no_room_for_fails_its_call() {
    let client = Client::with_options(options().max_outgoing_bytes(usize::MAX));
    for _ in 0..6 {
        client.begin("Tests", "text_of", "[100000]");
    }
    let answers = client.answers();
    let (sent, refused): (Vec<_>, Vec<_>) = answers.into_iter().map(|(_, result)| result).partition(Result::is_ok);
    assert_eq!((sent.len(), refused.len()), (2, 4));
    for result in refused {
        assert_eq!(failure(result), exceeded());
    }
    assert_eq!(client.call("Tests", "text_of", "[100000]").unwrap().len(), 100_002, "what was sent makes room");
}

#[test]
fn the_data_of_a_failure_counts() {
    let client = Client::with_options(options());
    for _ in 0..6 {
        client.begin("Tests", "refuse_with", "[100000]");
    }
    let answers = client.answers().into_iter().map(|(_, result)| failure(result).0);
    assert_eq!(answers.filter(|code| code == "refused").count(), 2);
}

#[test]
fn small_calls_work_while_the_budget_is_used_up() {
    let gate = Gate::new();
    let client = client(&gate);
    let args = format!(r#"["{}"]"#, "x".repeat(30_000));
    until_exceeded(|| begin(&client, "wait_with", &args));
    assert_eq!(client.call("Tests", "text_of", "[3]").unwrap(), r#""xxx""#);
}

#[test]
fn rust_objects_count_with_their_size() {
    let client = Client::with_options(options());
    let held = until_exceeded(|| begin(&client, "large", "[]"));
    assert!((30..=MAX / 4096).contains(&held), "{held} objects");
    client.call_on(1, "__Dispose", "null").unwrap();
    client.call("Tests", "large", "[]").expect("a disposed object makes room");
}

#[test]
fn javascript_objects_have_a_largest_number() {
    let gate = Gate::new();
    let options = detailed().max_js_objects(5);
    let client = Client::of(CircuitHost::builder().options(options).state(gate.clone()));
    let objects = |ids: std::ops::Range<u32>| {
        let objects: Vec<String> = ids.map(|id| format!(r#"{{"__jsObjectId":{id}}}"#)).collect();
        format!("[[{}]]", objects.join(","))
    };
    assert_eq!(begin(&client, "hold_objects", &objects(0..4)), None);
    let text = "argument 1 `objects` of `Tests.hold_objects`: the circuit already holds 5 JavaScript objects, the limit that \
                `CircuitOptions::max_js_objects` sets";
    let refused = begin(&client, "hold_objects", &objects(4..6)).expect("it is answered");
    assert_eq!(failure(refused), ("limit_exceeded".to_owned(), text.to_owned()));
    assert_eq!(begin(&client, "hold_objects", &objects(0..5)), None, "one object has one handle");
    gate.open();
    assert_eq!(client.answers().len(), 2);
    assert_eq!(begin(&client, "hold_objects", &objects(10..15)).unwrap().unwrap(), "5", "dropped handles make room");
}

#[test]
fn javascript_objects_count() {
    let gate = Gate::new();
    let client = client(&gate);
    let mut next = 0;
    let calls = until_exceeded(|| {
        let objects: Vec<String> = (next..next + 100).map(|id| format!(r#"{{"__jsObjectId":{id}}}"#)).collect();
        next += 100;
        begin(&client, "hold_objects", &format!("[[{}]]", objects.join(",")))
    });
    assert!(calls < MAX / 100 / 150, "{calls} calls with 100 objects each");
}

#[test]
fn streams_that_wait_to_be_claimed_count_with_their_bytes() {
    let client = Client::with_options(options());
    let held = until_exceeded(|| begin(&client, "stream_of", "[50000]"));
    assert_eq!(held, 5);
    client.host().cancel_stream(1);
    client.answers();
    client.call("Tests", "stream_of", "[50000]").expect("a stopped stream makes room");
}

#[test]
fn one_stream_may_be_longer_than_the_limit() {
    let client = Client::with_options(options());
    client.call("Tests", "stream_of", "[1000000]").expect("its bytes are the application's");
}

#[test]
fn circuits_that_share_a_budget_leave_each_other_their_shares() {
    let budget = SharedBudget::new(1 << 20, "Tests::max_bytes");
    let gate = Gate::new();
    let circuit = || {
        let share = budget.admit(1024, 16 * 1024).expect("there is room");
        let builder = CircuitHost::builder().options(detailed()).state(gate.clone());
        Client::of(builder.share(share))
    };
    let args = format!(r#"["{}"]"#, "x".repeat(30_000));
    let (greedy, quiet) = (circuit(), circuit());
    let refused = loop {
        if let Some(result) = begin(&greedy, "wait_with", &args) {
            break failure(result);
        }
    };
    let text =
        "the clients together make the server hold more than 1048576 bytes, the limit that `Tests::max_bytes` sets";
    assert_eq!(refused, ("limit_exceeded".to_owned(), text.to_owned()));
    assert!(budget.held() <= 1 << 20);

    assert_eq!(begin(&quiet, "wait_with", "[[1,2,3]]"), None, "its share is its own");
    assert_eq!(failure(begin(&quiet, "wait_with", &args).unwrap()).0, "limit_exceeded");
    assert_eq!(quiet.call("Tests", "text_of", "[1000]").unwrap().len(), 1002);

    drop(greedy);
    assert_eq!(begin(&quiet, "wait_with", &args), None, "a client that has gone makes room");
    drop(quiet);
    assert_eq!(budget.held(), 0);
}
