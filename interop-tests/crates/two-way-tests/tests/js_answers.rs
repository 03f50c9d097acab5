//! Answers that are late, repeated, not expected, or malformed.

#![allow(missing_docs)]

use std::time::Duration;

use interop_core::{JsError, JsObjectReference, JsStreamReference};
use two_way_tests::{Peer, is_pending, now};

#[test]
fn a_second_answer_is_ignored() {
    let peer = Peer::new();
    let call = peer.js().invoke::<i32>("f", ());
    let id = peer.call().task_id;

    peer.succeeds(id, "1");
    peer.succeeds(id, "2");
    peer.fails(id, r#""error""#);

    assert_eq!(now(call), Ok(1));
    assert!(!peer.circuit().is_closed());
}

#[test]
fn an_answer_to_a_call_that_was_given_up_is_ignored() {
    let peer = Peer::new();
    let dropped = peer.js().invoke::<i32>("dropped", ());
    let dropped_id = peer.call().task_id;
    let mut timed_out = peer.js().invoke::<i32>("timed_out", ()).timeout(Duration::from_secs(1));
    let timed_out_id = peer.call().task_id;
    assert!(is_pending(&mut timed_out));
    drop(dropped);
    peer.clock().pass(Duration::from_secs(1));
    assert!(now(timed_out).is_err());

    peer.succeeds(dropped_id, "1");
    peer.succeeds(timed_out_id, "1");
    peer.fails(dropped_id, "null");

    peer.says_nothing();
    assert!(!peer.circuit().is_closed());
}

#[test]
fn an_answer_to_an_unknown_call_is_ignored_whatever_it_holds() {
    let peer = Peer::new();
    let mut call = peer.js().invoke::<i32>("f", ());
    for text in [
        "[99,true,1]",
        "[0,true,1]",
        "[1,true,1]",
        "[99]",
        "[99,5]",
        r#"[99,"yes",1,2,3]"#,
        "[99,true,1] and more",
        "[99,true,{",
        "[99,tru",
        "[99",
        "[9007199254740993,true,1]",
        "[18446744073709551615,true,1]",
        " [ 99 , true , 1 ] ",
    ] {
        assert_eq!(peer.answers(text), Ok(()), "{text}");
    }
    assert!(is_pending(&mut call));
    assert!(!peer.circuit().is_closed());
}

#[test]
fn an_answer_without_a_call_id_closes_the_circuit() {
    for text in [
        "",
        " ",
        "null",
        "2",
        "{}",
        r#""text""#,
        "[]",
        "[true,true,1]",
        "[null,true,1]",
        r#"["2",true,1]"#,
        "[-1,true,1]",
        "[2.5,true,1]",
        "[,true,1]",
        "<",
        "2,true,1",
        "[[2],true,1]",
        "[99999999999999999999999,true,1]",
    ] {
        let peer = Peer::new();
        let mut call = peer.js().invoke::<i32>("f", ());

        assert!(peer.answers(text).is_err(), "{text}");

        assert_eq!(peer.violation(), "Invalid interop arguments.", "{text}");
        assert!(peer.circuit().is_closed());
        assert_eq!(now(&mut call), Err(JsError::Disconnected));
        assert_eq!(peer.answers("[2,true,1]"), Ok(()), "what comes after the end is not looked at");
    }
}

#[test]
fn a_malformed_answer_to_a_call_closes_the_circuit() {
    for rest in [
        "]",
        ",true]",
        ",true,1,2]",
        ",1,1]",
        r#","true",1]"#,
        ",null,1]",
        ",true,]",
        ",true,{]",
        ",true,1",
        ",true,1]]",
        ",true,1] x",
        ",true,nul]",
        ",true,\"\u{1}\"]",
        " true,1]",
    ] {
        let peer = Peer::new();
        let mut call = peer.js().invoke::<i32>("f", ());
        let id = peer.call().task_id;
        let text = format!("[{id}{rest}");

        let violation = peer.answers(&text).expect_err(&text);

        assert_eq!(violation.to_string(), "Invalid interop arguments.");
        assert_eq!(peer.violation(), "Invalid interop arguments.");
        assert_eq!(now(&mut call), Err(JsError::Disconnected));
    }
}

#[test]
fn a_malformed_answer_closes_the_circuit_although_its_reference_is_not_awaited_any_more() {
    let peer = Peer::new();
    drop(peer.js().invoke::<JsObjectReference>("f", ()));
    let id = peer.call().task_id;
    assert!(peer.answers(&format!("[{id},true]")).is_err());
    assert!(peer.circuit().is_closed());
}

#[test]
fn white_space_in_an_answer_is_allowed() {
    let peer = Peer::new();
    let call = peer.js().invoke::<Vec<i32>>("f", ());
    let id = peer.call().task_id;
    assert_eq!(peer.answers(&format!(" [ {id} ,\ttrue ,\n[ 1 , 2 ] ] \r\n")), Ok(()));
    assert_eq!(now(call), Ok(vec![1, 2]));
}

#[test]
fn an_object_in_the_late_answer_of_a_dropped_call_is_disposed() {
    let peer = Peer::new();
    drop(peer.js().invoke::<JsObjectReference>("f", ()));
    let id = peer.call().task_id;
    peer.succeeds(id, r#"{"__jsObjectId":7}"#);
    assert_eq!(peer.disposals(), ["[7]"]);

    peer.succeeds(id, r#"{"__jsObjectId":7}"#);
    assert_eq!(peer.disposals(), [""; 0], "a repeated answer is ignored");
}

#[test]
fn an_object_in_the_late_answer_of_a_call_that_timed_out_is_disposed() {
    let peer = Peer::new();
    let mut call = peer.js().construct("Map", ()).timeout(Duration::from_secs(1));
    let id = peer.call().task_id;
    assert!(is_pending(&mut call));
    peer.clock().pass(Duration::from_secs(1));
    assert!(now(&mut call).is_err());
    drop(call);

    peer.succeeds(id, r#"{"__jsObjectId":8}"#);

    assert_eq!(peer.disposals(), ["[8]"]);
}

#[test]
fn a_stream_in_the_late_answer_of_a_dropped_call_is_disposed() {
    let peer = Peer::new();
    drop(peer.js().invoke::<JsStreamReference>("f", ()));
    let id = peer.call().task_id;
    peer.succeeds(id, r#"{"__jsStreamReferenceLength":10,"__jsObjectId":9}"#);
    assert_eq!(peer.disposals(), ["[9]"]);
}

#[test]
fn an_object_in_an_answer_that_came_but_was_never_read_is_disposed() {
    let peer = Peer::new();
    let call = peer.js().invoke::<JsObjectReference>("f", ());
    peer.succeeds(peer.call().task_id, r#"{"__jsObjectId":5}"#);
    peer.says_nothing();

    drop(call);

    assert_eq!(peer.disposals(), ["[5]"]);
}

#[test]
fn a_late_null_or_error_disposes_nothing() {
    for (succeeded, value) in [(true, r#"{"__jsObjectId":-1}"#), (true, "null"), (false, r#"{"__jsObjectId":3}"#)] {
        let peer = Peer::new();
        drop(peer.js().invoke::<JsObjectReference>("f", ()));
        let id = peer.call().task_id;
        peer.answers(&format!("[{id},{succeeded},{value}]")).unwrap();
        peer.says_nothing();
    }
}

#[test]
fn an_answer_wakes_nobody_after_the_end() {
    let peer = Peer::new();
    let call = peer.js().invoke::<i32>("f", ());
    let id = peer.call().task_id;
    peer.host().close();
    peer.succeeds(id, "1");
    assert_eq!(now(call), Err(JsError::Disconnected));
}

#[test]
fn calls_whose_answers_never_come_do_not_pile_up() {
    let peer = Peer::new();
    for _ in 0..10_000 {
        drop(peer.js().invoke::<JsObjectReference>("f", ()));
    }
    let ids: Vec<u64> = (0..10_000).map(|_| peer.call().task_id).collect();

    for id in &ids {
        peer.succeeds(*id, r#"{"__jsObjectId":1}"#);
    }

    let disposed = peer.disposals().len();
    assert!((1..10_000).contains(&disposed), "only so many are remembered: {disposed}");
}
