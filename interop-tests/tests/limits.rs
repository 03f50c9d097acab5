//! Each limit of [`CircuitOptions`]: only what exceeds it fails, with a text that names the limit and the option.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use interop_core::host::{Invocation, Reply};
use interop_core::{ByteBuffer, CallFailure, CircuitOptions, ObjectReference, State, interop_object, js_invokable};
use interop_tests::{Client, Gate, detailed, failure, sanitized};
use serde::ser::{Serialize, SerializeSeq, Serializer};

interop_core::assembly!("Tests");

#[js_invokable]
pub fn length(text: &str) -> usize {
    text.len()
}

#[js_invokable]
pub fn total(arrays: Vec<ByteBuffer>) -> usize {
    arrays.iter().map(|array| array.len()).sum()
}

#[js_invokable]
pub fn text_of(length: usize) -> String {
    "x".repeat(length)
}

#[js_invokable]
pub async fn text_of_later(length: usize) -> String {
    "x".repeat(length)
}

#[js_invokable]
pub fn bytes_of(length: usize) -> Vec<u8> {
    vec![7; length]
}

#[js_invokable]
pub fn text_and_bytes_of(text: usize, bytes: usize) -> (String, Vec<u8>) {
    (text_of(text), bytes_of(bytes))
}

/// 1 GiB of JSON that never exists as a whole.
pub struct Gigabyte(State<Arc<AtomicU64>>);

impl Serialize for Gigabyte {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let kilobyte = "x".repeat(1021);
        let mut elements = serializer.serialize_seq(None)?;
        for _ in 0..1024 * 1024 {
            elements.serialize_element(&kilobyte)?;
            self.0.fetch_add(1024, Ordering::Relaxed);
        }
        elements.end()
    }
}

#[js_invokable]
pub fn gigabyte(written: State<Arc<AtomicU64>>) -> Gigabyte {
    Gigabyte(written)
}

#[js_invokable]
pub async fn gigabyte_later(written: State<Arc<AtomicU64>>) -> Gigabyte {
    Gigabyte(written)
}

/// 1 GiB in byte arrays that share 1 MiB of memory.
#[js_invokable]
pub fn gigabyte_of_arrays() -> Vec<ByteBuffer> {
    vec![ByteBuffer::from(vec![0_u8; 1024 * 1024]); 1024]
}

#[js_invokable]
pub async fn wait(gate: State<Gate>) {
    gate.pass().await;
}

pub struct Item;

#[interop_object]
impl Item {
    #[js_invokable]
    pub fn touch(&self) {}
}

#[js_invokable]
pub fn items(count: usize) -> Vec<ObjectReference<Item>> {
    (0..count).map(|_| ObjectReference::new(Item)).collect()
}

#[track_caller]
fn assert_exceeded(result: Result<String, interop_core::CallFailure>, text: &str) {
    assert_eq!(failure(result), ("limit_exceeded".to_owned(), text.to_owned()));
}

