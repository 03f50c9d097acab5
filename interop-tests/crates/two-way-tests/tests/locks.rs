//! User code that calls back into its circuit from wherever it runs: no lock is held while it runs.

#![allow(missing_docs, missing_debug_implementations)]

use std::sync::{Arc, Barrier, Mutex};
use std::task::{Context, Wake, Waker};
use std::thread;

use bytes::Bytes;
use futures_util::stream::{self, StreamExt as _};
use interop_core::host::{CircuitHost, Invocation, Outgoing};
use interop_core::{
    Callback, Circuit, JsObjectReference, JsRuntime, JsStreamReference, ObjectReference, StreamReference,
    interop_object, js_invokable,
};
use serde::de::Deserializer;
use serde::ser::SerializeSeq as _;
use serde::{Deserialize, Serialize, Serializer};
use two_way_tests::{Gate, Peer, detailed, is_pending, now, within_seconds};

interop_core::assembly!("Tests");

/// Uses every part of a circuit that has a lock.
fn use_all(circuit: &Circuit) {
    let js = circuit.js();
    let object = Callback::new("f", || {});
    let _ = js.send("used", (&object, StreamReference::from_bytes("x"), vec![1u8]));
    object.dispose();
    drop(js.invoke::<JsObjectReference>("used", ()));
    circuit.attach(0_u8);
    let _ = (circuit.state::<u8>(), circuit.object_count(), circuit.calls_in_flight(), circuit.is_closed());
}

/// Uses its circuit when it is dropped.
#[derive(Clone)]
struct Uses(Circuit);

impl Drop for Uses {
    fn drop(&mut self) {
        use_all(&self.0);
    }
}

pub struct Item {
    _uses: Uses,
}

#[interop_object]
impl Item {
    #[js_invokable]
    pub async fn wait(&self, circuit: Circuit, gate: interop_core::State<Gate>) {
        let _uses = Uses(circuit);
        gate.pass().await;
    }
}

fn item(peer: &Peer) -> ObjectReference<Item> {
    ObjectReference::new(Item { _uses: Uses(peer.circuit()) })
}

fn peer() -> Peer {
    Peer::of(CircuitHost::builder().options(detailed()).state(Gate::new()))
}

#[test]
fn a_value_that_is_written_uses_its_circuit() {
    struct Busy(Circuit);
    impl Serialize for Busy {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            use_all(&self.0);
            let mut elements = serializer.serialize_seq(None)?;
            elements.serialize_element(&Callback::new("inside", || {}))?;
            use_all(&self.0);
            elements.end()
        }
    }
    within_seconds(20, || {
        let peer = peer();
        peer.js().send("f", (Busy(peer.circuit()),)).unwrap();
        let calls: Vec<String> = peer.messages().iter().filter_map(identifier).collect();
        assert_eq!(calls, ["used", "used", "used", "used", "f"]);
        assert_eq!(peer.circuit().object_count(), 1, "the one in the outer message");
    });
}

fn identifier(message: &Outgoing) -> Option<String> {
    match message {
        Outgoing::BeginInvokeJs(call) => Some(call.identifier.clone()),
        _ => None,
    }
}

#[test]
fn a_value_that_is_read_uses_its_circuit() {
    static CIRCUIT: Mutex<Option<Circuit>> = Mutex::new(None);
    #[derive(Debug)]
    struct Busy;
    impl<'de> Deserialize<'de> for Busy {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let circuit = CIRCUIT.lock().unwrap().clone().expect("the test has set it");
            use_all(&circuit);
            i32::deserialize(deserializer).map(|_| Self)
        }
    }
    within_seconds(20, || {
        let peer = peer();
        *CIRCUIT.lock().unwrap() = Some(peer.circuit());
        let call = peer.js().invoke::<(JsObjectReference, Busy, JsObjectReference)>("f", ());
        peer.succeeds(peer.call().task_id, r#"[{"__jsObjectId":1},5,{"__jsObjectId":2}]"#);
        let (first, _, second) = now(call).unwrap();
        assert_eq!((first.id(), second.id()), (1, 2));
    });
}

/// Cannot be serialized.
struct Broken;

impl Serialize for Broken {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("broken"))
    }
}

