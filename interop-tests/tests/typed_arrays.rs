//! Typed arrays are transferred without JSON, and fit wherever numbers are expected if every element fits.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use std::collections::BTreeMap;

use interop_core::{TypedArray, js_invokable};
use interop_tests::{Client, app, failure};
use serde::{Deserialize, Serialize};

interop_core::assembly!("Tests");

#[js_invokable]
pub fn floats(data: TypedArray<f32>) -> String {
    format!("{:?}", &*data)
}

#[js_invokable]
pub fn long_integers(data: TypedArray<u64>) -> String {
    format!("{:?}", &*data)
}

#[js_invokable]
pub fn slice(data: &[f64]) -> String {
    format!("{data:?}")
}

#[js_invokable]
pub fn vec_of_i32(data: Vec<i32>) -> String {
    format!("{data:?}")
}

#[js_invokable]
pub fn point(data: [f32; 2]) -> String {
    format!("{data:?}")
}

#[js_invokable]
pub fn bytes(data: Vec<u8>) -> String {
    format!("{data:?}")
}

#[derive(Serialize, Deserialize)]
pub struct Track {
    name: String,
    samples: TypedArray<i16>,
    gains: Option<Vec<f32>>,
}

#[js_invokable]
pub fn track(track: Track) -> Track {
    track
}

#[derive(Serialize, Deserialize, Debug)]
#[serde(untagged)]
pub enum Shape {
    Named(BTreeMap<String, f64>),
    Numbers(Vec<f64>),
}

#[js_invokable]
pub fn shape(shape: Shape) -> String {
    format!("{shape:?}")
}

#[js_invokable]
pub fn infinities() -> TypedArray<f64> {
    vec![f64::NEG_INFINITY, 0.5].into()
}

fn call(method: &str, kind: &str, data: &[u8]) -> Result<String, interop_core::CallFailure> {
    let client = Client::new();
    client.send_bytes(0, data);
    client.call("Tests", method, &format!(r#"[{{"__{kind}[]":0}}]"#))
}

fn le<const N: usize, T>(values: &[T], to_bytes: impl Fn(&T) -> [u8; N]) -> Vec<u8> {
    values.iter().flat_map(to_bytes).collect()
}

#[test]
fn an_array_of_the_same_kind_arrives_as_it_is() {
    let data = le(&[1.5, f32::INFINITY], |value| value.to_le_bytes());
    assert_eq!(call("floats", "f32", &data).unwrap(), r#""[1.5, inf]""#);
    let data = le(&[u64::MAX], |value| value.to_le_bytes());
    assert_eq!(call("long_integers", "u64", &data).unwrap(), format!(r#""[{}]""#, u64::MAX));
    assert_eq!(call("floats", "f32", &[]).unwrap(), r#""[]""#);
}

#[test]
fn slices_vectors_and_arrays_of_numbers_accept_every_kind_that_fits() {
    let data = le(&[0.5f32, -2.0], |value| value.to_le_bytes());
    assert_eq!(call("slice", "f32", &data).unwrap(), r#""[0.5, -2.0]""#);
    assert_eq!(call("point", "f32", &data).unwrap(), r#""[0.5, -2.0]""#);
    let data = le(&[-3i16, 300], |value| value.to_le_bytes());
    assert_eq!(call("vec_of_i32", "i16", &data).unwrap(), r#""[-3, 300]""#);
    assert_eq!(call("slice", "i16", &data).unwrap(), r#""[-3.0, 300.0]""#);
    assert_eq!(call("floats", "i16", &data).unwrap(), r#""[-3.0, 300.0]""#);
}

#[test]
fn elements_that_do_not_fit_are_an_error_of_the_call() {
    let halves = le(&[0.5f32], |value| value.to_le_bytes());
    let large = le(&[u32::MAX], |value| value.to_le_bytes());
    let three = le(&[1f32, 2.0, 3.0], |value| value.to_le_bytes());
    for (method, kind, data) in [
        ("vec_of_i32", "f32", &halves),
        ("vec_of_i32", "u32", &large),
        ("point", "f32", &halves),
        ("point", "f32", &three),
        ("bytes", "u32", &large),
    ] {
        assert_eq!(failure(call(method, kind, data)).0, "invalid_arguments", "{method} from {kind}");
    }
}

#[test]
fn bytes_that_are_no_whole_number_of_elements_are_an_error_of_the_call() {
    for method in ["floats", "slice"] {
        let (code, text) = failure(call(method, "f32", &[0; 7]));
        assert_eq!(code, "invalid_arguments", "{text}");
    }
}

#[test]
fn kinds_that_do_not_exist_and_arrays_that_were_not_sent_are_an_error_of_the_call() {
    for kind in ["f16", "u8", "x"] {
        assert_eq!(failure(call("floats", kind, &[0; 4])).0, "invalid_arguments", "{kind}");
    }
    let client = Client::new();
    let result = client.call("Tests", "floats", r#"[{"__f32[]":1}]"#);
    assert_eq!(failure(result).0, "invalid_arguments");
}

#[test]
fn values_that_serde_reads_twice_contain_numbers() {
    let data = le(&[1i32, 2], |value| value.to_le_bytes());
    assert_eq!(call("shape", "i32", &data).unwrap(), r#""Numbers([1.0, 2.0])""#);
}

#[test]
fn json_arrays_are_accepted_where_a_typed_array_is_expected() {
    let client = Client::new();
    assert_eq!(client.call("Tests", "floats", "[[1,2.5]]").unwrap(), r#""[1.0, 2.5]""#);
}

#[test]
fn arrays_inside_of_values_are_transferred_both_ways() {
    let client = Client::new();
    client.send_bytes(0, &le(&[-1i16, 2], |value| value.to_le_bytes()));
    client.send_bytes(1, &le(&[0.25f32], |value| value.to_le_bytes()));
    client.begin("Tests", "track", r#"[{"name":"a","samples":{"__i16[]":0},"gains":{"__f32[]":1}}]"#);

    let (_, reply) = client.messages().remove(0);

    let reply = reply.unwrap();
    let id = reply.byte_arrays()[0].id;
    assert_eq!(reply.json(), format!(r#"{{"name":"a","samples":{{"__i16[]":{id}}},"gains":[0.25]}}"#));
    assert_eq!(reply.byte_arrays()[0].data, le(&[-1i16, 2], |value| value.to_le_bytes()));
}

#[test]
fn a_typed_array_comes_back_in_process() {
    let sent = TypedArray::from(vec![f32::NAN, 1.0]);
    let result: String = app().call("Tests", "floats", (sent,)).unwrap();
    assert_eq!(result, "[NaN, 1.0]");
    let result: TypedArray<f64> = app().call("Tests", "infinities", ()).unwrap();
    assert_eq!(*result, [f64::NEG_INFINITY, 0.5]);
}

#[test]
fn outside_of_messages_it_is_an_array_of_numbers() {
    let array = TypedArray::from(vec![1i32, 2]);
    let json = serde_json::to_string(&array).unwrap();
    assert_eq!(json, "[1,2]");
    assert_eq!(serde_json::from_str::<TypedArray<i32>>(&json).unwrap(), array);
}
