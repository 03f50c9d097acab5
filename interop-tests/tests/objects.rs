//! Rust objects that JavaScript holds: where references can be, their ids, and the circuits to which they belong.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use interop_core::{ObjectReference, State, interop_object, js_invokable};
use interop_tests::{app, failure};
use serde::{Deserialize, Serialize};

interop_core::assembly!("Tests");

pub struct Counter(AtomicU32);

#[interop_object]
impl Counter {
    #[js_invokable]
    pub fn increment(&self, by: u32) -> u32 {
        self.0.fetch_add(by, Ordering::SeqCst) + by
    }
}

pub struct Other;

#[interop_object]
impl Other {
    #[js_invokable]
    pub fn touch(&self) {}
}

fn new_counter(start: u32) -> ObjectReference<Counter> {
    ObjectReference::new(Counter(AtomicU32::new(start)))
}

#[js_invokable]
pub fn counter(start: u32) -> ObjectReference<Counter> {
    new_counter(start)
}

#[js_invokable]
pub fn other() -> ObjectReference<Other> {
    ObjectReference::new(Other)
}

#[derive(Serialize, Deserialize)]
pub struct Inner {
    flat: ObjectReference<Counter>,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Untagged {
    Reference(ObjectReference<Counter>),
    Text(String),
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged {
    Counter { it: ObjectReference<Counter> },
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "content")]
pub enum Adjacent {
    Counter(ObjectReference<Counter>),
}

#[derive(Serialize, Deserialize)]
pub enum External {
    Counter(ObjectReference<Counter>),
}

#[derive(Serialize, Deserialize)]
pub struct Everywhere {
    list: Vec<ObjectReference<Counter>>,
    map: BTreeMap<String, ObjectReference<Counter>>,
    option: Option<ObjectReference<Counter>>,
    pair: (u8, ObjectReference<Counter>),
    #[serde(flatten)]
    inner: Inner,
    untagged: Vec<Untagged>,
    tagged: Tagged,
    adjacent: Adjacent,
    external: External,
}

#[js_invokable]
pub fn everywhere() -> Everywhere {
    Everywhere {
        list: vec![new_counter(10), new_counter(20)],
        map: BTreeMap::from([("key".to_owned(), new_counter(30))]),
        option: Some(new_counter(40)),
        pair: (1, new_counter(50)),
        inner: Inner { flat: new_counter(60) },
        untagged: vec![Untagged::Text("text".to_owned()), Untagged::Reference(new_counter(70))],
        tagged: Tagged::Counter { it: new_counter(80) },
        adjacent: Adjacent::Counter(new_counter(90)),
        external: External::Counter(new_counter(100)),
    }
}

#[js_invokable]
pub fn sum_of_everywhere(everywhere: Everywhere) -> u32 {
    let Everywhere { list, map, option, pair, inner, untagged, tagged, adjacent, external } = everywhere;
    let (Tagged::Counter { it: tagged }, Adjacent::Counter(adjacent), External::Counter(external)) =
        (tagged, adjacent, external);
    let untagged = untagged.into_iter().filter_map(|value| match value {
        Untagged::Reference(counter) => Some(counter),
        Untagged::Text(_) => None,
    });
    let all = list.into_iter().chain(map.into_values()).chain(option).chain([pair.1, inner.flat]).chain(untagged);
    all.chain([tagged, adjacent, external]).map(|counter| counter.increment(0)).sum()
}

#[js_invokable]
pub fn twice() -> [ObjectReference<Counter>; 4] {
    let first = new_counter(0);
    let second = ObjectReference::new_reference(&first);
    [first.clone(), first, second.clone(), second]
}

#[js_invokable]
pub fn give_back(counter: ObjectReference<Counter>) -> ObjectReference<Counter> {
    counter.increment(1);
    counter
}

#[js_invokable]
pub fn maybe(counter: Option<ObjectReference<Counter>>) -> Option<u32> {
    counter.map(|counter| counter.increment(1))
}

#[js_invokable]
pub fn lent(counter: &ObjectReference<Counter>, all: &[ObjectReference<Counter>]) -> u32 {
    counter.increment(1) + all.iter().map(|counter| counter.increment(0)).sum::<u32>()
}

#[js_invokable]
pub fn kept(kept: State<ObjectReference<Counter>>) -> ObjectReference<Counter> {
    ObjectReference::clone(&kept)
}

#[test]
fn references_may_stand_anywhere_in_a_result() {
    let app = app();

    let json = app.invoke("Tests", "everywhere", "[]").unwrap();

    let reference = |id: u8| format!(r#"{{"__dotNetObject":{id}}}"#);
    let expected = format!(
        r#"{{"list":[{},{}],"map":{{"key":{}}},"option":{},"pair":[1,{}],"flat":{},"untagged":["text",{}],"tagged":{{"kind":"Counter","it":{}}},"adjacent":{{"kind":"Counter","content":{}}},"external":{{"Counter":{}}}}}"#,
        reference(1),
        reference(2),
        reference(3),
        reference(4),
        reference(5),
        reference(6),
        reference(7),
        reference(8),
        reference(9),
        reference(10)
    );
    assert_eq!(json, expected);
    assert_eq!(app.circuit().object_count(), 10);
    for (id, value) in (1..=10).zip((1..=10).map(|tens| tens * 10)) {
        assert_eq!(app.object(id).invoke("increment", "[0]").unwrap(), value.to_string());
    }
}

#[test]
fn references_may_stand_anywhere_in_an_argument() {
    let app = app();
    let json = app.invoke("Tests", "everywhere", "[]").unwrap();

    assert_eq!(app.invoke("Tests", "sum_of_everywhere", &format!("[{json}]")).unwrap(), "550");
}

#[test]
fn typed_calls_carry_references_both_ways() {
    let app = app();
    let everywhere: Everywhere = app.call("Tests", "everywhere", ()).unwrap();

    assert_eq!(everywhere.list[1].increment(0), 20);
    assert_eq!(app.call::<u32>("Tests", "sum_of_everywhere", (everywhere,)).unwrap(), 550);
}

#[test]
fn one_reference_has_one_id_and_a_second_reference_to_the_same_object_another() {
    let app = app();

    let json = app.invoke("Tests", "twice", "[]").unwrap();

    assert_eq!(json, r#"[{"__dotNetObject":1},{"__dotNetObject":1},{"__dotNetObject":2},{"__dotNetObject":2}]"#);
    assert_eq!(app.object(1).invoke("increment", "[5]").unwrap(), "5");
    assert_eq!(app.object(2).invoke("increment", "[1]").unwrap(), "6", "both are the same object");
}

#[test]
fn a_reference_that_comes_back_is_the_one_that_was_sent() {
    let app = app();
    let counter: ObjectReference<Counter> = app.call("Tests", "counter", (7,)).unwrap();
    let id = ObjectReference::id(&counter).unwrap();

    let json = app.invoke("Tests", "give_back", &format!(r#"[{{ "__dotNetObject" : {id} }}]"#)).unwrap();

    assert_eq!(json, format!(r#"{{"__dotNetObject":{id}}}"#));
    assert_eq!(counter.increment(0), 8);
}

#[test]
fn references_are_optional_or_lent_like_any_other_argument() {
    let app = app();
    app.invoke("Tests", "counter", "[1]").unwrap();

    assert_eq!(app.invoke("Tests", "maybe", "[]").unwrap(), "null");
    assert_eq!(app.invoke("Tests", "maybe", "[null]").unwrap(), "null");
    assert_eq!(app.invoke("Tests", "maybe", r#"[{"__dotNetObject":1}]"#).unwrap(), "2");
    assert_eq!(app.invoke("Tests", "lent", r#"[{"__dotNetObject":1},[{"__dotNetObject":1}]]"#).unwrap(), "6");
}

#[test]
fn a_reference_to_another_type_is_refused() {
    let app = app();
    app.invoke("Tests", "other", "[]").unwrap();

    let (code, text) = failure(app.invoke("Tests", "give_back", r#"[{"__dotNetObject":1}]"#));

    assert_eq!(code, "invalid_arguments");
    assert!(text.ends_with("expected a reference to `Counter`, got a reference to `Other`"), "{text}");
    assert_eq!(failure(app.invoke("Tests", "maybe", r#"[{"__dotNetObject":1}]"#)).0, "invalid_arguments");
}

#[test]
fn a_reference_to_nothing_is_refused() {
    let app = app();

    let (code, text) = failure(app.invoke("Tests", "give_back", r#"[{"__dotNetObject":12}]"#));

    assert_eq!(code, "object_disposed");
    assert_eq!(
        text,
        "There is no tracked object with id '12'. Perhaps the ObjectReference instance was already disposed."
    );
}

#[test]
fn a_circuit_never_reaches_the_objects_of_another() {
    let (mine, yours) = (app(), app());
    mine.invoke("Tests", "counter", "[1]").unwrap();
    mine.invoke("Tests", "counter", "[2]").unwrap();
    yours.invoke("Tests", "counter", "[100]").unwrap();

    assert_eq!(mine.object(1).invoke("increment", "[0]").unwrap(), "1");
    assert_eq!(yours.object(1).invoke("increment", "[0]").unwrap(), "100");
    assert_eq!(failure(yours.object(2).invoke("increment", "[0]")).0, "object_disposed");
}

#[test]
fn a_reference_belongs_to_one_circuit() {
    let shared = new_counter(0);
    let build = || {
        let builder = interop_core::InProcess::builder().options(interop_tests::detailed());
        builder.state(shared.clone()).build()
    };
    let (first, second) = (build(), build());
    assert_eq!(first.invoke("Tests", "kept", "[]").unwrap(), r#"{"__dotNetObject":1}"#);
    assert_eq!(first.invoke("Tests", "kept", "[]").unwrap(), r#"{"__dotNetObject":1}"#);

    let (code, text) = failure(second.invoke("Tests", "kept", "[]"));

    assert_eq!(code, "internal");
    assert_eq!(
        text,
        "ObjectReference is already being tracked by a different instance of Circuit. A common cause is caching an \
         instance of ObjectReference globally. Consider creating instances of ObjectReference at the interop call site."
    );
    assert_eq!(second.circuit().object_count(), 0);
}

#[test]
fn a_reference_has_no_id_before_it_is_sent() {
    let counter = new_counter(3);
    assert_eq!(ObjectReference::id(&counter), None);
    assert!(!ObjectReference::is_disposed(&counter));

    let app = app();
    assert_eq!(app.object(&counter).id().unwrap(), 1);
    assert_eq!(ObjectReference::id(&counter), Some(1));
}

#[test]
fn a_reference_outside_of_any_circuit_cannot_be_written_or_read() {
    let text = serde_json::to_string(&new_counter(0)).unwrap_err().to_string();
    assert!(text.starts_with("an ObjectReference can only be serialized into a message of a circuit"), "{text}");
    let text = serde_json::from_str::<ObjectReference<Counter>>(r#"{"__dotNetObject":1}"#).unwrap_err().to_string();
    assert!(text.starts_with("an ObjectReference can only be deserialized from a message of a circuit"), "{text}");
}
