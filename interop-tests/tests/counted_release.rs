//! A client that releases a reference releases as many as it has received. References in failed messages are not
//! counted.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use interop_core::host::{BoxFnOnce, CircuitHost, HostServices, Invocation};
use interop_core::{ObjectReference, State, interop_object, js_invokable};
use interop_tests::{Client, Deaths, Gate, Witness, detailed, failure};
use serde::ser::{Error as _, Serialize, SerializeSeq, Serializer};
use std::sync::{Arc, Mutex};

interop_core::assembly!("Tests");

pub struct Item(#[allow(dead_code)] Option<Witness>);

#[interop_object]
impl Item {
    #[js_invokable]
    pub fn touch(&self) {}
}

fn new_item() -> ObjectReference<Item> {
    ObjectReference::new(Item(None))
}

#[js_invokable]
pub fn kept(kept: State<ObjectReference<Item>>) -> ObjectReference<Item> {
    ObjectReference::clone(&kept)
}

#[js_invokable]
pub fn kept_three_times(kept: State<ObjectReference<Item>>) -> Vec<ObjectReference<Item>> {
    vec![ObjectReference::clone(&kept); 3]
}

#[js_invokable]
pub fn fresh(deaths: State<Deaths>) -> ObjectReference<Item> {
    ObjectReference::new(Item(Some(deaths.witness())))
}

#[js_invokable]
pub async fn fresh_later(gate: State<Gate>) -> ObjectReference<Item> {
    gate.pass().await;
    new_item()
}

#[js_invokable(blocking)]
pub fn fresh_blocking() -> ObjectReference<Item> {
    new_item()
}

/// Writes references and then fails in one of several ways.
pub struct HalfWritten {
    references: Vec<ObjectReference<Item>>,
    end: End,
}

#[derive(Clone, Copy, serde::Deserialize)]
pub enum End {
    Error,
    Panic,
    TooLarge,
    TooDeep,
    PanicInDestructor,
}

impl Serialize for HalfWritten {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut elements = serializer.serialize_seq(None)?;
        for reference in &self.references {
            elements.serialize_element(reference)?;
        }
        match self.end {
            End::Error => return Err(S::Error::custom("half of it is enough")),
            End::Panic => panic!("half of it is enough"),
            End::TooLarge => elements.serialize_element(&"x".repeat(100_000))?,
            End::TooDeep => {
                let mut deep = serde_json::Value::Null;
                for _ in 0..100 {
                    deep = vec![deep].into();
                }
                elements.serialize_element(&deep)?;
            }
            End::PanicInDestructor => {}
        }
        elements.end()
    }
}

impl Drop for HalfWritten {
    fn drop(&mut self) {
        assert!(!matches!(self.end, End::PanicInDestructor), "a destructor panics");
    }
}

#[js_invokable]
pub fn half(end: End, kept: State<ObjectReference<Item>>) -> HalfWritten {
    let kept = ObjectReference::clone(&kept);
    HalfWritten { references: vec![new_item(), kept.clone(), new_item(), kept], end }
}

#[js_invokable]
pub async fn half_later(end: End, kept: State<ObjectReference<Item>>) -> HalfWritten {
    std::future::ready(()).await;
    half(end, kept)
}

fn client_keeping(kept: &ObjectReference<Item>, gate: &Gate, deaths: &Deaths) -> Client {
    let options = detailed().max_reply_bytes(10_000);
    let builder = CircuitHost::builder().options(options).state(kept.clone());
    Client::of(builder.state(gate.clone()).state(deaths.clone()))
}

fn setup() -> (Client, ObjectReference<Item>, Gate, Deaths) {
    let (kept, gate, deaths) = (new_item(), Gate::new(), Deaths::new());
    (client_keeping(&kept, &gate, &deaths), kept, gate, deaths)
}

#[test]
fn an_object_is_given_up_when_all_sendings_are_given_back() {
    let (client, kept, ..) = setup();
    client.call("Tests", "kept", "[]").unwrap();
    client.call("Tests", "kept_three_times", "[]").unwrap();

    client.host().release(1, 3);
    assert_eq!(client.circuit().object_count(), 1);
    client.host().release(1, 1);
    assert_eq!(client.circuit().object_count(), 0);
    assert_eq!(failure(client.call_on(1, "touch", "[]")).0, "object_disposed");
    assert!(!ObjectReference::is_disposed(&kept), "Rust may go on holding and sending it");
}

#[test]
fn a_released_object_that_nobody_else_holds_dies() {
    let (client, _, _, deaths) = setup();
    client.call("Tests", "fresh", "[]").unwrap();

    client.host().release(1, 1);

    assert_eq!(deaths.count(), 1);
}

