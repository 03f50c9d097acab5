//! Context parameters of the application: made from the call, in order, or the call is refused.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use std::fmt;
use std::sync::{Arc, Mutex};

use interop_core::host::CircuitHost;
use interop_core::{
    CallError, CallInfo, Callback, Circuit, ClientError, FromCall, FromCallAsync, InProcess, State, interop_object,
    js_invokable,
};
use interop_tests::{Client, Deaths, Gate, Witness, app, detailed, failure, sanitized};
use serde_json::json;

interop_core::assembly!("Tests");

/// Who has logged in.
pub struct Session {
    pub name: &'static str,
    pub is_admin: bool,
}

pub struct Admin(&'static str);

#[derive(Debug)]
pub struct Forbidden {
    role: &'static str,
}

impl fmt::Display for Forbidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "only for the role {}", self.role)
    }
}

impl ClientError for Forbidden {
    fn code(&self) -> &'static str {
        "forbidden"
    }

    fn data(&self) -> Option<serde_json::Value> {
        Some(json!({ "role": self.role }))
    }
}

impl FromCall for Admin {
    type Refusal = Forbidden;

    fn from_call(call: &CallInfo<'_>) -> Result<Self, Forbidden> {
        match call.state::<Session>() {
            Some(session) if session.is_admin => Ok(Self(session.name)),
            _ => Err(Forbidden { role: "admin" }),
        }
    }
}

/// What an extractor sees of the call.
pub struct Seen(String);

impl FromCall for Seen {
    type Refusal = CallError;

    fn from_call(call: &CallInfo<'_>) -> Result<Self, CallError> {
        let circuit = call.circuit().id();
        let ty = call.object_type();
        Ok(Self(format!("{} {ty:?} {} {} {circuit}", call.assembly(), call.name(), call.method().rust_name())))
    }
}

/// Refuses with a code that argument errors have too.
pub struct Invalid;

impl FromCall for Invalid {
    type Refusal = CallError;

    fn from_call(_: &CallInfo<'_>) -> Result<Self, CallError> {
        Err(CallError::new("invalid_arguments", "the header is not valid"))
    }
}

pub struct Panicking;

impl FromCall for Panicking {
    type Refusal = CallError;

    fn from_call(_: &CallInfo<'_>) -> Result<Self, CallError> {
        panic!("the guard sleeps")
    }
}

/// Notes that it was made.
pub struct First;
pub struct Last;

