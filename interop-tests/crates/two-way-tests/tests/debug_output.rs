//! Hosts may log messages, and programs may log errors. Their output contains no value of an argument or a result.

#![allow(missing_docs)]

use std::fmt::Debug;

use bytes::Bytes;
use interop_core::host::{CircuitHost, Invocation, Outgoing};
use interop_core::{JsObjectReference, JsStreamReference, StreamReference, js_invokable};
use two_way_tests::{Peer, detailed, now};

interop_core::assembly!("Tests");

const SECRET: &str = "hunter2";
/// The secret as a list of numbers, and inside a text.
const TRACES: [&str; 3] = [SECRET, "104, 117, 110", "104,117,110"];

#[js_invokable]
pub fn secret() -> (&'static str, Vec<u8>) {
    (SECRET, SECRET.into())
}

#[track_caller]
fn tells_nothing(value: impl Debug) {
    let plain = format!("{value:?}");
    let pretty: String = format!("{value:#?}").split_whitespace().collect();
    for trace in TRACES {
        assert!(!plain.contains(trace), "{plain}");
        assert!(!pretty.contains(trace), "{pretty}");
    }
}

#[test]
fn a_call_of_javascript_prints_its_name_alone() {
    let peer = Peer::new();
    peer.js().send("login", (SECRET, SECRET.as_bytes(), StreamReference::from_bytes(SECRET))).unwrap();
    let call = peer.call();
    assert!(call.args.contains(SECRET));
    assert!(format!("{call:?}").contains("login"));
    tells_nothing(&call);
    tells_nothing(Outgoing::BeginInvokeJs(Box::new(call)));
}

#[test]
fn a_byte_array_prints_no_bytes() {
    let peer = Peer::new();
    peer.js().send("login", (SECRET.as_bytes(),)).unwrap();
    tells_nothing(peer.call().byte_arrays);
}

#[test]
fn a_reply_prints_its_size_alone() {
    let peer = Peer::new();
    peer.host().begin_invoke(Some(1), Invocation::on_assembly("Tests", "secret", "[]")).unwrap();
    let message = peer.message().unwrap();
    tells_nothing(&message);
    let Outgoing::EndInvoke { result: Ok(reply), .. } = message else { panic!("a reply") };
    assert!(reply.json().contains(SECRET));
    tells_nothing(&reply);
}

#[test]
fn a_chunk_of_a_stream_prints_no_bytes() {
    let peer = Peer::new();
    peer.js().send("f", (StreamReference::from_bytes(SECRET),)).unwrap();
    peer.call();
    peer.host().claim_stream(1, 2);
    let message = peer.message().unwrap();
    assert!(matches!(&message, Outgoing::StreamChunk { data, .. } if data == SECRET.as_bytes()));
    tells_nothing(message);
}

#[test]
fn an_invocation_prints_no_arguments() {
    tells_nothing(Invocation::on_assembly("Tests", "login", format!("[{SECRET:?}]")));
}

#[test]
fn handles_and_errors_print_no_values() {
    let peer = Peer::of(CircuitHost::builder().options(detailed()).state(SECRET.to_owned()));
    let call = peer.js().invoke::<i32>("f", (SECRET,));
    tells_nothing(&call);
    tells_nothing(&peer);
    tells_nothing(peer.js());
    tells_nothing(peer.circuit());
    peer.succeeds(peer.call().task_id, &format!("{SECRET:?}"));
    let error = now(call).unwrap_err();
    tells_nothing(&error);
    assert!(!error.to_string().contains(SECRET));

    for (json, text) in [
        (format!(r#"{{"__jsObjectId":{SECRET:?}}}"#), "a property of another type"),
        (format!("{{{SECRET:?}:1}}"), "an unknown property"),
    ] {
        let call = peer.js().invoke::<JsObjectReference>("f", ());
        peer.succeeds(peer.call().task_id, &json);
        let error = now(call).unwrap_err();
        tells_nothing(&error);
        assert!(!error.to_string().contains(SECRET), "{text}");
    }
}

#[test]
fn streams_print_no_bytes() {
    let peer = Peer::new();
    let call = peer.js().invoke::<JsStreamReference>("f", ());
    peer.succeeds(peer.call().task_id, r#"{"__jsStreamReferenceLength":7,"__jsObjectId":5}"#);
    let reference = now(call).unwrap();
    tells_nothing(&reference);
    let stream = reference.open_read_stream().unwrap();
    peer.host().receive_stream_chunk(0, 0, Bytes::from_static(SECRET.as_bytes())).unwrap();
    tells_nothing(&stream);
    tells_nothing(StreamReference::from_bytes(SECRET));
    tells_nothing(interop_core::ByteBuffer::from(SECRET.as_bytes().to_vec()));
}

#[test]
fn a_violation_prints_no_values() {
    let peer = Peer::new();
    let _call = peer.js().invoke::<i32>("f", ());
    let violation = peer.answers(&format!("[2,{SECRET:?},{SECRET:?}]")).unwrap_err();
    tells_nothing(&violation);
    tells_nothing(peer.host().close_reason());
}
