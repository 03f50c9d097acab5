//! Without detailed errors, a client sees neither what it has sent nor internal data, but only a sentence and a code.

// What the tests call are fixtures, with the signatures that they test.
#![allow(
    missing_docs,
    missing_debug_implementations,
    clippy::missing_panics_doc,
    clippy::needless_pass_by_value,
    clippy::implicit_hasher
)]

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use interop_core::host::{CircuitHost, Invocation};
use interop_core::{CallFailure, ObjectReference, State, interop_object, js_invokable};
use interop_tests::{Client, sanitized};
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Error as _, Serialize, Serializer};

interop_core::assembly!("Tests");

/// No failure may contain this text, which is part of arguments, errors, panics and state.
const SECRET: &str = "hunter2";

#[js_invokable]
pub fn number(value: u32) -> u32 {
    value
}

#[js_invokable]
pub fn choice(value: Choice) -> u8 {
    match value {
        Choice::One => 1,
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Choice {
    One,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    name: String,
}

#[js_invokable]
pub fn form(form: Form) -> String {
    form.name
}

#[js_invokable]
pub fn table(table: HashMap<u8, u8>) -> usize {
    table.len()
}

/// Includes what it has read in its error.
pub struct Talkative;

impl<'de> Deserialize<'de> for Talkative {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Err(D::Error::custom(format_args!("I do not like {text}")))
    }
}

#[js_invokable]
pub fn talkative(_: Talkative) {}

#[js_invokable]
pub fn error() -> Result<(), String> {
    Err(SECRET.to_owned())
}

#[js_invokable]
pub async fn error_later() -> Result<(), String> {
    std::future::ready(()).await;
    Err(SECRET.to_owned())
}

#[js_invokable]
pub fn panics() {
    panic!("{SECRET}");
}

#[js_invokable]
pub fn panics_with_static_text() {
    panic!("hunter2");
}

#[js_invokable]
pub async fn panics_later() {
    std::future::ready(()).await;
    panic!("{SECRET}");
}

#[js_invokable(blocking)]
pub fn panics_on_another_thread() {
    panic!("{SECRET}");
}

/// Includes what it contains in its error.
pub struct Unwritable;

impl Serialize for Unwritable {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(S::Error::custom(SECRET))
    }
}

#[js_invokable]
pub fn unwritable() -> Unwritable {
    Unwritable
}

#[js_invokable]
pub fn bad_keys() -> BTreeMap<Vec<&'static str>, u8> {
    BTreeMap::from([(vec![SECRET], 1)])
}

#[js_invokable]
pub fn missing_state(_: State<Talkative>) {}

#[js_invokable]
pub fn large() -> String {
    SECRET.repeat(1000)
}

pub struct Box1;

#[interop_object]
impl Box1 {
    #[js_invokable]
    pub fn open(&self, key: u32) -> u32 {
        key
    }
}

pub struct Box2;

#[interop_object]
impl Box2 {
    #[js_invokable]
    pub fn open(&self) -> Result<(), String> {
        Err(SECRET.to_owned())
    }
}

#[js_invokable]
pub fn box1() -> ObjectReference<Box1> {
    ObjectReference::new(Box1)
}

#[js_invokable]
pub fn box2() -> ObjectReference<Box2> {
    ObjectReference::new(Box2)
}

#[js_invokable]
pub fn take_box(_: ObjectReference<Box1>) {}

/// Is meant for the client, which sees it unchanged.
pub struct Meant;

impl fmt::Display for Meant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "you said {SECRET}")
    }
}

impl interop_core::ClientError for Meant {}

#[js_invokable]
pub fn meant() -> Result<(), Meant> {
    Err(Meant)
}

