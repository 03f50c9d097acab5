//! Data of the application that looks like references arrives unchanged.

#![allow(missing_docs, missing_debug_implementations, clippy::implicit_hasher, clippy::needless_pass_by_value)]

use std::collections::{BTreeMap, HashMap};

use interop_core::{CallError, ElementReference, InProcess, ObjectReference, interop_object, js_invokable};
use interop_tests::{Client, detailed, failure};
use proptest::prelude::*;
use proptest::test_runner::Config;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Value, json};

interop_core::assembly!("Tests");

pub struct Item;

#[interop_object]
impl Item {
    #[js_invokable]
    pub fn touch(&self) {}
}

#[js_invokable]
pub fn item() -> ObjectReference<Item> {
    ObjectReference::new(Item)
}

#[js_invokable]
pub fn value(value: Value) -> Value {
    value
}

#[js_invokable]
pub fn raw(value: Box<RawValue>) -> Box<RawValue> {
    value
}

#[derive(Deserialize)]
pub struct Lent<'a> {
    #[serde(borrow)]
    inside: &'a RawValue,
}

#[js_invokable]
pub fn lent(value: Lent<'_>) -> String {
    value.inside.get().to_owned()
}

#[js_invokable]
pub fn table(table: BTreeMap<String, i32>) -> BTreeMap<String, i32> {
    table
}

/// Names of fields that are marks, and one that looks like an escaped mark.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Named {
    #[serde(rename = "__byte[]")]
    bytes: i32,
    #[serde(rename = "!__dotNetObject")]
    escaped: String,
    #[serde(rename = "__jsObjectId")]
    inside: Vec<Value>,
}

