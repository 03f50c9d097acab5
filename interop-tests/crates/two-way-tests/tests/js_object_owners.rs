//! JavaScript objects that Rust holds: who owns them, and who disposes them.

#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

mod objects;

use interop_core::host::{Invocation, JsCallType, Reply};
use interop_core::{JsObjectReference, State, js_invokable};
use objects::{Kept, NOTHING, asked_for, begin, passed_in, peer};
use two_way_tests::now;

interop_core::assembly!("Tests");

#[js_invokable]
pub fn give_up(kept: State<Kept>) -> Option<JsObjectReference> {
    kept.lock().unwrap().pop()
}

#[js_invokable]
pub async fn give_up_async(kept: State<Kept>) -> Option<JsObjectReference> {
    kept.lock().unwrap().pop()
}

#[test]
fn an_object_that_rust_gives_up_in_a_result_is_forgotten_only_behind_it() {
    let peer = peer();
    for method in ["give_up", "give_up_async"] {
        let object = asked_for(&peer, 5);
        peer.circuit().state::<Kept>().unwrap().lock().unwrap().push(object);
        peer.host().begin_invoke(Some(1), Invocation::on_assembly("Tests", method, "[]")).unwrap();

        // The next message is the answer.
        let answer = peer.result(1);
        assert_eq!(answer.json(), r#"{"__jsObjectId":5}"#);
        assert_eq!(peer.disposals(), NOTHING, "{method}");
        drop(answer);
        assert_eq!(peer.disposals(), ["[5]"], "{method}");
    }
}

#[test]
fn an_object_that_a_synchronous_result_names_is_held_as_long_as_the_result() {
    let peer = peer();
    peer.circuit().state::<Kept>().unwrap().lock().unwrap().push(asked_for(&peer, 5));
    let mut reply = Reply::new();
    peer.host().invoke(&Invocation::on_assembly("Tests", "give_up", "[]"), &mut reply).unwrap();
    assert_eq!(reply.json(), r#"{"__jsObjectId":5}"#);
    assert_eq!(peer.disposals(), NOTHING);
    reply.clear();
    assert_eq!(peer.disposals(), ["[5]"]);
}

#[test]
fn a_result_is_disposed_with_its_last_handle_once() {
    let peer = peer();
    let object = asked_for(&peer, 5);
    let clone = object.clone();

    drop(object);
    assert_eq!(peer.disposals(), NOTHING);
    assert!(!clone.is_disposed());
    drop(clone);

    assert_eq!(peer.disposals(), ["[5]"]);
}

#[test]
fn disposal_is_a_call_that_wants_no_answer() {
    use interop_core::host::JsCallResultType;
    let peer = peer();
    drop(asked_for(&peer, 5));

    let call = peer.call();

    assert_eq!((call.task_id, call.target_id), (0, 0));
    assert_eq!((call.identifier.as_str(), call.args.as_str()), ("DotNet.disposeJSObjectReferenceById", "[5]"));
    assert_eq!((call.call_type, call.result_type), (JsCallType::FunctionCall, JsCallResultType::JsVoidResult));
}

#[test]
fn a_result_is_disposed_explicitly_once() {
    let peer = peer();
    let object = asked_for(&peer, 5);
    let clone = object.clone();

    object.dispose();
    assert_eq!(peer.disposals(), ["[5]"]);
    assert!(object.is_disposed() && clone.is_disposed());
    clone.dispose();
    object.dispose();
    drop((object, clone));

    assert_eq!(peer.disposals(), NOTHING);
}

#[test]
fn an_argument_stays_javascripts() {
    let peer = peer();
    let object = passed_in(&peer, 5);
    drop(object);
    assert_eq!(peer.disposals(), NOTHING);
}

#[test]
fn an_argument_is_disposed_by_rust_only_explicitly() {
    let peer = peer();
    let object = passed_in(&peer, 5);
    object.dispose();
    drop(object);
    assert_eq!(peer.disposals(), ["[5]"]);
}

#[test]
fn the_objects_in_the_arguments_of_a_failed_call_stay_javascripts() {
    let peer = peer();
    begin(&peer, "keep_all", r#"[{"parent":{"__jsObjectId":1},"frames":[{"__jsObjectId":2},3],"named":{}}]"#);
    begin(&peer, "keep", r#"[{"__jsObjectId":1},2]"#);
    assert_eq!(peer.disposals(), NOTHING);
}

#[test]
fn the_objects_in_a_result_that_cannot_be_read_are_disposed() {
    let peer = peer();
    let call = peer.js().invoke::<(JsObjectReference, i32)>("f", ());
    peer.succeeds(peer.call().task_id, r#"[{"__jsObjectId":1},"two"]"#);
    assert!(now(call).is_err());
    assert_eq!(peer.disposals(), ["[1]"]);
}

#[test]
fn there_is_one_handle_for_each_id() {
    let peer = peer();
    let first = passed_in(&peer, 5);
    let second = passed_in(&peer, 5);
    let other = passed_in(&peer, 6);

    first.dispose();

    assert!(second.is_disposed());
    assert!(!other.is_disposed());
    second.dispose();
    assert_eq!(peer.disposals(), ["[5]"]);
}

#[test]
fn an_object_that_rust_asked_for_too_is_rusts() {
    let peer = peer();
    let argument = passed_in(&peer, 5);
    let result = asked_for(&peer, 5);
    drop(result);
    assert_eq!(peer.disposals(), NOTHING, "it is still held");
    drop(argument);
    assert_eq!(peer.disposals(), ["[5]"]);
}

#[test]
fn an_object_that_rust_asked_for_stays_rusts_when_it_is_passed_in_too() {
    let peer = peer();
    let result = asked_for(&peer, 5);
    let argument = passed_in(&peer, 5);
    drop(result);
    assert_eq!(peer.disposals(), NOTHING, "it is still held");
    drop(argument);
    assert_eq!(peer.disposals(), ["[5]"]);
}

#[test]
fn an_id_that_comes_again_after_its_handle_was_dropped_has_a_new_owner() {
    let peer = peer();
    drop(asked_for(&peer, 5));
    assert_eq!(peer.disposals(), ["[5]"]);
    drop(passed_in(&peer, 5));
    assert_eq!(peer.disposals(), NOTHING);
}

#[test]
fn an_id_that_comes_again_after_disposal_is_a_new_object() {
    let peer = peer();
    let old = asked_for(&peer, 5);
    old.dispose();
    assert_eq!(peer.disposals(), ["[5]"]);
    let new = asked_for(&peer, 5);

    assert!(!new.is_disposed());
    drop(old);
    assert!(!new.is_disposed());
    assert_eq!(peer.disposals(), NOTHING);
    drop(new);
    assert_eq!(peer.disposals(), ["[5]"]);
}
