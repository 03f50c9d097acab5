//! Policies of methods: a layer decides about their words, and without one nothing runs.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use std::panic::catch_unwind;

use interop_core::host::{CallLayers, CircuitHost};
use interop_core::{
    CallError, CallInfo, CallLayer, InProcess, ObjectReference, PolicyLayer, Registry, interop_object, js_invokable,
    methods,
};
use interop_tests::{Client, detailed, failure};

interop_core::assembly!("Tests");

#[js_invokable]
pub fn open() -> u8 {
    1
}

#[js_invokable(policy = "admin")]
pub fn refund() -> u8 {
    1
}

#[js_invokable(policy = "  orders:read  orders:write ")]
pub async fn change() -> u8 {
    1
}

#[js_invokable(policy = "admin", blocking)]
pub fn report() -> u8 {
    1
}

#[js_invokable(name = "a")]
#[js_invokable(name = "b", policy = "admin")]
pub fn under_two_ids() -> u8 {
    1
}

pub struct Order;

#[interop_object(policy = "user")]
impl Order {
    #[js_invokable]
    pub fn find() -> ObjectReference<Self> {
        ObjectReference::new(Self)
    }

    #[js_invokable]
    pub fn status(&self) -> u8 {
        1
    }

    #[js_invokable(policy = "admin")]
    pub fn delete(&self) -> u8 {
        1
    }
}

/// Its methods are not known before there is an object.
pub struct Page<T>(T);

#[interop_object]
impl<T: Send + Sync + serde::Serialize + Clone> Page<T> {
    #[js_invokable(policy = "user")]
    pub fn show(&self) -> T {
        self.0.clone()
    }
}

#[js_invokable]
pub fn page() -> ObjectReference<Page<u8>> {
    ObjectReference::new(Page(1))
}

/// The words that a caller may use.
pub struct Words(&'static [&'static str]);

fn decide(call: &CallInfo<'_>, word: &str) -> Result<(), CallError> {
    match call.state::<Words>() {
        Some(words) if words.0.contains(&word) => Ok(()),
        _ => Err(CallError::new("forbidden", format!("not without {word}"))),
    }
}

fn app(words: &'static [&'static str]) -> InProcess {
    InProcess::builder().options(detailed()).state(Words(words)).layer(PolicyLayer::new(decide)).build()
}

fn forbidden(word: &str) -> (String, String) {
    ("forbidden".to_owned(), format!("not without {word}"))
}

#[test]
fn the_layer_decides_about_every_word() {
    let nobody = app(&[]);
    assert_eq!(nobody.invoke("Tests", "open", "[]").unwrap(), "1");
    assert_eq!(failure(nobody.invoke("Tests", "refund", "[]")), forbidden("admin"));
    assert_eq!(failure(nobody.invoke("Tests", "report", "[]")), forbidden("admin"));
    assert_eq!(failure(nobody.invoke("Tests", "change", "[]")), forbidden("orders:read"));
    assert_eq!(failure(app(&["orders:read"]).invoke("Tests", "change", "[]")), forbidden("orders:write"));
    assert_eq!(app(&["orders:write", "orders:read"]).invoke("Tests", "change", "[]").unwrap(), "1");
    assert_eq!(app(&["admin"]).invoke("Tests", "report", "[]").unwrap(), "1");
}

