//! `#[derive(ClientError)]`: what the client sees of an error, and that `?` keeps it.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::unnecessary_wraps, clippy::needless_pass_by_value)]

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::{self, Display};

use anyhow::Context as _;
use futures_executor::block_on;
use interop_core::contract::{DescribedError, Description};
use interop_core::{
    CallError, CallFailure, CircuitOptions, ClientError, InProcess, Registry, js_invokable, methods,
    register_client_error,
};

use serde::Serialize;
use serde_json::{Value, json};

interop_core::assembly!("ClientErrors");

#[derive(Debug, thiserror::Error, ClientError)]
pub enum OrderError {
    /// There are fewer articles than were ordered.
    #[error("only {left} left")]
    OutOfStock { left: u32, article_name: String },
    #[error("{0} is no longer on sale")]
    #[client_error(code = "withdrawn")]
    NotOnSale(String),
    #[error("{0} and {1:?}")]
    Both(u8, Option<bool>),
    #[error("closed")]
    Closed,
    #[error("the database does not answer")]
    #[client_error(internal)]
    Database(#[from] std::io::Error),
    #[error("the key of the shop is lost")]
    #[client_error(internal)]
    Key(#[source] PaymentError),
    #[error(transparent)]
    #[client_error(transparent)]
    Payment(#[from] PaymentError),
    #[error("{amount} is too much")]
    #[client_error(rename_all = "camelCase")]
    TooMuch {
        amount: u32,
        #[client_error(rename = "limit")]
        highest_amount: u32,
        spent_today: u32,
        #[client_error(skip)]
        account: Unserializable,
        #[source]
        cause: fmt::Error,
    },
    #[error("odd keys")]
    OddKeys(BTreeMap<Vec<u8>, u8>),
}

#[derive(Debug)]
pub struct Unserializable;

/// The payment failed.
#[derive(Debug, thiserror::Error, ClientError)]
#[error("the card was refused")]
#[client_error(rename_all = "camelCase")]
pub struct PaymentError {
    try_again: bool,
}

/// Not an error of the standard library.
#[derive(ClientError)]
pub struct Displayed(i32);

impl Display for Displayed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "displayed {}", self.0)
    }
}

#[derive(Debug, thiserror::Error, ClientError)]
#[client_error(rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "PascalCase")]
pub enum Generic<'a, T: Display, E> {
    #[error("{value}")]
    OneValue { value: T },
    #[error("{0}")]
    Borrowed(&'a str),
    #[error("passed on")]
    #[client_error(transparent)]
    Inner(E),
}

#[derive(Debug, thiserror::Error, ClientError)]
#[error("an internal matter")]
#[client_error(internal)]
pub struct Internal {
    #[source]
    cause: fmt::Error,
}

#[derive(Debug)]
pub struct ByHand;

impl Display for ByHand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("by hand")
    }
}

impl Error for ByHand {}

#[register_client_error]
impl ClientError for ByHand {
    fn code(&self) -> &'static str {
        "by_hand"
    }
}

/// Wraps a client error, and is not a client error itself.
#[derive(Debug, thiserror::Error)]
#[error("wrapped")]
pub struct Wrapper<E: Error + 'static>(#[source] E);

fn order_error(which: &str) -> OrderError {
    match which {
        "out_of_stock" => OrderError::OutOfStock { left: 2, article_name: "tea".to_owned() },
        "withdrawn" => OrderError::NotOnSale("tea".to_owned()),
        "both" => OrderError::Both(1, None),
        "closed" => OrderError::Closed,
        "database" => OrderError::Database(std::io::Error::other("no route")),
        "key" => OrderError::Key(PaymentError { try_again: true }),
        "payment" => OrderError::Payment(PaymentError { try_again: true }),
        "too_much" => OrderError::TooMuch {
            amount: 3,
            highest_amount: 2,
            spent_today: 1,
            account: Unserializable,
            cause: fmt::Error,
        },
        _ => OrderError::OddKeys(BTreeMap::from([(vec![1], 1)])),
    }
}

#[js_invokable]
pub fn order(which: String) -> Result<(), OrderError> {
    Err(order_error(&which))
}