fn client() -> Client {
    let options = sanitized().max_argument_bytes(200).max_reply_bytes(1000);
    let client = Client::of(CircuitHost::builder().options(options));
    assert_eq!(client.call("Tests", "box1", "[]").unwrap(), r#"{"__dotNetObject":1}"#);
    assert_eq!(client.call("Tests", "box2", "[]").unwrap(), r#"{"__dotNetObject":2}"#);
    client
}

#[track_caller]
fn assert_sanitized(failure: &CallFailure, assembly: Option<&str>, method: &str, code: &str) {
    let on_assembly = assembly.map(|assembly| format!(" on assembly '{assembly}'")).unwrap_or_default();
    assert_eq!(
        failure.message,
        format!(
            "There was an exception invoking '{method}'{on_assembly}. For more details turn on detailed exceptions in \
             'CircuitOptions::detailed_errors'"
        )
    );
    assert_eq!(failure.code, code, "{method}");
    // Errors about arguments say which one it is.
    let is_about_arguments = ["invalid_arguments", "limit_exceeded"].contains(&code);
    assert!(failure.data.is_none() || is_about_arguments, "{failure:?}");
    let seen = format!("{failure:?} {failure} {}", serde_json::to_string(failure).unwrap());
    assert!(!seen.contains(SECRET), "{seen}");
}

#[test]
fn no_failure_of_a_static_call_shows_an_argument_or_an_internal_text() {
    let client = client();
    let long = format!(r#"["{}"]"#, SECRET.repeat(50));
    for (method, args, code) in [
        ("unknown", "[]", "not_found"),
        ("number", r#"["hunter2"]"#, "invalid_arguments"),
        ("number", r#"[1,"hunter2"]"#, "invalid_arguments"),
        ("number", "[]", "invalid_arguments"),
        ("number", "hunter2", "invalid_arguments"),
        ("number", r#"["hunter2"#, "invalid_arguments"),
        ("number", "[1] hunter2", "invalid_arguments"),
        ("number", r#"{"hunter2":1}"#, "invalid_arguments"),
        ("number", r#"[{"__dotNetObject":1}]"#, "invalid_arguments"),
        ("number", r#"[{"__byte[]":0}]"#, "invalid_arguments"),
        ("choice", r#"["hunter2"]"#, "invalid_arguments"),
        ("choice", r#"[{"hunter2":1}]"#, "invalid_arguments"),
        ("form", r#"[{"hunter2":1}]"#, "invalid_arguments"),
        ("form", r#"[{"name":["hunter2"]}]"#, "invalid_arguments"),
        ("table", r#"[{"hunter2":1}]"#, "invalid_arguments"),
        ("talkative", r#"["hunter2"]"#, "invalid_arguments"),
        ("form", &long, "limit_exceeded"),
        ("take_box", r#"["hunter2"]"#, "invalid_arguments"),
        ("take_box", r#"[{"__dotNetObject":2}]"#, "invalid_arguments"),
        ("take_box", r#"[{"__dotNetObject":77}]"#, "object_disposed"),
        ("error", "[]", "internal"),
        ("error_later", "[]", "internal"),
        ("panics", "[]", "internal"),
        ("panics_with_static_text", "[]", "internal"),
        ("panics_later", "[]", "internal"),
        ("panics_on_another_thread", "[]", "internal"),
        ("unwritable", "[]", "internal"),
        ("bad_keys", "[]", "internal"),
        ("missing_state", "[]", "internal"),
        ("large", "[]", "limit_exceeded"),
    ] {
        let failure = client.call("Tests", method, args).expect_err(method);
        assert_sanitized(&failure, Some("Tests"), method, code);
        let direct = client
            .host()
            .invoke(&Invocation::on_assembly("Tests", method, args), &mut interop_core::host::Reply::new());
        assert_eq!(direct.unwrap_err(), failure);
    }
    assert_eq!(client.call("Tests", "number", "[5]").unwrap(), "5");
}

#[test]
fn no_failure_of_a_call_on_an_object_shows_an_argument_or_an_internal_text() {
    let client = client();
    for (object, method, args, code) in [
        (1, "open", r#"["hunter2"]"#, "invalid_arguments"),
        (1, "unknown", "[]", "not_found"),
        (2, "open", "[]", "internal"),
        (3, "open", "[]", "object_disposed"),
        (3, "__Dispose", "null", "object_disposed"),
    ] {
        let failure = client.call_on(object, method, args).expect_err(method);
        assert_sanitized(&failure, None, method, code);
    }
}

#[test]
fn an_unknown_assembly_and_the_linked_ones_are_not_told_apart() {
    let failure = client().call("Unknown", "number", "[1]").unwrap_err();

    assert_sanitized(&failure, Some("Unknown"), "number", "not_found");
}

#[test]
fn a_cancelled_call_shows_nothing_either() {
    #[js_invokable]
    pub(crate) async fn forever() {
        std::future::pending::<()>().await;
    }
    let client = client();
    let id = client.begin("Tests", "forever", "[]");

    client.host().cancel(id);

    assert_sanitized(&client.answer().1.unwrap_err(), Some("Tests"), "forever", "cancelled");
}

#[test]
fn an_error_for_the_client_passes() {
    let failure = client().call("Tests", "meant", "[]").unwrap_err();

    assert_eq!((&*failure.message, &*failure.code), ("you said hunter2", "error"));
}

#[test]
fn the_debug_text_of_what_hosts_may_log_has_no_values() {
    let client = client();
    let mut reply = interop_core::host::Reply::new();
    client.host().invoke(&Invocation::on_assembly("Tests", "form", r#"[{"name":"hunter2"}]"#), &mut reply).unwrap();

    assert_eq!(reply.json(), r#""hunter2""#);
    assert!(!format!("{reply:?} {:?}", client.host()).contains(SECRET));
}
