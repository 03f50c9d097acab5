//! Results of methods: none, values, futures, and values that JSON cannot represent.

// What the tests call are fixtures, with the signatures that they test.
#![allow(
    missing_docs,
    missing_debug_implementations,
    clippy::missing_panics_doc,
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    clippy::manual_async_fn
)]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::pin::Pin;
use std::rc::Rc;

use interop_core::host::BoxFuture;
use interop_core::{State, js_invokable};
use interop_tests::{Client, Gate, app, detailed, failure};
use serde::{Serialize, Serializer};

interop_core::assembly!("Tests");

#[js_invokable]
pub fn nothing() {}

#[js_invokable]
pub async fn nothing_later(gate: State<Gate>) {
    gate.pass().await;
}

#[js_invokable]
pub fn none() -> Option<i32> {
    None
}

#[derive(Serialize)]
pub struct Mixed {
    first_name: &'static str,
    missing: Option<u8>,
    numbers: (i8, u64, f64),
    by_name: BTreeMap<u32, bool>,
}

#[js_invokable]
pub fn value() -> Mixed {
    Mixed {
        first_name: "Zoë \"<'&+\u{1}",
        missing: None,
        numbers: (-1, (1 << 53) - 1, 0.1),
        by_name: BTreeMap::from([(1, true)]),
    }
}

#[js_invokable]
pub fn not_finite() -> [f64; 3] {
    [f64::NAN, f64::INFINITY, f64::NEG_INFINITY]
}

#[js_invokable]
pub async fn asynchronous(gate: State<Gate>) -> u8 {
    gate.pass().await;
    1
}

#[js_invokable]
pub fn opaque_future(gate: State<Gate>) -> impl Future<Output = u8> + Send {
    async move {
        gate.pass().await;
        2
    }
}

#[js_invokable]
pub fn boxed_future(gate: State<Gate>) -> Pin<Box<dyn Future<Output = u8> + Send>> {
    Box::pin(async move {
        gate.pass().await;
        3
    })
}

#[js_invokable]
pub fn aliased_future(gate: State<Gate>) -> BoxFuture<'static, Result<u8, String>> {
    Box::pin(async move {
        gate.pass().await;
        Ok(4)
    })
}

pub type Fallible<T> = Result<T, std::num::ParseIntError>;

#[js_invokable]
pub fn parsed(text: &str) -> Fallible<i32> {
    text.parse()
}

#[js_invokable]
pub async fn parsed_later(text: &str) -> Fallible<i32> {
    text.parse()
}

#[js_invokable]
pub fn succeeded_with_nothing() -> Result<(), String> {
    Ok(())
}

#[js_invokable]
pub fn impl_result() -> impl Serialize {
    vec!["opaque"]
}

#[js_invokable]
pub fn map_with_list_keys() -> BTreeMap<Vec<i32>, i32> {
    BTreeMap::from([(vec![1], 1)])
}

#[js_invokable]
pub async fn map_with_list_keys_later(gate: State<Gate>) -> BTreeMap<Vec<i32>, i32> {
    gate.pass().await;
    map_with_list_keys()
}

/// A list that may contain itself.
#[derive(Clone)]
pub struct Node(Rc<RefCell<Vec<Node>>>);

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.borrow().iter())
    }
}

#[js_invokable]
pub fn circular() -> Node {
    let node = Node(Rc::default());
    node.0.borrow_mut().push(node.clone());
    node
}

/// Fails when it is written.
pub struct Refusing;

impl Serialize for Refusing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::{Error, SerializeSeq};
        let mut elements = serializer.serialize_seq(None)?;
        elements.serialize_element("half of it")?;
        Err(S::Error::custom("I do not want to"))
    }
}

#[js_invokable]
pub fn refusing() -> Refusing {
    Refusing
}

fn client(gate: &Gate) -> Client {
    Client::of(interop_core::host::CircuitHost::builder().options(detailed()).state(gate.clone()))
}

#[test]
fn nothing_is_null() {
    let gate = Gate::new();
    gate.open();
    let client = client(&gate);

    for method in ["nothing", "nothing_later", "none", "succeeded_with_nothing"] {
        assert_eq!(client.call("Tests", method, "[]"), Ok("null".to_owned()), "{method}");
    }
}

