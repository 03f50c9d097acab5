//! Cancelling a call drops its future immediately and answers its caller exactly once.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use interop_core::host::{CircuitHost, Invocation};
use interop_core::{InProcess, State, js_invokable};
use interop_tests::{Client, Deaths, Gate, detailed, failure};

interop_core::assembly!("Tests");

#[js_invokable]
pub async fn waits(gate: State<Gate>, deaths: State<Deaths>) -> u8 {
    let _witness = deaths.witness();
    gate.pass().await;
    7
}

#[js_invokable]
pub fn at_once() -> u8 {
    1
}

/// Panics if it is dropped before its end.
struct Grudge;

impl Drop for Grudge {
    fn drop(&mut self) {
        assert!(std::thread::panicking(), "dropped before its end");
    }
}

#[js_invokable]
pub async fn bears_a_grudge(gate: State<Gate>) {
    let grudge = Grudge;
    gate.pass().await;
    std::mem::forget(grudge);
}

fn setup() -> (Client, Gate, Deaths) {
    let (gate, deaths) = (Gate::new(), Deaths::new());
    let builder = CircuitHost::builder().options(detailed()).state(gate.clone()).state(deaths.clone());
    (Client::of(builder), gate, deaths)
}

#[track_caller]
fn assert_cancelled(result: Result<String, interop_core::CallFailure>) {
    let (code, text) = failure(result);
    assert_eq!((code.as_str(), text.as_str()), ("cancelled", "The call was cancelled."));
}

#[test]
fn a_cancelled_call_is_dropped_and_answered_once() {
    let (client, gate, deaths) = setup();
    let id = client.begin("Tests", "waits", "[]");
    assert_eq!(client.answers(), []);
    assert_eq!((deaths.count(), client.circuit().calls_in_flight()), (0, 1));

    client.host().cancel(id);

    let (answered, result) = client.answer();
    assert_eq!(answered, id);
    assert_cancelled(result);
    assert_eq!((deaths.count(), client.circuit().calls_in_flight()), (1, 0));
    gate.open();
    assert_eq!(client.answers(), []);
}

#[test]
fn a_call_can_be_cancelled_before_anybody_polled() {
    let (client, _, deaths) = setup();
    let id = client.begin("Tests", "waits", "[]");

    client.host().cancel(id);
    client.host().cancel(id);

    assert_cancelled(client.answer().1);
    assert_eq!(deaths.count(), 1);
}

#[test]
fn other_calls_go_on() {
    let (client, gate, deaths) = setup();
    let ids: Vec<_> = (0..3).map(|_| client.begin("Tests", "waits", "[]")).collect();
    client.host().cancel(ids[1]);
    assert_eq!(client.answer().0, ids[1]);
    assert_eq!(deaths.count(), 1);

    gate.open();

    let mut answers = client.answers();
    answers.sort_by_key(|(id, _)| *id);
    assert_eq!(answers, [(ids[0], Ok("7".to_owned())), (ids[2], Ok("7".to_owned()))]);
}

#[test]
fn cancelling_a_call_that_has_ended_does_nothing() {
    let (client, gate, _) = setup();
    let at_once = client.begin("Tests", "at_once", "[]");
    client.host().cancel(at_once);
    assert_eq!(client.answer(), (at_once, Ok("1".to_owned())));

    gate.open();
    let waited = client.begin("Tests", "waits", "[]");
    client.host().cancel(waited);
    assert_eq!(client.answer(), (waited, Ok("7".to_owned())), "it was ready at once");

    client.host().cancel(at_once);
    client.host().cancel(waited);
    client.host().cancel(12_345);
    assert_eq!(client.answers(), []);
}

#[test]
fn a_call_that_ended_and_was_cancelled_before_the_answer_was_taken_keeps_its_result() {
    let (client, gate, _) = setup();
    let id = client.begin("Tests", "waits", "[]");
    let other = client.begin("Tests", "waits", "[]");
    assert_eq!(client.answers(), []);
    gate.open();
    let first = client.wait().unwrap();

    client.host().cancel(first.0);

    assert_eq!(first.1, Ok("7".to_owned()));
    assert_eq!(client.answer(), (if first.0 == id { other } else { id }, Ok("7".to_owned())));
}

#[test]
fn a_destructor_that_panics_does_not_hinder_cancellation() {
    let (client, ..) = setup();
    let id = client.begin("Tests", "bears_a_grudge", "[]");
    client.host().cancel(id);

    assert_cancelled(client.answer().1);
    assert_eq!(client.call("Tests", "at_once", "[]"), Ok("1".to_owned()));
}

#[test]
fn dropping_the_future_of_an_in_process_call_cancels_it() {
    let (gate, deaths) = (Gate::new(), Deaths::new());
    let app = InProcess::builder().options(detailed()).state(gate).state(deaths.clone()).build();
    let call = app.invoke_async("Tests", "waits", "[]");
    let other = app.invoke_async("Tests", "waits", "[]");
    assert_eq!(app.circuit().calls_in_flight(), 2);

    drop(call);
    // Any other call can drive the circuit.
    let mut other = Box::pin(other);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(other.as_mut().poll(&mut context).is_pending());

    assert_eq!((deaths.count(), app.circuit().calls_in_flight()), (1, 1));
}

#[test]
fn the_driver_is_woken_by_a_cancellation() {
    let (client, ..) = setup();
    let id = client.begin("Tests", "waits", "[]");
    let host = client.host();

    let answered = std::thread::scope(|scope| {
        let driver =
            scope.spawn(|| futures_executor::block_on(std::future::poll_fn(|context| host.poll_outgoing(context))));
        host.cancel(id);
        driver.join().unwrap()
    });

    assert!(answered.is_some());
}

#[test]
fn the_id_of_a_cancelled_call_is_taken_until_its_answer_is_sent() {
    let (client, gate, _) = setup();
    let begin = || client.host().begin_invoke(Some(5), Invocation::on_assembly("Tests", "waits", "[]"));
    begin().unwrap();
    client.host().cancel(5);

    let again = begin();

    let mut answers = client.answers();
    gate.open();
    answers.extend(client.answers());
    assert!(again.is_err() || answers.len() == 1, "two answers go to one id: {answers:?}");
}
