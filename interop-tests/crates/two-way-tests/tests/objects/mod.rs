//! Shared items of the tests of JavaScript objects: a circuit, and the ways in which its objects are passed to Rust.

use std::sync::Mutex;

use interop_core::host::{CircuitHost, Invocation};
use interop_core::{JsObjectReference, State, js_invokable};
use two_way_tests::{Peer, detailed, now};

/// The objects that the methods below have stored.
pub(crate) type Kept = Mutex<Vec<JsObjectReference>>;

#[js_invokable]
pub(crate) fn keep(object: JsObjectReference, kept: State<Kept>) {
    kept.lock().unwrap().push(object);
}

pub(crate) fn peer() -> Peer {
    Peer::of(CircuitHost::builder().options(detailed()).state(Kept::default()))
}

pub(crate) fn kept(peer: &Peer) -> Vec<JsObjectReference> {
    let kept = peer.circuit().state::<Kept>().expect("it was given to the host");
    std::mem::take(&mut *kept.lock().unwrap())
}

/// Calls a method without a result.
#[track_caller]
pub(crate) fn begin(peer: &Peer, method: &str, args: &str) {
    peer.host().begin_invoke(None, Invocation::on_assembly("Tests", method, args)).unwrap();
}

/// An object that is the result of a call from Rust.
#[track_caller]
pub(crate) fn asked_for(peer: &Peer, id: u64) -> JsObjectReference {
    let call = peer.js().invoke::<JsObjectReference>("f", ());
    peer.succeeds(peer.call().task_id, &format!(r#"{{"__jsObjectId":{id}}}"#));
    now(call).expect("a reference")
}

/// An object that JavaScript has passed as an argument.
#[track_caller]
pub(crate) fn passed_in(peer: &Peer, id: u64) -> JsObjectReference {
    begin(peer, "keep", &format!(r#"[{{"__jsObjectId":{id}}}]"#));
    kept(peer).pop().expect("the method has kept it")
}

pub(crate) const NOTHING: [&str; 0] = [];
