//! Stream references that JavaScript passes: when the page may release the bytes.

#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use std::sync::{Arc, Mutex};

use futures_util::AsyncReadExt as _;
use interop_core::host::{CircuitHost, Invocation, Outgoing};
use interop_core::{CallError, JsObjectReference, JsStreamReference, State, js_invokable};
use two_way_tests::reading::send;
use two_way_tests::{Peer, detailed};

interop_core::assembly!("Tests");

const REFERENCE: &str = r#"{"__jsStreamReferenceLength":3,"__jsObjectId":5}"#;

const DISPOSE: &str = "DotNet.disposeJSObjectReferenceById";

type Kept = Arc<Mutex<Vec<JsStreamReference>>>;

#[js_invokable]
pub async fn upload(reference: JsStreamReference) -> Result<String, CallError> {
    let mut text = String::new();
    reference.open_read_stream()?.read_to_string(&mut text).await?;
    Ok(text)
}

#[js_invokable]
pub fn ignore(_reference: JsStreamReference) {}

#[js_invokable]
pub fn ignore_all(_references: Vec<JsStreamReference>) {}

#[js_invokable]
pub fn keep(reference: JsStreamReference, kept: State<Kept>) {
    kept.lock().unwrap().push(reference);
}

#[js_invokable]
pub fn as_object(_reference: JsObjectReference) {}

#[js_invokable]
pub fn give_back(reference: JsStreamReference) -> JsStreamReference {
    reference
}

fn peer() -> Peer {
    Peer::of(CircuitHost::builder().options(detailed()).state(Kept::default()))
}

fn begin(peer: &Peer, method: &str, args: &str) {
    peer.host().begin_invoke(Some(1), Invocation::on_assembly("Tests", method, args)).unwrap();
}

#[test]
fn the_page_forgets_the_bytes_when_rust_has_read_them() {
    let peer = peer();
    begin(&peer, "upload", &format!("[{REFERENCE}]"));
    assert!(matches!(peer.message(), Some(Outgoing::OpenStream { object_id: 5, .. })));
    peer.says_nothing();
    send(&peer, 0, b"tea");
    let messages = peer.messages();
    let [Outgoing::BeginInvokeJs(disposal), Outgoing::EndInvoke { result: Ok(result), .. }] = &messages[..] else {
        panic!("the object is disposed and the call is answered: {messages:?}")
    };
    assert_eq!((disposal.identifier.as_str(), disposal.args.as_str()), (DISPOSE, "[5]"));
    assert_eq!(result.json(), r#""tea""#);
}

#[test]
fn the_page_forgets_the_bytes_when_rust_does_not_read_them() {
    for (method, args) in [("ignore", format!("[{REFERENCE}]")), ("ignore_all", format!("[[{REFERENCE},{REFERENCE}]]"))]
    {
        let peer = peer();
        begin(&peer, method, &args);
        // The reference is dropped before the method returns.
        let disposal = peer.call();
        assert_eq!((disposal.identifier.as_str(), disposal.args.as_str()), (DISPOSE, "[5]"), "{method}");
        assert_eq!(peer.result(1).json(), "null");
        peer.says_nothing();
    }
}

#[test]
fn the_page_keeps_the_bytes_for_as_long_as_rust_keeps_the_reference() {
    let peer = peer();
    begin(&peer, "keep", &format!("[{REFERENCE}]"));
    assert_eq!(peer.result(1).json(), "null");
    peer.says_nothing();
    let kept = peer.circuit().state::<Kept>().unwrap();
    let reference = kept.lock().unwrap().pop().unwrap();
    drop(reference.clone());
    peer.says_nothing();
    drop(reference);
    assert_eq!(peer.disposals(), ["[5]"]);
}

#[test]
fn what_rust_receives_as_an_object_stays_javascripts() {
    let peer = peer();
    begin(&peer, "as_object", &format!("[{REFERENCE}]"));
    assert_eq!(peer.result(1).json(), "null");
    peer.says_nothing();
}

#[test]
fn the_page_forgets_the_bytes_of_a_call_that_no_method_takes() {
    let peer = peer();
    begin(&peer, "no_such_method", &format!("[{REFERENCE}]"));
    let call = peer.call();
    assert_eq!((call.identifier.as_str(), call.args.as_str()), (DISPOSE, "[5]"));
    assert!(matches!(peer.message(), Some(Outgoing::EndInvoke { result: Err(_), .. })));
    peer.says_nothing();
}

#[test]
fn a_reference_that_goes_back_is_disposed_behind_its_message() {
    let peer = peer();
    begin(&peer, "give_back", &format!("[{REFERENCE}]"));
    let answer = peer.result(1);
    assert_eq!(answer.json(), r#"{"__jsObjectId":5}"#);
    drop(answer);
    assert_eq!(peer.disposals(), ["[5]"]);
}
