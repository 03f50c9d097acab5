//! The maximum nesting of arrays and objects, in arguments and in results.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use std::collections::BTreeMap;

use interop_core::js_invokable;
use interop_tests::{Client, detailed, failure};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

interop_core::assembly!("Tests");

#[js_invokable]
pub fn value(value: Value) -> Value {
    value
}

#[js_invokable]
pub fn swallow(_: Value) -> bool {
    true
}

#[derive(Deserialize, Serialize)]
pub struct List {
    next: Option<Box<List>>,
}

#[js_invokable]
pub fn list(list: List) -> usize {
    let mut length = 1;
    let mut at = &list;
    while let Some(next) = &at.next {
        length += 1;
        at = next;
    }
    length
}

#[js_invokable]
pub fn make_list(length: usize) -> List {
    (1..length).fold(List { next: None }, |next, _| List { next: Some(Box::new(next)) })
}

#[derive(Deserialize, Serialize)]
pub enum Tree {
    Leaf,
    Newtype(Box<Tree>),
    Tuple(Box<Tree>, u8),
    Struct { child: Box<Tree> },
}

#[js_invokable]
pub fn tree(_: Tree) -> bool {
    true
}

#[js_invokable]
pub fn make_tree(kind: &str, height: usize) -> Tree {
    (0..height).fold(Tree::Leaf, |child, _| {
        let child = Box::new(child);
        match kind {
            "Newtype" => Tree::Newtype(child),
            "Tuple" => Tree::Tuple(child, 0),
            _ => Tree::Struct { child },
        }
    })
}

#[derive(Deserialize, Serialize)]
#[serde(untagged)]
pub enum Untagged {
    Number(i32),
    Many(Vec<Untagged>),
}

#[js_invokable]
pub fn untagged(_: Untagged) -> bool {
    true
}

#[js_invokable]
pub fn maps(_: BTreeMap<String, BTreeMap<String, Vec<i32>>>) -> bool {
    true
}

#[js_invokable]
#[allow(clippy::boxed_local)]
pub fn raw(raw: Box<RawValue>) -> usize {
    raw.get().len()
}

#[derive(Deserialize)]
pub struct Small {
    #[allow(dead_code)]
    known: i32,
}

#[js_invokable]
pub fn small(_: Small) -> bool {
    true
}

#[js_invokable]
pub fn nothing() {}

