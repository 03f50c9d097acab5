//! Errors of methods, by type: what the caller sees with detailed errors, and what it always sees.

// What the tests call are fixtures, with the signatures that they test.
#![allow(
    missing_docs,
    missing_debug_implementations,
    clippy::missing_panics_doc,
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps
)]

use std::error::Error;
use std::fmt;

use interop_core::{CallError, CallFailure, ClientError, InProcess, js_invokable};
use interop_tests::{app, failure, sanitized};

interop_core::assembly!("Tests");

#[derive(Debug)]
pub struct OutOfStock {
    left: u32,
}

impl fmt::Display for OutOfStock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "only {} left", self.left)
    }
}

impl ClientError for OutOfStock {
    fn code(&self) -> &'static str {
        "out_of_stock"
    }

    fn data(&self) -> Option<serde_json::Value> {
        Some(serde_json::json!({ "left": self.left }))
    }
}

/// It is both kinds of error. That it is for the client takes precedence.
impl Error for OutOfStock {}

pub struct Terse;

impl fmt::Display for Terse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("terse")
    }
}

impl ClientError for Terse {}

#[derive(Debug)]
pub struct Outer(Inner);

#[derive(Debug)]
pub struct Inner;

impl fmt::Display for Outer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cannot open the shop")
    }
}

impl fmt::Display for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the key is lost")
    }
}

impl Error for Outer {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

impl Error for Inner {}

/// Its text contains the text of its source in the middle, as if the caller printed both.
#[derive(Debug)]
pub struct Quoting(Inner);

impl fmt::Display for Quoting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot open the shop ({}) today", self.0)
    }
}

impl Error for Quoting {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

#[js_invokable]
pub fn quoting() -> Result<(), Quoting> {
    Err(Quoting(Inner))
}

#[js_invokable]
pub fn for_client() -> Result<(), OutOfStock> {
    Err(OutOfStock { left: 2 })
}

#[js_invokable]
pub async fn for_client_later() -> Result<(), OutOfStock> {
    Err(OutOfStock { left: 2 })
}

#[js_invokable(blocking)]
pub fn for_client_blocking() -> Result<(), OutOfStock> {
    Err(OutOfStock { left: 2 })
}

#[js_invokable]
pub fn for_client_without_code() -> Result<(), Terse> {
    Err(Terse)
}

#[js_invokable]
pub fn call_error() -> Result<u8, CallError> {
    Err(CallError::new("odd", "7 is odd").with_data(7))
}

#[js_invokable]
pub fn call_error_by_question_mark(text: &str) -> Result<i64, CallError> {
    Ok(text.parse::<i64>()?)
}

#[js_invokable]
pub fn call_error_internal() -> Result<(), CallError> {
    Err(CallError::internal("hidden"))
}

#[js_invokable]
pub fn call_error_from_client_error() -> Result<(), CallError> {
    Err(CallError::client(&OutOfStock { left: 3 }))
}

#[js_invokable]
pub fn chain() -> Result<(), Outer> {
    Err(Outer(Inner))
}

#[js_invokable]
pub fn boxed() -> Result<(), Box<dyn Error>> {
    Err(Box::new(Outer(Inner)))
}

#[js_invokable]
pub fn boxed_send() -> Result<(), Box<dyn Error + Send + Sync>> {
    Err(Box::new(Outer(Inner)))
}

#[js_invokable]
pub async fn boxed_send_later() -> Result<(), Box<dyn Error + Send + Sync>> {
    Err(Box::new(Outer(Inner)))
}

#[js_invokable]
pub fn with_anyhow() -> anyhow::Result<()> {
    Err(anyhow::Error::new(Outer(Inner)).context("the day begins badly"))
}

#[js_invokable]
pub fn io() -> std::io::Result<()> {
    Err(std::io::Error::other(Outer(Inner)))
}

#[js_invokable]
pub fn string() -> Result<(), String> {
    Err("just a text".to_owned())
}

#[js_invokable]
pub fn text() -> Result<(), &'static str> {
    Err("just a text")
}

