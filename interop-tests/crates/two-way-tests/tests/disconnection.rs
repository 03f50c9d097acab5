//! The end of a circuit: waiting calls fail, running calls are dropped, and everything that was held is released.

#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use bytes::Bytes;
use futures_util::AsyncReadExt as _;
use futures_util::stream::{self, StreamExt as _};
use interop_core::host::{CircuitHost, CloseReason, Invocation, Outgoing};
use interop_core::testing::{RustStream, Script};
use interop_core::{
    CallFailure, Circuit, InProcess, JsCall, JsError, JsObjectReference, JsReadStream, JsRuntime, JsStreamReference,
    ObjectReference, State, StreamReference, interop_object, js_invokable,
};
use two_way_tests::{Deaths, Peer, Wakes, Witness, detailed, is_pending, now, within_seconds};

interop_core::assembly!("Tests");

pub struct Item {
    _witness: Witness,
}

#[interop_object]
impl Item {
    #[js_invokable]
    pub fn touch(&self) {}
}

#[js_invokable]
pub async fn asks(js: JsRuntime, deaths: State<Deaths>) -> Result<(), JsError> {
    let _witness = deaths.witness();
    js.invoke_void("never", ()).await
}

#[js_invokable]
pub async fn hangs_up(js: JsRuntime, circuit: Circuit, deaths: State<Deaths>) -> Result<(), JsError> {
    let _witness = deaths.witness();
    let call = js.invoke_void("never", ());
    circuit.close();
    assert_eq!(call.await, Err(JsError::Disconnected));
    Ok(())
}