/// Drops an object in every way in which a circuit releases it.
fn drop_objects() {
    type Way<'a> = &'a dyn Fn(&Peer, ObjectReference<Item>);
    let ways: [Way<'_>; 5] = [
        &|peer, _| peer.host().release(1, 1),
        &|peer, item| {
            drop(item);
            peer.host().begin_invoke(None, Invocation::on_object(1, "__Dispose", "null")).unwrap();
        },
        &|_, item| ObjectReference::dispose(&item),
        &|peer, item| {
            drop(item);
            peer.host().close();
        },
        &|peer, item| {
            drop(item);
            let object = self::item(peer);
            assert!(peer.js().send("f", (object, Broken)).is_err());
        },
    ];
    for way in ways {
        let peer = peer();
        let item = item(&peer);
        peer.js().send("f", (&item,)).unwrap();
        way(&peer, item);
        drop(peer.messages());
        drop(peer);
    }
}

#[test]
fn an_object_uses_its_circuit_when_it_is_dropped() {
    within_seconds(20, drop_objects);
}

#[test]
fn a_running_method_uses_its_circuit_when_it_is_dropped() {
    within_seconds(20, || {
        for end in 0..4 {
            let peer = peer();
            peer.js().send("f", (item(&peer),)).unwrap();
            peer.host().begin_invoke(Some(1), Invocation::on_object(1, "wait", "[]")).unwrap();
            match end {
                0 => peer.host().cancel(1),
                1 => peer.host().close(),
                2 => peer.circuit().close(),
                _ => peer.circuit().state::<Gate>().unwrap().open(),
            }
            drop(peer.messages());
        }
    });
}

#[test]
fn a_source_uses_its_circuit_when_it_is_read_and_dropped() {
    within_seconds(20, || {
        for end in 0..5 {
            let peer = peer();
            let uses = Uses(peer.circuit());
            let source = stream::repeat_with(move || {
                use_all(&uses.0);
                Ok(Bytes::from_static(b"x"))
            });
            peer.js().send("f", (StreamReference::from_stream(source.take(3)),)).unwrap();
            peer.call();
            if end > 0 {
                peer.host().claim_stream(1, 2);
                let chunk = |message: &Outgoing| matches!(message, Outgoing::StreamChunk { stream_id: 1, .. });
                assert_eq!(peer.messages().iter().filter(|message| chunk(message)).count(), 2);
            }
            match end {
                0 => peer.clock().pass(std::time::Duration::from_secs(10)),
                1 => peer.host().grant_stream(1, 9),
                2 => peer.host().cancel_stream(1),
                3 => peer.host().close(),
                _ => {}
            }
            drop(peer.messages());
        }
    });
}

#[test]
fn state_uses_its_circuit_when_it_is_replaced_and_dropped() {
    within_seconds(20, || {
        let peer = peer();
        peer.circuit().attach(Uses(peer.circuit()));
        peer.circuit().attach(Uses(peer.circuit()));
        peer.host().close();
        peer.circuit().attach(Uses(peer.circuit()));
    });
}

/// Runs woken tasks immediately on the thread that has woken them: an executor without a queue.
struct Inline(Mutex<Option<Box<dyn FnOnce() + Send>>>);

impl Inline {
    fn waker(action: impl FnOnce() + Send + 'static) -> Waker {
        Waker::from(Arc::new(Self(Mutex::new(Some(Box::new(action))))))
    }
}

impl Wake for Inline {
    fn wake(self: Arc<Self>) {
        let action = self.0.lock().unwrap().take();
        if let Some(action) = action {
            action();
        }
    }
}

