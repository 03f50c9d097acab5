//! Nothing is held longer than needed: arguments, results, futures and objects.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use std::cell::RefCell;

use interop_core::host::CircuitHost;
use interop_core::{Circuit, ObjectReference, State, This, interop_object, js_invokable};
use interop_tests::{Client, Deaths, Gate, Witness, detailed, failure};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

interop_core::assembly!("Tests");

thread_local! {
    /// Counts the dropped arguments on this thread. Each test has its own thread.
    static DEATHS: RefCell<Deaths> = RefCell::default();
}

/// An argument and a result that records when it is dropped.
pub struct Seen(#[allow(dead_code)] Witness);

impl<'de> Deserialize<'de> for Seen {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        bool::deserialize(deserializer)?;
        Ok(Self(DEATHS.with_borrow(Deaths::witness)))
    }
}

impl Serialize for Seen {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(true)
    }
}

#[js_invokable]
pub fn take(_: Seen, _: Seen) {}

#[js_invokable]
pub fn give_back(seen: Seen) -> Seen {
    seen
}

#[js_invokable]
pub async fn hold(seen: Seen, gate: State<Gate>) -> Seen {
    gate.pass().await;
    seen
}

#[js_invokable]
pub fn panic_with(_seen: Seen) {
    panic!("with an argument");
}

/// Holds everything that user code can hold, including references to its circuit and to itself.
pub struct Hoarder {
    _witness: Witness,
    _circuit: Circuit,
    myself: std::sync::Mutex<Option<ObjectReference<Hoarder>>>,
}

#[interop_object]
impl Hoarder {
    #[js_invokable]
    pub fn keep_myself(&self, this: This<Self>) {
        *self.myself.lock().unwrap() = Some(This::into_inner(this));
    }

    #[js_invokable]
    pub async fn wait(&self, gate: State<Gate>) {
        gate.pass().await;
    }
}

#[js_invokable]
pub fn hoarder(deaths: State<Deaths>, circuit: Circuit) -> ObjectReference<Hoarder> {
    ObjectReference::new(Hoarder { _witness: deaths.witness(), _circuit: circuit, myself: None.into() })
}

fn setup() -> (Client, Gate, Deaths) {
    let (gate, deaths) = (Gate::new(), Deaths::new());
    DEATHS.set(deaths.clone());
    let builder = CircuitHost::builder().options(detailed()).state(gate.clone()).state(deaths.clone());
    (Client::of(builder), gate, deaths)
}

#[test]
fn arguments_and_results_die_with_their_call() {
    let (client, _, deaths) = setup();

    client.call("Tests", "take", "[true,true]").unwrap();
    assert_eq!(deaths.count(), 2);
    client.call("Tests", "give_back", "[true]").unwrap();
    assert_eq!(deaths.count(), 3);
    failure(client.call("Tests", "panic_with", "[true]"));
    assert_eq!(deaths.count(), 4);
}

#[test]
fn arguments_before_one_that_does_not_fit_die() {
    let (client, _, deaths) = setup();

    failure(client.call("Tests", "take", "[true]"));
    failure(client.call("Tests", "take", "[true,1]"));
    failure(client.call("Tests", "take", "[true,true,true]"));

    assert_eq!(deaths.count(), 4);
}

#[test]
fn a_future_lives_until_it_ends_and_no_longer() {
    let (client, gate, deaths) = setup();
    client.begin("Tests", "hold", "[true]");
    client.begin("Tests", "hold", "[true]");
    assert_eq!((client.answers().len(), deaths.count()), (0, 0));

    gate.open();

    assert_eq!((client.answers().len(), deaths.count()), (2, 2));
}

#[test]
fn a_synchronous_call_drops_a_future_that_is_not_ready() {
    let (client, _, deaths) = setup();
    let invocation = interop_core::host::Invocation::on_assembly("Tests", "hold", "[true]");

    failure(client.host().invoke(&invocation, &mut interop_core::host::Reply::new()));

    assert_eq!(deaths.count(), 1);
    assert_eq!(client.circuit().calls_in_flight(), 0);
}

#[test]
fn objects_die_with_their_circuit_while_calls_of_theirs_wait() {
    let (client, _, deaths) = setup();
    for id in 1..=10 {
        client.call("Tests", "hoarder", "[]").unwrap();
        client.begin_on(id, "wait", "[]");
    }
    assert_eq!(deaths.count(), 0);

    drop(client);

    assert_eq!(deaths.count(), 10);
}

#[test]
fn an_object_that_was_handed_out_and_dropped_by_rust_dies_with_its_circuit() {
    let (client, _, deaths) = setup();
    client.call("Tests", "hoarder", "[]").unwrap();
    client.call("Tests", "hoarder", "[]").unwrap();
    client.call_on(1, "__Dispose", "null").unwrap();
    assert_eq!(deaths.count(), 1);

    drop(client);

    assert_eq!(deaths.count(), 2);
}

#[test]
fn an_object_may_hold_itself_and_is_then_its_own_affair() {
    let (client, _, deaths) = setup();
    client.call("Tests", "hoarder", "[]").unwrap();
    client.call_on(1, "keep_myself", "[]").unwrap();

    client.call_on(1, "__Dispose", "null").unwrap();

    assert_eq!(client.circuit().object_count(), 0);
    assert_eq!(deaths.count(), 0, "a cycle that user code makes is not the circuit's to break");
}
