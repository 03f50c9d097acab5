//! Events to one page: what they carry, their order and their limits.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use interop_core::host::{CircuitHost, EventMessage, Outgoing};
use interop_core::testing::Script;
use interop_core::{
    ByteBuffer, Circuit, CircuitOptions, InProcess, JsError, ObjectReference, interop_object, js_invokable,
};
use interop_tests::detailed;

interop_core::assembly!("Tests");

pub struct Order;

#[interop_object]
impl Order {
    #[js_invokable]
    pub fn total(&self) -> u32 {
        42
    }
}

#[js_invokable]
pub fn announce(circuit: Circuit) -> Result<u32, JsError> {
    circuit.send("first", (1,))?;
    circuit.js().send("call", ())?;
    circuit.send("second", ())?;
    Ok(3)
}

fn next(host: &CircuitHost) -> Option<Outgoing> {
    match host.poll_outgoing(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(message) => message,
        Poll::Pending => None,
    }
}

fn next_event(host: &CircuitHost) -> Option<EventMessage> {
    match next(host)? {
        Outgoing::Event(event) => Some(event),
        other => panic!("{other:?}"),
    }
}

fn host() -> CircuitHost {
    CircuitHost::builder().options(detailed()).build()
}

#[test]
fn events_keep_their_order_among_calls_and_answers() {
    let host = host();
    let call = interop_core::host::Invocation::on_assembly("Tests", "announce", "[]");
    host.begin_invoke(Some(1), call).unwrap();
    let sent: Vec<String> = std::iter::from_fn(|| next(&host))
        .map(|message| match message {
            Outgoing::Event(event) => format!("{}{}", event.name(), event.args()),
            Outgoing::BeginInvokeJs(call) => call.identifier,
            Outgoing::EndInvoke { result: Ok(reply), .. } => reply.json().to_owned(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(sent, ["first[1]", "call", "second[]", "3"]);
}

#[test]
fn the_frame_is_the_header_and_the_arguments() {
    let host = host();
    host.circuit().send("a\n\"b\"", ("x\ny",)).unwrap();
    let event = next_event(&host).unwrap();
    assert_eq!(event.frame(), &b"[\"event\",\"a\\n\\\"b\\\"\"]\n[\"x\\ny\"]"[..]);
    assert_eq!((event.name(), event.args()), ("a\n\"b\"", "[\"x\\ny\"]"));
    let same = EventMessage::from_parts(event.name(), event.args(), []).unwrap();
    assert_eq!(same.frame(), event.frame());
}

#[test]
fn a_handler_gets_references_and_byte_arrays() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let handled = Arc::clone(&seen);
    let script = Script::new().on("order", move |event| {
        let (order, bytes): (ObjectReference<Order>, ByteBuffer) = event.args().unwrap();
        handled.lock().unwrap().push((order.total(), bytes.to_vec()));
    });
    let app = InProcess::builder().options(detailed()).javascript(script).build();
    app.circuit().send("order", (ObjectReference::new(Order), ByteBuffer::from(vec![1, 2]))).unwrap();
    app.settle();
    assert_eq!(*seen.lock().unwrap(), [(42, vec![1, 2])]);
    assert_eq!(app.circuit().object_count(), 1, "the page holds what it was sent");
}

#[test]
fn the_byte_arrays_of_each_event_count_from_0_and_precede_it_as_frames() {
    let host = host();
    for _ in 0..2 {
        host.circuit().send("bytes", (ByteBuffer::from(vec![1]), ByteBuffer::from(vec![2, 3]))).unwrap();
        let event = next_event(&host).unwrap();
        assert_eq!(event.args(), r#"[{"__byte[]":0},{"__byte[]":1}]"#);
        let arrays: Vec<_> = event.byte_arrays().map(|array| (array.id, array.data.to_vec())).collect();
        assert_eq!(arrays, [(0, vec![1]), (1, vec![2, 3])]);
        let frames: Vec<_> = event.byte_array_frames().collect();
        assert_eq!(frames[1], &[1, 1, 0, 0, 0, 0, 0, 0, 0, 2, 3][..]);
        let arrays = arrays.into_iter().map(|(_, data)| data.into());
        assert_eq!(
            EventMessage::from_parts("bytes", event.args(), arrays).unwrap().byte_array_frames().last(),
            frames.last().cloned()
        );
    }
}

#[test]
fn an_event_without_handlers_is_dropped() {
    let app = InProcess::builder().options(detailed()).javascript(Script::new().on("other", |_| panic!())).build();
    app.circuit().send("nobody", (1,)).unwrap();
    app.settle();
    assert!(!app.circuit().is_closed());
    assert_eq!(app.invoke("Tests", "announce", "[]").unwrap(), "3");
}

#[test]
fn every_handler_of_an_event_is_called() {
    let count = Arc::new(Mutex::new(0));
    let [first, second] = [1, 10].map(|weight| {
        let count = Arc::clone(&count);
        move |_| *count.lock().unwrap() += weight
    });
    let app = InProcess::builder().javascript(Script::new().on("e", first).on("e", second)).build();
    app.circuit().send("e", ()).unwrap();
    app.settle();
    assert_eq!(*count.lock().unwrap(), 11);
}

#[test]
fn what_cannot_be_sent_is_an_error_and_leaves_nothing_behind() {
    let host = CircuitHost::builder().options(detailed().max_reply_bytes(100).max_outgoing_bytes(300)).build();
    let circuit = host.circuit();
    assert!(matches!(circuit.send("e", 1), Err(JsError::Arguments(text)) if text.contains("tuple")));
    assert!(matches!(circuit.send("e", ("x".repeat(200),)), Err(JsError::Limit(_))));
    assert!(matches!(circuit.send(&"n".repeat(4097), ()), Err(JsError::Limit(_))));
    let order = ObjectReference::new(Order);
    assert!(circuit.send("e", (order, "x".repeat(200))).is_err());
    assert_eq!(circuit.object_count(), 0);
    assert!(next(&host).is_none());
    // What waits has its own limit, and is not lost when that is reached.
    while circuit.send("waiting", ()).is_ok() {}
    assert!(matches!(circuit.send("waiting", ()), Err(JsError::Limit(_))));
    assert!(!circuit.is_closed());
    assert_eq!(next_event(&host).unwrap().name(), "waiting");
    circuit.send("waiting", ()).unwrap();
}

#[test]
fn nothing_is_sent_after_the_end() {
    let host = CircuitHost::builder().options(CircuitOptions::new()).build();
    let circuit = host.circuit();
    host.close();
    assert_eq!(circuit.send("e", ()), Err(JsError::Disconnected));
    drop(host);
    assert_eq!(circuit.send("e", ()), Err(JsError::Disconnected));
}

#[test]
fn parts_that_are_no_event_are_refused() {
    for args in ["", "1", "{}", "[", "[] []"] {
        assert!(matches!(EventMessage::from_parts("e", args, []), Err(JsError::Arguments(_))), "{args}");
    }
    assert!(matches!(EventMessage::from_parts(&"n".repeat(4097), "[]", []), Err(JsError::Limit(_))));
}
