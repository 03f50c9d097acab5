//! When calls run: in the order of their arrival until they have to wait, and then concurrently.

// What the tests call are fixtures, with the signatures that they test.
#![allow(
    missing_docs,
    missing_debug_implementations,
    clippy::missing_panics_doc,
    clippy::needless_pass_by_value,
    clippy::implicit_hasher
)]

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use interop_core::host::CircuitHost;
use interop_core::{InProcess, State, js_invokable};
use interop_tests::{Client, Gate, detailed};

interop_core::assembly!("Tests");

/// What happened, in order.
#[derive(Clone, Default)]
pub struct Diary(Arc<Mutex<Vec<String>>>);

impl Diary {
    fn note(&self, text: String) {
        self.0.lock().unwrap().push(text);
    }

    fn entries(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

/// A gate for every name.
#[derive(Clone, Default)]
pub struct Gates(Arc<Mutex<HashMap<String, Gate>>>);

impl Gates {
    fn named(&self, name: &str) -> Gate {
        self.0.lock().unwrap().entry(name.to_owned()).or_default().clone()
    }
}

#[js_invokable]
pub fn at_once(name: &str, diary: State<Diary>) {
    diary.note(format!("{name} runs"));
}

#[js_invokable]
pub async fn waits(name: &str, diary: State<Diary>, gates: State<Gates>) -> String {
    diary.note(format!("{name} starts"));
    gates.named(name).pass().await;
    diary.note(format!("{name} ends"));
    name.to_owned()
}

#[js_invokable]
pub async fn waits_often(name: &str, diary: State<Diary>) {
    for round in 0..3 {
        diary.note(format!("{name}{round}"));
        yield_once().await;
    }
}

async fn yield_once() {
    let mut yielded = false;
    std::future::poll_fn(|context| {
        if std::mem::replace(&mut yielded, true) {
            return std::task::Poll::Ready(());
        }
        context.waker().wake_by_ref();
        std::task::Poll::Pending
    })
    .await;
}

struct Setup {
    client: Client,
    diary: Diary,
    gates: Gates,
}

fn setup() -> Setup {
    let (diary, gates) = (Diary::default(), Gates::default());
    let builder = CircuitHost::builder().options(detailed()).state(diary.clone()).state(gates.clone());
    Setup { client: Client::of(builder), diary, gates }
}

#[test]
fn calls_start_in_the_order_of_arrival_before_anybody_polls() {
    let Setup { client, diary, .. } = setup();

    for (method, name) in [("waits", "a"), ("at_once", "b"), ("waits", "c"), ("at_once", "d")] {
        client.begin("Tests", method, &format!(r#"["{name}"]"#));
    }

    assert_eq!(diary.entries(), ["a starts", "b runs", "c starts", "d runs"]);
}

#[test]
fn answers_come_as_calls_end() {
    let Setup { client, diary, gates } = setup();
    let ids: Vec<_> =
        ["a", "b", "c"].iter().map(|name| client.begin("Tests", "waits", &format!(r#"["{name}"]"#))).collect();
    let last = client.begin("Tests", "at_once", r#"["d"]"#);
    assert_eq!(client.answers(), [(last, Ok("null".to_owned()))]);

    gates.named("c").open();
    assert_eq!(client.answers(), [(ids[2], Ok(r#""c""#.to_owned()))]);
    gates.named("a").open();
    assert_eq!(client.answers(), [(ids[0], Ok(r#""a""#.to_owned()))]);
    gates.named("b").open();
    assert_eq!(client.answers(), [(ids[1], Ok(r#""b""#.to_owned()))]);

    assert_eq!(diary.entries(), ["a starts", "b starts", "c starts", "d runs", "c ends", "a ends", "b ends"]);
    assert_eq!(client.circuit().calls_in_flight(), 0);
}

#[test]
fn waiting_calls_take_turns() {
    let Setup { client, diary, .. } = setup();
    client.begin("Tests", "waits_often", r#"["a"]"#);
    client.begin("Tests", "waits_often", r#"["b"]"#);
    assert_eq!(diary.entries(), ["a0", "b0"]);

    // The calls wake themselves. A poll that stops for fairness is woken again.
    let answered = [client.wait().unwrap().0, client.wait().unwrap().0];

    let mut answered = answered;
    answered.sort_unstable();
    assert_eq!(answered, [1, 2]);
    let entries = diary.entries();
    assert_eq!(entries.len(), 4);
    assert!(
        entries.iter().position(|entry| entry == "b1") < entries.iter().position(|entry| entry == "a2"),
        "{entries:?}"
    );
}

#[test]
fn every_call_is_answered_exactly_once() {
    let Setup { client, gates, .. } = setup();
    let mut begun = Vec::new();
    for round in 0..50 {
        begun.push(client.begin("Tests", "waits", r#"["gate"]"#));
        begun.push(client.begin("Tests", "at_once", r#"["x"]"#));
        begun.push(client.begin("Tests", "at_once", "[1]"));
        begun.push(client.begin("Tests", "unknown", "[]"));
        begun.push(client.begin_on(round + 1, "unknown", "[]"));
        begun.push(client.begin("Tests", "waits_often", r#"["y"]"#));
    }
    let mut answered: Vec<_> = client.answers().into_iter().map(|(id, _)| id).collect();
    gates.named("gate").open();
    while answered.len() < begun.len() {
        answered.push(client.wait().expect("the circuit is open").0);
    }

    answered.sort_unstable();
    assert_eq!(answered, begun);
    assert_eq!(client.answers(), []);
}

#[test]
fn several_threads_may_wait_for_calls_of_one_circuit() {
    let (diary, gates) = (Diary::default(), Gates::default());
    let app = InProcess::builder().options(detailed()).state(diary).state(gates.clone()).build();
    let waiters: Vec<_> = ["a", "b", "c", "d"]
        .map(|name| {
            let call = app.invoke_async("Tests", "waits", &format!(r#"["{name}"]"#));
            (name, std::thread::spawn(move || futures_executor::block_on(call)))
        })
        .into_iter()
        .collect();

    for (name, waiter) in waiters.into_iter().rev() {
        gates.named(name).open();
        assert_eq!(waiter.join().unwrap().unwrap(), format!("{name:?}"));
    }
}

#[test]
fn a_waiter_that_gives_up_hands_the_circuit_to_the_others() {
    let (diary, gates) = (Diary::default(), Gates::default());
    let app = InProcess::builder().options(detailed()).state(diary).state(gates.clone()).build();
    let mut first = Box::pin(app.invoke_async("Tests", "waits", r#"["first"]"#));
    let second = app.invoke_async("Tests", "waits", r#"["second"]"#);
    let waiter = std::thread::spawn(move || futures_executor::block_on(second));
    // Whether the first one becomes the driver depends on the timing. The second one is woken in either case.
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(first.as_mut().poll(&mut context).is_pending());

    drop(first);
    gates.named("second").open();

    assert_eq!(waiter.join().unwrap().unwrap(), r#""second""#);
}

/// A method of one circuit that calls another.
#[js_invokable]
pub fn forward(other: State<InProcess>, text: &str) -> String {
    other.invoke("Tests", "at_once", &format!("[{text:?}]")).unwrap()
}

#[test]
fn a_method_may_call_another_circuit() {
    let diary = Diary::default();
    let other = InProcess::builder().options(detailed()).state(diary.clone()).build();
    let app = InProcess::builder().options(detailed()).state(other).build();

    app.invoke("Tests", "forward", r#"["nested"]"#).unwrap();

    assert_eq!(diary.entries(), ["nested runs"]);
}