#[derive(Clone, Default)]
pub struct Order(Arc<Mutex<Vec<&'static str>>>);

fn note(call: &CallInfo<'_>, what: &'static str) {
    if let Some(order) = call.state::<Order>() {
        order.0.lock().unwrap().push(what);
    }
}

impl FromCall for First {
    type Refusal = CallError;

    fn from_call(call: &CallInfo<'_>) -> Result<Self, CallError> {
        note(call, "first");
        Ok(Self)
    }
}

impl FromCall for Last {
    type Refusal = CallError;

    fn from_call(call: &CallInfo<'_>) -> Result<Self, CallError> {
        note(call, "last");
        Ok(Self)
    }
}

/// A user who has to be fetched.
pub struct User(String);

pub struct Waiting {
    gate: Gate,
    deaths: Deaths,
}

impl FromCallAsync for User {
    type Refusal = Forbidden;

    async fn from_call(call: &CallInfo<'_>) -> Result<Self, Forbidden> {
        note(call, "user");
        if let Some(waiting) = call.state::<Waiting>() {
            let _witness: Witness = waiting.deaths.witness();
            waiting.gate.pass().await;
        }
        let session = call.state::<Session>().ok_or(Forbidden { role: "user" })?;
        Ok(Self(session.name.to_owned()))
    }
}

pub struct PanickingLater;

impl FromCallAsync for PanickingLater {
    type Refusal = CallError;

    async fn from_call(_: &CallInfo<'_>) -> Result<Self, CallError> {
        std::future::ready(()).await;
        panic!("the guard sleeps")
    }
}

#[js_invokable]
pub fn delete(number: u32, admin: Admin, text: &str) -> String {
    format!("{} deletes {number} {text}", admin.0)
}

#[js_invokable]
pub async fn delete_later(number: u32, admin: &Admin, text: &str) -> String {
    std::future::ready(()).await;
    format!("{} deletes {number} {text}", admin.0)
}

#[js_invokable(blocking)]
pub fn delete_slowly(number: u32, admin: Admin) -> String {
    format!("{} deletes {number}", admin.0)
}

#[js_invokable(name = "look")]
pub fn look_at_it(seen: Seen) -> String {
    seen.0
}

#[js_invokable]
pub fn never(number: u32, _invalid: Invalid, _other: u32) -> u32 {
    number
}

#[js_invokable]
pub fn panicking(_guard: Panicking) {}

#[js_invokable]
pub async fn panicking_later(_guard: PanickingLater) {}

#[js_invokable]
pub async fn greet(greeting: &str, user: User, circuit: Circuit) -> String {
    format!("{greeting} {} {}", user.0, circuit.is_closed())
}

#[js_invokable]
pub async fn in_order(_first: First, number: u32, _user: User, _last: Last) -> u32 {
    number
}

#[js_invokable]
pub async fn either(user: Result<User, Forbidden>, admin: Result<Admin, Forbidden>) -> (String, bool) {
    (user.map_or_else(|refusal| refusal.to_string(), |user| user.0), admin.is_ok())
}

#[js_invokable]
pub async fn conditional(#[cfg(not(windows))] user: User, #[cfg(windows)] other: User, number: u32) -> String {
    #[cfg(windows)]
    let user = other;
    format!("{} {number}", user.0)
}

#[js_invokable]
pub fn fine() -> u8 {
    1
}

pub struct Shelf;

#[interop_object]
impl Shelf {
    #[js_invokable]
    pub fn look(&self, seen: Seen) -> String {
        seen.0
    }
}

fn amy(is_admin: bool) -> InProcess {
    let app = app();
    app.circuit().attach(Session { name: "Amy", is_admin });
    app
}

#[test]
fn methods_of_all_kinds_take_what_the_application_makes_of_the_call() {
    let app = amy(true);
    assert_eq!(app.invoke("Tests", "delete", r#"[7,"now"]"#).unwrap(), r#""Amy deletes 7 now""#);
    assert_eq!(app.invoke("Tests", "delete_later", r#"[7,"now"]"#).unwrap(), r#""Amy deletes 7 now""#);
    assert_eq!(app.invoke("Tests", "delete_slowly", "[7]").unwrap(), r#""Amy deletes 7""#);
    app.circuit().attach(Session { name: "Bob", is_admin: true });
    let callback = Callback::new("callback", |admin: Admin, number: u32| format!("{} {number}", admin.0));
    assert_eq!(app.object(&callback).invoke("callback", "[7]").unwrap(), r#""Bob 7""#);
}

#[test]
fn a_refusal_is_the_error_of_the_call_with_its_code_and_data() {
    let app = InProcess::with_options(sanitized());
    for (method, args) in [("delete", r#"[7,"now"]"#), ("delete_later", r#"[7,"now"]"#), ("delete_slowly", "[7]")] {
        let failure = app.invoke("Tests", method, args).unwrap_err();
        assert_eq!(failure.message, "only for the role admin", "{method}");
        assert_eq!(failure.code, "forbidden", "{method}");
        assert_eq!(failure.data, Some(json!({ "role": "admin" })), "{method}");
    }
    assert_eq!(app.invoke("Tests", "fine", "[]").unwrap(), "1");
}

#[test]
fn a_refusal_is_not_taken_for_an_error_of_an_argument() {
    assert_eq!(
        failure(app().invoke("Tests", "never", "[1,2]")),
        ("invalid_arguments".to_owned(), "the header is not valid".to_owned())
    );
}

#[test]
fn it_sees_the_method_the_object_and_the_circuit() {
    let app = app();
    let circuit = app.circuit().id();
    let seen: String = app.call("Tests", "look", ()).unwrap();
    assert_eq!(seen, format!("Tests None look look_at_it {circuit}"));
    let shelf = interop_core::ObjectReference::new(Shelf);
    let seen: String = app.object(&shelf).call("look", ()).unwrap();
    assert_eq!(seen, format!("Tests Some(\"Shelf\") look look {circuit}"));
}

#[test]
fn a_panic_fails_its_call_only() {
    let client = Client::new();
    for method in ["panicking", "panicking_later"] {
        let id = client.begin("Tests", method, "[]");
        let (answered, result) = client.answer();
        assert_eq!(answered, id);
        assert_eq!(
            failure(result),
            ("internal".to_owned(), "the method panicked: the guard sleeps".to_owned()),
            "{method}"
        );
    }
    assert_eq!(client.call("Tests", "fine", "[]").unwrap(), "1");
}

#[test]
fn an_asynchronous_method_waits_for_them() {
    let (gate, deaths) = (Gate::new(), Deaths::new());
    let waiting = Waiting { gate: gate.clone(), deaths: deaths.clone() };
    let client = Client::of(CircuitHost::builder().options(detailed()).state(waiting));
    client.circuit().attach(Session { name: "Amy", is_admin: false });
    let waits = client.begin("Tests", "greet", r#"["Hello"]"#);
    assert!(client.answers().is_empty(), "it waits for the user");
    gate.open();
    let (answered, result) = client.answer();
    assert_eq!((answered, result.unwrap()), (waits, r#""Hello Amy false""#.to_owned()));
    assert_eq!(client.call("Tests", "conditional", "[4]").unwrap(), r#""Amy 4""#);
}

#[test]
fn cancelling_the_call_drops_the_one_that_is_awaited() {
    let (gate, deaths) = (Gate::new(), Deaths::new());
    let waiting = Waiting { gate: gate.clone(), deaths: deaths.clone() };
    let client = Client::of(CircuitHost::builder().options(detailed()).state(waiting));
    let id = client.begin("Tests", "greet", r#"["Hello"]"#);
    assert!(client.answers().is_empty());
    client.host().cancel(id);
    let (code, _) = failure(client.answer().1);
    assert_eq!((code.as_str(), deaths.count()), ("cancelled", 1));
}

#[test]
fn they_are_made_from_left_to_right_and_the_first_refusal_decides() {
    let order = Order::default();
    let app = InProcess::builder().options(detailed()).state(order.clone()).build();
    app.circuit().attach(Session { name: "Amy", is_admin: false });
    assert_eq!(app.invoke("Tests", "in_order", "[5]").unwrap(), "5");
    assert_eq!(*order.0.lock().unwrap(), ["first", "user", "last"]);

    let order = Order::default();
    let app = InProcess::builder().options(detailed()).state(order.clone()).build();
    assert_eq!(failure(app.invoke("Tests", "in_order", "[5]")).1, "only for the role user");
    assert_eq!(*order.0.lock().unwrap(), ["first", "user"]);
}

#[test]
fn a_method_can_take_the_refusal_instead() {
    assert_eq!(app().invoke("Tests", "either", "[]").unwrap(), r#"["only for the role user",false]"#);
    assert_eq!(amy(true).invoke("Tests", "either", "[]").unwrap(), r#"["Amy",true]"#);
}

#[test]
fn they_take_no_argument() {
    let app = amy(true);
    assert!(failure(app.invoke("Tests", "delete", r#"[{"name":"Eve"},7,"now"]"#)).1.starts_with("argument 1 `number`"));
    assert!(failure(app.invoke("Tests", "greet", "[1]")).1.starts_with("argument 1 `greeting`"));
    let user = State::<Session>::clone(&app.circuit().state().unwrap());
    assert!(user.is_admin);
}
