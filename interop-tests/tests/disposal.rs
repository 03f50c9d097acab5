//! The ways in which a reference ends: from JavaScript, from Rust, during a call, and twice.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use std::sync::atomic::{AtomicU32, Ordering};

use interop_core::host::CircuitHost;
use interop_core::{Callback, ObjectReference, State, This, interop_object, js_invokable};
use interop_tests::{Client, Deaths, Gate, Witness, app, detailed, failure};

interop_core::assembly!("Tests");

pub struct Item {
    _witness: Option<Witness>,
}

#[interop_object]
impl Item {
    #[js_invokable]
    pub fn touch(&self) -> &'static str {
        "touched"
    }

    #[js_invokable]
    pub async fn wait(&self, gate: State<Gate>) -> &'static str {
        gate.pass().await;
        self.touch()
    }

    #[js_invokable]
    pub fn end(&self, this: This<Self>) -> &'static str {
        ObjectReference::dispose(&this);
        self.touch()
    }

    #[js_invokable]
    pub fn end_and_return(&self, this: This<Self>) -> ObjectReference<Self> {
        ObjectReference::dispose(&this);
        This::into_inner(this)
    }
}

#[js_invokable]
pub fn item(deaths: State<Deaths>) -> ObjectReference<Item> {
    ObjectReference::new(Item { _witness: Some(deaths.witness()) })
}

#[js_invokable]
pub fn two_references(deaths: State<Deaths>) -> [ObjectReference<Item>; 2] {
    let first = item(deaths);
    [ObjectReference::new_reference(&first), first]
}

#[js_invokable]
pub fn take(_: ObjectReference<Item>) {}

#[js_invokable]
pub fn dispose_it(item: ObjectReference<Item>) {
    ObjectReference::dispose(&item);
    ObjectReference::dispose(&item);
}

