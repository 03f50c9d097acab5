//! Malformed objects from JavaScript: the call fails, and the circuit continues.

#![allow(missing_docs, clippy::needless_pass_by_value)]

use interop_core::host::{Invocation, Outgoing};
use interop_core::{JsError, JsObjectReference, JsStreamReference, js_invokable};
use two_way_tests::{Peer, now};

interop_core::assembly!("Tests");

#[js_invokable]
pub fn take(_: JsObjectReference) {}

#[js_invokable]
pub fn take_stream(_: JsStreamReference) {}

/// None of these is an object.
const MALFORMED: [&str; 20] = [
    "null",
    "5",
    r#""5""#,
    "true",
    "[]",
    "[5]",
    "{}",
    r#"{"__jsObjectId":null}"#,
    r#"{"__jsObjectId":"5"}"#,
    r#"{"__jsObjectId":5.5}"#,
    r#"{"__jsObjectId":-1}"#,
    r#"{"__jsObjectId":-2}"#,
    r#"{"__jsObjectId":9007199254740992}"#,
    r#"{"__jsObjectId":18446744073709551616}"#,
    r#"{"__jsObjectId":5,"__jsObjectId":5}"#,
    r#"{"__jsObjectId":5,"more":1}"#,
    r#"{"more":1,"__jsObjectId":5}"#,
    r#"{"__jsobjectid":5}"#,
    r#"{"__dotNetObject":5}"#,
    r#"{"__byte[]":0}"#,
];

/// These are not streams, in addition to those above.
const NO_STREAM: [&str; 7] = [
    r#"{"__jsObjectId":5}"#,
    r#"{"__jsStreamReferenceLength":5}"#,
    r#"{"__jsStreamReferenceLength":-5,"__jsObjectId":5}"#,
    r#"{"__jsStreamReferenceLength":1.5,"__jsObjectId":5}"#,
    r#"{"__jsStreamReferenceLength":1,"__jsStreamReferenceLength":1,"__jsObjectId":5}"#,
    r#"{"__jsStreamReferenceLength":1,"__jsObjectId":-1}"#,
    r#"{"__jsStreamReferenceLength":1,"__jsObjectId":5,"more":0}"#,
];

/// Checks what is sent after a malformed message: at most that JavaScript releases the object that it names, because what
/// nothing reads belongs to Rust nevertheless.
#[track_caller]
fn releases_at_most_the_object(messages: &[Outgoing], json: &str) {
    let is_release = |message: &Outgoing| matches!(message, Outgoing::BeginInvokeJs(call) if call.args == "[5]");
    assert!(messages.len() <= 1 && messages.iter().all(is_release), "{json}: {messages:?}");
}

#[track_caller]
fn refused_as_argument(method: &str, json: &str) {
    let peer = Peer::new();
    peer.host().begin_invoke(Some(1), Invocation::on_assembly("Tests", method, format!("[{json}]"))).unwrap();
    let mut messages = peer.messages();
    match messages.pop() {
        Some(Outgoing::EndInvoke { call_id: 1, result: Err(failure) }) => {
            assert_eq!(failure.code, "invalid_arguments", "{json}: {failure}");
        }
        other => panic!("{json}: {other:?}"),
    }
    releases_at_most_the_object(&messages, json);
    assert!(!peer.circuit().is_closed());
}

#[track_caller]
fn refused_as_result<R: serde::de::DeserializeOwned + std::fmt::Debug>(json: &str) {
    let peer = Peer::new();
    let call = peer.js().invoke::<R>("f", ());
    peer.succeeds(peer.call().task_id, json);
    let error = now(call).unwrap_err();
    assert!(matches!(error, JsError::Result(_)), "{json}: {error:?}");
    releases_at_most_the_object(&peer.messages(), json);
    assert!(!peer.circuit().is_closed());
}

#[test]
fn a_malformed_object_fails_the_call_that_brings_it() {
    for json in MALFORMED {
        refused_as_argument("take", json);
        refused_as_result::<JsObjectReference>(json);
    }
}

#[test]
fn a_malformed_stream_fails_the_call_that_brings_it() {
    for json in MALFORMED.into_iter().chain(NO_STREAM) {
        refused_as_argument("take_stream", json);
        refused_as_result::<JsStreamReference>(json);
    }
}

#[test]
fn the_properties_of_a_stream_come_in_any_order() {
    for json in
        [r#"{"__jsStreamReferenceLength":7,"__jsObjectId":5}"#, r#"{"__jsObjectId":5,"__jsStreamReferenceLength":7}"#]
    {
        let peer = Peer::new();
        let call = peer.js().invoke::<JsStreamReference>("f", ());
        peer.succeeds(peer.call().task_id, json);
        let stream = now(call).unwrap();
        assert_eq!((stream.length(), stream.object().id()), (7, 5));
    }
}

#[test]
fn a_stream_is_an_object_too() {
    let peer = Peer::new();
    let call = peer.js().invoke::<JsObjectReference>("f", ());
    peer.succeeds(peer.call().task_id, r#"{"__jsStreamReferenceLength":7,"__jsObjectId":5}"#);
    assert_eq!(now(call).unwrap().id(), 5);
}

#[test]
fn the_largest_id_is_the_largest_safe_integer() {
    let peer = Peer::new();
    let call = peer.js().invoke::<JsObjectReference>("f", ());
    peer.succeeds(peer.call().task_id, r#"{"__jsObjectId":9007199254740991}"#);
    assert_eq!(now(call).unwrap().id(), (1 << 53) - 1);
}

#[test]
fn escapes_in_the_keys_of_an_object_make_no_difference() {
    let peer = Peer::new();
    let call = peer.js().invoke::<JsObjectReference>("f", ());
    peer.succeeds(peer.call().task_id, r#"{"\u005f_jsObjectId":5}"#);
    assert_eq!(now(call).unwrap().id(), 5);
}
