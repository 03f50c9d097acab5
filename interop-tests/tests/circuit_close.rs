//! The end of a circuit: by its host, by the application, or by a client that violates the protocol.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use std::task::{Context, Poll, Waker};

use interop_core::host::{CircuitHost, CloseReason, Invocation, Reply};
use interop_core::{Circuit, InProcess, ObjectReference, State, interop_object, js_invokable};
use interop_tests::{Client, Deaths, Gate, Witness, detailed, failure};

interop_core::assembly!("Tests");

#[js_invokable]
pub fn at_once() -> u8 {
    1
}

#[js_invokable]
pub async fn wait(gate: State<Gate>, deaths: State<Deaths>) {
    let _witness = deaths.witness();
    gate.pass().await;
}

#[js_invokable]
pub fn close(circuit: Circuit) -> bool {
    circuit.close();
    circuit.is_closed()
}

#[js_invokable]
pub async fn close_later(gate: State<Gate>, circuit: Circuit) {
    gate.pass().await;
    circuit.close();
    std::future::pending::<()>().await;
}

pub struct Item {
    _witness: Witness,
    circuit: Circuit,
}

impl Drop for Item {
    fn drop(&mut self) {
        // User code may use a circuit that is being closed.
        let _ = (self.circuit.object_count(), self.circuit.is_closed());
        self.circuit.close();
    }
}

#[interop_object]
impl Item {
    #[js_invokable]
    pub fn touch(&self) {}
}

#[js_invokable]
pub fn item(circuit: Circuit, deaths: State<Deaths>) -> ObjectReference<Item> {
    ObjectReference::new(Item { _witness: deaths.witness(), circuit })
}

struct Setup {
    client: Client,
    gate: Gate,
    deaths: Deaths,
}

fn setup() -> Setup {
    let (gate, deaths) = (Gate::new(), Deaths::new());
    let builder = CircuitHost::builder().options(detailed()).state(gate.clone()).state(deaths.clone());
    Setup { client: Client::of(builder), gate, deaths }
}

/// Two waiting calls and two objects.
fn busy() -> Setup {
    let setup = setup();
    setup.client.call("Tests", "item", "[]").unwrap();
    setup.client.call("Tests", "item", "[]").unwrap();
    setup.client.begin("Tests", "wait", "[]");
    setup.client.begin("Tests", "wait", "[]");
    setup
}

fn ended(client: &Client) -> bool {
    matches!(client.host().poll_outgoing(&mut Context::from_waker(Waker::noop())), Poll::Ready(None))
}

#[track_caller]
fn assert_all_freed(setup: &Setup) {
    let circuit = setup.client.circuit();
    assert!(circuit.is_closed());
    assert!(ended(&setup.client));
    assert_eq!(setup.deaths.count(), 4);
    assert_eq!((circuit.object_count(), circuit.calls_in_flight()), (0, 0));
}

#[test]
fn the_host_closes_it_and_everything_is_freed() {
    let setup = busy();

    setup.client.host().close();

    assert_eq!(setup.client.host().close_reason(), Some(CloseReason::Host));
    assert_all_freed(&setup);
}

#[test]
fn dropping_the_host_closes_it() {
    let Setup { client, deaths, .. } = busy();
    let circuit = client.circuit();

    drop(client);

    assert!(circuit.is_closed());
    assert_eq!(deaths.count(), 4);
}

#[test]
fn the_application_closes_it_from_within_a_call() {
    let setup = busy();

    setup.client.begin("Tests", "close", "[]");

    assert_eq!(setup.client.answers(), [], "the client is given up");
    assert_eq!(setup.client.host().close_reason(), Some(CloseReason::Application));
    assert_all_freed(&setup);
}

#[test]
fn the_application_closes_it_from_within_a_future() {
    let setup = busy();
    setup.client.begin("Tests", "close_later", "[]");
    assert_eq!(setup.client.answers(), []);

    setup.gate.open();
    setup.client.answers();

    assert_all_freed(&setup);
}

#[test]
fn a_handle_elsewhere_closes_it_and_wakes_the_host() {
    let Setup { client, deaths, .. } = busy();
    let circuit = client.circuit();

    let closer = std::thread::spawn(move || circuit.close());

    assert_eq!(client.wait(), None);
    closer.join().unwrap();
    assert_eq!(deaths.count(), 4);
}

#[test]
fn a_thousand_waiting_calls_die_with_it() {
    let Setup { client, deaths, .. } = setup();
    for _ in 0..1000 {
        client.begin("Tests", "wait", "[]");
    }

    drop(client);

    assert_eq!(deaths.count(), 1000);
}

#[test]
fn what_was_to_be_sent_before_can_still_be_taken() {
    let Setup { client, .. } = setup();
    let id = client.begin("Tests", "at_once", "[]");

    client.host().close();

    assert_eq!(client.answers(), [(id, Ok("1".to_owned()))]);
    assert!(ended(&client));
}

