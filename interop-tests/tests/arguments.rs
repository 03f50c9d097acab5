//! Arguments: their number, their form, and the errors if they do not match the parameters.

// What the tests call are fixtures, with the signatures that they test.
#![allow(
    missing_docs,
    missing_debug_implementations,
    clippy::missing_panics_doc,
    clippy::needless_pass_by_value,
    clippy::implicit_hasher,
    clippy::trivially_copy_pass_by_ref
)]

use std::collections::HashMap;

use interop_core::{ObjectReference, interop_object, js_invokable};
use interop_tests::{app, failure};
use serde::{Deserialize, Serialize};

interop_core::assembly!("Tests");

#[js_invokable]
pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

#[js_invokable]
pub fn nothing() -> &'static str {
    "called"
}

#[js_invokable]
pub fn order(name: String, qty: u32) -> String {
    format!("{qty} x {name}")
}

#[derive(Deserialize, Serialize)]
pub struct Point {
    x: i32,
    #[serde(default)]
    y: i32,
}

#[js_invokable]
pub fn point(point: Point) -> Point {
    point
}

#[derive(Deserialize, Serialize)]
pub enum Shape {
    Empty,
    Circle(f64),
    Box { width: u8, height: u8 },
}

#[js_invokable]
pub fn shape(shape: Shape) -> Shape {
    shape
}

#[js_invokable]
pub fn byte(value: u8) -> u8 {
    value
}

#[js_invokable]
pub fn counts(counts: HashMap<String, u32>) -> u32 {
    counts.values().sum()
}

#[js_invokable]
pub fn lent_value(point: &Point) -> i32 {
    point.x + point.y
}

#[js_invokable]
pub fn lent_slice(points: &[Point]) -> i32 {
    points.iter().map(|point| point.x).sum()
}

#[js_invokable]
pub async fn lent_to_a_future(point: &Point, points: &[Point]) -> i32 {
    std::future::ready(()).await;
    point.x + points.iter().map(|point| point.y).sum::<i32>()
}

#[js_invokable]
pub fn patterns(mut a: i32, _: String, _unused: bool) -> i32 {
    a += 1;
    a
}

#[js_invokable]
#[allow(clippy::too_many_arguments, clippy::many_single_char_names)]
pub fn sixteen(
    a: u8,
    b: u8,
    c: u8,
    d: u8,
    e: u8,
    f: u8,
    g: u8,
    h: u8,
    i: u8,
    j: u8,
    k: u8,
    l: u8,
    m: u8,
    n: u8,
    o: u8,
    p: String,
) -> String {
    format!("{:?} {p}", [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o])
}

pub struct Thing;

#[interop_object]
impl Thing {
    #[js_invokable]
    pub fn touch(&self, times: u32) -> u32 {
        times
    }
}

#[js_invokable]
pub fn thing() -> ObjectReference<Thing> {
    ObjectReference::new(Thing)
}

#[js_invokable]
pub fn take_thing(count: u32, thing: ObjectReference<Thing>) -> u32 {
    thing.touch(count)
}

/// The message of a call whose arguments do not match the parameters.
#[track_caller]
fn misfit(method: &str, args: &str) -> String {
    let (code, text) = failure(app().invoke("Tests", method, args));
    assert_eq!(code, "invalid_arguments", "{text}");
    text
}

#[test]
fn too_few_arguments_are_counted() {
    assert_eq!(misfit("add", "[1]"), "The call to 'add' expects '2' parameters, but received '1'.");
    assert_eq!(misfit("add", "[]"), "The call to 'add' expects '2' parameters, but received '0'.");
    assert_eq!(misfit("add", "null"), "The call to 'add' expects '2' parameters, but received '0'.");
}