/// A value that wraps itself invisibly in JSON.
#[derive(Deserialize)]
pub struct Onion(#[allow(dead_code)] Box<Onion>);

#[js_invokable]
pub fn onion(_: Onion) {}

fn nested(levels: usize) -> String {
    "[".repeat(levels) + &"]".repeat(levels)
}

fn client() -> Client {
    Client::with_options(detailed().max_argument_bytes(1 << 20))
}

#[track_caller]
fn assert_too_deep(result: Result<String, interop_core::CallFailure>) {
    let (code, text) = failure(result);
    assert!(text.contains("32 levels deep, the limit that `CircuitOptions::max_json_depth` sets"), "{text}");
    assert_eq!(code, "limit_exceeded");
}

#[test]
fn arguments_may_be_as_deep_as_the_limit_and_no_deeper() {
    let client = client();

    // The array of arguments is the first level.
    assert_eq!(client.call("Tests", "swallow", &nested(32)).unwrap(), "true");
    assert_too_deep(client.call("Tests", "swallow", &nested(33)));
    let objects = |levels: usize| format!("[{}1{}]", r#"{"a":"#.repeat(levels), "}".repeat(levels));
    assert_eq!(client.call("Tests", "swallow", &objects(31)).unwrap(), "true");
    assert_too_deep(client.call("Tests", "swallow", &objects(32)));
    let lists = |length: usize| format!("[{}{{}}{}]", r#"{"next":"#.repeat(length - 1), "}".repeat(length - 1));
    assert_eq!(client.call("Tests", "list", &lists(31)).unwrap(), "31");
    assert_too_deep(client.call("Tests", "list", &lists(32)));
    let many = |levels: usize| format!("[{}]", nested(levels));
    assert_eq!(client.call("Tests", "untagged", &many(31)).unwrap(), "true");
    failure(client.call("Tests", "untagged", &many(32)));
}

#[test]
fn results_may_be_as_deep_as_the_limit_and_no_deeper() {
    let client = client();

    assert!(client.call("Tests", "make_list", "[32]").is_ok());
    assert_too_deep(client.call("Tests", "make_list", "[33]"));
}

/// The nesting depth of a JSON text.
fn depth(json: &str) -> usize {
    let mut open = 0_usize;
    let depths = json.bytes().map(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open -= 1,
            _ => {}
        }
        open
    });
    depths.max().unwrap_or(0)
}

#[test]
fn variants_count_by_the_arrays_and_objects_that_they_make() {
    let deep = Client::with_options(detailed().max_json_depth(120));
    let mut wrong = Vec::new();
    for kind in ["Newtype", "Tuple", "Struct"] {
        for height in 0..36 {
            let args = format!(r#"["{kind}",{height}]"#);
            let json = deep.call("Tests", "make_tree", &args).unwrap();
            let levels = depth(&json);

            if client().call("Tests", "make_tree", &args).is_ok() != (levels <= 32) {
                wrong.push(format!("written with {levels} levels: {kind} {height}"));
            }
            // The array of arguments is an additional level.
            if client().call("Tests", "tree", &format!("[{json}]")).is_ok() != (levels < 32) {
                wrong.push(format!("read with {} levels: {kind} {height}", levels + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "the limit is 32: {wrong:#?}");
}

#[test]
fn a_variant_that_is_only_a_string_is_no_level() {
    let client = Client::with_options(detailed().max_json_depth(1));

    assert_eq!(client.call("Tests", "tree", r#"["Leaf"]"#).unwrap(), "true");
}

#[test]
fn ten_thousand_levels_are_an_error_and_the_process_lives() {
    let client = client();
    let deep = nested(10_000);
    let objects = format!("[{}1{}]", r#"{"next":"#.repeat(10_000), "}".repeat(10_000));
    let variants = format!("[{}1{}]", r#"{"Newtype":"#.repeat(10_000), "}".repeat(10_000));
    for method in ["swallow", "untagged", "tree", "list", "maps", "nothing", "small"] {
        for args in [&deep, &objects, &variants] {
            if method == "list" && *args == variants {
                continue; // An unknown property is passed over, whatever it holds.
            }
            let (code, _) = failure(client.call("Tests", method, args));
            assert!(code == "limit_exceeded" || code == "invalid_arguments", "{method}: {code}");
        }
    }
    let open = "[".repeat(10_000);
    failure(client.call("Tests", "swallow", &open));
    failure(client.call("Tests", "nothing", &open));
    assert_eq!(client.call("Tests", "swallow", "[1]").unwrap(), "true");
}

#[test]
fn what_is_passed_over_costs_no_stack() {
    let client = client();
    let deep = nested(10_000);

    let raw = client.call("Tests", "raw", &format!("[{deep}]"));
    assert_eq!(raw.unwrap(), "20000");
    let ignored = client.call("Tests", "small", &format!(r#"[{{"other":{deep},"known":1}}]"#));
    assert_eq!(ignored.unwrap(), "true");
}

#[test]
fn a_type_that_wraps_itself_for_ever_comes_to_an_end() {
    failure(client().call("Tests", "onion", "[1]"));
}

#[test]
fn the_limit_can_be_set_up_to_120() {
    let with_limit = |max_json_depth: u32| {
        Client::with_options(detailed().max_argument_bytes(1 << 20).max_json_depth(max_json_depth))
    };

    for (limit, levels) in [(2, 2), (50, 50), (120, 120), (u32::MAX, 120)] {
        let client = with_limit(limit);
        assert_eq!(client.call("Tests", "swallow", &nested(levels)).unwrap(), "true");
        assert!(client.call("Tests", "value", &nested(levels)).is_ok());
        let (_, text) = failure(client.call("Tests", "swallow", &nested(levels + 1)));
        assert!(text.contains(&format!("nested more than {levels} levels deep")), "{text}");
    }
}