#[js_invokable]
pub fn question_mark(which: String) -> Result<(), CallError> {
    Err(order_error(&which))?
}

#[js_invokable]
pub fn question_mark_wrapped(which: String) -> Result<(), CallError> {
    Err(Wrapper(Wrapper(order_error(&which))))?
}

#[js_invokable]
pub fn wrapped(which: String) -> Result<(), Wrapper<OrderError>> {
    Err(Wrapper(order_error(&which)))
}

#[js_invokable]
pub fn boxed(which: String) -> Result<(), Box<dyn Error>> {
    Err(order_error(&which))?
}

#[js_invokable]
pub async fn boxed_sync(which: String) -> Result<(), Box<dyn Error + Send + Sync>> {
    Err(order_error(&which))?
}

#[js_invokable]
pub async fn any_error(which: String) -> anyhow::Result<()> {
    Err(order_error(&which))?
}

#[js_invokable]
pub async fn any_error_in_context(which: String) -> anyhow::Result<()> {
    Err(order_error(&which)).context("while ordering")
}

#[js_invokable]
pub fn displayed() -> Result<(), Displayed> {
    Err(Displayed(7))
}

#[js_invokable]
pub fn hand_written() -> Result<(), CallError> {
    Err(ByHand)?
}

#[js_invokable]
pub fn internal() -> Result<(), Internal> {
    Err(Internal { cause: fmt::Error })
}

#[js_invokable]
pub fn internal_by_question_mark() -> Result<(), CallError> {
    Err(Internal { cause: fmt::Error })?
}

/// All ways in which a method can return an error.
const WAYS: [&str; 8] = [
    "order",
    "question_mark",
    "question_mark_wrapped",
    "wrapped",
    "boxed",
    "boxed_sync",
    "any_error",
    "any_error_in_context",
];

fn failure(detailed_errors: bool, method: &str, args: &str) -> CallFailure {
    let app = InProcess::with_options(CircuitOptions::new().detailed_errors(detailed_errors));
    block_on(app.invoke_async("ClientErrors", method, args)).unwrap_err()
}

fn sanitized(method: &str) -> String {
    format!(
        "There was an exception invoking '{method}' on assembly 'ClientErrors'. For more details turn on detailed exceptions in \
         'CircuitOptions::detailed_errors'"
    )
}

fn fail(method: &str, which: &str) -> CallFailure {
    let takes_none = !WAYS.contains(&method);
    failure(false, method, &if takes_none { "[]".to_owned() } else { format!("[{which:?}]") })
}

#[track_caller]
fn expect_everywhere(which: &str, message: &str, code: &str, data: Option<Value>) {
    for way in WAYS {
        let failure = fail(way, which);
        assert_eq!((&*failure.message, &*failure.code, &failure.data), (message, code, &data), "{way}");
    }
}

#[test]
fn named_fields_are_an_object() {
    expect_everywhere("out_of_stock", "only 2 left", "out_of_stock", Some(json!({ "left": 2, "article_name": "tea" })));
}

#[test]
fn one_field_without_a_name_is_its_value_and_several_are_an_array() {
    expect_everywhere("withdrawn", "tea is no longer on sale", "withdrawn", Some("tea".into()));
    expect_everywhere("both", "1 and None", "both", Some(json!([1, null])));
}

#[test]
fn no_fields_are_no_data() {
    expect_everywhere("closed", "closed", "closed", None);
}

#[test]
fn a_transparent_variant_passes_on_what_it_holds() {
    expect_everywhere("payment", "the card was refused", "payment_error", Some(json!({ "tryAgain": true })));
}

#[test]
fn fields_are_renamed_and_causes_and_skipped_fields_are_no_data() {
    let data = json!({ "amount": 3, "limit": 2, "spentToday": 1 });
    expect_everywhere("too_much", "3 is too much", "too_much", Some(data));
}

#[test]
fn a_field_that_is_no_json_leaves_the_error_without_data() {
    expect_everywhere("odd_keys", "odd keys", "odd_keys", None);
}

