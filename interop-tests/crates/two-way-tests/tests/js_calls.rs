//! Rust calls JavaScript: what is sent, and what is returned.

#![allow(missing_docs)]

use std::collections::BTreeMap;

use interop_core::host::{JsCallResultType, JsCallType, JsInvocation};
use interop_core::{ElementReference, JsError, JsObjectReference, JsStreamReference};
use serde::{Deserialize, Serialize};
use two_way_tests::{Peer, is_pending, now};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Order {
    item_name: String,
    quantity: u32,
    note: Option<String>,
}

fn order() -> Order {
    Order { item_name: "Apple \"red\"".to_owned(), quantity: 3, note: None }
}

/// The message of a call, without its id.
#[track_caller]
fn sent(peer: &Peer) -> (String, String, JsCallResultType, u64, JsCallType) {
    let JsInvocation { identifier, args, result_type, target_id, call_type, byte_arrays, .. } = peer.call();
    assert_eq!(byte_arrays, []);
    (identifier, args, result_type, target_id, call_type)
}

#[test]
fn a_call_is_sent_at_once_and_its_answer_is_awaited() {
    let peer = Peer::new();
    let mut call = peer.js().invoke::<i32>("Shop.add", (2, 40));

    let sent = peer.call();
    assert_eq!((sent.identifier.as_str(), sent.args.as_str()), ("Shop.add", "[2,40]"));
    assert_eq!((sent.call_type, sent.result_type), (JsCallType::FunctionCall, JsCallResultType::Default));
    assert_eq!(sent.target_id, 0);
    assert!(is_pending(&mut call));

    peer.succeeds(sent.task_id, "42");

    assert_eq!(now(call), Ok(42));
    peer.says_nothing();
}

