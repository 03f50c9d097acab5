//! References in the place of values, and values that are nested too deeply: the text names the argument and the
//! solution.

#![allow(missing_docs, missing_debug_implementations, clippy::implicit_hasher, clippy::needless_pass_by_value)]

use std::collections::HashMap;

use interop_core::{InProcess, ObjectReference, interop_object, js_invokable};
use interop_tests::{detailed, failure};
use serde::Deserialize;

interop_core::assembly!("Tests");

pub struct Item;

#[interop_object]
impl Item {
    #[js_invokable]
    pub fn touch(&self) {}
}

pub struct Other;

#[interop_object]
impl Other {
    #[js_invokable]
    pub fn touch(&self) {}
}

#[js_invokable]
pub fn item() -> ObjectReference<Item> {
    ObjectReference::new(Item)
}

#[derive(Deserialize)]
pub struct Point {
    #[allow(dead_code)]
    x: Option<i32>,
}

#[derive(Deserialize)]
#[allow(dead_code)]
pub struct Settings {
    at: Option<Point>,
    other: Option<ObjectReference<Other>>,
    tree: Option<serde_json::Value>,
}

#[js_invokable]
pub fn option(_before: i32, _point: Option<Point>) {}

#[js_invokable]
pub fn list(_points: Vec<Point>) {}

#[js_invokable]
pub fn numbers(_numbers: Vec<Option<i32>>) {}

#[js_invokable]
pub fn lent(_points: &[Point]) {}

#[js_invokable]
pub fn pair(_pair: (i32, Point)) {}

#[js_invokable]
pub fn tables(_tables: HashMap<String, Vec<Point>>) {}

#[js_invokable]
pub fn settings(_settings: Settings) {}

#[js_invokable]
pub fn others(_before: i32, _others: Vec<Option<ObjectReference<Other>>>) {}

#[track_caller]
fn refused(method: &str, args: &str) -> String {
    let app = InProcess::with_options(detailed());
    assert_eq!(app.invoke("Tests", "item", "[]").unwrap(), r#"{"__dotNetObject":1}"#);
    let (code, text) = failure(app.invoke("Tests", method, &args.replace("REF", r#"{"__dotNetObject":1}"#)));
    assert_eq!(code, "invalid_arguments");
    text
}

#[test]
fn the_advice_is_a_type_that_receives_the_reference() {
    for (method, args, given, index, declared) in [
        ("option", "[1,REF]", "Option<Point>", 2, "Option<ObjectReference<Point>>"),
        ("list", "[[{},REF]]", "Vec<Point>", 1, "Vec<ObjectReference<Point>>"),
        ("numbers", "[[1,null,REF]]", "Vec<Option<i32>>", 1, "Vec<Option<ObjectReference<i32>>>"),
        ("lent", "[[REF]]", "&[Point]", 1, "&[ObjectReference<Point>]"),
        ("pair", "[[1,REF]]", "(i32, Point)", 1, "(i32, ObjectReference<Point>)"),
        (
            "tables",
            r#"[{"a":[{},REF]}]"#,
            "HashMap<String, Vec<Point>>",
            1,
            "HashMap<String, Vec<ObjectReference<Point>>>",
        ),
    ] {
        assert_eq!(
            refused(method, args),
            format!(
                "In call to '{method}', parameter of type '{given}' at index {index} must be declared as type \
                 '{declared}' to receive the incoming value."
            )
        );
    }
}

#[test]
fn inside_of_other_types_the_argument_is_named() {
    let text = refused("settings", r#"[{"at":REF}]"#);
    assert_eq!(
        text,
        "argument 1 `_settings` of `Tests.settings`: expected a value, got a reference to an object; to receive it, \
         declare its field as `ObjectReference<..>`"
    );
    // Here the type accepts references elsewhere, which were read before.
    let text = refused("settings", r#"[{"other":null,"at":REF}]"#);
    assert!(
        text.starts_with("argument 1 `_settings` of `Tests.settings`: expected a value, got a reference"),
        "{text}"
    );
}

#[test]
fn a_reference_to_another_type_is_named_with_its_argument_wherever_it_is() {
    let expected = "expected a reference to `Other`, got a reference to `Item`";
    let text = refused("others", "[1,[null,REF]]");
    assert_eq!(text, format!("argument 2 `_others` of `Tests.others`: {expected}"));
    let text = refused("settings", r#"[{"other":REF}]"#);
    assert_eq!(text, format!("argument 1 `_settings` of `Tests.settings`: {expected}"));
}

#[test]
fn what_is_nested_too_deeply_is_named_with_its_argument() {
    let app = InProcess::with_options(detailed());
    let deep = "[".repeat(40) + &"]".repeat(40);
    let (code, text) = failure(app.invoke("Tests", "settings", &format!(r#"[{{"tree":{deep}}}]"#)));
    assert_eq!(code, "limit_exceeded");
    assert_eq!(
        text,
        "argument 1 `_settings` of `Tests.settings`: nested more than 32 levels deep, the limit that \
         `CircuitOptions::max_json_depth` sets"
    );
}
