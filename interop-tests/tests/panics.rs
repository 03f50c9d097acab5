//! Whatever user code does, its call is answered once, and everything else continues.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use std::fmt;
use std::panic::panic_any;

use interop_core::{ClientError, ObjectReference, This, interop_object, js_invokable};
use interop_tests::{Client, failure};
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, SerializeSeq, Serializer};

interop_core::assembly!("Tests");

/// Panics when it is dropped, except during another panic.
pub struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        assert!(std::thread::panicking(), "the bomb goes off");
    }
}

impl Serialize for Bomb {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("armed")
    }
}

impl<'de> Deserialize<'de> for Bomb {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        bool::deserialize(deserializer).map(|_| Self)
    }
}

impl fmt::Display for Bomb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a bomb as an error")
    }
}

#[js_invokable]
pub fn fine() -> u8 {
    1
}

#[js_invokable]
pub fn static_text() {
    panic!("at the disco");
}

#[js_invokable]
pub fn formatted_text() {
    panic!("at the {}", "disco");
}

#[js_invokable]
pub fn other_payload() {
    panic_any(42);
}

#[js_invokable]
pub fn payload_that_panics() {
    panic_any(Bomb);
}

#[js_invokable]
pub fn overflow(values: Vec<u8>) -> u8 {
    values[3]
}

#[js_invokable]
pub async fn before_waiting() {
    assert!(std::hint::black_box(false), "at the disco");
    std::future::ready(()).await;
}

#[js_invokable]
pub async fn after_waiting() {
    let mut waited = false;
    std::future::poll_fn(|context| {
        if std::mem::replace(&mut waited, true) {
            return std::task::Poll::Ready(());
        }
        context.waker().wake_by_ref();
        std::task::Poll::Pending
    })
    .await;
    panic!("at the disco");
}

#[js_invokable]
pub fn before_the_future() -> impl Future<Output = ()> + Send {
    assert!(std::hint::black_box(false), "at the disco");
    std::future::ready(())
}

#[js_invokable(blocking)]
pub fn blocking() {
    panic!("at the disco");
}

/// An error that panics when this is requested from it.
pub struct Touchy(&'static str);

impl fmt::Display for Touchy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        assert_ne!(self.0, "text", "at the disco");
        f.write_str("touchy")
    }
}

impl ClientError for Touchy {
    fn code(&self) -> &'static str {
        assert_ne!(self.0, "code", "at the disco");
        "touchy"
    }

    fn data(&self) -> Option<serde_json::Value> {
        assert_ne!(self.0, "data", "at the disco");
        None
    }
}

#[js_invokable]
pub fn error_text() -> Result<(), Touchy> {
    Err(Touchy("text"))
}

#[js_invokable]
pub fn error_code() -> Result<(), Touchy> {
    Err(Touchy("code"))
}

#[js_invokable]
pub async fn error_data() -> Result<(), Touchy> {
    Err(Touchy("data"))
}

/// An error whose text cannot be read.
#[derive(Clone, Copy)]
pub struct Unspeakable;

impl fmt::Debug for Unspeakable {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        panic!("at the disco");
    }
}

impl fmt::Display for Unspeakable {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Err(fmt::Error)
    }
}

impl std::error::Error for Unspeakable {}

#[js_invokable]
pub fn error_that_refuses_to_be_displayed() -> Result<(), Unspeakable> {
    Err(Unspeakable)
}

#[js_invokable]
pub fn argument_that_panics_when_dropped(_: Bomb) {}

#[js_invokable]
pub fn arguments_that_panic_when_the_next_fails(_: Bomb, _: u8) {}

#[js_invokable]
pub fn result_that_panics_when_dropped() -> Bomb {
    Bomb
}

#[js_invokable]
pub async fn later_result_that_panics_when_dropped() -> Bomb {
    Bomb
}

#[js_invokable]
pub fn error_that_panics_when_dropped() -> Result<(), Bomb> {
    Err(Bomb)
}

/// Panics while it is being read.
pub struct Unreadable;

impl<'de> Deserialize<'de> for Unreadable {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        panic!("at the disco");
    }
}

#[js_invokable]
pub fn unreadable(_: Vec<Unreadable>) {}

/// Panics after half of it was written.
pub struct Unwritable;

impl Serialize for Unwritable {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut elements = serializer.serialize_seq(None)?;
        elements.serialize_element("half of it")?;
        panic!("at the disco");
    }
}

#[js_invokable]
pub fn unwritable() -> Unwritable {
    Unwritable
}

#[js_invokable]
pub async fn unwritable_later() -> Unwritable {
    Unwritable
}

/// An object whose destructor panics.
pub struct Mine(#[allow(dead_code)] Bomb);

#[interop_object]
impl Mine {
    #[js_invokable]
    pub fn step(&self) -> &'static str {
        "click"
    }

    #[js_invokable]
    pub fn explode(&self) {
        panic!("at the disco");
    }

    #[js_invokable]
    pub fn end(&self, this: This<Self>) -> &'static str {
        ObjectReference::dispose(&this);
        "click"
    }

    #[js_invokable]
    pub async fn end_later(&self, this: This<Self>) -> &'static str {
        std::future::ready(()).await;
        ObjectReference::dispose(&this);
        "click"
    }

    #[js_invokable(blocking)]
    pub fn end_blocking(&self, this: This<Self>) -> &'static str {
        ObjectReference::dispose(&this);
        "click"
    }
}

#[js_invokable]
pub fn mine() -> ObjectReference<Mine> {
    ObjectReference::new(Mine(Bomb))
}

