//! The data of an error about an argument: what a client's developer needs, and no value of the argument.

// What the tests call are fixtures, with the signatures that they test.
#![allow(
    missing_docs,
    missing_debug_implementations,
    clippy::missing_panics_doc,
    clippy::needless_pass_by_value,
    clippy::implicit_hasher
)]

use std::collections::HashMap;

use interop_core::host::CircuitHost;
use interop_core::{CircuitOptions, ObjectReference, interop_object, js_invokable};
use interop_tests::{Client, sanitized};
use serde::de::{Deserialize, Deserializer, Error as _};
use serde_json::{Value, json};

interop_core::assembly!("Tests");

/// What no data may contain: planted in arguments.
const SECRET: &str = "hunter2";

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    pub customer: Customer,
    #[serde(default)]
    pub unit_prices: HashMap<String, u32>,
    #[serde(default)]
    pub shape: Option<Shape>,
    #[serde(default)]
    pub talkative: Option<Talkative>,
    #[serde(default)]
    pub pair: Option<(u8, Vec<u8>)>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Customer {
    #[serde(alias = "fullName")]
    pub name: String,
}

#[derive(serde::Deserialize)]
pub enum Shape {
    Circle { radius: f64 },
    Sides(Vec<u32>),
}

/// Puts what it has read into its error.
pub struct Talkative;

impl<'de> Deserialize<'de> for Talkative {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Err(D::Error::custom(format_args!("I do not like {text}")))
    }
}

/// Reads a number or a text of its own accord, and goes on after the first has failed.
pub struct Lenient;

impl<'de> Deserialize<'de> for Lenient {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Lenient;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut entries: A) -> Result<Lenient, A::Error> {
                while entries.next_key::<String>()?.is_some() {
                    let _ = entries.next_value::<Vec<u8>>();
                }
                Ok(Lenient)
            }
        }

        deserializer.deserialize_map(Visitor)
    }
}

#[js_invokable]
pub fn place(_count: u8, _orders: Vec<Order>) {}

#[js_invokable]
pub fn order(order: Order) -> String {
    order.customer.name
}

#[js_invokable]
pub fn lenient(_: Lenient, _: Vec<u8>) {}

#[js_invokable]
pub fn optional(#[cfg(not(any()))] first: u8, #[cfg(any())] second: u8, third: Vec<u8>) -> usize {
    third.len() + usize::from(first)
}

pub struct Shelf;

#[interop_object]
impl Shelf {}

#[js_invokable]
pub fn take_shelf(_: Vec<ObjectReference<Shelf>>) {}

fn client() -> Client {
    Client::of(CircuitHost::builder().options(sanitized()))
}

#[track_caller]
fn data(method: &str, args: &str) -> Value {
    let failure = client().call("Tests", method, args).expect_err(args);
    assert_eq!(failure.code, "invalid_arguments", "{args}");
    assert!(failure.message.starts_with("There was an exception invoking"), "{failure}");
    let data = failure.data.expect(args);
    assert!(!data.to_string().contains(SECRET), "{data}");
    data
}

#[track_caller]
fn assert_place(args: &str, path: &str, expected: &str, found: &str) {
    let data = data("place", &format!("[1,{args}]"));
    assert_eq!(data, json!({"index": 2, "name": "_orders", "path": path, "expected": expected, "found": found}));
}