#[js_invokable]
pub fn kept(kept: State<ObjectReference<Item>>) -> ObjectReference<Item> {
    ObjectReference::clone(&kept)
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

const GONE: &str = "There is no tracked object with id '1'. Perhaps the ObjectReference instance was already disposed.";

#[test]
fn javascript_disposes_an_object() {
    let Setup { client, deaths, .. } = setup();
    client.call("Tests", "item", "[]").unwrap();

    assert_eq!(client.call_on(1, "__Dispose", "null"), Ok("null".to_owned()));

    assert_eq!(deaths.count(), 1);
    assert_eq!(client.circuit().object_count(), 0);
    for (method, args) in [("touch", "[]"), ("__Dispose", "null"), ("unknown", "<")] {
        let (code, text) = failure(client.call_on(1, method, args));
        assert_eq!((code.as_str(), text.as_str()), ("object_disposed", GONE), "{method}");
    }
    let (code, text) = failure(client.call("Tests", "take", r#"[{"__dotNetObject":1}]"#));
    assert_eq!((code.as_str(), text.as_str()), ("object_disposed", GONE));
}

#[test]
fn the_arguments_of_dispose_are_not_looked_at() {
    let Setup { client, .. } = setup();
    for (id, args) in [(1, "[]"), (2, "null"), (3, "[1,2"), (4, "")] {
        client.call("Tests", "item", "[]").unwrap();
        assert_eq!(client.call_on(id, "__Dispose", args), Ok("null".to_owned()), "{args:?}");
    }
}

#[test]
fn dispose_is_written_exactly_so() {
    let Setup { client, .. } = setup();
    client.call("Tests", "item", "[]").unwrap();

    for name in ["__dispose", "Dispose", "__Dispose "] {
        assert_eq!(failure(client.call_on(1, name, "null")).0, "not_found");
    }
    assert_eq!(failure(client.call("Tests", "__Dispose", "null")).0, "not_found", "there is no static one");
    assert_eq!(client.call_on(1, "touch", "[]").unwrap(), r#""touched""#);
}

#[test]
fn ids_are_never_used_again() {
    let Setup { client, .. } = setup();
    for id in 1..=5 {
        assert_eq!(client.call("Tests", "item", "[]").unwrap(), format!(r#"{{"__dotNetObject":{id}}}"#));
        client.call_on(id, "__Dispose", "null").unwrap();
    }
}

#[test]
fn a_call_followed_at_once_by_disposal_finds_its_object() {
    let Setup { client, gate, deaths } = setup();
    client.call("Tests", "item", "[]").unwrap();

    let touched = client.begin_on(1, "touch", "[]");
    let waited = client.begin_on(1, "wait", "[]");
    let disposed = client.begin_on(1, "__Dispose", "null");

    assert_eq!(client.answers(), [(touched, Ok(r#""touched""#.to_owned())), (disposed, Ok("null".to_owned()))]);
    assert_eq!(deaths.count(), 0, "the waiting call still uses the object");

    gate.open();

    assert_eq!(client.answers(), [(waited, Ok(r#""touched""#.to_owned()))]);
    assert_eq!(deaths.count(), 1);
}

#[test]
fn rust_disposes_an_object() {
    let Setup { client, deaths, .. } = setup();
    client.call("Tests", "item", "[]").unwrap();

    assert_eq!(client.call("Tests", "dispose_it", r#"[{"__dotNetObject":1}]"#), Ok("null".to_owned()));

    assert_eq!(deaths.count(), 1);
    assert_eq!(failure(client.call_on(1, "touch", "[]")).1, GONE);
}

#[test]
fn an_object_disposes_itself_and_its_method_goes_on() {
    let Setup { client, deaths, .. } = setup();
    client.call("Tests", "item", "[]").unwrap();

    assert_eq!(client.call_on(1, "end", "[]").unwrap(), r#""touched""#);

    assert_eq!(deaths.count(), 1);
    assert_eq!(failure(client.call_on(1, "touch", "[]")).1, GONE);
}

#[test]
fn a_disposed_reference_cannot_be_sent() {
    let Setup { client, .. } = setup();
    client.call("Tests", "item", "[]").unwrap();

    let (code, text) = failure(client.call_on(1, "end_and_return", "[]"));

    assert_eq!(code, "object_disposed");
    assert_eq!(text, "Cannot access a disposed object: ObjectReference<Item>.");
    assert_eq!(client.circuit().object_count(), 0);
}

#[test]
fn disposing_one_reference_leaves_another_to_the_same_object() {
    let Setup { client, deaths, .. } = setup();
    client.call("Tests", "two_references", "[]").unwrap();

    client.call_on(1, "__Dispose", "null").unwrap();

    assert_eq!(client.call_on(2, "touch", "[]").unwrap(), r#""touched""#);
    assert_eq!(deaths.count(), 0);
    client.call_on(2, "__Dispose", "null").unwrap();
    assert_eq!(deaths.count(), 1);
}

#[test]
fn clones_are_one_reference_and_end_together() {
    let reference = ObjectReference::new(Item { _witness: None });
    let clone = reference.clone();

    ObjectReference::dispose(&reference);

    assert!(ObjectReference::is_disposed(&clone));
    assert_eq!(ObjectReference::id(&clone), None);
    assert_eq!(clone.touch(), "touched", "Rust goes on using the object");
}

#[test]
fn a_reference_that_was_disposed_before_it_was_sent_stays_so() {
    let reference = ObjectReference::new(Item { _witness: None });
    ObjectReference::dispose(&reference);

    let app = app();

    assert_eq!(failure(app.object(&reference).invoke("touch", "[]")).0, "object_disposed");
    assert_eq!(app.circuit().object_count(), 0);
}

#[test]
fn what_rust_keeps_outlives_its_disposal_by_javascript() {
    let deaths = Deaths::new();
    let kept = ObjectReference::new(Item { _witness: Some(deaths.witness()) });
    let client = Client::of(CircuitHost::builder().options(detailed()).state(kept.clone()));
    client.call("Tests", "kept", "[]").unwrap();

    client.call_on(1, "__Dispose", "null").unwrap();

    assert!(ObjectReference::is_disposed(&kept));
    assert_eq!((kept.touch(), deaths.count()), ("touched", 0));
    let (code, text) = failure(client.call("Tests", "kept", "[]"));
    assert_eq!(code, "object_disposed");
    assert_eq!(text, "Cannot access a disposed object: ObjectReference<Item>.");
    drop((client, kept));
    assert_eq!(deaths.count(), 1);
}

#[test]
fn disposal_without_a_call_id_happens_too() {
    use interop_core::host::Invocation;
    let Setup { client, deaths, .. } = setup();
    client.call("Tests", "item", "[]").unwrap();

    client.host().begin_invoke(None, Invocation::on_object(1, "__Dispose", "null")).unwrap();

    assert_eq!(client.answers(), []);
    assert_eq!(deaths.count(), 1);
}

/// A type whose methods have the same names as the functions of a reference.
pub struct Ticket(AtomicU32);

#[interop_object]
impl Ticket {
    #[js_invokable]
    pub fn id(&self) -> &'static str {
        "ticket"
    }

    #[js_invokable]
    pub fn dispose(&self) -> u32 {
        self.0.fetch_add(1, Ordering::SeqCst) + 1
    }

    #[js_invokable]
    pub fn dispose_twice(&self, this: This<Self>) -> u32 {
        this.dispose();
        this.dispose()
    }
}

#[test]
fn methods_of_the_object_are_called_and_leave_the_reference_as_it_is() {
    let app = app();
    let ticket = ObjectReference::new(Ticket(AtomicU32::new(0)));
    assert_eq!(ticket.id(), "ticket");
    assert_eq!(ticket.dispose(), 1);
    assert_eq!(app.object(&ticket).call("dispose", ()), Ok(2));
    assert_eq!(app.object(&ticket).call("dispose_twice", ()), Ok(4));
    assert!(!ObjectReference::is_disposed(&ticket));
    assert_eq!(app.circuit().object_count(), 1);

    ObjectReference::dispose(&ticket);
    assert_eq!(failure(app.object(&ticket).invoke("dispose", "[]")).0, "object_disposed");
    assert_eq!(ticket.dispose(), 5, "Rust can go on using the object");
    assert_eq!(app.circuit().object_count(), 0);
}

#[test]
fn a_callback_is_disposed_from_rust() {
    let app = app();
    let callback = Callback::new("f", || 42);
    assert_eq!(callback.id(), None);
    let object = app.object(&callback);
    assert_eq!(object.call("f", ()), Ok(42));
    assert_eq!((callback.id(), callback.is_disposed()), (Some(1), false));

    let clone = callback.clone();
    callback.dispose();
    callback.dispose();
    assert!(clone.is_disposed());
    assert_eq!(failure(object.invoke("f", "[]")).0, "object_disposed");
}