#[test]
fn the_first_surplus_argument_is_named_by_its_token() {
    for (json, token) in [
        ("3", "Number"),
        ("-1.5e300", "Number"),
        ("123456789012345678901234567890", "Number"),
        (r#""3""#, "String"),
        (r#""\u0033""#, "String"),
        (r#"{"a":[1]}"#, "StartObject"),
        ("[[1],2]", "StartArray"),
        ("true", "True"),
        ("false", "False"),
        ("null", "Null"),
    ] {
        assert_eq!(
            misfit("add", &format!("[1,2,{json},4]")),
            format!(
                "Unexpected JSON token {token}. Ensure that the call to `add' is supplied with exactly '2' parameters."
            )
        );
    }
}

#[test]
fn surplus_arguments_are_refused_by_methods_without_parameters_too() {
    assert_eq!(
        misfit("nothing", "[1]"),
        "Unexpected JSON token Number. Ensure that the call to `nothing' is supplied with exactly '0' parameters."
    );
    for garbage in ["{}", "7", "nulls", "<", "[", "[,]", "undefined"] {
        misfit("nothing", garbage);
    }
}

#[test]
fn null_an_empty_array_and_no_text_all_mean_no_arguments() {
    let app = app();
    for none in ["[]", "null", "", " ", " [ ] ", "\n\tnull\r\n"] {
        assert_eq!(app.invoke("Tests", "nothing", none).unwrap(), r#""called""#, "{none:?}");
    }
}

#[test]
fn only_white_space_may_follow_the_array() {
    assert_eq!(app().invoke("Tests", "add", " [ 2 , 40 ] \r\n\t").unwrap(), "42");
    for surplus in ["[2,40]]", "[2,40] x", "[2,40],[1]", "[2,40]null", "[2,40]\u{0}"] {
        let text = misfit("add", surplus);
        assert!(text.starts_with("the arguments of `Tests.add`: invalid JSON: trailing characters"), "{text}");
    }
}

#[test]
fn arguments_are_an_array() {
    assert_eq!(misfit("add", "{}"), "the arguments of `Tests.add`: expected an array, got an object");
    assert_eq!(misfit("add", "7"), "the arguments of `Tests.add`: expected an array, got an integer");
    assert_eq!(misfit("add", r#""[2,40]""#), "the arguments of `Tests.add`: expected an array, got a string");
}

#[test]
fn text_that_is_no_json_is_called_so() {
    assert_eq!(
        misfit("add", "<html>"),
        "the arguments of `Tests.add`: invalid JSON: expected value at line 1 column 1"
    );
    for broken in ["[", "[1", "[1,", "[1,]", "[1 2]", "[1,2", "[01,2]", "[1,NaN]", "['1',2]", "\u{feff}[1,2]"] {
        let text = misfit("add", broken);
        assert!(text.contains("invalid JSON") || text.contains("expects '2' parameters"), "{broken}: {text}");
    }
}

#[test]
fn an_argument_that_does_not_fit_is_named_with_kinds() {
    assert_eq!(misfit("order", r#"["pear","7"]"#), "argument 2 `qty` of `Tests.order`: expected u32, got a string");
    assert_eq!(misfit("order", "[[],7]"), "argument 1 `name` of `Tests.order`: expected a string, got an array");
    assert_eq!(misfit("add", "[1,null]"), "argument 2 `b` of `Tests.add`: expected i32, got null");
    assert_eq!(misfit("add", "[1,{}]"), "argument 2 `b` of `Tests.add`: expected i32, got an object");
    assert_eq!(misfit("add", "[true,1]"), "argument 1 `a` of `Tests.add`: expected i32, got a boolean");
}

#[test]
fn numbers_are_strict() {
    assert_eq!(
        misfit("byte", "[256]"),
        "argument 1 `value` of `Tests.byte`: expected u8, got an integer that does not fit"
    );
    assert_eq!(
        misfit("byte", "[-1]"),
        "argument 1 `value` of `Tests.byte`: expected u8, got an integer that does not fit"
    );
    assert_eq!(misfit("byte", "[1.0]"), "argument 1 `value` of `Tests.byte`: expected u8, got a floating point number");
    assert_eq!(misfit("byte", r#"["1"]"#), "argument 1 `value` of `Tests.byte`: expected u8, got a string");
}

#[test]
fn properties_are_matched_as_serde_does() {
    let app = app();
    assert_eq!(app.invoke("Tests", "point", r#"[{"x":1,"z":[{}],"y":2}]"#).unwrap(), r#"{"x":1,"y":2}"#);
    assert_eq!(app.invoke("Tests", "point", r#"[{"x":1}]"#).unwrap(), r#"{"x":1,"y":0}"#);
    assert_eq!(misfit("point", r#"[{"X":1}]"#), "argument 1 `point` of `Tests.point`: missing field `x`");
    assert_eq!(misfit("point", r#"[{"x":1,"x":2}]"#), "argument 1 `point` of `Tests.point`: duplicate field `x`");
}

#[test]
fn enums_are_written_and_read_as_serde_does() {
    let app = app();
    for json in [r#""Empty""#, r#"{"Circle":1.5}"#, r#"{"Box":{"width":1,"height":2}}"#] {
        assert_eq!(app.invoke("Tests", "shape", &format!("[{json}]")).unwrap(), json);
    }
    assert_eq!(
        misfit("shape", r#"["Hidden"]"#),
        "argument 1 `shape` of `Tests.shape`: unknown variant, expected one of `Empty`, `Circle`, `Box`"
    );
}

#[test]
fn lent_arguments_are_decoded_and_lent() {
    let app = app();
    assert_eq!(app.invoke("Tests", "lent_value", r#"[{"x":1,"y":2}]"#).unwrap(), "3");
    assert_eq!(app.invoke("Tests", "lent_slice", r#"[[{"x":1},{"x":4}]]"#).unwrap(), "5");
    let future = app.invoke_async("Tests", "lent_to_a_future", r#"[{"x":1},[{"x":0,"y":5}]]"#);
    assert_eq!(futures_executor::block_on(future).unwrap(), "6");
}

#[test]
fn parameters_may_be_mutable_or_unnamed() {
    assert_eq!(app().invoke("Tests", "patterns", r#"[1,"ignored",true]"#).unwrap(), "2");
    assert_eq!(
        misfit("patterns", "[1,2,true]"),
        "argument 2 `_` of `Tests.patterns`: expected a string, got an integer"
    );
}

#[test]
fn sixteen_parameters_arrive_in_order() {
    let args = r#"[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,"end"]"#;
    let result: String = serde_json::from_str(&app().invoke("Tests", "sixteen", args).unwrap()).unwrap();

    assert_eq!(result, "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15] end");
    assert_eq!(
        misfit("sixteen", "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15]"),
        "The call to 'sixteen' expects '16' parameters, but received '15'."
    );
    assert_eq!(
        misfit("sixteen", "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]"),
        "argument 16 `p` of `Tests.sixteen`: expected a string, got an integer"
    );
}

#[test]
fn a_reference_does_not_pass_for_a_value() {
    let app = app();
    let thing: ObjectReference<Thing> = app.call("Tests", "thing", ()).unwrap();
    let reference = format!(r#"{{"__dotNetObject":{}}}"#, ObjectReference::id(&thing).unwrap());
    for (method, args, rust_type, index) in [
        ("add", format!("[1,{reference}]"), "i32", 2),
        ("order", format!("[{reference},1]"), "String", 1),
        ("point", format!("[{reference}]"), "Point", 1),
        ("counts", format!("[ {reference} ]"), "HashMap<String, u32>", 1),
        ("shape", format!("[{reference}]"), "Shape", 1),
    ] {
        let (code, text) = failure(app.invoke("Tests", method, &args));
        assert_eq!(code, "invalid_arguments");
        assert_eq!(
            text,
            format!(
                "In call to '{method}', parameter of type '{rust_type}' at index {index} must be declared as type \
                 'ObjectReference<{rust_type}>' to receive the incoming value."
            )
        );
    }
}

#[test]
fn a_value_does_not_pass_for_a_reference() {
    assert_eq!(
        misfit("take_thing", "[1,5]"),
        "argument 2 `thing` of `Tests.take_thing`: expected a reference to `Thing`, got an integer"
    );
    assert_eq!(
        misfit("take_thing", "[1,null]"),
        "argument 2 `thing` of `Tests.take_thing`: expected a reference to `Thing`, got null"
    );
    assert_eq!(
        misfit("take_thing", "[1,{}]"),
        "argument 2 `thing` of `Tests.take_thing`: Required property __dotNetObject not found."
    );
    for shape in [r#"{"id":1}"#, r#"{"__dotNetObject":1,"x":2}"#, r#"{"x":2,"__dotNetObject":1}"#] {
        let text = misfit("take_thing", &format!("[1,{shape}]"));
        assert_eq!(
            text,
            "argument 2 `thing` of `Tests.take_thing`: Unexpected JSON property in a reference to an object."
        );
    }
    for id in ["\"1\"", "-1", "1.0", "null", "18446744073709551616"] {
        misfit("take_thing", &format!(r#"[1,{{"__dotNetObject":{id}}}]"#));
    }
}

#[test]
fn methods_of_objects_are_named_with_their_type() {
    let app = app();
    let thing: ObjectReference<Thing> = app.call("Tests", "thing", ()).unwrap();

    let (_, text) = failure(app.object(&thing).invoke("touch", "[true]"));

    assert_eq!(text, "argument 1 `times` of `Thing.touch`: expected u32, got a boolean");
}

#[test]
fn a_failed_call_leaves_the_circuit_working() {
    let app = app();
    for args in ["[1]", "[1,2,3]", "[", "{}", "[true,1]"] {
        failure(app.invoke("Tests", "add", args));
        assert_eq!(app.invoke("Tests", "add", "[2,40]").unwrap(), "42");
    }
}
