//! A host that sends waiting messages without continuing calls, for example because it is in the middle of a call.

#![allow(missing_docs)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use interop_core::host::{CircuitHost, Invocation, Outgoing};
use interop_core::{Circuit, JsError, JsRuntime, StreamReference, js_invokable};

interop_core::assembly!("Tests");

#[js_invokable]
pub async fn say_and_go_on(js: JsRuntime) -> Result<(), JsError> {
    js.send("first", ())?;
    let mut waited = false;
    std::future::poll_fn(|cx| {
        if std::mem::replace(&mut waited, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
    js.send("second", ())
}

#[js_invokable]
pub fn offer() -> StreamReference {
    StreamReference::from_bytes(vec![1, 2, 3])
}

#[js_invokable]
pub fn close(circuit: &Circuit) {
    circuit.close();
}

#[derive(Default)]
struct Wakes(AtomicUsize);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

fn begin(host: &CircuitHost, call_id: u64, method: &str) {
    host.begin_invoke(Some(call_id), Invocation::on_assembly("Tests", method, "[]")).unwrap();
}

/// The messages that a way of polling returns, until there are no more.
fn messages(mut poll: impl FnMut(&mut Context<'_>) -> Poll<Option<Outgoing>>) -> Vec<String> {
    let mut messages = Vec::new();
    while let Poll::Ready(Some(message)) = poll(&mut Context::from_waker(Waker::noop())) {
        messages.push(match message {
            Outgoing::BeginInvokeJs(call) => call.identifier,
            Outgoing::EndInvoke { call_id, .. } => format!("answer {call_id}"),
            other => format!("{other:?}"),
        });
    }
    messages
}

#[test]
fn what_waits_is_sent_and_calls_stay_where_they_are() {
    let host = CircuitHost::builder().build();
    assert!(host.is_idle());
    begin(&host, 1, "say_and_go_on");
    assert_eq!(messages(|cx| host.poll_waiting(cx)), ["first"]);
    assert!(!host.is_idle());
    assert_eq!(messages(|cx| host.poll_waiting(cx)), [""; 0]);
    assert_eq!(messages(|cx| host.poll_outgoing(cx)), ["second", "answer 1"]);
    assert!(host.is_idle());
}

#[test]
fn a_stream_that_waits_for_its_reader_is_something_that_runs() {
    let host = CircuitHost::builder().build();
    begin(&host, 1, "offer");
    assert_eq!(messages(|cx| host.poll_waiting(cx)), ["answer 1"]);
    assert!(!host.is_idle());
}

#[test]
fn who_polled_for_what_waits_is_woken_by_the_next_message() {
    let host = CircuitHost::builder().build();
    let woken = Arc::new(Wakes::default());
    let waker = Waker::from(Arc::clone(&woken));
    assert!(host.poll_waiting(&mut Context::from_waker(&waker)).is_pending());
    host.circuit().js().send("f", ()).unwrap();
    assert_eq!(woken.0.load(Ordering::Relaxed), 1);
}

#[test]
fn the_end_of_the_circuit_comes_behind_what_waits() {
    let host = CircuitHost::builder().build();
    host.circuit().js().send("f", ()).unwrap();
    host.begin_invoke(None, Invocation::on_assembly("Tests", "close", "[]")).unwrap();
    let mut cx = Context::from_waker(Waker::noop());
    assert!(matches!(host.poll_waiting(&mut cx), Poll::Ready(Some(Outgoing::BeginInvokeJs(_)))));
    assert!(matches!(host.poll_waiting(&mut cx), Poll::Ready(None)));
}