#[js_invokable]
pub fn named(value: Vec<Named>) -> Vec<Named> {
    value
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Choice {
    #[serde(rename = "__dotNetStream")]
    Newtype(i32),
    #[serde(rename = "!__byte[]")]
    Tuple(i32, i32),
    #[serde(rename = "__internalId")]
    Struct {
        #[serde(rename = "__jsObjectId")]
        field: i32,
    },
    #[serde(rename = "__dotNetObject")]
    Unit,
    #[serde(rename = "!__dotNetObject")]
    OtherUnit,
}

#[js_invokable]
pub fn choices(value: Vec<Choice>) -> Vec<Choice> {
    value
}

#[js_invokable]
pub fn by_choice(value: HashMap<Choice, i32>) -> HashMap<Choice, i32> {
    value
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Flat {
    id: i32,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

#[js_invokable]
pub fn flat(value: Flat) -> Flat {
    value
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged {
    A {
        #[serde(rename = "__dotNetObject")]
        field: i32,
    },
    B(BTreeMap<String, Value>),
}

#[js_invokable]
pub fn tagged(value: Vec<Tagged>) -> Vec<Tagged> {
    value
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum ObjectOrData {
    Object(ObjectReference<Item>),
    Data(Value),
}

#[js_invokable]
pub fn which(value: ObjectOrData) -> &'static str {
    match value {
        ObjectOrData::Object(_) => "object",
        ObjectOrData::Data(_) => "data",
    }
}

#[js_invokable]
pub fn fail_with(data: Value) -> Result<(), CallError> {
    Err(CallError::new("refused", "no").with_data(data))
}

#[derive(Serialize)]
pub struct FlattenedReference {
    #[serde(flatten)]
    object: ObjectReference<Item>,
}

#[js_invokable]
pub fn flattened_reference() -> FlattenedReference {
    FlattenedReference { object: ObjectReference::new(Item) }
}

#[derive(Serialize)]
#[serde(tag = "kind")]
pub enum TaggedReference {
    Element(ElementReference),
}

#[js_invokable]
pub fn tagged_reference() -> TaggedReference {
    TaggedReference::Element(ElementReference::new("x"))
}

fn app() -> InProcess {
    InProcess::with_options(detailed().round_large_integers(true))
}

const MARKS: [&str; 9] = [
    "__dotNetObject",
    "__jsObjectId",
    "__jsStreamReferenceLength",
    "__dotNetStream",
    "__byte[]",
    "__internalId",
    "__bigint",
    "__i8[]",
    "__f64[]",
];

#[test]
fn a_key_that_is_a_mark_goes_out_with_an_escape_and_comes_in_without() {
    let app = app();
    for mark in MARKS {
        let escaped = format!(r#"{{"!{mark}":1}}"#);
        assert_eq!(app.call::<Value>("Tests", "value", (json!({ mark: 1 }),)).unwrap(), json!({ mark: 1 }));
        assert_eq!(app.invoke("Tests", "value", &format!("[{escaped}]")).unwrap(), escaped);
        let twice = format!(r#"{{"a":[{{"!!{mark}":{escaped}}}]}}"#);
        assert_eq!(app.invoke("Tests", "value", &format!("[{twice}]")).unwrap(), twice);
    }
}

#[test]
fn what_a_client_without_escapes_sends_as_a_value_is_a_value() {
    let app = app();
    for data in [json!({"__dotNetStream": "x"}), json!([{"__byte[]": 0}]), json!({"a": {"__internalId": 5}})] {
        let reply = app.invoke("Tests", "value", &format!("[{data}]")).unwrap();
        assert_eq!(reply, data.to_string().replace("\"__", "\"!__"));
    }
}

#[test]
fn names_of_fields_and_variants_are_keys_like_any_other() {
    let app = app();
    let names = vec![Named { bytes: 1, escaped: "x".to_owned(), inside: vec![json!({"__dotNetObject": 1})] }];
    assert_eq!(app.call::<Vec<Named>>("Tests", "named", (names.clone(),)).unwrap(), names);
    let json = r#"[{"!__byte[]":1,"!!__dotNetObject":"x","!__jsObjectId":[{"!__dotNetObject":1}]}]"#;
    assert_eq!(app.invoke("Tests", "named", &format!("[{json}]")).unwrap(), json);

    let choices =
        [Choice::Newtype(1), Choice::Tuple(1, 2), Choice::Struct { field: 3 }, Choice::Unit, Choice::OtherUnit]
            .to_vec();
    assert_eq!(app.call::<Vec<Choice>>("Tests", "choices", (choices.clone(),)).unwrap(), choices);
    let json = r#"[{"!__dotNetStream":1},{"!!__byte[]":[1,2]},{"!__internalId":{"!__jsObjectId":3}},"__dotNetObject","!__dotNetObject"]"#;
    assert_eq!(app.invoke("Tests", "choices", &format!("[{json}]")).unwrap(), json, "a unit variant is a text");

    let table = HashMap::from([(Choice::Unit, 1), (Choice::OtherUnit, 2)]);
    assert_eq!(app.call::<HashMap<Choice, i32>>("Tests", "by_choice", (table.clone(),)).unwrap(), table);
    assert_eq!(app.invoke("Tests", "by_choice", r#"[{"!__dotNetObject":1}]"#).unwrap(), r#"{"!__dotNetObject":1}"#);
}

#[test]
fn what_serde_buffers_keeps_its_keys() {
    let app = app();
    let flat = Flat { id: 1, rest: BTreeMap::from([("__dotNetObject".to_owned(), json!({"__byte[]": 0}))]) };
    assert_eq!(app.call::<Flat>("Tests", "flat", (flat.clone(),)).unwrap(), flat);
    let tagged = [Tagged::A { field: 1 }, Tagged::B(BTreeMap::from([("!__jsObjectId".to_owned(), json!(1))]))].to_vec();
    assert_eq!(app.call::<Vec<Tagged>>("Tests", "tagged", (tagged.clone(),)).unwrap(), tagged);
}

#[test]
fn data_never_becomes_a_reference_on_the_way_through_a_buffer() {
    let app = app();
    assert_eq!(app.invoke("Tests", "item", "[]").unwrap(), r#"{"__dotNetObject":1}"#);
    assert_eq!(app.invoke("Tests", "which", r#"[{"__dotNetObject":1}]"#).unwrap(), r#""object""#);
    assert_eq!(app.invoke("Tests", "which", r#"[{"!__dotNetObject":1}]"#).unwrap(), r#""data""#);
    assert_eq!(app.call::<String>("Tests", "which", (json!({"__dotNetObject": 1}),)).unwrap(), "data");
}

#[test]
fn raw_json_takes_the_same_way() {
    let app = app();
    let json = r#"{"!__dotNetObject" : [ {"!!__byte[]":1.50} ], "text":"\"__byte[]\":"}"#;
    assert_eq!(app.invoke("Tests", "raw", &format!("[{json}]")).unwrap(), json);
    let seen = app.invoke("Tests", "lent", r#"[{"inside":{"!__byte[]":0}}]"#).unwrap();
    assert_eq!(serde_json::from_str::<String>(&seen).unwrap(), r#"{"__byte[]":0}"#);
}

#[test]
fn data_of_an_error_arrives_as_it_was() {
    let app = app();
    let data = json!([{"__dotNetStream": 1, "!__byte[]": {"__jsObjectId": []}}]);
    let failure = app.call::<()>("Tests", "fail_with", (&data,)).unwrap_err();
    assert_eq!(failure.data, Some(data));

    let text = serde_json::to_string(&failure).unwrap();
    assert!(text.contains(r#"[{"!!__byte[]":{"!__jsObjectId":[]},"!__dotNetStream":1}]"#), "{text}");
    assert_eq!(serde_json::from_str::<interop_core::CallFailure>(&text).unwrap(), failure);
}

#[test]
fn a_reference_that_would_arrive_as_data_is_refused() {
    let client = Client::with_options(detailed());
    for method in ["flattened_reference", "tagged_reference"] {
        let (code, text) = failure(client.call("Tests", method, "[]"));
        assert_eq!(code, "internal");
        assert!(text.contains("a reference must be a separate value"), "{text}");
    }
    assert_eq!(client.circuit().object_count(), 0);
}

#[test]
fn blanks_around_the_arguments_are_those_of_json() {
    let app = app();
    assert_eq!(app.invoke("Tests", "value", " \t\r\n[1] \n\t\r").unwrap(), "1");
    for blank in ["\u{c}", "\u{b}", "\u{a0}", "\u{85}", "\u{feff}"] {
        for args in [format!("{blank}[1]"), format!("[1]{blank}"), format!("{blank}null"), format!("[{blank}1]")] {
            assert_eq!(failure(app.invoke("Tests", "value", &args)).0, "invalid_arguments", "{args:?}");
        }
    }
}

#[test]
fn half_a_character_fails_the_call_with_a_text_that_says_so() {
    let app = app();
    for (method, args) in
        [("value", r#"["\ud83d"]"#), ("value", r#"[{"\ude00":1}]"#), ("table", r#"[{"a\ud83d\ud83d":1}]"#)]
    {
        let (code, text) = failure(app.invoke("Tests", method, args));
        assert_eq!(code, "invalid_arguments");
        let whose = if method == "table" { "argument 1 `table`" } else { "argument 1 `value`" };
        assert_eq!(
            text,
            format!("{whose} of `Tests.{method}`: a string has an unpaired surrogate, which is not a character")
        );
    }
    assert_eq!(app.invoke("Tests", "value", r#"["\ud83d\ude00"]"#).unwrap(), r#""😀""#);
}

/// JSON whose keys often look like marks.
fn data() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        key().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(key(), inner, 0..4)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => ("!{0,3}", prop::sample::select(&MARKS[..])).prop_map(|(escapes, mark)| escapes + mark),
        1 => "[!_]{0,3}[a-z]{0,3}",
        1 => any::<String>(),
    ]
}

proptest! {
    #![proptest_config(Config { cases: 500, failure_persistence: None, ..Config::default() })]

    #[test]
    fn any_json_arrives_as_it_was_both_ways(data in data()) {
        let app = InProcess::with_options(detailed().max_argument_bytes(1 << 20).round_large_integers(true));
        prop_assert_eq!(&app.call::<Value>("Tests", "value", (&data,)).unwrap(), &data);

        let raw = RawValue::from_string(data.to_string()).unwrap();
        let again: Box<RawValue> = app.call("Tests", "raw", (&raw,)).unwrap();
        prop_assert_eq!(again.get(), raw.get());

        let failure = app.call::<()>("Tests", "fail_with", (&data,)).unwrap_err();
        prop_assert_eq!(failure.data, Some(data));
    }

    #[test]
    fn no_data_is_a_mark_in_a_message(data in data()) {
        let app = app();
        let failure = serde_json::to_string(&app.call::<()>("Tests", "fail_with", (&data,)).unwrap_err()).unwrap();
        let escaped = serde_json::from_str::<Value>(&failure).unwrap()["data"].take();
        prop_assert!(!has_mark(&escaped), "{}", escaped);

        let reply = app.invoke("Tests", "value", &format!("[{escaped}]")).unwrap();
        prop_assert_eq!(serde_json::from_str::<Value>(&reply).unwrap(), escaped);
    }
}

fn has_mark(value: &Value) -> bool {
    match value {
        Value::Array(elements) => elements.iter().any(has_mark),
        Value::Object(entries) => entries.iter().any(|(key, value)| MARKS.contains(&&**key) || has_mark(value)),
        _ => false,
    }
}