/// A way in which a circuit ends, and its name.
type End = (&'static str, fn(&Peer));

fn ends() -> [End; 4] {
    [
        ("the host closes it", |peer| peer.host().close()),
        ("the application closes it", |peer| peer.circuit().close()),
        ("the client breaks the protocol", |peer| assert!(peer.answers("nonsense").is_err())),
        ("the host closes it twice", |peer| {
            peer.host().close();
            peer.host().close();
        }),
    ]
}

fn peer(deaths: &Deaths) -> Peer {
    Peer::of(CircuitHost::builder().options(detailed()).state(deaths.clone()))
}

fn asked_for(peer: &Peer, json: &str) -> JsObjectReference {
    let call = peer.js().invoke::<JsObjectReference>("f", ());
    peer.succeeds(peer.call().task_id, json);
    now(call).unwrap()
}

fn reading(peer: &Peer, length: u64) -> JsReadStream {
    let call = peer.js().invoke::<JsStreamReference>("f", ());
    let json = format!(r#"{{"__jsStreamReferenceLength":{length},"__jsObjectId":5}}"#);
    peer.succeeds(peer.call().task_id, &json);
    let stream = now(call).unwrap().open_read_stream().unwrap();
    assert!(matches!(peer.message(), Some(Outgoing::OpenStream { .. })));
    stream
}

#[test]
fn calls_that_wait_for_javascript_fail() {
    for (how, end) in ends() {
        let peer = Peer::new();
        let mut waiting = peer.js().invoke::<i32>("f", ());
        let mut unpolled = peer.js().invoke::<JsObjectReference>("g", ());
        let woken = Wakes::new();
        let waker = std::task::Waker::from(woken.clone());
        let waits = std::pin::Pin::new(&mut waiting).poll(&mut std::task::Context::from_waker(&waker));
        assert!(waits.is_pending());

        end(&peer);

        assert_eq!(woken.count(), 1, "{how}: the caller is woken");
        assert_eq!(now(&mut waiting), Err(JsError::Disconnected), "{how}");
        assert_eq!(now(&mut unpolled).unwrap_err(), JsError::Disconnected, "{how}");
    }
}

#[test]
fn calls_that_wait_fail_when_the_circuit_is_dropped() {
    let peer = Peer::new();
    let mut waiting = peer.js().invoke::<i32>("f", ());
    assert!(is_pending(&mut waiting));
    drop(peer);
    assert_eq!(now(&mut waiting), Err(JsError::Disconnected));
}

#[test]
fn running_methods_are_dropped_and_not_answered() {
    for (how, end) in ends() {
        let deaths = Deaths::new();
        let peer = peer(&deaths);
        for id in 1..=3 {
            peer.host().begin_invoke(Some(id), Invocation::on_assembly("Tests", "asks", "[]")).unwrap();
        }
        assert_eq!(peer.messages().len(), 3);
        assert_eq!((peer.circuit().calls_in_flight(), deaths.count()), (3, 0));

        end(&peer);

        assert!(peer.message().is_none(), "{how}");
        assert_eq!((peer.circuit().calls_in_flight(), deaths.count()), (0, 3), "{how}");
    }
}

#[test]
fn a_method_may_close_its_own_circuit() {
    within_seconds(20, || {
        let deaths = Deaths::new();
        let peer = peer(&deaths);
        peer.host().begin_invoke(Some(1), Invocation::on_assembly("Tests", "hangs_up", "[]")).unwrap();
        let messages = peer.messages();
        assert!(matches!(messages[..], [Outgoing::BeginInvokeJs(_)]), "what was sent before goes out: {messages:?}");
        assert_eq!(deaths.count(), 1);
        assert_eq!(peer.host().close_reason(), Some(CloseReason::Application));
    });
}

#[test]
fn objects_are_freed_and_their_references_disposed() {
    for (how, end) in ends() {
        let (peer, deaths) = (Peer::new(), Deaths::new());
        let kept = ObjectReference::new(Item { _witness: deaths.witness() });
        peer.js().send("f", (&kept, ObjectReference::new(Item { _witness: deaths.witness() }))).unwrap();

        end(&peer);

        assert_eq!(deaths.count(), 1, "{how}: only what Rust keeps lives");
        assert!(ObjectReference::is_disposed(&kept));
        assert_eq!(peer.circuit().object_count(), 0);
        ObjectReference::dispose(&kept);
        drop(kept);
        assert_eq!(deaths.count(), 2);
    }
}

#[test]
fn disposing_references_afterwards_is_silent() {
    for (how, end) in ends() {
        let peer = Peer::new();
        let explicit = asked_for(&peer, r#"{"__jsObjectId":1}"#);
        let dropped = asked_for(&peer, r#"{"__jsObjectId":2}"#);
        let after_the_host = asked_for(&peer, r#"{"__jsObjectId":3}"#);

        end(&peer);
        explicit.dispose();
        drop(dropped);

        assert!(explicit.is_disposed());
        assert!(peer.messages().is_empty(), "{how}");
        drop(peer);
        after_the_host.dispose();
        drop(after_the_host);
        drop(explicit);
    }
}

#[test]
fn calls_on_references_afterwards_say_why() {
    let peer = Peer::new();
    let object = asked_for(&peer, r#"{"__jsObjectId":1}"#);
    peer.host().close();
    assert_eq!(now(object.invoke::<i32>("f", ())), Err(JsError::Disconnected));
    drop(peer);
    assert_eq!(now(object.invoke::<i32>("f", ())), Err(JsError::Disconnected));
    assert_eq!(object.invoke_sync::<i32>("f", ()), Err(JsError::Disconnected));
}

#[test]
fn streams_from_javascript_end_with_an_error() {
    for (how, end) in ends() {
        let peer = Peer::new();
        let mut stream = reading(&peer, 10);
        let mut reader = reading(&peer, 10);
        peer.host().receive_stream_chunk(0, 0, Bytes::from_static(b"abc")).unwrap();
        let woken = Wakes::new();
        let waker = std::task::Waker::from(woken.clone());
        let mut cx = std::task::Context::from_waker(&waker);
        assert!(reader.poll_next_unpin(&mut cx).is_pending());

        end(&peer);

        assert_eq!(woken.count(), 1, "{how}: the reader is woken");
        assert_eq!(now(stream.next()), Some(Ok(Bytes::from_static(b"abc"))), "{how}: what came can be read");
        assert_eq!(now(stream.next()), Some(Err(JsError::Disconnected)), "{how}");
        let error = now(reader.read(&mut [0; 1])).unwrap_err();
        assert_eq!(error.to_string(), JsError::Disconnected.to_string());
        drop((stream, reader));
        assert!(peer.messages().is_empty(), "{how}");
    }
}

#[test]
fn a_stream_that_was_read_to_its_end_before_is_whole() {
    let peer = Peer::new();
    let mut stream = reading(&peer, 3);
    peer.host().receive_stream_chunk(0, 0, Bytes::from_static(b"abc")).unwrap();
    drop(peer);
    assert_eq!(now(stream.next()), Some(Ok(Bytes::from_static(b"abc"))));
    assert_eq!(now(stream.next()), None);
}

#[test]
fn the_sources_of_streams_to_javascript_are_dropped() {
    let watched = |deaths: &Deaths| {
        let witness = deaths.witness();
        StreamReference::from_stream(stream::repeat_with(move || {
            let _ = &witness;
            Ok(Bytes::from_static(b"x"))
        }))
    };
    for (how, end) in ends() {
        let (peer, deaths) = (Peer::new(), Deaths::new());
        peer.js().send("f", (watched(&deaths), watched(&deaths))).unwrap();
        peer.call();
        peer.host().claim_stream(1, 1);
        assert_eq!(peer.messages().len(), 1, "one flows, one waits to be claimed");
        peer.js().send("f", (watched(&deaths),)).unwrap();
        assert_eq!(deaths.count(), 0);

        end(&peer);
        drop(peer.messages());

        assert_eq!(deaths.count(), 3, "{how}");
    }
}

#[test]
fn the_host_is_told_that_it_is_over() {
    for (how, end) in ends() {
        let peer = Peer::new();
        let woken = Wakes::new();
        let waker = std::task::Waker::from(woken.clone());
        let mut cx = std::task::Context::from_waker(&waker);
        assert!(peer.host().poll_outgoing(&mut cx).is_pending());
        end(&peer);
        assert!(woken.count() > 0, "{how}: the driver is woken");
        assert!(matches!(peer.host().poll_outgoing(&mut cx), std::task::Poll::Ready(None)), "{how}");
        assert!(matches!(peer.host().poll_outgoing(&mut cx), std::task::Poll::Ready(None)), "{how}, and again");
    }
}

#[test]
fn what_waits_to_be_sent_goes_out() {
    let peer = Peer::new();
    peer.js().send("goodbye", ()).unwrap();
    peer.host().close();
    assert_eq!(peer.call().identifier, "goodbye");
    assert!(peer.message().is_none());
}

#[test]
fn whatever_comes_afterwards_is_ignored() {
    let peer = Peer::new();
    let call = peer.js().invoke::<i32>("f", ());
    peer.host().close();
    drop(peer.messages());

    peer.succeeds(2, "1");
    assert_eq!(peer.answers("nonsense"), Ok(()));
    assert_eq!(peer.host().begin_invoke(Some(1), Invocation::on_assembly("Tests", "asks", "[]")), Ok(()));
    assert_eq!(peer.host().receive_stream_chunk(0, 0, Bytes::new()), Ok(()));
    peer.host().claim_stream(1, 1);
    peer.host().grant_stream(1, 1);
    peer.host().cancel_stream(1);
    peer.host().end_js_stream(0, None);
    peer.host().release(1, 1);
    peer.host().cancel(1);

    assert!(peer.message().is_none());
    assert_eq!(now(call), Err(JsError::Disconnected));
    assert_eq!(peer.host().close_reason(), Some(CloseReason::Host), "the first reason stands");
}

#[test]
fn the_first_reason_stands() {
    let peer = Peer::new();
    assert!(peer.answers("nonsense").is_err());
    peer.circuit().close();
    peer.host().close();
    assert_eq!(peer.violation(), "Invalid interop arguments.");
}

#[test]
fn a_page_whose_circuit_closes_is_left_alone() {
    within_seconds(20, || {
        let deaths = Deaths::new();
        let inside = deaths.clone();
        let script = Script::new()
            .async_function("wait", move |_| {
                let witness = inside.witness();
                async move {
                    let _witness = witness;
                    std::future::pending().await
                }
            })
            .function("hangUp", |call| {
                call.app().circuit().close();
                call.returns(())
            });
        let app = InProcess::builder().options(detailed()).state(deaths.clone()).javascript(script).build();
        let js = app.circuit().js();
        let waiting: JsCall<i32> = js.invoke("wait", ());
        let ended = futures_executor::block_on(app.run(async {
            let hang_up = js.invoke_void("hangUp", ());
            (waiting.await, hang_up.await)
        }));
        assert_eq!(ended, (Err(JsError::Disconnected), Err(JsError::Disconnected)));
        assert_eq!(deaths.count(), 1, "the page's function is dropped");
        let after: Result<(), CallFailure> = futures_executor::block_on(app.call_async("Tests", "asks", ()));
        assert_eq!(after.unwrap_err().code, "cancelled");
    });
}

#[test]
fn a_page_that_reads_a_stream_when_the_circuit_closes_gets_an_error() {
    #[js_invokable]
    pub(crate) fn endless() -> StreamReference {
        StreamReference::from_stream(stream::repeat_with(|| Ok(Bytes::from_static(b"x"))))
    }
    let app = InProcess::with_options(detailed());
    let stream: RustStream = app.call("Tests", "endless", ()).unwrap();
    let mut chunks = stream.read(&app);
    futures_executor::block_on(async {
        assert_eq!(chunks.next().await.unwrap().unwrap(), "x");
        app.circuit().close();
        let rest: Vec<_> = chunks.collect().await;
        assert!(rest.last().unwrap().is_err());
    });
}