#[test]
fn the_argument_itself_has_an_empty_path() {
    assert_eq!(
        data("place", r#"["hunter2",[]]"#),
        json!({"index": 1, "name": "_count", "path": "", "expected": "u8", "found": "a string"})
    );
    assert_place(r#""hunter2""#, "", "a sequence", "a string");
    assert_place("null", "", "a sequence", "null");
}

#[test]
fn the_path_leads_to_the_value_that_does_not_fit() {
    let customer = r#""customer":{"name":"x"}"#;
    let cases = [
        (r#"[{"customer":{"name":5}}]"#.to_owned(), "[0].customer.name", "a string", "an integer"),
        (r#"[{"customer":{"fullName":[]}}]"#.to_owned(), "[0].customer.fullName", "a string", "an array"),
        (r#"[{"customer":{"n\u0061me":5}}]"#.to_owned(), "[0].customer.name", "a string", "an integer"),
        (r#"[{"customer":"hunter2"}]"#.to_owned(), "[0].customer", "struct Customer", "a string"),
        (format!(r#"[{{{customer}}},{{"customer":null}}]"#), "[1].customer", "struct Customer", "null"),
        (format!(r#"[{{{customer},"unitPrices":{{"hunter2":"hunter2"}}}}]"#), "[0].unitPrices.*", "u32", "a string"),
        (
            format!(r#"[{{{customer},"unitPrices":{{"a":-1}}}}]"#),
            "[0].unitPrices.*",
            "u32",
            "an integer that does not fit",
        ),
        (
            format!(r#"[{{{customer},"shape":{{"Circle":{{"radius":"hunter2"}}}}}}]"#),
            "[0].shape.Circle.radius",
            "f64",
            "a string",
        ),
        (format!(r#"[{{{customer},"shape":{{"Sides":[1,2,true]}}}}]"#), "[0].shape.Sides[2]", "u32", "a boolean"),
        (format!(r#"[{{{customer},"pair":[1,[1,"hunter2"]]}}]"#), "[0].pair[1][1]", "u8", "a string"),
        (format!(r#"[{{{customer},"pair":[300,[]]}}]"#), "[0].pair[0]", "u8", "an integer that does not fit"),
    ];
    for (args, path, expected, found) in cases {
        assert_place(&args, path, expected, found);
    }
}

#[test]
fn what_is_wrong_with_an_object_itself_is_said_of_the_object() {
    let cases = [
        (r#"[{"customer":{}}]"#, "[0].customer", "a field `name`", "an object without it"),
        (r#"[{"customer":{"name":"a","name":"b"}}]"#, "[0].customer", "one field `name`", "an object with several"),
        (r#"[{"customer":{"hunter2":1}}]"#, "[0].customer", "`fullName` or `name`", "an unknown field"),
    ];
    for (args, path, expected, found) in cases {
        assert_place(args, path, expected, found);
    }
    let customer = r#""customer":{"name":"x"}"#;
    let shape = format!(r#"[{{{customer},"shape":{{"hunter2":1}}}}]"#);
    assert_place(&shape, "[0].shape", "`Circle` or `Sides`", "an unknown variant");
    let pair = format!(r#"[{{{customer},"pair":[1]}}]"#);
    assert_place(&pair, "[0].pair", "a tuple of size 2", "another length");
}

#[test]
fn a_text_of_the_applications_own_is_left_out() {
    let data = data("order", r#"[{"customer":{"name":"x"},"talkative":"hunter2"}]"#);
    assert_eq!(data, json!({"index": 1, "name": "order", "path": "talkative", "found": "a string"}));
}

#[test]
fn half_a_character_and_text_that_is_not_json_are_said_of_the_argument() {
    let half = data("order", r#"[{"customer":{"name":"\ud83d"}}]"#);
    assert_eq!((&half["path"], &half["found"]), (&json!("customer.name"), &json!("an unpaired surrogate")));
    let broken = data("order", r#"[{"customer":hunter2"#);
    assert_eq!((&broken["index"], &broken["found"]), (&json!(1), &json!("a text that is not JSON")));
}

#[test]
fn an_error_that_was_survived_leaves_no_path() {
    let data = data("lenient", r#"[{"a":["hunter2"]},"hunter2"]"#);
    assert_eq!((&data["index"], &data["path"]), (&json!(2), &json!("")));
}

#[test]
fn another_number_of_arguments_is_told_by_numbers() {
    assert_eq!(data("place", "[1]"), json!({"expected": "2 arguments", "found": "1 arguments"}));
    assert_eq!(data("place", r#"[1,[],"hunter2"]"#), json!({"expected": "2 arguments", "found": "more arguments"}));
}

#[test]
fn parameters_that_may_be_compiled_out_have_places_too() {
    assert_eq!(
        data("optional", r#"[1,[1,"hunter2"]]"#),
        json!({"index": 2, "name": "third", "path": "[1]", "expected": "u8", "found": "a string"})
    );
}

#[test]
fn references_have_places_too() {
    let data = data("take_shelf", r#"[["hunter2"]]"#);
    assert_eq!((&data["index"], &data["name"], &data["path"]), (&json!(1), &json!("_"), &json!("[0]")));
}

#[test]
fn a_limit_has_its_place() {
    let client =
        Client::of(CircuitHost::builder().options(CircuitOptions::new().detailed_errors(false).max_json_depth(3)));
    let failure = client.call("Tests", "place", r#"[1,[{"customer":{"name":"hunter2"}}]]"#).unwrap_err();
    assert_eq!(failure.code, "limit_exceeded");
    assert_eq!(failure.data, Some(json!({"index": 2, "name": "_orders", "path": "[0].customer"})));
}

#[test]
fn with_detailed_errors_the_data_is_the_same() {
    let failure = Client::new().call("Tests", "order", r#"[{"customer":{"name":5}}]"#).unwrap_err();
    assert_eq!(failure.message, "argument 1 `order` of `Tests.order`: expected a string, got an integer");
    assert_eq!(failure.data.unwrap()["path"], "customer.name");
}
