//! Byte arrays are sent separately from the JSON, at any depth, and only types that consist of bytes accept them.

// What the tests call are fixtures, with the signatures that they test.
#![allow(
    missing_docs,
    missing_debug_implementations,
    clippy::missing_panics_doc,
    clippy::needless_pass_by_value,
    clippy::implicit_hasher
)]

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};

use interop_core::{ByteBuffer, State, js_invokable};
use interop_tests::{Client, Gate, app, detailed, failure};
use serde_bytes::{ByteBuf, Bytes as SerdeBytes};
use serde_json::Value;

interop_core::assembly!("Tests");

#[js_invokable]
pub fn vec(data: Vec<u8>) -> String {
    format!("{data:?}")
}

#[js_invokable]
pub fn slice(data: &[u8]) -> String {
    format!("{data:?}")
}

#[js_invokable]
pub fn bytes(data: ByteBuffer) -> String {
    format!("{:?}", &*data)
}

#[js_invokable]
pub fn byte_buf(data: ByteBuf) -> String {
    format!("{:?}", &**data)
}

#[js_invokable]
pub fn serde_bytes_lent(data: Option<&SerdeBytes>) -> String {
    data.map_or("none".to_owned(), |data| format!("{:?}", &**data))
}

#[js_invokable]
pub fn boxed(data: Box<[u8]>) -> String {
    format!("{data:?}")
}

#[js_invokable]
pub fn cow(data: Cow<'_, [u8]>) -> String {
    format!("{data:?}")
}

#[js_invokable]
pub fn option_of_vec(data: Option<Vec<u8>>) -> String {
    data.map_or("none".to_owned(), vec)
}

#[js_invokable]
pub fn option_of_slice(data: Option<&[u8]>) -> String {
    data.map_or("none".to_owned(), slice)
}

#[derive(serde::Deserialize)]
pub struct Newtype(Vec<u8>);

#[js_invokable]
pub fn newtype(data: Newtype) -> String {
    vec(data.0)
}

#[js_invokable]
pub async fn slice_later(gate: State<Gate>, data: &[u8], copy: ByteBuffer) -> String {
    gate.pass().await;
    format!("{data:?} {:?}", &*copy)
}

/// All of the methods above that take one byte array.
const TAKERS: [&str; 10] = [
    "vec",
    "slice",
    "bytes",
    "byte_buf",
    "serde_bytes_lent",
    "boxed",
    "cow",
    "option_of_vec",
    "option_of_slice",
    "newtype",
];

#[js_invokable]
pub fn numbers(data: Vec<i32>) -> i32 {
    data.iter().sum()
}

#[js_invokable]
pub fn deque(data: VecDeque<u8>) -> usize {
    data.len()
}

#[js_invokable]
pub fn fixed(data: [u8; 2]) -> u8 {
    data[0] + data[1]
}

#[js_invokable]
pub fn text(text: String) -> usize {
    text.len()
}

#[js_invokable]
pub fn table(table: HashMap<String, i32>) -> usize {
    table.len()
}

#[derive(serde::Deserialize)]
#[serde(default)]
#[derive(Default)]
pub struct Options {
    size: i32,
}

#[js_invokable]
pub fn options(options: Options) -> i32 {
    options.size
}

#[js_invokable]
pub fn any(value: Value) -> Value {
    value
}

const FIRST: &str = r#"[{"__byte[]":0}]"#;

fn string(json: &str) -> String {
    serde_json::from_str(json).expect("a string")
}

#[test]
fn every_type_of_bytes_takes_an_array_beside_the_json() {
    let client = Client::new();
    for method in TAKERS {
        for data in [&[][..], &[1, 2, 255]] {
            client.send_bytes(0, data);
            let result = client.call("Tests", method, FIRST);
            assert_eq!(result.map(|json| string(&json)), Ok(format!("{data:?}")), "{method}");
        }
    }
}

