//! A circuit with many items leaves nothing behind.

#![allow(missing_docs, missing_debug_implementations, clippy::needless_pass_by_value)]

use bytes::Bytes;
use futures_util::stream;
use interop_core::host::{CircuitHost, Invocation};
use interop_core::{
    JsError, JsObjectReference, JsRuntime, ObjectReference, State, StreamReference, interop_object, js_invokable,
};
use two_way_tests::{Deaths, Peer, Witness, detailed, is_pending, now};

interop_core::assembly!("Tests");

pub struct Item {
    _witness: Witness,
    /// Objects may hold each other.
    _other: Option<ObjectReference<Item>>,
}

#[interop_object]
impl Item {
    #[js_invokable]
    pub async fn wait(&self, js: JsRuntime, deaths: State<Deaths>) -> Result<(), JsError> {
        let _witness = deaths.witness();
        js.invoke_void("never", (ObjectReference::new(Item { _witness: deaths.witness(), _other: None }),)).await
    }
}

struct Dropped {
    objects: usize,
    running: usize,
    waiting: usize,
    streams: usize,
}

const MANY: Dropped = Dropped { objects: 10_000, running: 1_000, waiting: 1_000, streams: 100 };

/// Fills a circuit, and returns the futures that wait for it outside of it.
fn fill(peer: &Peer, deaths: &Deaths) -> Vec<interop_core::JsCall<JsObjectReference>> {
    let mut last = None;
    for _ in 0..MANY.objects {
        let item = ObjectReference::new(Item { _witness: deaths.witness(), _other: last.take() });
        peer.js().send("f", (&item,)).unwrap();
        last = Some(item);
    }
    drop(last);
    for call_id in 0..MANY.running as u64 {
        let invocation = Invocation::on_object(call_id + 1, "wait", "[]");
        peer.host().begin_invoke(Some(call_id), invocation).unwrap();
    }
    for _ in 0..MANY.streams {
        let witness = deaths.witness();
        let source = stream::repeat_with(move || {
            let _ = &witness;
            Ok(Bytes::new())
        });
        peer.js().send("f", (StreamReference::from_stream(source),)).unwrap();
    }
    let mut waiting: Vec<_> = (0..MANY.waiting).map(|_| peer.js().construct("F", ())).collect();
    assert!(waiting.iter_mut().all(is_pending));
    drop(peer.messages());
    let count = MANY.objects + MANY.running;
    assert_eq!((peer.circuit().object_count(), peer.circuit().calls_in_flight()), (count, MANY.running));
    assert_eq!(deaths.count(), 0);
    waiting
}

fn peer(deaths: &Deaths) -> Peer {
    let options = detailed().max_calls_in_flight(MANY.running);
    Peer::of(CircuitHost::builder().options(options).state(deaths.clone()))
}

/// Each object has a witness. Each running method has one, and an object that it has sent. Each stream has one.
const WITNESSES: usize = MANY.objects + 2 * MANY.running + MANY.streams;

#[test]
fn dropping_a_circuit_frees_all_that_is_in_it() {
    let deaths = Deaths::new();
    let peer = peer(&deaths);
    let waiting = fill(&peer, &deaths);
    let clock = peer.clock().clone();

    drop(peer);

    assert_eq!(deaths.count(), WITNESSES);
    assert!(waiting.into_iter().all(|call| matches!(now(call), Err(JsError::Disconnected))));
    assert_eq!(clock.timers(), 0);
}

#[test]
fn closing_a_circuit_frees_all_that_is_in_it() {
    let deaths = Deaths::new();
    let peer = peer(&deaths);
    let waiting = fill(&peer, &deaths);

    peer.circuit().close();
    assert!(peer.message().is_none());

    assert_eq!(deaths.count(), WITNESSES);
    assert_eq!((peer.circuit().object_count(), peer.circuit().calls_in_flight()), (0, 0));
    assert!(waiting.into_iter().all(|call| matches!(now(call), Err(JsError::Disconnected))));
    assert_eq!(peer.clock().timers(), 0);
}

#[test]
fn handles_that_user_code_keeps_do_not_keep_a_circuit_alive() {
    let deaths = Deaths::new();
    let peer = peer(&deaths);
    let (js, circuit) = (peer.js(), peer.circuit());
    let object = {
        let call = js.invoke::<JsObjectReference>("f", ());
        peer.succeeds(peer.call().task_id, r#"{"__jsObjectId":1}"#);
        now(call).unwrap()
    };
    circuit.attach(deaths.witness());

    drop(peer);

    assert_eq!(deaths.count(), 1);
    assert!(circuit.is_closed());
    drop((js, object));
}
