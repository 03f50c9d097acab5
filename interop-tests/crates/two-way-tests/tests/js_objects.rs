//! JavaScript objects that Rust holds: where they come from, and how they can be used.

#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

mod objects;

use std::collections::BTreeMap;

use interop_core::host::{Invocation, JsCallType};
use interop_core::{JsObjectReference, State, js_invokable};
use objects::{Kept, NOTHING, asked_for, begin, kept, passed_in, peer};
use serde::{Deserialize, Serialize};
use two_way_tests::now;

interop_core::assembly!("Tests");

#[derive(Serialize, Deserialize)]
pub struct Window {
    parent: Option<JsObjectReference>,
    frames: Vec<JsObjectReference>,
    named: BTreeMap<String, JsObjectReference>,
}

#[js_invokable]
pub fn keep_all(window: Window, kept: State<Kept>) {
    let Window { parent, frames, named } = window;
    kept.lock().unwrap().extend(parent.into_iter().chain(frames).chain(named.into_values()));
}

#[js_invokable]
pub fn is_there(object: Option<JsObjectReference>) -> bool {
    object.is_some()
}

#[js_invokable]
pub fn echo(object: JsObjectReference) -> JsObjectReference {
    object
}

#[js_invokable]
pub fn echo_all(window: Window) -> Window {
    window
}

#[test]
fn members_of_an_object_are_called_with_its_id() {
    let peer = peer();
    let object = passed_in(&peer, 12);
    assert_eq!(object.id(), 12);

    let calls: [(JsCallType, &str, &str); 5] = [
        (JsCallType::FunctionCall, "add", "[1,2]"),
        (JsCallType::FunctionCall, "clear", "[]"),
        (JsCallType::GetValue, "size", "[]"),
        (JsCallType::SetValue, "size", "[3]"),
        (JsCallType::ConstructorCall, "Item", "[]"),
    ];
    drop(object.invoke::<i32>("add", (1, 2)));
    drop(object.invoke_void("clear", ()));
    drop(object.get::<i32>("size"));
    drop(object.set("size", 3));
    drop(object.construct("Item", ()));
    for expected in calls {
        let call = peer.call();
        assert_eq!((call.call_type, call.identifier.as_str(), call.args.as_str()), expected);
        assert_eq!(call.target_id, 12);
    }
}

#[test]
fn object_0_is_the_global_object() {
    let peer = peer();
    let window = passed_in(&peer, 0);
    drop(window.get::<String>("title"));
    assert_eq!(peer.call().target_id, 0);
}

#[test]
fn a_reference_that_is_passed_back_has_the_same_id() {
    let peer = peer();
    let object = asked_for(&peer, 5);

    drop(peer.js().invoke_void("f", (&object, [object.clone()], BTreeMap::from([("o", &object)]))));

    let expected = r#"[{"__jsObjectId":5},[{"__jsObjectId":5}],{"o":{"__jsObjectId":5}}]"#;
    assert_eq!(peer.call().args, expected);
}

