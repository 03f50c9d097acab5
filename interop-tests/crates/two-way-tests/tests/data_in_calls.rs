//! Data of the application in calls to JavaScript arrives unchanged, whatever its keys are. Texts that end within a
//! character fail one call.

#![allow(missing_docs)]

use interop_core::testing::Script;
use interop_core::{Callback, InProcess, JsError};
use serde_json::{Value, json};
use two_way_tests::{Peer, detailed, now};

fn data() -> Value {
    json!([{"__dotNetObject": 1, "!__byte[]": {"__dotNetStream": "x"}}, {"__jsObjectId": 0}, {"__internalId": "x"}])
}

const ESCAPED: &str =
    r#"[{"!!__byte[]":{"!__dotNetStream":"x"},"!__dotNetObject":1},{"!__jsObjectId":0},{"!__internalId":"x"}]"#;

#[test]
fn arguments_go_out_escaped() {
    let peer = Peer::new();
    peer.js().send("f", (data(),)).unwrap();
    assert_eq!(peer.call().args, format!("[{ESCAPED}]"));
}

#[test]
fn results_come_in_without_escapes() {
    let peer = Peer::new();
    let call = peer.js().invoke::<Value>("f", ());
    peer.succeeds(peer.call().task_id, ESCAPED);
    assert_eq!(now(call), Ok(data()));
}

#[test]
fn a_scripted_page_and_a_callback_see_the_data_itself() {
    let script = Script::new().function("echo", |call| {
        let (value,): (Value,) = call.args()?;
        assert_eq!(value, data());
        call.returns(value)
    });
    let app = InProcess::builder().options(detailed()).javascript(script).build();
    let echoed = futures_executor::block_on(app.run(app.circuit().js().invoke::<Value>("echo", (data(),))));
    assert_eq!(echoed, Ok(data()));

    let callback = Callback::new("echo", |value: Value| {
        assert_eq!(value, data());
        value
    });
    assert_eq!(app.object(&callback).call::<Value>("echo", (data(),)), Ok(data()));
}

#[test]
fn a_result_with_half_a_character_fails_its_call() {
    for json in [r#""\ud83d""#, r#"{"\ude00":1}"#, r#"["a\ud83d\ud83d"]"#] {
        let peer = Peer::new();
        let call = peer.js().invoke::<Value>("f", ());
        peer.succeeds(peer.call().task_id, json);
        let text = "a string has an unpaired surrogate, which is not a character".to_owned();
        assert_eq!(now(call), Err(JsError::Result(text)), "{json}");
        assert!(!peer.circuit().is_closed());
    }
}

#[test]
fn an_error_with_half_a_character_arrives_with_a_replacement() {
    let peer = Peer::new();
    let call = peer.js().invoke::<Value>("f", ());
    peer.fails(peer.call().task_id, r#""cut \ud83d off\n \ud83d\ude00""#);
    let message = "cut \u{fffd} off\n \u{1f600}".to_owned();
    assert_eq!(now(call), Err(JsError::JavaScript { message }));
}

#[test]
fn blanks_around_an_answer_are_those_of_json() {
    let peer = Peer::new();
    let call = peer.js().invoke::<i32>("f", ());
    let task_id = peer.call().task_id;
    assert!(peer.answers(&format!(" \t\r\n[ {task_id} ,true,1] ")).is_ok());
    assert_eq!(now(call), Ok(1));
    assert!(Peer::new().answers("\u{c}[2,true,1]").is_err());
}
