//! The ways in which calls to JavaScript fail, and their error texts.

#![allow(missing_docs)]

use std::time::Duration;

use futures_channel::oneshot;
use futures_util::FutureExt as _;
use interop_core::host::{CircuitHost, NoServices};
use interop_core::{CircuitOptions, JsCall, JsError, JsObjectReference};
use serde::Deserialize;
use two_way_tests::{Peer, detailed, is_pending, now};

const DISCONNECTED: &str = "JavaScript interop calls cannot be issued at this time. This is because the circuit has \
                            disconnected and is being disposed.";

/// A call of `f` that was sent.
fn begun<R: serde::de::DeserializeOwned>(peer: &Peer) -> (JsCall<R>, u64) {
    let call = peer.js().invoke("f", ());
    (call, peer.call().task_id)
}

#[track_caller]
fn text<R: std::fmt::Debug>(result: Result<R, JsError>) -> String {
    result.expect_err("the call fails").to_string()
}

#[test]
fn the_text_of_a_javascript_error_is_passed_on() {
    let peer = Peer::new();
    let (call, id) = begun::<i32>(&peer);

    peer.fails(id, r#""it \"broke\"\n    at f (page.js:1)""#);

    let error = now(call).unwrap_err();
    assert_eq!(error, JsError::JavaScript { message: "it \"broke\"\n    at f (page.js:1)".to_owned() });
    assert_eq!(error.to_string(), "it \"broke\"\n    at f (page.js:1)");
    assert!(!peer.circuit().is_closed());
}

#[test]
fn an_error_of_null_has_an_empty_text() {
    let peer = Peer::new();
    let (call, id) = begun::<i32>(&peer);
    peer.fails(id, "null");
    assert_eq!(now(call), Err(JsError::JavaScript { message: String::new() }));
}

#[test]
fn an_error_that_is_no_text_fails_its_call_alone() {
    for error in ["5", r#"{"message":"x"}"#, "[1]"] {
        let peer = Peer::new();
        let (call, id) = begun::<i32>(&peer);
        peer.fails(id, error);
        assert!(matches!(now(call), Err(JsError::JavaScript { .. })), "{error}");
        assert!(!peer.circuit().is_closed());
    }
}

#[test]
fn a_result_of_another_type_fails_its_call_and_names_kinds_but_no_values() {
    #[derive(Debug, Deserialize)]
    struct Point {
        #[allow(dead_code)]
        x: u8,
    }
    #[track_caller]
    fn refused<R: serde::de::DeserializeOwned + std::fmt::Debug>(json: &str, expected: &str) {
        let peer = Peer::new();
        let (call, id) = begun::<R>(&peer);
        peer.succeeds(id, json);
        let error = now(call).unwrap_err();
        assert!(matches!(error, JsError::Result(_)), "{error:?}");
        assert_eq!(error.to_string(), format!("An exception occurred executing JS interop: {expected}."));
        assert!(!peer.circuit().is_closed(), "only this call fails");
    }
    refused::<i32>(r#""secret""#, "expected i32, got a string");
    refused::<u8>("300", "expected u8, got an integer that does not fit");
    refused::<i32>("null", "expected i32, got null");
    refused::<i32>("1.5", "expected i32, got a floating point number");
    refused::<String>("[1]", "expected a string, got an array");
    refused::<Point>("{}", "missing field `x`");
    refused::<JsObjectReference>("42", "expected a reference to a JavaScript object, got an integer");
}

#[test]
fn a_result_nested_deeper_than_the_limit_fails_its_call() {
    let peer = Peer::new();
    let (call, id) = begun::<serde_json::Value>(&peer);
    peer.succeeds(id, &format!("{}{}", "[".repeat(100), "]".repeat(100)));
    assert!(text(now(call)).contains("max_json_depth"));
    assert!(!peer.circuit().is_closed());
}

#[test]
fn a_call_without_an_answer_ends_after_the_time_of_the_options() {
    let options = detailed().js_call_timeout(Duration::from_millis(2500));
    let peer = Peer::with_options(options);
    let (mut call, id) = begun::<i32>(&peer);
    assert!(is_pending(&mut call));
    peer.clock().pass(Duration::from_millis(2499));
    assert!(is_pending(&mut call));

    peer.clock().pass(Duration::from_millis(1));

    let error = now(call).unwrap_err();
    assert_eq!(error, JsError::Timeout { identifier: "f".to_owned(), after: Duration::from_millis(2500) });
    assert_eq!(
        error.to_string(),
        "The JS interop call 'f' timed out after 2500ms. The timeout is controlled by CircuitOptions::js_call_timeout."
    );
    peer.says_nothing();
    assert_eq!(peer.answers(&format!("[{id},true,1]")), Ok(()), "a late answer is ignored");
}

#[test]
fn the_default_is_a_minute() {
    assert_eq!(CircuitOptions::default().get_js_call_timeout(), Some(Duration::from_secs(60)));
}

#[test]
fn a_call_may_have_a_time_of_its_own_or_none() {
    let peer = Peer::new();
    let (short, _) = begun::<i32>(&peer);
    let (long, _) = begun::<i32>(&peer);
    let (endless, id) = begun::<i32>(&peer);
    let mut short = short.timeout(Duration::from_secs(1));
    let mut long = long.timeout(Duration::from_secs(3600));
    let mut endless = endless.timeout(None);
    assert!(is_pending(&mut short) && is_pending(&mut long) && is_pending(&mut endless));

    peer.clock().pass(Duration::from_secs(1));
    assert_eq!(now(short), Err(JsError::Timeout { identifier: "f".to_owned(), after: Duration::from_secs(1) }));
    peer.clock().pass(Duration::from_secs(3598));
    assert!(is_pending(&mut long));
    peer.clock().pass(Duration::from_secs(1));
    assert!(text(now(long)).contains("timed out after 3600000ms"));
    peer.clock().pass(Duration::from_secs(1_000_000));
    assert!(is_pending(&mut endless));
    peer.succeeds(id, "7");
    assert_eq!(now(endless), Ok(7));
}

#[test]
fn without_a_timeout_no_timer_is_asked_for() {
    let peer = Peer::with_options(detailed().js_call_timeout(None));
    let (mut call, _) = begun::<i32>(&peer);
    assert!(is_pending(&mut call));
    assert_eq!(peer.clock().timers(), 0);
}

#[test]
fn the_timer_of_a_call_ends_with_it() {
    let peer = Peer::new();
    let (mut answered, id) = begun::<i32>(&peer);
    let (mut dropped, _) = begun::<i32>(&peer);
    assert!(is_pending(&mut answered) && is_pending(&mut dropped));
    assert_eq!(peer.clock().timers(), 2);
    peer.succeeds(id, "1");
    assert_eq!(now(answered), Ok(1));
    drop(dropped);
    assert_eq!(peer.clock().timers(), 0);
}

#[test]
fn an_answer_that_is_there_goes_before_a_timeout() {
    let peer = Peer::new();
    let (mut call, id) = begun::<i32>(&peer);
    assert!(is_pending(&mut call));
    peer.clock().pass(Duration::from_secs(60));
    peer.succeeds(id, "5");
    assert_eq!(now(call), Ok(5));
}

#[test]
fn a_caller_gives_up() {
    let peer = Peer::new();
    let (cancel, cancelled) = oneshot::channel::<()>();
    let cancelled = cancelled.map(|_| ());
    let (call, id) = begun::<i32>(&peer);
    let mut call = call.until(cancelled);
    assert!(is_pending(&mut call));

    cancel.send(()).unwrap();

    let error = now(call).unwrap_err();
    assert_eq!(
        (&error, error.to_string().as_str()),
        (&JsError::Cancelled, "The JavaScript interop call was cancelled.")
    );
    peer.says_nothing();
    assert_eq!(peer.answers(&format!("[{id},true,1]")), Ok(()), "a late answer is ignored");
}

#[test]
fn a_call_that_is_answered_before_its_caller_gives_up_succeeds() {
    let peer = Peer::new();
    let (call, id) = begun::<i32>(&peer);
    let call = call.until(std::future::pending());
    peer.succeeds(id, "3");
    assert_eq!(now(call), Ok(3));
}

#[test]
fn a_caller_who_decides_when_to_give_up_is_not_timed_out_by_default() {
    let peer = Peer::new();
    let (call, id) = begun::<i32>(&peer);
    let mut call = call.until(std::future::pending());
    assert!(is_pending(&mut call));
    peer.clock().pass(Duration::from_secs(3600));
    assert!(is_pending(&mut call), "cancellation takes the place of the default timeout");
    peer.succeeds(id, "3");
    assert_eq!(now(call), Ok(3));
}

#[test]
fn a_timeout_that_was_asked_for_holds_beside_cancellation() {
    for until_first in [true, false] {
        let peer = Peer::new();
        let (call, _) = begun::<i32>(&peer);
        let mut call = if until_first {
            call.until(std::future::pending()).timeout(Duration::from_secs(1))
        } else {
            call.timeout(Duration::from_secs(1)).until(std::future::pending())
        };
        assert!(is_pending(&mut call));
        peer.clock().pass(Duration::from_secs(1));
        assert!(matches!(now(call), Err(JsError::Timeout { .. })));
    }
}

#[test]
fn a_call_after_the_end_of_the_circuit_says_so() {
    let peer = Peer::new();
    let js = peer.js();
    peer.circuit().close();

    let error = now(js.invoke::<i32>("f", ())).unwrap_err();
    assert_eq!((&error, error.to_string().as_str()), (&JsError::Disconnected, DISCONNECTED));
    assert_eq!(js.send("f", ()), Err(JsError::Disconnected));
    assert_eq!(js.invoke_sync::<i32>("f", ()), Err(JsError::Disconnected));

    drop(peer);
    assert_eq!(now(js.invoke_void("f", ())), Err(JsError::Disconnected));
    assert_eq!(js.send("f", ()), Err(JsError::Disconnected));
    assert_eq!(js.invoke_sync::<i32>("f", ()), Err(JsError::Disconnected));
}

#[test]
fn a_disposed_reference_cannot_be_called() {
    let peer = Peer::new();
    let (call, id) = begun::<JsObjectReference>(&peer);
    peer.succeeds(id, r#"{"__jsObjectId":3}"#);
    let reference = now(call).unwrap();
    reference.dispose();

    let expected = "Cannot access a disposed object: JsObjectReference.";
    assert_eq!(text(now(reference.invoke::<i32>("f", ()))), expected);
    assert_eq!(now(reference.invoke_void("f", ())), Err(JsError::Disposed));
    assert_eq!(now(reference.get::<i32>("f")), Err(JsError::Disposed));
    assert_eq!(now(reference.set("f", 1)), Err(JsError::Disposed));
    assert_eq!(now(reference.construct("F", ())).unwrap_err(), JsError::Disposed);
    assert_eq!(reference.invoke_sync::<i32>("f", ()), Err(JsError::Disposed));
    assert_eq!(peer.disposals(), ["[3]"], "nothing else was sent");
}

#[test]
fn a_client_that_does_not_read_makes_calls_fail() {
    let options = detailed().max_outgoing_bytes(1000);
    let peer = Peer::with_options(options);
    let calls: Vec<_> = (0..3).map(|_| peer.js().invoke::<i32>("f", ("x".repeat(400),))).collect();

    let third = calls.into_iter().next_back().unwrap();

    let error = now(third).unwrap_err();
    assert!(matches!(error, JsError::Limit(_)));
    assert_eq!(
        error.to_string(),
        "the client has left unread more than 1000 bytes, the limit that `CircuitOptions::max_outgoing_bytes` sets"
    );
    assert_eq!(peer.messages().len(), 2);
    assert_eq!(peer.js().send("f", ()), Ok(()), "there is room again");
}

#[test]
fn arguments_that_cannot_be_written_are_not_sent() {
    struct Broken;
    impl serde::Serialize for Broken {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("out of ink"))
        }
    }
    let peer = Peer::new();
    let error = now(peer.js().invoke::<i32>("f", (1, Broken))).unwrap_err();
    assert!(matches!(error, JsError::Arguments(_)));
    assert!(error.to_string().starts_with("The arguments of a JavaScript interop call cannot be written: "));
    assert!(error.to_string().contains("out of ink"));
    assert!(!error.to_string().contains("result"), "it is about arguments: {error}");
    peer.says_nothing();

    assert_eq!(peer.js().send("f", ()), Ok(()));
    assert_eq!(peer.call().args, "[]", "nothing of the failed attempt is left");
}

#[test]
fn arguments_larger_than_the_limit_are_not_sent() {
    let peer = Peer::with_options(detailed().max_reply_bytes(100));
    for result in [now(peer.js().invoke::<i32>("f", ("x".repeat(200),))), now(peer.js().invoke("f", (vec![0u8; 200],)))]
    {
        assert!(matches!(result, Err(JsError::Limit(_))), "{result:?}");
    }
    peer.says_nothing();
}

#[test]
fn a_host_without_synchronous_calls_says_so() {
    let host = CircuitHost::builder().services(NoServices).build();
    let error = host.circuit().js().invoke_sync::<i32>("f", ()).unwrap_err();
    assert_eq!(error, JsError::NotSynchronous);
    assert_eq!(
        error.to_string(),
        "The host does not support synchronous calls from Rust to JavaScript. Use invoke instead."
    );
}
