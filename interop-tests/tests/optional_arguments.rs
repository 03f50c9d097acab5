//! Trailing parameters that accept absence can be omitted.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use interop_core::{Circuit, js_invokable};
use interop_tests::{app, failure};
use serde::Deserialize;

interop_core::assembly!("Tests");

#[js_invokable]
pub fn two(a: Option<i32>, b: Option<String>) -> String {
    format!("{a:?} {b:?}")
}

#[js_invokable]
pub fn one_of_three(a: i32, b: Option<i32>, c: Option<&str>) -> String {
    format!("{a} {b:?} {c:?}")
}

#[derive(Debug, Deserialize)]
pub struct Wrapped(Option<u8>);

#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct Transparent {
    inner: Option<Wrapped>,
}

pub type Maybe<T> = Option<T>;

#[js_invokable]
pub fn by_type(a: Maybe<i32>, b: Wrapped, c: Transparent) -> String {
    format!("{a:?} {:?} {:?}", b.0, c.inner.map(|inner| inner.0))
}

#[js_invokable]
pub fn in_the_middle(a: Option<i32>, b: i32) -> String {
    format!("{a:?} {b}")
}

#[js_invokable]
pub fn before_context(a: Option<i32>, circuit: Circuit) -> bool {
    a.is_none() && !circuit.is_closed()
}

#[js_invokable]
pub fn unit(a: i32, _nothing: ()) -> i32 {
    a
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub struct AllDefaults {
    x: i32,
}

#[js_invokable]
pub fn defaults(options: AllDefaults) -> i32 {
    options.x
}

fn text(method: &str, args: &str) -> String {
    serde_json::from_str(&app().invoke("Tests", method, args).unwrap()).unwrap()
}

#[test]
fn trailing_options_may_be_left_out() {
    assert_eq!(text("two", "[]"), "None None");
    assert_eq!(text("two", "null"), "None None");
    assert_eq!(text("two", "[1]"), "Some(1) None");
    assert_eq!(text("two", r#"[null,"x"]"#), r#"None Some("x")"#);
    assert_eq!(text("one_of_three", "[1]"), "1 None None");
    assert_eq!(text("one_of_three", "[1,2]"), "1 Some(2) None");
    assert_eq!(text("one_of_three", r#"[1,null,"z"]"#), r#"1 None Some("z")"#);
}

#[test]
fn absence_is_seen_through_aliases_and_newtypes() {
    assert_eq!(text("by_type", "[]"), "None None None");
    assert_eq!(text("by_type", "[1,2,3]"), "Some(1) Some(2) Some(Some(3))");
    assert_eq!(text("by_type", "[1,null,null]"), "Some(1) None None");
}

#[test]
fn an_option_that_is_not_last_cannot_be_left_out() {
    assert_eq!(text("in_the_middle", "[null,1]"), "None 1");
    let (code, text) = failure(app().invoke("Tests", "in_the_middle", "[1]"));
    assert_eq!(code, "invalid_arguments");
    assert_eq!(text, "The call to 'in_the_middle' expects '2' parameters, but received '1'.");
}

#[test]
fn context_parameters_do_not_count() {
    let app = app();
    assert_eq!(app.invoke("Tests", "before_context", "[]").unwrap(), "true");
    assert_eq!(app.invoke("Tests", "before_context", "[null]").unwrap(), "true");
    assert_eq!(
        failure(app.invoke("Tests", "before_context", "[null,1]")).1,
        "Unexpected JSON token Number. Ensure that the call to `before_context' is supplied with exactly '1' parameters."
    );
}

#[test]
fn other_types_must_be_sent() {
    for method in ["unit", "defaults"] {
        assert_eq!(
            failure(app().invoke("Tests", method, if method == "unit" { "[1]" } else { "[]" })).0,
            "invalid_arguments"
        );
    }
    assert_eq!(app().invoke("Tests", "unit", "[1,null]").unwrap(), "1");
    assert_eq!(app().invoke("Tests", "defaults", "[{}]").unwrap(), "0");
}

#[test]
fn a_value_of_the_wrong_type_is_not_taken_for_absence() {
    let (code, text) = failure(app().invoke("Tests", "two", r#"["one"]"#));
    assert_eq!(code, "invalid_arguments");
    assert_eq!(text, "argument 1 `a` of `Tests.two`: expected i32, got a string");
}

#[test]
fn the_descriptor_says_what_may_be_left_out() {
    let app = app();
    let accepts = |method: &str| -> Vec<bool> {
        let method = app.host().registry().get("Tests", method).expect("registered");
        method.parameters.iter().map(interop_core::registry::ParameterDescriptor::accepts_absence).collect()
    };

    assert_eq!(accepts("one_of_three"), [false, true, true]);
    assert_eq!(accepts("by_type"), [true, true, true]);
    assert_eq!(accepts("before_context"), [true, false]);
    assert_eq!(accepts("unit"), [false, false]);
}