#[test]
fn whoever_is_woken_uses_the_circuit_at_once() {
    within_seconds(20, || {
        let peer = peer();
        let uses = |peer: &Peer| {
            let circuit = peer.circuit();
            Inline::waker(move || use_all(&circuit))
        };

        let mut call = peer.js().invoke::<i32>("f", ());
        let waker = uses(&peer);
        assert!(std::pin::Pin::new(&mut call).poll(&mut Context::from_waker(&waker)).is_pending());
        peer.succeeds(peer.call().task_id, "1");
        assert_eq!(now(call), Ok(1));

        let waker = uses(&peer);
        drop(peer.messages());
        assert!(peer.host().poll_outgoing(&mut Context::from_waker(&waker)).is_pending());
        use_all(&peer.circuit());
        drop(peer.messages());

        let reference = peer.js().invoke::<JsStreamReference>("f", ());
        let id = peer.call().task_id;
        peer.succeeds(id, r#"{"__jsStreamReferenceLength":2,"__jsObjectId":5}"#);
        let mut stream = now(reference).unwrap().open_read_stream().unwrap();
        for sequence in 0..2 {
            let waker = uses(&peer);
            assert!(stream.poll_next_unpin(&mut Context::from_waker(&waker)).is_pending());
            peer.host().receive_stream_chunk(0, sequence, Bytes::from_static(b"x")).unwrap();
            assert!(now(stream.next()).is_some());
        }

        let mut call = peer.js().invoke::<i32>("f", ());
        let waker = uses(&peer);
        assert!(std::pin::Pin::new(&mut call).poll(&mut Context::from_waker(&waker)).is_pending());
        peer.host().close();
        assert!(now(call).is_err());
    });
}

#[test]
fn a_callback_uses_its_circuit_and_disposes_itself() {
    within_seconds(20, || {
        let peer = peer();
        let circuit = peer.circuit();
        let own: Arc<Mutex<Option<Callback>>> = Arc::default();
        let itself = Arc::clone(&own);
        let callback = Callback::new("f", move || {
            use_all(&circuit);
            let itself = itself.lock().unwrap().take();
            itself.expect("it is called once").dispose();
        });
        *own.lock().unwrap() = Some(callback.clone());
        peer.js().send("f", (callback,)).unwrap();
        peer.call();
        peer.host().begin_invoke(Some(1), Invocation::on_object(1, "f", "[]")).unwrap();
        let answered = |message: &Outgoing| matches!(message, Outgoing::EndInvoke { call_id: 1, result: Ok(_) });
        assert!(peer.messages().iter().any(answered));
        peer.host().begin_invoke(Some(2), Invocation::on_object(1, "f", "[]")).unwrap();
        let gone = |message: &Outgoing| matches!(message, Outgoing::EndInvoke { call_id: 2, result: Err(_) });
        assert!(peer.messages().iter().any(gone));
    });
}

#[test]
fn a_future_that_gives_a_call_up_uses_the_circuit() {
    within_seconds(20, || {
        let peer = peer();
        let js: JsRuntime = peer.js();
        let circuit = peer.circuit();
        let gives_up = std::future::poll_fn(move |_| {
            use_all(&circuit);
            std::task::Poll::Ready(())
        });
        let call = js.invoke::<i32>("f", ()).until(gives_up);
        assert!(now(call).is_err());
    });
}

#[test]
fn disposed_objects_that_come_again_while_their_last_handles_are_dropped_are_no_trap() {
    const MANY: u64 = 500;
    within_seconds(60, || {
        let answer: Vec<String> = (0..MANY).map(|id| format!(r#"{{"__jsObjectId":{id}}}"#)).collect();
        let answer = format!("[{}]", answer.join(","));
        for _ in 0..200 {
            let peer = Peer::new();
            let objects = || {
                let call = peer.js().invoke::<Vec<JsObjectReference>>("f", ());
                peer.succeeds(peer.call().task_id, &answer);
                call
            };
            let old = now(objects()).unwrap();
            for object in &old {
                object.dispose();
            }
            assert_eq!(peer.disposals().len() as u64, MANY);
            let again = objects();
            let start = Arc::new(Barrier::new(2));
            let other = Arc::clone(&start);
            let dropping = thread::spawn(move || {
                other.wait();
                drop(old);
            });
            start.wait();
            assert!(now(again).unwrap().iter().all(|object| !object.is_disposed()));
            dropping.join().unwrap();
        }
    });
}

#[test]
fn two_threads_wait_for_one_circuit() {
    within_seconds(20, || {
        let peer = peer();
        let mut calls: Vec<_> = (0..100).map(|_| peer.js().invoke::<i32>("f", ())).collect();
        assert!(calls.iter_mut().all(is_pending));
        let waiting = thread::spawn(move || futures_executor::block_on(futures_util::future::join_all(calls)));
        for _ in 0..100 {
            let id = peer.call().task_id;
            peer.succeeds(id, &id.to_string());
        }
        let answers = waiting.join().unwrap();
        assert_eq!(answers.into_iter().collect::<Result<Vec<i32>, _>>(), Ok((2..102).collect()));
    });
}