fn argument_of(bytes: usize) -> String {
    format!(r#"["{}"]"#, "x".repeat(bytes - 4))
}

#[test]
fn the_defaults_are_the_documented_ones() {
    let app = interop_core::InProcess::new();
    let options = app.host().options();

    assert_eq!(options, &CircuitOptions::default());
    assert_eq!(options.get_detailed_errors(), cfg!(debug_assertions));
    assert_eq!(options.get_max_argument_bytes(), 32 * 1024);
    assert_eq!(options.get_max_reply_bytes(), 16 * 1024 * 1024);
    assert_eq!(options.get_max_json_depth(), 32);
    assert_eq!(options.get_max_calls_in_flight(), 1024);
    assert_eq!(options.get_max_objects(), 16 * 1024);
    assert_eq!(options.get_max_outgoing_bytes(), 32 * 1024 * 1024);
}

#[test]
fn arguments_have_a_largest_size() {
    let client = Client::with_options(detailed().max_argument_bytes(100));

    assert_eq!(client.call("Tests", "length", &argument_of(100)).unwrap(), "96");
    assert_exceeded(
        client.call("Tests", "length", &argument_of(101)),
        "the arguments are larger than 100 bytes, the limit that `CircuitOptions::max_argument_bytes` sets",
    );
    let blank = " ".repeat(99) + "[]";
    assert_eq!(failure(client.call("Tests", "wait", &blank)).0, "limit_exceeded", "white space counts");
    assert_eq!(client.call("Tests", "length", r#"["after"]"#).unwrap(), "5");
}

#[test]
fn byte_arrays_have_a_largest_sum() {
    let client = Client::with_options(detailed().max_argument_bytes(100));
    let call = |sizes: &[usize]| {
        let mut names = Vec::new();
        for (id, size) in sizes.iter().enumerate() {
            client.send_bytes(id as u64, &vec![1; *size]);
            names.push(format!(r#"{{"__byte[]":{id}}}"#));
        }
        client.call("Tests", "total", &format!("[[{}]]", names.join(",")))
    };
    let text = "the arguments are larger than 100 bytes, the limit that `CircuitOptions::max_argument_bytes` sets";

    assert_eq!(call(&[100]).unwrap(), "100", "the JSON text is counted by itself");
    assert_eq!(call(&[50, 50]).unwrap(), "100");
    assert_exceeded(call(&[101]), text);
    assert_exceeded(call(&[50, 51]), text);
    assert_exceeded(call(&[101, 1, 1]), text);
    assert_eq!(call(&[99]).unwrap(), "99", "only the call with too many bytes fails");
}

#[test]
fn small_byte_arrays_count_as_four_bytes() {
    let client = Client::with_options(detailed().max_argument_bytes(100));
    for id in 0..26 {
        client.send_bytes(id, &[]);
    }
    assert_eq!(failure(client.call("Tests", "total", r#"[[{"__byte[]":0}]]"#)).0, "limit_exceeded");

    for id in 0..25 {
        client.send_bytes(id, &[]);
    }
    assert_eq!(client.call("Tests", "total", r#"[[{"__byte[]":24}]]"#).unwrap(), "0");
}

#[test]
fn replies_have_a_largest_size() {
    let client = Client::with_options(detailed().max_reply_bytes(100));
    let text = "the reply is larger than 100 bytes, the limit that `CircuitOptions::max_reply_bytes` sets";

    assert_eq!(client.call("Tests", "text_of", "[98]").unwrap().len(), 100);
    assert_exceeded(client.call("Tests", "text_of", "[99]"), text);
    assert_exceeded(client.call("Tests", "text_of_later", "[99]"), text);
    assert_exceeded(client.call("Tests", "bytes_of", "[101]"), text);
    assert_eq!(client.call("Tests", "bytes_of", "[80]").unwrap(), r#"{"__byte[]":1}"#);
}

#[test]
fn json_and_byte_arrays_of_a_reply_are_counted_together() {
    let client = Client::with_options(detailed().max_reply_bytes(100));

    assert_eq!(failure(client.call("Tests", "text_and_bytes_of", "[60,60]")).0, "limit_exceeded");
    client.call("Tests", "text_and_bytes_of", "[20,40]").expect("this is within the limit");
}

#[test]
fn a_reply_of_one_gibibyte_is_stopped_at_its_limit() {
    let written = Arc::new(AtomicU64::new(0));
    let options = detailed().max_reply_bytes(1024 * 1024);
    let builder = interop_core::host::CircuitHost::builder().options(options).state(Arc::clone(&written));
    let client = Client::of(builder);
    let text = "the reply is larger than 1048576 bytes, the limit that `CircuitOptions::max_reply_bytes` sets";

    for method in ["gigabyte", "gigabyte_later"] {
        written.store(0, Ordering::Relaxed);
        assert_exceeded(client.call("Tests", method, "[]"), text);
        assert!(written.load(Ordering::Relaxed) <= 1024 * 1024, "nothing is made beyond the limit");
    }
    assert_exceeded(client.call("Tests", "gigabyte_of_arrays", "[]"), text);
    assert_eq!(client.call("Tests", "text_of", "[1]").unwrap(), r#""x""#);
}

#[test]
fn a_typed_call_counts_its_arguments_as_arguments() {
    let app = interop_core::InProcess::with_options(detailed().max_reply_bytes(100).max_argument_bytes(1000));
    assert_eq!(app.call::<usize>("Tests", "length", ("x".repeat(500),)).unwrap(), 500);
}

#[test]
fn calls_in_flight_have_a_largest_number() {
    let gate = Gate::new();
    let options = detailed().max_calls_in_flight(2);
    let client = Client::of(interop_core::host::CircuitHost::builder().options(options).state(gate.clone()));
    let first = client.begin("Tests", "wait", "[]");
    client.begin("Tests", "wait", "[]");

    assert_exceeded(
        client.call("Tests", "wait", "[]"),
        "the client already has 2 calls in flight, the limit that `CircuitOptions::max_calls_in_flight` sets",
    );
    assert_eq!(client.call("Tests", "length", r#"["x"]"#).unwrap(), "1", "what is done at once is not in flight");

    client.host().cancel(first);
    assert_eq!(client.answer().0, first);
    client.begin("Tests", "wait", "[]");
    gate.open();
    assert_eq!(client.answers().len(), 2);
    assert_eq!(client.call("Tests", "wait", "[]"), Ok("null".to_owned()));
}

#[test]
fn byte_arrays_of_a_call_that_is_refused_are_not_left_for_the_next() {
    let options = detailed().max_calls_in_flight(0);
    let client = Client::of(interop_core::host::CircuitHost::builder().options(options).state(Gate::new()));
    for (method, args) in [("wait", "[]"), ("unknown", "[]"), ("total", "[")] {
        client.send_bytes(0, b"stale");
        failure(client.call("Tests", method, args));
        assert_eq!(failure(client.call("Tests", "total", r#"[[{"__byte[]":0}]]"#)).0, "invalid_arguments", "{method}");
    }
}

#[test]
fn names_have_a_largest_length_on_every_way_and_are_not_sent_back() {
    let refused = |failure: CallFailure| {
        let text = "the assembly and method names of a call are longer than 4096 bytes together";
        assert_eq!((&*failure.code, &*failure.message), ("limit_exceeded", text));
        assert_eq!((failure.assembly, failure.method), (None, None));
    };
    for options in [detailed(), sanitized()] {
        let client = Client::with_options(options);
        client.call("Tests", "items", "[1]").unwrap();
        for (assembly, method) in [("Tests", 4092), ("Tests", 1 << 20), (&"x".repeat(4096), 1), (&"ü".repeat(2048), 1)]
        {
            let method = "m".repeat(method);
            refused(client.call(assembly, &method, "[]").unwrap_err());
            refused(client.host().resolve_method(assembly, &method).unwrap_err());
            let mut reply = Reply::new();
            refused(client.host().invoke(&Invocation::on_assembly(assembly, &method, "[]"), &mut reply).unwrap_err());
        }
        refused(client.call_on(1, &"m".repeat(4097), "[]").unwrap_err());

        assert_eq!(failure(client.call("Tests", &"m".repeat(4091), "[]")).0, "not_found");
        assert_eq!(failure(client.call_on(1, &"m".repeat(4096), "[]")).0, "not_found");
        assert_eq!(client.call_on(1, "touch", "[]"), Ok("null".to_owned()));
    }
}

#[test]
fn objects_have_a_largest_number() {
    let client = Client::with_options(detailed().max_objects(5));
    client.call("Tests", "items", "[3]").unwrap();

    assert_exceeded(
        client.call("Tests", "items", "[3]"),
        "the client already holds 5 objects, the limit that `CircuitOptions::max_objects` sets",
    );

    assert_eq!(client.circuit().object_count(), 3, "the failed call has left nothing");
    client.call("Tests", "items", "[2]").unwrap();
    client.call_on(1, "__Dispose", "null").unwrap();
    client.call("Tests", "items", "[1]").unwrap();
}

#[test]
fn a_host_is_told_when_too_much_waits_to_be_sent() {
    let client = Client::with_options(detailed().max_outgoing_bytes(200));
    client.begin("Tests", "text_of", "[98]");
    assert!(!client.host().is_congested());
    client.begin("Tests", "bytes_of", "[98]");
    assert!(client.host().is_congested());

    assert_eq!(client.answers().len(), 2);

    assert!(!client.host().is_congested());
}