const PANICS: [(&str, &str, &str); 13] = [
    ("static_text", "[]", "the method panicked: at the disco"),
    ("formatted_text", "[]", "the method panicked: at the disco"),
    ("other_payload", "[]", "the method panicked"),
    ("payload_that_panics", "[]", "the method panicked"),
    ("before_waiting", "[]", "the method panicked: at the disco"),
    ("after_waiting", "[]", "the method panicked: at the disco"),
    ("before_the_future", "[]", "the method panicked: at the disco"),
    ("blocking", "[]", "the method panicked: at the disco"),
    ("error_text", "[]", ""),
    ("error_code", "[]", ""),
    ("error_data", "[]", ""),
    ("unreadable", "[[1]]", "the method panicked: at the disco"),
    ("unwritable", "[]", "the method panicked: at the disco"),
];

#[test]
fn a_panic_fails_its_call_and_no_other() {
    let client = Client::new();
    for (method, args, expected) in PANICS {
        let id = client.begin("Tests", method, args);
        let (answered, result) = client.wait().expect("an answer");
        assert_eq!(answered, id, "{method}");
        let (code, text) = failure(result);
        assert_eq!(code, "internal", "{method}");
        assert!(text == expected || expected.is_empty() && text.contains("at the disco"), "{method}: {text}");
        assert_eq!(client.answers(), [], "{method}: one answer");
        assert_eq!(client.call("Tests", "fine", "[]"), Ok("1".to_owned()), "{method}");
    }
    let (code, text) = failure(client.call("Tests", "unwritable_later", "[]"));
    assert_eq!((code.as_str(), text.as_str()), ("internal", "the method panicked: at the disco"));
    let (code, text) = failure(client.call("Tests", "overflow", "[[1]]"));
    assert_eq!(code, "internal");
    assert!(text.starts_with("the method panicked: index out of bounds"), "{text}");
}

#[test]
fn an_error_that_cannot_be_displayed_fails_its_call() {
    let client = Client::new();

    assert_eq!(failure(client.call("Tests", "error_that_refuses_to_be_displayed", "[]")).0, "internal");

    assert_eq!(client.call("Tests", "fine", "[]"), Ok("1".to_owned()));
}

#[test]
fn a_destructor_that_panics_leaves_one_answer() {
    let client = Client::new();
    for (method, args) in [
        ("argument_that_panics_when_dropped", "[true]"),
        ("arguments_that_panic_when_the_next_fails", r#"[true,"x"]"#),
        ("arguments_that_panic_when_the_next_fails", "[true]"),
        ("result_that_panics_when_dropped", "[]"),
        ("later_result_that_panics_when_dropped", "[]"),
        ("error_that_panics_when_dropped", "[]"),
    ] {
        let id = client.begin("Tests", method, args);
        assert_eq!(client.answer().0, id, "{method}");
        assert_eq!(client.call("Tests", "fine", "[]"), Ok("1".to_owned()), "{method}");
    }
}

#[test]
fn an_object_whose_destructor_panics_can_be_disposed() {
    let client = Client::new();
    client.call("Tests", "mine", "[]").unwrap();
    assert_eq!(client.call_on(1, "step", "[]").unwrap(), r#""click""#);

    assert_eq!(client.call_on(1, "__Dispose", "null"), Ok("null".to_owned()));

    assert_eq!(client.circuit().object_count(), 0);
    assert_eq!(client.call("Tests", "fine", "[]"), Ok("1".to_owned()));
}

#[test]
fn an_object_whose_destructor_panics_can_be_released_or_die_with_its_circuit() {
    let client = Client::new();
    client.call("Tests", "mine", "[]").unwrap();
    client.call("Tests", "mine", "[]").unwrap();

    client.host().release(1, 1);
    assert_eq!(client.call_on(2, "step", "[]").unwrap(), r#""click""#);
    client.host().close();

    assert!(client.circuit().is_closed());
}

#[track_caller]
fn assert_answered_when_it_ends_itself(method: &str) {
    let client = Client::new();
    client.call("Tests", "mine", "[]").unwrap();

    let id = client.begin_on(1, method, "[]");

    assert_eq!(client.answer().0, id);
    assert_eq!(client.circuit().object_count(), 0);
    assert_eq!(client.call("Tests", "fine", "[]"), Ok("1".to_owned()));
}

#[test]
fn an_object_whose_destructor_panics_can_dispose_itself() {
    assert_answered_when_it_ends_itself("end");
}

#[test]
fn an_object_whose_destructor_panics_can_dispose_itself_in_a_future() {
    assert_answered_when_it_ends_itself("end_later");
}

#[test]
fn an_object_whose_destructor_panics_can_dispose_itself_while_blocking() {
    assert_answered_when_it_ends_itself("end_blocking");
}

#[test]
fn a_synchronous_call_of_an_object_that_disposes_itself_and_panics_returns() {
    let app = interop_tests::app();
    app.invoke("Tests", "mine", "[]").unwrap();

    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| app.object(1).invoke("end", "[]")));

    assert!(result.is_ok(), "the panic of the destructor reached the host");
    assert_eq!(app.invoke("Tests", "fine", "[]").unwrap(), "1");
}

#[test]
fn a_panicking_method_leaves_its_object_usable() {
    let client = Client::new();
    client.call("Tests", "mine", "[]").unwrap();

    failure(client.call_on(1, "explode", "[]"));

    assert_eq!(client.call_on(1, "step", "[]").unwrap(), r#""click""#);
}

#[test]
fn synchronous_calls_survive_panics_too() {
    let app = interop_tests::app();
    for (method, args, _) in PANICS {
        assert_eq!(failure(app.invoke("Tests", method, args)).0, "internal", "{method}");
        assert_eq!(app.invoke("Tests", "fine", "[]").unwrap(), "1", "{method}");
    }
}