#[js_invokable]
pub fn empty_text() -> Result<(), String> {
    Err(String::new())
}

const SANITIZED: &str = "There was an exception invoking '{method}' on assembly 'Tests'. For more details turn on \
                         detailed exceptions in 'CircuitOptions::detailed_errors'";

/// The failure of the call with detailed errors, and without them.
fn both(method: &str, args: &str) -> [CallFailure; 2] {
    [app(), InProcess::with_options(sanitized())]
        .map(|app| futures_executor::block_on(app.invoke_async("Tests", method, args)).expect_err("the call fails"))
}

#[track_caller]
fn assert_internal(method: &str, args: &str, text: &str) {
    let [detailed, sanitized] = both(method, args);
    assert_eq!((&*detailed.code, &*detailed.message), ("internal", text));
    assert_eq!((&*sanitized.code, sanitized.message), ("internal", SANITIZED.replace("{method}", method)));
    assert_eq!(sanitized.data, None);
}

#[track_caller]
fn assert_for_client(method: &str, code: &str, text: &str, data: Option<&serde_json::Value>) {
    for failure in both(method, "[]") {
        assert_eq!((&*failure.code, &*failure.message, failure.data.as_ref()), (code, text, data));
        assert_eq!((failure.assembly.as_deref(), failure.method.as_deref()), (Some("Tests"), Some(method)));
    }
}

#[test]
fn an_error_that_is_meant_for_the_client_passes_in_both_modes() {
    let left = |left: u32| serde_json::json!({ "left": left });
    for method in ["for_client", "for_client_later", "for_client_blocking"] {
        assert_for_client(method, "out_of_stock", "only 2 left", Some(&left(2)));
    }
    assert_for_client("for_client_without_code", "error", "terse", None);
    assert_for_client("call_error", "odd", "7 is odd", Some(&7.into()));
    assert_for_client("call_error_from_client_error", "out_of_stock", "only 3 left", Some(&left(3)));
}

#[test]
fn standard_errors_are_internal_and_show_their_sources() {
    let chain = "cannot open the shop: the key is lost";
    for method in ["chain", "boxed", "boxed_send", "boxed_send_later"] {
        assert_internal(method, "[]", chain);
    }
    assert_internal("quoting", "[]", "cannot open the shop (the key is lost) today");
    assert_internal("with_anyhow", "[]", &format!("the day begins badly: {chain}"));
    assert_internal("io", "[]", chain);
}

#[test]
fn texts_are_internal_errors() {
    assert_internal("string", "[]", "just a text");
    assert_internal("text", "[]", "just a text");
    assert_internal("empty_text", "[]", "");
}

#[test]
fn a_call_error_says_itself_whom_it_is_for() {
    assert_internal("call_error_by_question_mark", r#"["x"]"#, "invalid digit found in string");
    assert_internal("call_error_internal", "[]", "hidden");
    assert_eq!(app().invoke("Tests", "call_error_by_question_mark", r#"["5"]"#).unwrap(), "5");
}

#[test]
fn a_failure_crosses_as_json() {
    let failed = app().invoke("Tests", "for_client", "[]").unwrap_err();

    assert_eq!(
        serde_json::to_value(&failed).unwrap(),
        serde_json::json!({
            "message": "only 2 left",
            "code": "out_of_stock",
            "data": { "left": 2 },
            "assembly": "Tests",
            "method": "for_client",
        })
    );
    assert_eq!(failed.to_string(), "only 2 left");
    let text = serde_json::to_string(&failed).unwrap();
    assert_eq!(serde_json::from_str::<CallFailure>(&text).unwrap(), failed);
}

#[test]
fn calls_after_a_failed_one_work() {
    let app = app();
    failure(app.invoke("Tests", "chain", "[]"));
    failure(app.invoke("Tests", "for_client", "[]"));
    assert_eq!(app.invoke("Tests", "call_error_by_question_mark", r#"["5"]"#).unwrap(), "5");
}
