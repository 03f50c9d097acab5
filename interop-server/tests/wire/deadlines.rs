//! The options of calls, and what becomes of calls that take too long.

use std::time::Duration;

use interop_core::CircuitOptions;
use interop_server::ServerOptions;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::client::{Client, Host, Received, within};
use crate::methods::Events;

/// The code and the message of the next failure, which must answer this call.
#[track_caller]
fn failure(answer: Received, call: u64) -> (String, String) {
    let Received::Text(header, Some(body)) = answer else { panic!("not answered: {answer:?}") };
    assert_eq!(header, json!(["fail", call]));
    (body["code"].as_str().unwrap().to_owned(), body["message"].as_str().unwrap().to_owned())
}

async fn call(client: &mut Client, id: u64, method: &str, options: Value) -> Received {
    client.text(format!("{}\n[1,2]", json!(["call", id, "Wire", method, 0, options]))).await;
    client.receive().await
}

#[tokio::test]
async fn a_call_ends_at_the_deadline_of_its_caller() {
    let (events, mut happened) = mpsc::unbounded_channel();
    let host = Host::start(ServerOptions::new().state(Events(events))).await;
    let mut client = host.connect().await;
    client.text(format!("{}\n[]", json!(["call", 1, "Wire", "wait_for_ever", 0, {"timeout": 20}]))).await;
    let (code, message) = failure(client.receive().await, 1);
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("deadline_exceeded", "the call did not end within its deadline of 20 ms")
    );
    assert_eq!(within(happened.recv()).await, Some("future dropped"));
    client.text(json!(["cancel", 1]).to_string()).await;
    let reply = Received::Text(json!(["reply", 2]), Some(json!(3)));
    assert_eq!(call(&mut client, 2, "add_later", json!({"timeout": 31_536_000_000_u64})).await, reply);
}

#[tokio::test]
async fn a_call_ends_at_the_deadline_of_the_server() {
    let (events, mut happened) = mpsc::unbounded_channel();
    let circuit = CircuitOptions::new().call_timeout(Duration::from_millis(20));
    let host = Host::start(ServerOptions::new().circuit(circuit).state(Events(events))).await;
    let mut client = host.connect().await;
    let call = client.begin("wait_for_ever", &json!([])).await;
    assert_eq!(failure(client.receive().await, call).0, "deadline_exceeded");
    assert_eq!(within(happened.recv()).await, Some("future dropped"));
    client.assert_works().await;
}

#[tokio::test]
async fn options_that_are_unknown_or_absent_change_nothing() {
    let host = Host::start(ServerOptions::new()).await;
    let mut client = host.connect().await;
    let options = [json!({}), json!({"timeout": null, "traceparent": null}), json!({"later": [{"timeout": "x"}]})];
    for (id, options) in (1..).zip(options) {
        let reply = Received::Text(json!(["reply", id]), Some(json!(3)));
        assert_eq!(call(&mut client, id, "add", options).await, reply);
    }
}

#[tokio::test]
async fn an_option_of_the_wrong_type_fails_its_call_and_the_connection_lives() {
    let host = Host::start(ServerOptions::new()).await;
    let mut client = host.connect().await;
    for (id, options) in (1..).zip([json!({"timeout": "5s"}), json!({"timeout": -1}), json!({"traceparent": [1]})]) {
        let (code, message) = failure(call(&mut client, id, "add", options).await, id);
        assert_eq!(code, "invalid_arguments");
        assert!(message.starts_with("the option `t"), "{message}");
    }
    // The byte arrays of such a call are dropped with it.
    client.binary(1, &[0], &[1, 2, 3]).await;
    assert_eq!(failure(call(&mut client, 9, "reverse", json!({"timeout": []})).await, 9).0, "invalid_arguments");
    assert_eq!(failure(call(&mut client, 10, "add", json!({"timeout": 0})).await, 10).0, "deadline_exceeded");
    let reply = Received::Text(json!(["reply", 11]), Some(json!(3)));
    assert_eq!(call(&mut client, 11, "add", json!({"traceparent": "anything"})).await, reply);
}

#[tokio::test]
async fn options_that_are_no_object_are_a_violation() {
    let host = Host::start(ServerOptions::new()).await;
    for options in [json!(null), json!([1500]), json!(1500), json!("timeout")] {
        let mut client = host.connect().await;
        let answer = call(&mut client, 1, "add", options).await;
        assert!(matches!(answer, Received::Closed(4000, _)), "{answer:?}");
    }
}