#[test]
fn every_type_of_bytes_takes_base64() {
    let client = Client::new();
    for method in TAKERS {
        for (base64, data) in [("", &[][..]), ("AQL/", &[1, 2, 255]), ("AQ==", &[1]), (r"AQL\u002f", &[1, 2, 255])] {
            let result = client.call("Tests", method, &format!(r#"["{base64}"]"#));
            assert_eq!(result.map(|json| string(&json)), Ok(format!("{data:?}")), "{method} {base64}");
        }
        for broken in ["AQ", "A", "%%%%", "AQ== "] {
            let (code, text) = failure(client.call("Tests", method, &format!(r#"["{broken}"]"#)));
            assert_eq!(code, "invalid_arguments");
            assert!(text.ends_with("expected a byte array, got a string that is not base64"), "{method}: {text}");
        }
    }
}

#[test]
fn every_type_of_bytes_takes_an_array_of_numbers() {
    let client = Client::new();
    let refused: Vec<_> = TAKERS
        .into_iter()
        .filter(|method| {
            client.call("Tests", method, "[[1,2,255]]").map(|json| string(&json)) != Ok("[1, 2, 255]".into())
        })
        .collect();
    assert!(refused.is_empty(), "{refused:?}");
    for method in TAKERS {
        assert_eq!(failure(client.call("Tests", method, "[[256]]")).0, "invalid_arguments");
    }
}

#[test]
fn options_of_bytes_may_be_null_or_left_out() {
    for method in ["option_of_vec", "option_of_slice", "serde_bytes_lent"] {
        assert_eq!(app().invoke("Tests", method, "[null]").unwrap(), r#""none""#);
        assert_eq!(app().invoke("Tests", method, "[]").unwrap(), r#""none""#);
    }
    for method in ["vec", "slice", "bytes", "byte_buf"] {
        assert_eq!(failure(app().invoke("Tests", method, "[null]")).0, "invalid_arguments");
    }
}

#[test]
fn bytes_are_held_across_an_await() {
    let gate = Gate::new();
    let client = Client::of(interop_core::host::CircuitHost::builder().options(detailed()).state(gate.clone()));
    client.send_bytes(0, &[1, 2]);
    client.send_bytes(1, &[3]);
    client.begin("Tests", "slice_later", r#"[{"__byte[]":0},{"__byte[]":1}]"#);
    client.begin("Tests", "slice_later", r#"["AQI=","Aw=="]"#);
    assert_eq!(client.answers(), []);

    gate.open();

    for (_, result) in client.answers() {
        assert_eq!(result.unwrap(), r#""[1, 2] [3]""#);
    }
}

#[test]
fn only_types_of_bytes_take_them() {
    let client = Client::new();
    for method in ["numbers", "deque", "fixed", "text"] {
        client.send_bytes(0, &[1, 2]);
        let (code, text) = failure(client.call("Tests", method, FIRST));
        assert_eq!(code, "invalid_arguments", "{method}: {text}");
    }
}

#[test]
fn tables_and_structs_do_not_take_a_byte_array_for_one_of_them() {
    let client = Client::new();
    for method in ["table", "options"] {
        client.send_bytes(0, &[1, 2]);
        let result = client.call("Tests", method, FIRST);
        assert!(result.is_err(), "{method} got {result:?}");
    }
}

#[test]
fn a_name_of_a_byte_array_must_be_one_that_was_sent() {
    let client = Client::new();
    for args in [
        r#"[{"__byte[]":1}]"#,
        r#"[{"__byte[]":-1}]"#,
        r#"[{"__byte[]":"0"}]"#,
        r#"[{"__byte[]":0.0}]"#,
        r#"[{"__byte[]":null}]"#,
        r#"[{"__byte[]":18446744073709551615}]"#,
        r#"[{"__byte[]":0,"x":1}]"#,
        r#"[{"x":1,"__byte[]":0}]"#,
        r#"[{"__byte[]":0,"__byte[]":0}]"#,
        "[{}]",
    ] {
        for method in TAKERS {
            client.send_bytes(0, &[1]);
            assert_eq!(failure(client.call("Tests", method, args)).0, "invalid_arguments", "{method} {args}");
        }
    }
}

#[test]
fn byte_arrays_belong_to_one_call() {
    let client = Client::new();
    client.send_bytes(0, &[1]);
    assert_eq!(client.call("Tests", "vec", FIRST).unwrap(), r#""[1]""#);

    assert_eq!(failure(client.call("Tests", "vec", FIRST)).0, "invalid_arguments");
    client.send_bytes(0, &[2]);
    assert_eq!(client.call("Tests", "vec", FIRST).unwrap(), r#""[2]""#, "ids start at 0 for every call");
}

#[test]
fn byte_arrays_of_a_call_that_was_never_made_are_replaced() {
    let client = Client::new();
    client.send_bytes(0, b"orphan");
    client.send_bytes(1, b"orphan");

    client.send_bytes(0, &[2]);

    assert_eq!(client.call("Tests", "vec", FIRST).unwrap(), r#""[2]""#);
}

#[test]
fn one_array_may_be_named_twice_and_another_not_at_all() {
    let client = Client::new();
    client.send_bytes(0, &[1]);
    client.send_bytes(1, &[2]);

    assert_eq!(
        client.call("Tests", "any", r#"[[{"__byte[]":0},{"a":{"__byte[]":0}}]]"#).unwrap(),
        r#"[[1],{"a":[1]}]"#
    );
}