#[test]
fn a_decision_that_panics_lets_no_call_pass() {
    let layer = PolicyLayer::new(|_: &CallInfo<'_>, _: &str| -> Result<(), CallError> { panic!("the guard sleeps") });
    let app = InProcess::builder().options(detailed()).layer(layer).build();
    let refused = ("internal".to_owned(), "a layer of the host panicked: the guard sleeps".to_owned());
    assert_eq!(failure(app.invoke("Tests", "refund", "[]")), refused);
    assert_eq!(failure(futures_executor::block_on(app.invoke_async("Tests", "change", "[]"))), refused);
    assert_eq!(app.invoke("Tests", "open", "[]").unwrap(), "1");
}

#[test]
fn a_policy_applies_to_all_ids_of_the_method() {
    for id in ["a", "b"] {
        assert_eq!(failure(app(&[]).invoke("Tests", id, "[]")), forbidden("admin"));
        assert_eq!(app(&["admin"]).invoke("Tests", id, "[]").unwrap(), "1");
    }
}

#[test]
fn methods_that_the_client_awaits_are_guarded_too() {
    let builder = CircuitHost::builder().options(detailed()).state(Words(&["admin"])).layer(PolicyLayer::new(decide));
    let client = Client::of(builder);
    assert_eq!(client.call("Tests", "refund", "[]").unwrap(), "1");
    assert_eq!(client.call("Tests", "report", "[]").unwrap(), "1");
    assert_eq!(failure(client.call("Tests", "change", "[]")), forbidden("orders:read"));
}

#[test]
fn the_policy_of_a_block_applies_to_methods_without_one() {
    let order = ObjectReference::new(Order);
    let nobody = app(&[]);
    assert_eq!(failure(nobody.invoke("Tests", "find", "[]")), forbidden("user"));
    assert_eq!(failure(nobody.object(&order).invoke("status", "[]")), forbidden("user"));
    let order = ObjectReference::new(Order);
    let user = app(&["user"]);
    assert_eq!(user.object(&order).invoke("status", "[]").unwrap(), "1");
    assert_eq!(failure(user.object(&order).invoke("delete", "[]")), forbidden("admin"));
}

#[test]
fn a_host_without_a_layer_for_policies_is_not_built_and_says_which_methods_have_one() {
    let panic = catch_unwind(InProcess::new).unwrap_err();
    let text = panic.downcast_ref::<String>().unwrap();
    for method in ["`Tests.a`", "`Tests.b`", "`Tests.change`", "`Tests.find`", "`Tests.refund`", "`Tests.report`"] {
        assert!(text.contains(method), "{method} in {text}");
    }
    assert!(text.contains("`Order.delete` has the policy `admin` at interop-tests/tests/policies.rs:"), "{text}");
    assert!(text.contains("`Order.status` has the policy `user`"), "{text}");
    assert!(text.contains("`Tests.change` has the policy `orders:read orders:write`"), "{text}");
    assert!(!text.contains("`Tests.open`"), "{text}");
}

/// A layer for something else.
struct Other;
impl CallLayer for Other {}

#[test]
fn a_layer_for_something_else_does_not_decide_about_policies() {
    let mut layers = CallLayers::default();
    layers.push(Other);
    let registry = Registry::linked().unwrap();
    layers.check(&registry).unwrap_err();
    layers.push(PolicyLayer::new(decide));
    layers.check(&registry).unwrap();
}

#[test]
fn a_registry_without_policies_needs_no_layer() {
    let registry = Registry::builder().methods(methods![open, page]).build().unwrap();
    let app = InProcess::builder().registry(registry).build();
    assert_eq!(app.invoke("Tests", "open", "[]").unwrap(), "1");
}

#[test]
fn a_method_of_a_generic_type_does_not_run_without_a_decision() {
    for with_other_layer in [false, true] {
        let registry = Registry::builder().methods(methods![page]).build().unwrap();
        let mut builder = InProcess::builder().options(detailed()).registry(registry);
        if with_other_layer {
            builder = builder.layer(Other);
        }
        let app = builder.build();
        let page = ObjectReference::new(Page(7));
        let (code, text) = failure(app.object(&page).invoke("show", "[]"));
        assert_eq!(code, "internal");
        assert_eq!(text, "no layer of the host decides about the policy `user` of the method");
        let later = futures_executor::block_on(app.object(&page).invoke_async("show", "[]"));
        assert_eq!(failure(later).0, "internal");
    }
    let app = app(&["user"]);
    let page = ObjectReference::new(Page(7));
    assert_eq!(app.object(&page).invoke("show", "[]").unwrap(), "7");
}