#[test]
fn calls_that_come_afterwards_run_nothing() {
    let Setup { client, deaths, .. } = setup();
    client.host().close();

    client.begin("Tests", "at_once", "[]");
    client.begin("Tests", "wait", "[]");

    assert_eq!((client.answers(), deaths.count()), (vec![], 0));
    let invocation = Invocation::on_assembly("Tests", "at_once", "[]");
    let result = client.host().invoke(&invocation, &mut Reply::new());
    assert_eq!(failure(result), ("cancelled".to_owned(), "The circuit is closed.".to_owned()));
}

#[test]
fn it_closes_once() {
    let Setup { client, .. } = setup();
    client.circuit().close();
    client.host().close();
    client.host().close();

    assert_eq!(client.host().close_reason(), Some(CloseReason::Application));
}

#[test]
fn references_end_with_it() {
    let app = InProcess::builder().options(detailed()).state(Deaths::new()).build();
    let item: ObjectReference<Item> = app.call("Tests", "item", ()).unwrap();

    app.circuit().close();

    assert!(ObjectReference::is_disposed(&item));
    let other = InProcess::builder().options(detailed()).build();
    assert_eq!(failure(other.object(&item).id()).0, "object_disposed");
}

#[test]
fn handles_do_not_keep_it_alive() {
    let Setup { client, .. } = setup();
    let handles = [client.circuit(), client.circuit()];

    drop(client);

    for handle in handles {
        assert!(handle.is_closed());
        assert_eq!((handle.object_count(), handle.calls_in_flight()), (0, 0));
        handle.close();
    }
}

#[test]
fn those_who_wait_in_process_are_told() {
    let app = InProcess::builder().options(detailed()).state(Gate::new()).state(Deaths::new()).build();
    let waiting = app.invoke_async("Tests", "wait", "[]");
    let also_waiting = app.invoke_async("Tests", "wait", "[]");

    app.circuit().close();

    for call in [waiting, also_waiting, app.invoke_async("Tests", "at_once", "[]")] {
        assert_eq!(failure(futures_executor::block_on(call)).0, "cancelled");
    }
}

#[track_caller]
fn assert_violation(setup: &Setup, violation: &interop_core::host::ProtocolViolation, text: &str) {
    assert_eq!(violation.to_string(), text);
    assert_eq!(setup.client.host().close_reason(), Some(CloseReason::Violation(violation.clone())));
    assert_eq!(setup.client.host().close_reason().unwrap().to_string(), text);
    setup.client.answers();
    assert_all_freed(setup);
}

#[test]
fn a_call_id_that_is_in_flight_breaks_the_protocol() {
    let setup = busy();
    let host = setup.client.host();
    // 3 and 4 wait.
    host.begin_invoke(Some(1), Invocation::on_assembly("Tests", "at_once", "[]")).expect("1 has ended");

    let violation = host.begin_invoke(Some(3), Invocation::on_assembly("Tests", "at_once", "[]")).unwrap_err();

    assert_violation(&setup, &violation, "There is already a pending call with ID 3.");
}

#[test]
fn a_call_id_that_javascript_cannot_count_to_breaks_the_protocol() {
    let setup = busy();
    let host = setup.client.host();
    let most = (1 << 53) - 1;
    host.begin_invoke(Some(most), Invocation::on_assembly("Tests", "at_once", "[]")).expect("the largest");
    assert_eq!(setup.client.answer().0, most);

    let violation = host.begin_invoke(Some(1 << 53), Invocation::on_assembly("Tests", "at_once", "[]")).unwrap_err();

    assert_violation(&setup, &violation, "The call id 9007199254740992 is not a safe integer.");
}

#[test]
fn byte_arrays_out_of_order_break_the_protocol() {
    for (before, id, length) in [(vec![], 1, 0), (vec![0], 2, 1), (vec![0, 1], 1, 2), (vec![0], u64::MAX, 1)] {
        let setup = busy();
        for id in before {
            setup.client.send_bytes(id, b"x");
        }

        let violation = setup.client.host().receive_byte_array(id, bytes::Bytes::new()).unwrap_err();

        let text =
            format!("Element id '{id}' cannot be added to the byte arrays to be revived with length '{length}'.");
        assert_violation(&setup, &violation, &text);
    }
}

#[test]
fn a_byte_array_with_id_0_starts_anew() {
    let Setup { client, .. } = setup();
    for id in [0, 1, 0, 1, 2, 0] {
        client.send_bytes(id, b"x");
    }
    assert!(!client.circuit().is_closed());
}

#[test]
fn a_circuit_that_is_seen_to_be_closed_says_why() {
    // One thread closes the circuits one after the other, and the driver polls them on another thread, so that the two
    // can interleave in many ways.
    let hosts: Vec<CircuitHost> = (0..2_000).map(|_| CircuitHost::builder().build()).collect();
    let circuits: Vec<Circuit> = hosts.iter().map(CircuitHost::circuit).collect();
    std::thread::scope(|threads| {
        threads.spawn(|| circuits.iter().for_each(Circuit::close));
        for host in &hosts {
            let mut cx = Context::from_waker(Waker::noop());
            while host.poll_waiting(&mut cx).is_pending() {}
            assert_eq!(host.close_reason(), Some(CloseReason::Application));
        }
    });
}