#[test]
fn values_are_written_as_serde_writes_them() {
    assert_eq!(
        app().invoke("Tests", "value", "[]").unwrap(),
        r#"{"first_name":"Zoë \"<'&+\u0001","missing":null,"numbers":[-1,9007199254740991,0.1],"by_name":{"1":true}}"#
    );
    assert_eq!(app().invoke("Tests", "impl_result", "[]").unwrap(), r#"["opaque"]"#);
}

#[test]
fn numbers_that_json_does_not_have_are_an_error() {
    assert_eq!(failure(app().invoke("Tests", "not_finite", "[]")).0, "internal");
}

#[test]
fn every_way_to_write_a_future_is_awaited() {
    let gate = Gate::new();
    let client = client(&gate);
    let methods = ["asynchronous", "opaque_future", "boxed_future", "aliased_future"];
    let ids: Vec<_> = methods.iter().map(|method| client.begin("Tests", method, "[]")).collect();
    assert_eq!(client.answers(), []);

    gate.open();

    let mut answers = client.answers();
    answers.sort_by_key(|(id, _)| *id);
    let expected: Vec<_> = ids.into_iter().zip(["1", "2", "3", "4"].map(|json| Ok(json.to_owned()))).collect();
    assert_eq!(answers, expected);
}

#[test]
fn aliases_of_result_are_results() {
    let app = app();

    assert_eq!(app.invoke("Tests", "parsed", r#"["12"]"#).unwrap(), "12");
    let (code, text) = failure(app.invoke("Tests", "parsed", r#"["x"]"#));
    assert_eq!((code.as_str(), text.as_str()), ("internal", "invalid digit found in string"));

    let later = app.invoke_async("Tests", "parsed_later", r#"["x"]"#);
    assert_eq!(failure(futures_executor::block_on(later)).1, "invalid digit found in string");
}

#[test]
fn a_result_that_json_cannot_hold_fails_its_call_and_no_other() {
    let gate = Gate::new();
    gate.open();
    let client = client(&gate);
    for (method, expected) in [
        ("map_with_list_keys", "the result cannot be written as JSON: key must be a string"),
        ("map_with_list_keys_later", "the result cannot be written as JSON: key must be a string"),
        ("refusing", "the result cannot be written as JSON: I do not want to"),
    ] {
        let (code, text) = failure(client.call("Tests", method, "[]"));
        assert_eq!((code.as_str(), text.as_str()), ("internal", expected));
        assert_eq!(client.call("Tests", "nothing", "[]"), Ok("null".to_owned()));
    }
}

#[test]
fn a_value_that_contains_itself_is_an_error() {
    let client = Client::new();

    let (_, text) = failure(client.call("Tests", "circular", "[]"));

    assert_eq!(
        text,
        "the result refers to itself or is nested more than 32 levels deep, the limit that \
         `CircuitOptions::max_json_depth` sets"
    );
    assert_eq!(client.call("Tests", "nothing", "[]"), Ok("null".to_owned()));
}

#[test]
fn a_synchronous_call_does_not_wait_for_a_future() {
    let gate = Gate::new();
    let app = interop_core::InProcess::builder().options(detailed()).state(gate.clone()).build();

    let (code, text) = failure(app.invoke("Tests", "asynchronous", "[]"));
    assert_eq!(code, "internal");
    assert_eq!(
        text,
        "`asynchronous` is asynchronous and was not ready at once. Use invokeMethodAsync instead of invokeMethod."
    );

    gate.open();
    assert_eq!(app.invoke("Tests", "asynchronous", "[]").unwrap(), "1", "a future that is ready needs no waiting");
}

#[test]
fn a_call_without_id_is_not_answered() {
    use interop_core::host::Invocation;
    let client = Client::new();

    for (method, args) in
        [("nothing", "[]"), ("refusing", "[]"), ("parsed", r#"["x"]"#), ("unknown", "[]"), ("parsed", "<")]
    {
        client.host().begin_invoke(None, Invocation::on_assembly("Tests", method, args)).unwrap();
    }

    assert_eq!(client.answers(), []);
}