#[test]
fn an_internal_variant_shows_nothing_even_if_its_source_is_for_clients() {
    for which in ["database", "key"] {
        for way in WAYS {
            let failure = fail(way, which);
            let expected = (sanitized(way), "internal".into(), None);
            assert_eq!((failure.message, failure.code, failure.data), expected, "{way}");
        }
    }
    assert_eq!(fail("internal", "").message, sanitized("internal"));
}

#[test]
fn detailed_errors_show_an_internal_variant_with_its_sources() {
    for way in WAYS {
        let failure = failure(true, way, r#"["database"]"#);
        assert_eq!(failure.message, "the database does not answer: no route", "{way}");
        assert_eq!(failure.code, "internal");
    }
    for way in ["internal", "internal_by_question_mark"] {
        let failure = failure(true, way, "[]");
        assert!(failure.message.starts_with("an internal matter: "), "{}", failure.message);
    }
}

#[test]
fn an_error_that_can_only_be_displayed_is_a_client_error_too() {
    let failure = failure(false, "displayed", "[]");
    assert_eq!((&*failure.message, &*failure.code, failure.data), ("displayed 7", "displayed", Some(7.into())));
}

#[test]
fn a_registered_implementation_is_kept_by_the_question_mark() {
    let failure = failure(false, "hand_written", "[]");
    assert_eq!((&*failure.message, &*failure.code), ("by hand", "by_hand"));
}

#[test]
fn generic_errors_have_codes_and_data() {
    type Error<'a> = Generic<'a, u8, PaymentError>;
    let value = Error::OneValue { value: 3 };
    assert_eq!((value.code(), value.data()), ("ONE_VALUE", Some(json!({ "Value": 3 }))));
    assert_eq!(Error::Borrowed("text").data(), Some("text".into()));
    let inner = Error::Inner(PaymentError { try_again: false });
    assert_eq!((inner.code(), inner.data()), ("payment_error", Some(json!({ "tryAgain": false }))));
}

#[test]
fn generators_know_codes_docs_and_data() {
    let registry = Registry::builder().methods(methods![order, question_mark, internal]).build().unwrap();
    let description = Description::of(&registry);
    let errors = |id: &str| description.methods.iter().find(|method| method.id == id).unwrap().errors.clone();
    let order = errors("order").unwrap();
    let codes: Vec<&str> = order.iter().map(|error| &*error.code).collect();
    assert_eq!(
        codes,
        ["both", "closed", "odd_keys", "out_of_stock", "payment_error", "too_much", "withdrawn"],
        "without the internal ones"
    );
    let find = |code: &str| -> &DescribedError { order.iter().find(|error| error.code == code).unwrap() };
    assert_eq!(find("out_of_stock").docs, "There are fewer articles than were ordered.");
    assert_eq!(find("payment_error").docs, "The payment failed.");
    assert_eq!(find("closed").data, None);
    let data = find("out_of_stock").data.as_ref().unwrap();
    assert_eq!(data["properties"]["article_name"], json!({ "type": "string" }));
    assert_eq!(data["required"], json!(["left", "article_name"]));
    let data = find("too_much").data.as_ref().unwrap();
    assert_eq!(data["required"], json!(["amount", "limit", "spentToday"]));
    assert_eq!(find("both").data.as_ref().unwrap()["prefixItems"].as_array().unwrap().len(), 2);
    assert!(errors("question_mark").is_none(), "any code");
    assert_eq!(errors("internal").unwrap().len(), 0);
}

#[test]
fn each_variant_has_the_style_that_serde_gives_it() {
    // The names of styles are serde's, so the names that they make are too.
    #[derive(Serialize, Debug, ClientError)]
    #[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
    #[client_error(rename_all = "kebab-case", rename_all_fields = "camelCase")]
    enum Styled {
        OutOfStock { how_many: u8 },
    }
    impl Display for Styled {
        fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            Ok(())
        }
    }
    let error = Styled::OutOfStock { how_many: 1 };
    let written = serde_json::to_value(&error).unwrap();
    assert_eq!(written, json!({ error.code(): error.data() }));
}
