//! Byte arrays inside other values, in arguments and in results.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use std::collections::{BTreeMap, VecDeque};
use std::fmt;

use interop_core::{ByteBuffer, InProcess, js_invokable};
use interop_tests::{Client, app, detailed, failure};
use serde::Serialize;
use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};

interop_core::assembly!("Tests");

#[derive(Serialize, serde::Deserialize)]
pub struct Everywhere<'a> {
    vec: Vec<u8>,
    bytes: ByteBuffer,
    #[serde(borrow, with = "serde_bytes")]
    slice: &'a [u8],
    #[serde(with = "serde_bytes")]
    with: Vec<u8>,
    list: Vec<Vec<u8>>,
    map: BTreeMap<String, ByteBuffer>,
    option: Option<Vec<u8>>,
    pair: (u8, Vec<u8>),
    kind: External,
}

#[derive(Serialize, serde::Deserialize)]
pub enum External {
    Newtype(Vec<u8>),
    Struct { data: ByteBuffer },
}

fn summary(everywhere: &Everywhere<'_>) -> String {
    let Everywhere { vec, bytes, slice, with, list, map, option, pair, kind } = everywhere;
    let kind = match kind {
        External::Newtype(data) => &data[..],
        External::Struct { data } => &**data,
    };
    let map: Vec<_> = map.iter().map(|(key, value)| (key, &**value)).collect();
    format!("{vec:?} {:?} {slice:?} {with:?} {list:?} {map:?} {option:?} {pair:?} {kind:?}", &**bytes)
}

#[js_invokable]
pub fn everywhere(everywhere: Everywhere<'_>) -> String {
    summary(&everywhere)
}

fn example() -> Everywhere<'static> {
    Everywhere {
        vec: vec![1],
        bytes: ByteBuffer::from(vec![2, 2]),
        slice: &[3],
        with: vec![],
        list: vec![vec![5], vec![]],
        map: BTreeMap::from([("k".to_owned(), ByteBuffer::from(vec![6]))]),
        option: Some(vec![7]),
        pair: (8, vec![9]),
        kind: External::Struct { data: ByteBuffer::from(vec![10]) },
    }
}

#[js_invokable]
pub fn make_everywhere() -> Everywhere<'static> {
    example()
}

#[derive(Debug, PartialEq, Serialize, serde::Deserialize)]
#[serde(untagged)]
pub enum Untagged {
    Text(String),
    Data(ByteBuffer),
}

#[derive(Debug, PartialEq, Serialize, serde::Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged {
    Data { vec: Vec<u8>, bytes: ByteBuffer },
}

#[derive(Debug, PartialEq, Serialize, serde::Deserialize)]
pub struct Outer {
    #[serde(flatten)]
    inner: Inner,
    untagged: Vec<Untagged>,
    tagged: Tagged,
}

#[derive(Debug, PartialEq, Serialize, serde::Deserialize)]
pub struct Inner {
    flat: Vec<u8>,
    shared: ByteBuffer,
}

fn outer() -> Outer {
    Outer {
        inner: Inner { flat: vec![1, 2], shared: ByteBuffer::from(vec![3]) },
        untagged: vec![Untagged::Text("t".to_owned()), Untagged::Data(ByteBuffer::from(vec![4]))],
        tagged: Tagged::Data { vec: vec![], bytes: ByteBuffer::from(vec![5]) },
    }
}

#[js_invokable]
pub fn echo_outer(outer: Outer) -> Outer {
    outer
}

/// The bytes as arrays of numbers.
#[js_invokable]
pub fn echo_outer_json(outer: Outer) -> serde_json::Value {
    serde_json::to_value(outer).unwrap()
}

/// A list of at most two bytes.
#[derive(Debug)]
pub struct AtMostTwo(Vec<u8>);

impl<'de> Deserialize<'de> for AtMostTwo {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TwoVisitor;

        impl<'de> Visitor<'de> for TwoVisitor {
            type Value = Vec<u8>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("at most two bytes")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Vec<u8>, A::Error> {
                let mut bytes = Vec::new();
                while let Some(byte) = elements.next_element()? {
                    if bytes.len() == 2 {
                        return Err(serde::de::Error::custom("more than two bytes"));
                    }
                    bytes.push(byte);
                }
                Ok(bytes)
            }
        }

        deserializer.deserialize_seq(TwoVisitor).map(Self)
    }
}

#[js_invokable]
pub fn at_most_two(data: AtMostTwo) -> usize {
    data.0.len()
}

#[js_invokable]
pub fn make_vec(data: Vec<u8>) -> Vec<u8> {
    data
}

#[js_invokable]
pub async fn make_slice_later(size: usize) -> ByteBuffer {
    vec![7; size].into()
}

#[js_invokable]
pub fn lengths(many: Vec<ByteBuffer>) -> usize {
    many.iter().map(|bytes| bytes.len()).sum()
}

#[js_invokable]
pub fn arrays_of_numbers() -> ([u8; 2], VecDeque<u8>, Vec<i8>, Vec<u16>) {
    ([1, 2], VecDeque::from([3]), vec![4], vec![5])
}