#[test]
fn results_are_of_every_type_that_json_can_be_read_as() {
    #[track_caller]
    fn read<R: serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(json: &str, expected: &R) {
        let peer = Peer::new();
        let call = peer.js().invoke::<R>("f", ());
        peer.succeeds(peer.call().task_id, json);
        assert_eq!(now(call).as_ref(), Ok(expected));
    }
    read(r#""a \"text\" \u00e9""#, &"a \"text\" é".to_owned());
    read("null", &None::<i32>);
    read("7", &Some(7));
    read("[1,2,3]", &vec![1, 2, 3]);
    read(r#"[1,"two",[3.5]]"#, &(1, "two".to_owned(), vec![3.5]));
    read(r#"{"a":1,"b":2}"#, &BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]));
    read(r#"{"itemName":"Apple \"red\"","quantity":3,"note":null,"unknown":0}"#, &order());
    read(r#"{"any":[1,null]}"#, &serde_json::json!({"any": [1, null]}));
    read(" 5 ", &5);
}

#[test]
fn arguments_are_one_json_array() {
    #[track_caller]
    fn written(args: impl Serialize, expected: &str) {
        let peer = Peer::new();
        drop(peer.js().invoke::<i32>("f", args));
        assert_eq!(peer.call().args, expected);
    }
    written((), "[]");
    written((1,), "[1]");
    written((None::<i32>, Some("x")), r#"[null,"x"]"#);
    written((order(), "é\n"), r#"[{"itemName":"Apple \"red\"","quantity":3,"note":null},"é\n"]"#);
    written(vec![1, 2], "[1,2]");
    written([(); 0], "[]");
    written(((),), "[null]");
}

#[test]
fn arguments_that_are_no_array_are_refused() {
    #[track_caller]
    fn refused(args: impl Serialize) {
        let peer = Peer::new();
        let call = peer.js().invoke::<i32>("f", args);
        let error = now(call).expect_err("JavaScript takes a list of arguments");
        assert!(matches!(error, JsError::Arguments(_)), "{error:?}");
        peer.says_nothing();
    }
    refused("not in a tuple");
    refused(5);
    refused(order());
}

#[test]
fn the_type_of_the_result_decides_what_javascript_sends_back() {
    let peer = Peer::new();
    let js = peer.js();

    drop(js.invoke::<JsObjectReference>("f", ()));
    assert_eq!(peer.call().result_type, JsCallResultType::JsObjectReference);
    drop(js.invoke::<Option<JsObjectReference>>("f", ()));
    assert_eq!(peer.call().result_type, JsCallResultType::JsObjectReference);
    drop(js.invoke::<JsStreamReference>("f", ()));
    assert_eq!(peer.call().result_type, JsCallResultType::JsStreamReference);
    drop(js.invoke::<()>("f", ()));
    assert_eq!(peer.call().result_type, JsCallResultType::JsVoidResult);
    drop(js.invoke_void("f", ()));
    assert_eq!(peer.call().result_type, JsCallResultType::JsVoidResult);
    drop(js.invoke::<Option<i32>>("f", ()));
    assert_eq!(peer.call().result_type, JsCallResultType::Default);
    drop(js.invoke::<Vec<JsObjectReference>>("f", ()));
    assert_eq!(peer.call().result_type, JsCallResultType::Default);
    drop(js.invoke::<ElementReference>("f", ()));
    assert_eq!(peer.call().result_type, JsCallResultType::Default);
}

#[test]
fn the_numbers_of_call_types_and_result_types_are_those_of_the_protocol() {
    let call_types =
        [JsCallType::FunctionCall, JsCallType::ConstructorCall, JsCallType::GetValue, JsCallType::SetValue];
    assert_eq!(call_types.map(|call_type| call_type as i32), [1, 2, 3, 4]);
    let result_types = [
        JsCallResultType::Default,
        JsCallResultType::JsObjectReference,
        JsCallResultType::JsStreamReference,
        JsCallResultType::JsVoidResult,
    ];
    assert_eq!(result_types.map(|result_type| result_type as i32), [0, 1, 2, 3]);
}

#[test]
fn constructors_and_properties_have_call_types_of_their_own() {
    use JsCallResultType::{Default, JsObjectReference, JsVoidResult};
    let peer = Peer::new();
    let js = peer.js();

    drop(js.construct("Map", ((1, 2),)));
    let expected = ("Map".to_owned(), "[[1,2]]".to_owned(), JsObjectReference, 0, JsCallType::ConstructorCall);
    assert_eq!(sent(&peer), expected);

    drop(js.get::<String>("document.title"));
    let expected = ("document.title".to_owned(), "[]".to_owned(), Default, 0, JsCallType::GetValue);
    assert_eq!(sent(&peer), expected);

    drop(js.get::<interop_core::JsObjectReference>("document"));
    let expected = ("document".to_owned(), "[]".to_owned(), JsObjectReference, 0, JsCallType::GetValue);
    assert_eq!(sent(&peer), expected);

    drop(js.set("document.title", "Shop"));
    let expected = ("document.title".to_owned(), r#"["Shop"]"#.to_owned(), JsVoidResult, 0, JsCallType::SetValue);
    assert_eq!(sent(&peer), expected);

    drop(js.set("nothing", ()));
    assert_eq!(sent(&peer).1, "[null]");
}

#[test]
fn a_module_is_imported_as_an_object_whose_exports_are_called() {
    let peer = Peer::new();
    let import = peer.js().import("./scripts.js");

    let call = peer.call();
    assert_eq!((call.identifier.as_str(), call.args.as_str()), ("import", r#"["./scripts.js"]"#));
    assert_eq!((call.call_type, call.target_id), (JsCallType::FunctionCall, 0));
    assert_eq!(call.result_type, JsCallResultType::JsObjectReference);
    peer.succeeds(call.task_id, r#"{"__jsObjectId":4}"#);
    let module = now(import).unwrap();

    let prompt = module.invoke::<String>("showPrompt", ("Name?",));
    let call = peer.call();
    assert_eq!((call.target_id, call.identifier.as_str(), call.args.as_str()), (4, "showPrompt", r#"["Name?"]"#));
    peer.succeeds(call.task_id, r#""Amy""#);
    assert_eq!(now(prompt).unwrap(), "Amy");
}

#[test]
fn a_void_call_waits_for_the_end_and_takes_whatever_comes() {
    for value in ["null", "42", r#""text""#, r#"{"__jsObjectId":9}"#, r#"{"__byte[]":0}"#] {
        let peer = Peer::new();
        let mut call = peer.js().invoke_void("f", ());
        let task_id = peer.call().task_id;
        assert!(is_pending(&mut call));
        peer.succeeds(task_id, value);
        assert_eq!(now(call), Ok(()), "{value}");
    }
}

#[test]
fn a_call_that_wants_no_answer_has_the_id_0() {
    let peer = Peer::new();

    assert_eq!(peer.js().send("log", ("hello", 1)), Ok(()));

    let call = peer.call();
    assert_eq!((call.task_id, call.identifier.as_str(), call.args.as_str()), (0, "log", r#"["hello",1]"#));
    assert_eq!((call.result_type, call.call_type), (JsCallResultType::JsVoidResult, JsCallType::FunctionCall));
    assert_eq!(peer.answers("[0,true,null]"), Ok(()), "an answer to it is ignored");
    assert_eq!(peer.answers(r#"[0,false,"error"]"#), Ok(()));
    assert!(!peer.circuit().is_closed());
}

#[test]
fn ids_of_calls_count_from_2_in_each_circuit_and_are_not_used_again() {
    for _ in 0..2 {
        let peer = Peer::new();
        let js = peer.js();
        let calls = [js.invoke_void("a", ()), js.set("b", 1), js.invoke_void("c", ())];
        js.send("d", ()).unwrap();
        let ids: Vec<u64> = (0..4).map(|_| peer.call().task_id).collect();
        assert_eq!(ids, [2, 3, 4, 0]);
        (2..5).for_each(|id| peer.succeeds(id, "null"));
        for call in calls {
            now(call).unwrap();
        }

        drop(js.invoke_void("e", ()));
        assert_eq!(peer.call().task_id, 5);
    }
}

#[test]
fn calls_are_sent_in_the_order_in_which_they_were_made_and_answered_in_any() {
    let peer = Peer::new();
    let first = peer.js().invoke::<i32>("first", ());
    let second = peer.js().invoke::<i32>("second", ());
    let third = peer.js().invoke::<i32>("third", ());

    let names: Vec<String> = (0..3).map(|_| peer.call().identifier).collect();
    assert_eq!(names, ["first", "second", "third"]);
    peer.succeeds(4, "30");
    peer.succeeds(2, "10");
    peer.succeeds(3, "20");

    assert_eq!((now(first), now(second), now(third)), (Ok(10), Ok(20), Ok(30)));
}

#[test]
fn a_call_is_sent_although_nobody_awaits_it() {
    let peer = Peer::new();

    drop(peer.js().invoke::<i32>("f", (1,)));

    assert_eq!(peer.call().identifier, "f");
    peer.says_nothing();
}

#[test]
fn the_answer_wakes_the_one_who_waits() {
    use std::task::{Context, Waker};
    use two_way_tests::Wakes;
    let peer = Peer::new();
    let mut call = peer.js().invoke::<i32>("f", ());
    let woken = Wakes::new();
    let waker = Waker::from(woken.clone());
    let pinned = std::pin::Pin::new(&mut call);
    assert!(pinned.poll(&mut Context::from_waker(&waker)).is_pending());

    peer.succeeds(peer.call().task_id, "1");

    assert_eq!(woken.count(), 1);
    assert_eq!(now(call), Ok(1));
}
