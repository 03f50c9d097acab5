//! Byte arrays that are sent separately from the JSON: in arguments to JavaScript and in its results.

#![allow(missing_docs, clippy::needless_pass_by_value)]

use std::collections::BTreeMap;

use interop_core::host::{Invocation, Outgoing};
use interop_core::{ByteBuffer, JsError, js_invokable};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use two_way_tests::{Peer, detailed, now};

interop_core::assembly!("Tests");

#[js_invokable]
pub fn lengths(first: Vec<u8>, second: Vec<u8>) -> [usize; 2] {
    [first.len(), second.len()]
}

#[js_invokable]
pub fn nothing() {}

#[js_invokable]
pub fn bytes() -> Vec<u8> {
    vec![9]
}

/// The JSON of these arguments, and the byte arrays that are sent separately, with their ids.
#[track_caller]
fn sent(peer: &Peer, args: impl Serialize) -> (String, Vec<(u64, Vec<u8>)>) {
    peer.js().send("f", args).unwrap();
    let call = peer.call();
    (call.args, call.byte_arrays.iter().map(|array| (array.id, array.data.to_vec())).collect())
}

#[track_caller]
fn result<R: DeserializeOwned>(peer: &Peer, arrays: &[&[u8]], json: &str) -> Result<R, JsError> {
    let call = peer.js().invoke::<R>("f", ());
    let id = peer.call().task_id;
    for (array_id, data) in (0..).zip(arrays) {
        peer.host().receive_byte_array(array_id, bytes::Bytes::copy_from_slice(data)).unwrap();
    }
    peer.succeeds(id, json);
    now(call)
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct File {
    name: String,
    #[serde(with = "serde_bytes")]
    content: Vec<u8>,
    plain: Vec<u8>,
    shared: ByteBuffer,
    more: Option<Vec<ByteBuffer>>,
    numbers: Vec<i32>,
}

fn file() -> File {
    File {
        name: "a".to_owned(),
        content: vec![1],
        plain: vec![2, 2],
        shared: vec![3, 3, 3].into(),
        more: Some(vec![ByteBuffer::default(), vec![4].into()]),
        numbers: vec![5],
    }
}

#[test]
fn byte_arrays_leave_the_arguments_wherever_they_are() {
    let peer = Peer::new();
    let (json, arrays) = sent(&peer, (&b"abc"[..], [file()], BTreeMap::from([("k", ByteBuffer::from(vec![7]))])));
    assert_eq!(
        json,
        r#"[{"__byte[]":1},[{"name":"a","content":{"__byte[]":2},"plain":{"__byte[]":3},"shared":{"__byte[]":4},"more":[{"__byte[]":5},{"__byte[]":6}],"numbers":[5]}],{"k":{"__byte[]":7}}]"#
    );
    let expected: [(u64, &[u8]); 7] =
        [(1, b"abc"), (2, &[1]), (3, &[2, 2]), (4, &[3, 3, 3]), (5, &[]), (6, &[4]), (7, &[7])];
    assert_eq!(arrays, expected.map(|(id, data)| (id, data.to_vec())));
}

#[test]
fn empty_byte_arrays_are_byte_arrays() {
    let peer = Peer::new();
    let (json, arrays) = sent(&peer, (Vec::<u8>::new(), &b""[..], ByteBuffer::default(), serde_bytes::Bytes::new(b"")));
    assert_eq!(json, r#"[{"__byte[]":1},{"__byte[]":2},{"__byte[]":3},{"__byte[]":4}]"#);
    assert_eq!(arrays, [(1, vec![]), (2, vec![]), (3, vec![]), (4, vec![])]);

    assert_eq!(sent(&peer, (Vec::<i32>::new(), [0i8; 1])).0, "[[],[0]]", "other numbers are JSON");
}

#[test]
fn ids_of_byte_arrays_to_javascript_count_on_in_the_circuit() {
    let peer = Peer::new();
    assert_eq!(sent(&peer, (vec![1u8], vec![2u8])).1, [(1, vec![1]), (2, vec![2])]);
    peer.host().begin_invoke(Some(1), Invocation::on_assembly("Tests", "bytes", "[]")).unwrap();
    let reply = peer.result(1);
    assert_eq!((reply.json(), reply.byte_arrays()[0].id), (r#"{"__byte[]":3}"#, 3));
    assert_eq!(sent(&peer, (vec![4u8],)).1, [(4, vec![4])]);
    assert_eq!(sent(&Peer::new(), (vec![1u8],)).1, [(1, vec![1])], "each circuit counts for itself");
}

#[test]
fn shared_bytes_go_to_javascript_without_a_copy() {
    let peer = Peer::new();
    let bytes = bytes::Bytes::from(vec![1; 1000]);
    let part = bytes.slice(100..200);
    peer.js().send("f", (ByteBuffer::from(bytes.clone()), [Some(ByteBuffer::from(part.clone()))])).unwrap();
    let call = peer.call();
    assert_eq!(call.byte_arrays[0].data.as_ptr(), bytes.as_ptr());
    assert_eq!(call.byte_arrays[1].data.as_ptr(), part.as_ptr());
}

#[test]
fn shared_bytes_come_from_javascript_without_a_copy() {
    let peer = Peer::new();
    let call = peer.js().invoke::<Vec<ByteBuffer>>("f", ());
    let data = bytes::Bytes::from(vec![1; 1000]);
    peer.host().receive_byte_array(0, data.clone()).unwrap();
    peer.succeeds(peer.call().task_id, r#"[{"__byte[]":0},{"__byte[]":0}]"#);
    let received = now(call).unwrap();
    assert_eq!(received[0].as_ptr(), data.as_ptr());
    assert_eq!(received[1].as_ptr(), data.as_ptr());
}

#[test]
fn byte_arrays_are_found_wherever_they_are_in_results() {
    let peer = Peer::new();
    let json = r#"{"name":"a","content":{"__byte[]":0},"plain":{"__byte[]":1},"shared":{"__byte[]":2},"more":[{"__byte[]":3},{"__byte[]":4}],"numbers":[5]}"#;
    assert_eq!(result(&peer, &[&[1], &[2, 2], &[3, 3, 3], &[], &[4]], json), Ok(file()));
    assert_eq!(result(&peer, &[b"x"], r#"{"__byte[]":0}"#), Ok(b"x".to_vec()));
    assert_eq!(result(&peer, &[b""], r#"{"__byte[]":0}"#), Ok(Vec::<u8>::new()));
    assert_eq!(result(&peer, &[b"x", b"y"], r#"[{"__byte[]":1},{"__byte[]":0}]"#), Ok((b"y".to_vec(), b"x".to_vec())));
}

#[test]
fn byte_arrays_are_found_in_flattened_untagged_and_tagged_types() {
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(untagged)]
    enum Untagged {
        #[allow(dead_code)]
        Number(i32),
        Content(ByteBuffer),
    }
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(tag = "kind")]
    enum Tagged {
        File { content: Vec<u8> },
    }
    #[derive(Debug, PartialEq, Deserialize)]
    struct Flattened {
        #[serde(flatten)]
        inner: Inner,
    }
    #[derive(Debug, PartialEq, Deserialize)]
    struct Inner {
        content: ByteBuffer,
    }
    let peer = Peer::new();
    assert_eq!(result(&peer, &[b"x"], r#"{"__byte[]":0}"#), Ok(Untagged::Content(b"x".to_vec().into())));
    let tagged = result(&peer, &[b"x"], r#"{"kind":"File","content":{"__byte[]":0}}"#);
    assert_eq!(tagged, Ok(Tagged::File { content: b"x".to_vec() }));
    let flattened = result(&peer, &[b"x"], r#"{"content":{"__byte[]":0}}"#);
    assert_eq!(flattened, Ok(Flattened { inner: Inner { content: b"x".to_vec().into() } }));
}

#[test]
fn a_base64_string_is_taken_as_bytes() {
    let peer = Peer::new();
    assert_eq!(result(&peer, &[], r#""aGVsbG8=""#), Ok(b"hello".to_vec()));
    assert_eq!(result::<ByteBuffer>(&peer, &[], r#""aGVsbG8=""#).map(ByteBuffer::into_inner), Ok(b"hello"[..].into()));
    assert!(matches!(result::<Vec<u8>>(&peer, &[], r#""no base64""#), Err(JsError::Result(_))));
}

#[test]
fn only_types_of_bytes_take_byte_arrays() {
    let peer = Peer::new();
    assert!(matches!(result::<Vec<i32>>(&peer, &[&[1, 2]], r#"{"__byte[]":0}"#), Err(JsError::Result(_))));
    assert!(matches!(result::<String>(&peer, &[b"x"], r#"{"__byte[]":0}"#), Err(JsError::Result(_))));
    assert!(matches!(result::<i32>(&peer, &[b"x"], r#"{"__byte[]":0}"#), Err(JsError::Result(_))));
}

#[test]
fn a_malformed_byte_array_fails_the_call_that_names_it() {
    for json in [
        r#"{"__byte[]":1}"#,
        r#"{"__byte[]":-1}"#,
        r#"{"__byte[]":"0"}"#,
        r#"{"__byte[]":0.5}"#,
        r#"{"__byte[]":18446744073709551616}"#,
        r#"{"__byte[]":9007199254740993}"#,
        r#"{"__byte[]":null}"#,
        r#"{"__byte[]":0,"more":1}"#,
        r#"{"__byte[]":0,"__byte[]":0}"#,
        r#"{"more":1,"__byte[]":0}"#,
        "{}",
    ] {
        let peer = Peer::new();
        let call = result::<Vec<u8>>(&peer, &[b"x"], json);
        assert!(matches!(call, Err(JsError::Result(_))), "{json}: {call:?}");
        assert!(!peer.circuit().is_closed());
        assert_eq!(result(&peer, &[b"y"], r#"{"__byte[]":0}"#), Ok(b"y".to_vec()), "the next call is not harmed");
    }
}

#[test]
fn byte_arrays_out_of_order_close_the_circuit() {
    for ids in [&[1][..], &[0, 2], &[0, 1, 1], &[7], &[u64::MAX], &[0, 1 << 53]] {
        let peer = Peer::new();
        let mut call = peer.js().invoke::<i32>("f", ());
        let (last, before) = ids.split_last().unwrap();
        for id in before {
            peer.host().receive_byte_array(*id, bytes::Bytes::new()).unwrap();
        }
        let violation = peer.host().receive_byte_array(*last, bytes::Bytes::new()).unwrap_err();
        let expected = format!(
            "Element id '{last}' cannot be added to the byte arrays to be revived with length '{}'.",
            before.len()
        );
        assert_eq!(violation.to_string(), expected);
        assert_eq!(peer.violation(), expected);
        assert_eq!(now(&mut call), Err(JsError::Disconnected));
    }
}

#[test]
fn the_id_0_starts_anew() {
    let peer = Peer::new();
    let call = peer.js().invoke::<Vec<u8>>("f", ());
    let id = peer.call().task_id;
    peer.sends_bytes([b"orphaned", b"too"]);
    peer.sends_bytes([b"named"]);
    peer.succeeds(id, r#"{"__byte[]":0}"#);
    assert_eq!(now(call), Ok(b"named".to_vec()));
}

/// A message that takes byte arrays with it, and its name.
type Message<'a> = (&'a str, &'a dyn Fn(&Peer));

#[test]
fn orphaned_byte_arrays_go_with_the_message_that_follows() {
    let peer = Peer::new();
    let call = peer.js().invoke::<i32>("f", ());
    let id = peer.call().task_id;
    peer.sends_bytes([b"orphaned", b"too"]);
    peer.succeeds(id, "1");
    assert_eq!(now(call), Ok(1), "more were sent than named");

    // Whichever message took the byte arrays, they are used up.
    let messages: [Message<'_>; 6] = [
        ("an answer nobody waits for", &|peer| peer.answers("[99,true,1]").unwrap()),
        ("an answer that failed", &|peer| {
            let call = peer.js().invoke::<i32>("f", ());
            peer.fails(peer.call().task_id, "null");
            assert!(now(call).is_err());
        }),
        ("a call", &|peer| begin(peer, "nothing", "[]")),
        ("a call of nothing", &|peer| begin(peer, "unknown", "[]")),
        ("a call with wrong arguments", &|peer| begin(peer, "lengths", "[1]")),
        ("a disposal", &|peer| {
            let invocation = Invocation::on_object(1, "__Dispose", "null");
            peer.host().begin_invoke(None, invocation).unwrap();
        }),
    ];
    for (what, message) in messages {
        peer.sends_bytes([b"orphaned"]);
        message(&peer);
        let next = peer.js().invoke::<Vec<u8>>("f", ());
        peer.succeeds(peer.call().task_id, r#"{"__byte[]":0}"#);
        assert!(matches!(now(next), Err(JsError::Result(_))), "after {what}");
    }
    assert!(!peer.circuit().is_closed());
}

#[track_caller]
fn begin(peer: &Peer, method: &str, args: &str) {
    peer.host().begin_invoke(None, Invocation::on_assembly("Tests", method, args)).unwrap();
}

#[test]
fn more_bytes_than_the_limit_fail_the_answer_that_brings_them_alone() {
    let peer = Peer::with_options(detailed().max_argument_bytes(100));
    for arrays in [vec![vec![0; 101]], vec![vec![0; 50], vec![0; 51]], vec![vec![]; 26]] {
        let arrays: Vec<&[u8]> = arrays.iter().map(Vec::as_slice).collect();
        let error = result::<i32>(&peer, &arrays, "1").unwrap_err();
        assert_eq!(
            error.to_string(),
            "the arguments are larger than 100 bytes, the limit that `CircuitOptions::max_argument_bytes` sets"
        );
        assert!(matches!(error, JsError::Limit(_)), "JavaScript has not failed: {error:?}");
        assert!(!peer.circuit().is_closed());
    }
    assert_eq!(result(&peer, &[&[7; 100]], r#"{"__byte[]":0}"#), Ok(vec![7u8; 100]));
    assert_eq!(result(&peer, &[&[][..]; 25], "1"), Ok(1), "an empty one counts 4 bytes");
}

#[test]
fn a_reply_counts_its_byte_arrays() {
    let peer = Peer::with_options(detailed().max_reply_bytes(100));
    let error = peer.js().send("f", (vec![0u8; 60], vec![0u8; 60])).unwrap_err();
    assert!(matches!(error, JsError::Limit(_)), "{error:?}");
    assert!(peer.js().send("f", (vec![0u8; 50],)).is_ok());
}

#[test]
fn the_byte_arrays_of_a_call_and_of_an_answer_do_not_mix() {
    let peer = Peer::new();
    let call = peer.js().invoke::<Vec<u8>>("f", ());
    let id = peer.call().task_id;
    peer.sends_bytes([b"a", b"bc"]);
    peer.host()
        .begin_invoke(Some(1), Invocation::on_assembly("Tests", "lengths", r#"[{"__byte[]":0},{"__byte[]":1}]"#))
        .unwrap();
    peer.sends_bytes([b"def"]);
    peer.succeeds(id, r#"{"__byte[]":0}"#);
    assert_eq!(now(call), Ok(b"def".to_vec()));
    assert!(matches!(peer.message(), Some(Outgoing::EndInvoke { result: Ok(reply), .. }) if reply.json() == "[1,2]"));
}