#[test]
fn a_reference_that_is_returned_has_the_same_id() {
    let peer = peer();
    let window = r#"[{"parent":{"__jsObjectId":1},"frames":[{"__jsObjectId":2}],"named":{"a":{"__jsObjectId":3}}}]"#;
    for (method, args) in [("echo", r#"[{"__jsObjectId":9}]"#), ("echo_all", window)] {
        peer.host().begin_invoke(Some(1), Invocation::on_assembly("Tests", method, args)).unwrap();
        assert_eq!(format!("[{}]", peer.result(1).json()), args);
    }
    peer.says_nothing();
}

#[test]
fn references_are_found_anywhere_in_arguments_and_results() {
    let peer = peer();
    let json = r#"{"parent":{"__jsObjectId":1},"frames":[{"__jsObjectId":2},{"__jsObjectId":3}],"named":{"a":{"__jsObjectId":4}}}"#;

    begin(&peer, "keep_all", &format!("[{json}]"));
    let ids: Vec<u64> = kept(&peer).iter().map(JsObjectReference::id).collect();
    assert_eq!(ids, [1, 2, 3, 4]);

    let call = peer.js().invoke::<Window>("f", ());
    peer.succeeds(peer.call().task_id, json);
    let window = now(call).unwrap();
    assert_eq!(window.frames[1].id(), 3);
    assert_eq!(peer.disposals(), NOTHING);
    drop(window);
    let mut disposed = peer.disposals();
    disposed.sort();
    assert_eq!(disposed, ["[1]", "[2]", "[3]", "[4]"], "a result is Rust's, also what is inside it");
}

#[test]
fn a_disposed_reference_cannot_be_passed_to_javascript() {
    let peer = peer();
    let object = asked_for(&peer, 5);
    object.dispose();
    assert_eq!(peer.disposals(), ["[5]"]);

    let error = now(peer.js().invoke::<i32>("f", (1, [&object]))).unwrap_err();

    assert_eq!(
        error.to_string(),
        "The arguments of a JavaScript interop call cannot be written: Cannot access a disposed object: \
         JsObjectReference."
    );
    peer.says_nothing();
}

#[test]
fn a_reference_of_one_circuit_cannot_be_passed_to_another() {
    let (ours, theirs) = (peer(), peer());
    let object = asked_for(&ours, 5);

    let error = now(theirs.js().invoke::<i32>("f", (&object,))).unwrap_err();

    assert_eq!(
        error.to_string(),
        "The arguments of a JavaScript interop call cannot be written: the JsObjectReference belongs to a different \
         Circuit"
    );
    theirs.says_nothing();
    drop(ours.js().invoke::<i32>("f", (&object,)));
    assert_eq!(ours.call().args, r#"[{"__jsObjectId":5}]"#);
}

#[test]
fn a_reference_works_only_in_messages_of_a_circuit() {
    let peer = peer();
    let object = asked_for(&peer, 5);
    assert!(serde_json::to_string(&object).is_err());
    assert!(serde_json::from_str::<JsObjectReference>(r#"{"__jsObjectId":5}"#).is_err());
}

#[test]
fn the_reference_that_stands_for_null_is_none() {
    let peer = peer();
    for json in [r#"{"__jsObjectId":-1}"#, "null", r#" { "__jsObjectId" : -1 } "#] {
        let call = peer.js().invoke::<Option<JsObjectReference>>("f", ());
        peer.succeeds(peer.call().task_id, json);
        assert!(now(call).unwrap().is_none(), "{json}");
    }
    let call = peer.js().invoke::<Option<JsObjectReference>>("f", ());
    peer.succeeds(peer.call().task_id, r#"{"__jsObjectId":1}"#);
    assert_eq!(now(call).unwrap().expect("an object").id(), 1);
}

#[test]
fn a_result_of_null_where_an_object_is_expected_is_an_error() {
    let peer = peer();
    for json in [r#"{"__jsObjectId":-1}"#, "null"] {
        let call = peer.js().invoke::<JsObjectReference>("f", ());
        peer.succeeds(peer.call().task_id, json);
        assert_eq!(
            now(call).unwrap_err().to_string(),
            "An exception occurred executing JS interop: expected a reference to a JavaScript object, got null."
        );
    }
    assert_eq!(peer.disposals(), NOTHING);
}

#[track_caller]
fn is_there_for(args: &str) -> String {
    let peer = peer();
    peer.host().begin_invoke(Some(1), Invocation::on_assembly("Tests", "is_there", args)).unwrap();
    peer.result(1).json().to_owned()
}

#[test]
fn an_optional_object_may_be_null_or_left_out_in_arguments() {
    assert_eq!(is_there_for(r#"[{"__jsObjectId":4}]"#), "true");
    assert_eq!(is_there_for("[null]"), "false");
    assert_eq!(is_there_for("[]"), "false");
}

#[test]
fn the_reference_that_stands_for_null_is_none_in_arguments_too() {
    assert_eq!(is_there_for(r#"[{"__jsObjectId":-1}]"#), "false");
}

#[test]
fn the_reference_that_stands_for_null_is_none_inside_of_results_too() {
    let peer = peer();
    let call = peer.js().invoke::<Vec<Option<JsObjectReference>>>("f", ());
    peer.succeeds(peer.call().task_id, r#"[{"__jsObjectId":-1},{"__jsObjectId":1}]"#);
    let there: Vec<bool> = now(call).unwrap().iter().map(Option::is_some).collect();
    assert_eq!(there, [false, true]);
}

#[test]
fn debug_output_says_which_object_it_is() {
    let peer = peer();
    assert_eq!(format!("{:?}", passed_in(&peer, 5)), "JsObjectReference(5)");
}