#[js_invokable]
pub fn then_fails(data: Vec<u8>) -> (Vec<u8>, Vec<u8>, BTreeMap<Vec<u8>, u8>) {
    (data.clone(), data.clone(), BTreeMap::from([(data, 1)]))
}

const FIRST: &str = r#"[{"__byte[]":0}]"#;

#[test]
fn byte_arrays_cross_at_any_depth_in_both_directions() {
    let client = Client::new();
    client.begin("Tests", "make_everywhere", "[]");
    let (_, result) = client.messages().remove(0);
    let reply = result.unwrap();

    let arrays: Vec<_> = reply.byte_arrays().iter().map(|array| (array.id, array.data.to_vec())).collect();
    let data = [vec![1], vec![2, 2], vec![3], vec![], vec![5], vec![], vec![6], vec![7], vec![9], vec![10]];
    assert_eq!(arrays, (1..).zip(data).collect::<Vec<_>>());
    let name = |id: u8| format!(r#"{{"__byte[]":{id}}}"#);
    assert_eq!(
        reply.json(),
        format!(
            r#"{{"vec":{},"bytes":{},"slice":{},"with":{},"list":[{},{}],"map":{{"k":{}}},"option":{},"pair":[8,{}],"kind":{{"Struct":{{"data":{}}}}}}}"#,
            name(1),
            name(2),
            name(3),
            name(4),
            name(5),
            name(6),
            name(7),
            name(8),
            name(9),
            name(10)
        )
    );
    let result: String = InProcess::with_options(detailed()).call("Tests", "everywhere", (example(),)).unwrap();
    assert_eq!(result, summary(&example()));
}

#[test]
fn flattened_untagged_and_tagged_types_have_byte_arrays_too() {
    let app = app();

    let result: Outer = app.call("Tests", "echo_outer", (outer(),)).unwrap();

    assert_eq!(result, outer());
}

/// Serde reads such fields before it knows their types, so only a type of this crate can distinguish base64 from a
/// text.
#[test]
fn flattened_and_tagged_fields_take_base64_into_bytes_only() {
    let json = |flat| {
        format!(
            r#"[{{"flat":{flat},"shared":"Aw==","untagged":["t"],"tagged":{{"kind":"Data","vec":[],"bytes":"BQ=="}}}}]"#
        )
    };

    let result: Outer =
        serde_json::from_str(&app().invoke("Tests", "echo_outer_json", &json("[1,2]")).unwrap()).unwrap();
    assert_eq!((&*result.inner.shared, result.inner.flat), (&[3][..], vec![1, 2]));

    let failure = app().invoke("Tests", "echo_outer_json", &json(r#""AQI=""#)).unwrap_err();
    assert_eq!(failure.code, "invalid_arguments");
}

#[test]
fn a_visitor_of_the_users_own_sees_every_byte_array() {
    let client = Client::new();
    client.send_bytes(0, &[1, 2]);
    assert_eq!(client.call("Tests", "at_most_two", FIRST).unwrap(), "2");
    assert_eq!(failure(client.call("Tests", "at_most_two", "[[1,2,3]]")).0, "invalid_arguments");

    client.send_bytes(0, &[1, 2, 3]);
    let result = client.call("Tests", "at_most_two", FIRST);

    assert!(result.is_err(), "the type promises two bytes and holds {result:?}");
}

#[test]
fn results_count_their_arrays_from_one_and_never_again() {
    let client = Client::new();
    let mut names = Vec::new();
    for size in 0..3_u8 {
        client.send_bytes(0, &vec![7; size.into()]);
        client.begin("Tests", "make_vec", FIRST);
        client.begin("Tests", "make_slice_later", &format!("[{size}]"));
        for (_, result) in client.messages() {
            let reply = result.unwrap();
            let [array] = reply.byte_arrays() else { panic!("one array: {reply:?}") };
            assert_eq!(*array.data, vec![7; size.into()]);
            assert_eq!(reply.json(), format!(r#"{{"__byte[]":{}}}"#, array.id));
            names.push(array.id);
        }
    }
    assert_eq!(names, [1, 2, 3, 4, 5, 6]);
}

#[test]
fn arrays_that_are_no_byte_arrays_stay_arrays() {
    assert_eq!(app().invoke("Tests", "arrays_of_numbers", "[]").unwrap(), "[[1,2],[3],[4],[5]]");
}

#[test]
fn a_result_that_fails_sends_no_arrays() {
    let client = Client::new();
    client.send_bytes(0, &[1]);
    let (code, _) = failure(client.call("Tests", "then_fails", FIRST));
    assert_eq!(code, "internal");

    client.send_bytes(0, &[1]);
    client.begin("Tests", "make_vec", FIRST);
    assert_eq!(client.messages().remove(0).1.unwrap().byte_arrays().len(), 1);
}

#[test]
fn one_call_can_carry_many_arrays() {
    let app = app();
    let many: Vec<ByteBuffer> = (0..500).map(|_| vec![7; 3].into()).collect();
    assert_eq!(app.call::<usize>("Tests", "lengths", (many,)).unwrap(), 1500);
}
