//! Parameters that take no argument: the circuit, state, and the reference on which the method was called.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use std::sync::Mutex;

use interop_core::{Circuit, InProcess, ObjectReference, State, This, interop_object, js_invokable};
use interop_tests::{Deaths, Witness, app, detailed, failure};

interop_core::assembly!("Tests");

#[derive(Debug)]
pub struct Prices {
    apple: u32,
}

#[js_invokable]
pub fn price(prices: State<Prices>, quantity: u32) -> u32 {
    prices.apple * quantity
}

#[js_invokable]
pub fn everywhere(a: u32, circuit: &Circuit, b: u32, prices: &State<Prices>, c: u32) -> (u32, bool) {
    (a + b + c + prices.apple, circuit.is_closed())
}

#[js_invokable]
pub async fn in_a_future(circuit: Circuit, prices: State<Prices>) -> (u32, u64) {
    std::future::ready(()).await;
    (prices.apple, circuit.id())
}

#[js_invokable]
pub fn log_in(circuit: Circuit, name: String) {
    circuit.attach(Mutex::new(name));
}

#[js_invokable]
pub fn who_am_i(user: State<Mutex<String>>) -> String {
    user.lock().unwrap().clone()
}

pub struct Counter;

#[interop_object]
impl Counter {
    #[js_invokable]
    pub fn my_id(&self, this: This<Self>) -> Option<u64> {
        ObjectReference::id(&this)
    }

    #[js_invokable]
    pub fn myself(&self, this: This<Self>, _argument: u8) -> ObjectReference<Self> {
        This::into_inner(this)
    }

    #[js_invokable]
    pub async fn stop(&self, this: This<Self>) -> bool {
        std::future::ready(()).await;
        ObjectReference::dispose(&this);
        ObjectReference::is_disposed(&this)
    }
}

#[js_invokable]
pub fn counter() -> ObjectReference<Counter> {
    ObjectReference::new(Counter)
}

#[test]
fn state_is_given_by_the_host() {
    let app = InProcess::builder().options(detailed()).state(Prices { apple: 3 }).build();

    assert_eq!(app.invoke("Tests", "price", "[4]").unwrap(), "12");
}

#[test]
fn context_parameters_stand_anywhere_and_take_no_argument() {
    let app = InProcess::builder().options(detailed()).state(Prices { apple: 3 }).build();

    assert_eq!(app.invoke("Tests", "everywhere", "[1,10,100]").unwrap(), "[114,false]");
    let (_, text) = failure(app.invoke("Tests", "everywhere", "[1,10]"));
    assert_eq!(text, "The call to 'everywhere' expects '3' parameters, but received '2'.");
    let (_, text) = failure(app.invoke("Tests", "everywhere", "[1,10,true]"));
    assert_eq!(text, "argument 3 `c` of `Tests.everywhere`: expected u32, got a boolean");
}

#[test]
fn futures_have_them_too() {
    let app = InProcess::builder().options(detailed()).state(Prices { apple: 3 }).build();

    let result: (u32, u64) = futures_executor::block_on(app.call_async("Tests", "in_a_future", ())).unwrap();

    assert_eq!(result, (3, app.circuit().id()));
}

#[test]
fn state_that_nobody_gave_fails_the_call_and_names_the_type() {
    let app = app();

    let (code, text) = failure(app.invoke("Tests", "price", "[4]"));

    assert_eq!(code, "internal");
    assert!(text.starts_with("no `") && text.contains("Prices`"), "{text}");
    assert_eq!(app.invoke("Tests", "counter", "[]").unwrap(), r#"{"__dotNetObject":1}"#);
}

#[test]
fn attached_state_belongs_to_one_circuit_and_goes_before_the_hosts() {
    let build = || InProcess::builder().options(detailed()).state(Mutex::new("nobody".to_owned())).build();
    let (amy, rory) = (build(), build());

    amy.invoke("Tests", "log_in", r#"["Amy"]"#).unwrap();

    assert_eq!(amy.invoke("Tests", "who_am_i", "[]").unwrap(), r#""Amy""#);
    assert_eq!(rory.invoke("Tests", "who_am_i", "[]").unwrap(), r#""nobody""#);
    amy.invoke("Tests", "log_in", r#"["Amelia"]"#).unwrap();
    assert_eq!(amy.invoke("Tests", "who_am_i", "[]").unwrap(), r#""Amelia""#);
}

#[test]
fn state_dies_with_its_circuit() {
    let deaths = Deaths::new();
    let app = InProcess::builder().state(deaths.witness()).build();
    app.circuit().attach(Mutex::new(deaths.witness()));
    let circuit = app.circuit();

    drop(app);

    assert_eq!(deaths.count(), 2);
    assert!(circuit.is_closed());
    assert!(circuit.state::<Witness>().is_none());
    circuit.attach(deaths.witness());
    assert_eq!(deaths.count(), 3, "what comes too late is dropped");
}

#[test]
fn this_is_the_reference_that_javascript_holds() {
    let app = app();
    let counter: ObjectReference<Counter> = app.call("Tests", "counter", ()).unwrap();
    let id = ObjectReference::id(&counter).unwrap();

    assert_eq!(app.object(id).invoke("my_id", "[]").unwrap(), id.to_string());
    assert_eq!(app.object(id).invoke("myself", "[1]").unwrap(), format!(r#"{{"__dotNetObject":{id}}}"#));
}

#[test]
fn an_object_can_dispose_itself() {
    let app = app();
    let counter: ObjectReference<Counter> = app.call("Tests", "counter", ()).unwrap();
    let object = app.object(&counter);

    assert_eq!(futures_executor::block_on(object.invoke_async("stop", "[]")).unwrap(), "true");

    assert!(ObjectReference::is_disposed(&counter));
    assert_eq!(app.circuit().object_count(), 0);
    assert_eq!(failure(object.invoke("my_id", "[]")).0, "object_disposed");
}

#[test]
fn every_circuit_has_an_id_of_its_own() {
    assert_ne!(app().circuit().id(), app().circuit().id());
}