#[test]
fn a_released_reference_can_be_sent_again_and_keeps_its_id() {
    let (client, ..) = setup();
    assert_eq!(client.call("Tests", "kept", "[]").unwrap(), r#"{"__dotNetObject":1}"#);
    client.host().release(1, 1);

    assert_eq!(client.call("Tests", "kept", "[]").unwrap(), r#"{"__dotNetObject":1}"#);

    assert_eq!(client.call_on(1, "touch", "[]"), Ok("null".to_owned()));
}

#[test]
fn a_release_that_crosses_a_new_sending_takes_only_what_it_knows_of() {
    let (client, ..) = setup();
    client.call("Tests", "kept", "[]").unwrap();
    let again = client.begin("Tests", "kept", "[]");

    client.host().release(1, 1);

    assert_eq!(client.answer(), (again, Ok(r#"{"__dotNetObject":1}"#.to_owned())));
    assert_eq!(client.call_on(1, "touch", "[]"), Ok("null".to_owned()));
}

#[test]
fn giving_back_too_much_or_what_is_unknown_harms_nothing() {
    let (client, ..) = setup();
    client.call("Tests", "kept", "[]").unwrap();
    client.host().release(99, 1);
    client.host().release(0, u64::MAX);
    client.host().release(1, 0);
    assert_eq!(client.circuit().object_count(), 1);

    client.host().release(1, u64::MAX);
    client.host().release(1, 1);

    assert_eq!(client.circuit().object_count(), 0);
    assert_eq!(client.call("Tests", "fresh", "[]").unwrap(), r#"{"__dotNetObject":2}"#);
}

#[test]
fn disposal_ends_an_object_whatever_its_count() {
    let (client, ..) = setup();
    client.call("Tests", "kept_three_times", "[]").unwrap();

    client.call_on(1, "__Dispose", "null").unwrap();
    client.host().release(1, 3);

    assert_eq!(client.circuit().object_count(), 0);
}

#[track_caller]
fn assert_gives_back(method: &str, end: &str) {
    let (client, ..) = setup();
    client.call("Tests", "kept", "[]").unwrap();

    failure(client.call("Tests", method, &format!(r#"["{end}"]"#)));

    assert_eq!(client.circuit().object_count(), 1, "{method} {end}");
    client.host().release(1, 1);
    assert_eq!(client.circuit().object_count(), 0, "{method} {end}: the failed sendings do not count");
}

#[test]
fn an_encode_that_fails_midway_gives_back_what_it_took() {
    for method in ["half", "half_later"] {
        for end in ["Error", "Panic", "TooLarge", "TooDeep"] {
            assert_gives_back(method, end);
        }
    }
}

#[test]
fn a_result_whose_destructor_panics_gives_back_what_it_took() {
    assert_gives_back("half", "PanicInDestructor");
}

#[test]
fn a_later_result_whose_destructor_panics_gives_back_what_it_took() {
    assert_gives_back("half_later", "PanicInDestructor");
}

#[test]
fn a_result_that_nobody_waits_for_gives_back_what_it_took() {
    let (client, _, gate, _) = setup();

    client.host().begin_invoke(None, Invocation::on_assembly("Tests", "fresh", "[]")).unwrap();
    client.host().begin_invoke(None, Invocation::on_assembly("Tests", "fresh_later", "[]")).unwrap();
    gate.open();

    assert_eq!(client.answers(), []);
    assert_eq!(client.circuit().object_count(), 0);
}

/// Stores blocking work until the test runs it.
#[derive(Clone, Default)]
struct Later(Arc<Mutex<Vec<BoxFnOnce<()>>>>);

impl HostServices for Later {
    fn spawn_blocking(&self, work: BoxFnOnce<()>) {
        self.0.lock().unwrap().push(work);
    }
}

#[test]
fn the_result_of_a_blocking_call_that_was_cancelled_meanwhile_gives_back_what_it_took() {
    let later = Later::default();
    let client = Client::of(CircuitHost::builder().options(detailed()).services(later.clone()));
    let id = client.begin("Tests", "fresh_blocking", "[]");
    client.host().cancel(id);
    assert_eq!(failure(client.answer().1).0, "cancelled");

    let work = later.0.lock().unwrap().pop().expect("the work was given to the host");
    work();

    assert_eq!(client.answers(), []);
    assert_eq!(client.circuit().object_count(), 0, "nobody was told the object's id");
}

#[test]
fn a_reference_that_the_client_passes_back_is_not_counted_again() {
    #[js_invokable]
    pub(crate) fn take(_: ObjectReference<Item>) {}
    let app = interop_core::InProcess::with_options(detailed());
    let item = new_item();
    let id = app.object(&item).id().unwrap();

    app.call::<()>("Tests", "take", (&item,)).unwrap();
    app.host().release(id, 1);

    assert_eq!(app.circuit().object_count(), 0);
}
