//! Calls from the client.

use interop_core::CircuitOptions;
use interop_server::ServerOptions;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::client::{Host, Received, text, within};
use crate::methods::Events;

#[tokio::test]
async fn names_beyond_their_limit_fail_one_call_in_few_words() {
    let host = Host::start(ServerOptions::new()).await;
    let mut client = host.connect().await;
    let long = "m".repeat(200_000);
    for (assembly, method, object_id) in [
        (json!("Wire"), &*long, 0),
        (json!(long), "add", 0),
        (Value::Null, &*long, 7),
        (json!("Wire"), "m\n".repeat(2500).as_str(), 0),
    ] {
        let call_id = client.begin_on(assembly, method, object_id, &json!([])).await;
        let Received::Text(header, Some(body)) = client.receive().await else { panic!("a failure is a text frame") };
        assert_eq!(header, json!(["fail", call_id]));
        let message = "the assembly and method names of a call are longer than 4096 bytes together";
        assert_eq!(body, json!({"message": message, "code": "limit_exceeded"}));
    }
    client.assert_works().await;
}

#[tokio::test]
async fn static_methods_of_every_kind_are_answered() {
    let host = Host::start(ServerOptions::new()).await;
    let mut client = host.connect().await;
    for method in ["add", "add_later", "add_on_a_thread"] {
        assert_eq!(client.call(method, json!([2, 40])).await, 42, "{method}");
    }
    client.text("[\"call\",99,\"Wire\",\"text_of\",0]\n[3]").await;
    assert_eq!(client.receive().await, text(json!(["reply", 99]), json!("xxx")));
}

#[tokio::test]
async fn a_call_without_an_id_is_made_and_not_answered() {
    let (events, mut happened) = mpsc::unbounded_channel();
    let host = Host::start(ServerOptions::new().state(Events(events))).await;
    let mut client = host.connect().await;
    client.text("[\"call\",null,\"Wire\",\"notify\",0]").await;
    client.text("[\"call\",null,\"Wire\",\"no_such_method\",0]\n[]").await;
    assert_eq!(within(happened.recv()).await, Some("notified"));
    client.assert_works().await;
}

#[tokio::test]
async fn calls_are_answered_when_they_end_and_not_in_their_order() {
    let (events, _happened) = mpsc::unbounded_channel();
    let host = Host::start(ServerOptions::new().state(Events(events))).await;
    let mut client = host.connect().await;
    let waiting = client.begin("wait_for_ever", &json!([])).await;
    let later = client.begin("add_later", &json!([1, 1])).await;
    let at_once = client.begin("add", &json!([1, 2])).await;
    let mut answered = Vec::new();
    for _ in 0..2 {
        answered.push(client.receive().await.header()[1].as_u64().unwrap());
    }
    answered.sort_unstable();
    assert_eq!(answered, [later, at_once]);
    client.text(json!(["cancel", waiting]).to_string()).await;
    assert_eq!(client.receive().await.header(), json!(["fail", waiting]));
}

#[tokio::test]
async fn failures_are_answered_and_the_connection_lives() {
    let options = CircuitOptions::new().detailed_errors(false);
    let host = Host::start(ServerOptions::new().circuit(options)).await;
    let mut client = host.connect().await;
    client.begin("order", &json!([])).await;
    let failure =
        json!({"message": "only 2 left", "code": "out_of_stock", "data": 2, "assembly": "Wire", "method": "order"});
    assert_eq!(client.receive().await, text(json!(["fail", 1]), failure));
    for (method, args, code) in [
        ("panics", json!([]), "internal"),
        ("no_such_method", json!([]), "not_found"),
        ("add", json!([1, "two"]), "invalid_arguments"),
        ("add", json!({"a": 1}), "invalid_arguments"),
        ("who_am_i", json!([]), "internal"),
    ] {
        client.begin(method, &args).await;
        let Received::Text(header, Some(body)) = client.receive().await else { panic!("{method} is not answered") };
        assert_eq!(header[0], "fail", "{method}");
        assert_eq!(body["code"], code, "{method}");
        assert!(body["message"].as_str().unwrap().starts_with("There was an exception invoking"), "{body}");
        assert!(!body.to_string().contains("secret"), "{body}");
    }
    client.assert_works().await;
}

#[tokio::test]
async fn objects_are_called_disposed_and_released() {
    let (events, mut happened) = mpsc::unbounded_channel();
    let host = Host::start(ServerOptions::new().state(Events(events))).await;
    let mut client = host.connect().await;

    let first = client.call("new_counter", json!([])).await["__dotNetObject"].as_u64().unwrap();
    let second = client.call("new_counter", json!([])).await["__dotNetObject"].as_u64().unwrap();
    assert_eq!((first, second), (1, 2));
    assert_eq!(client.call_on(first, "count", json!([])).await, 1);
    assert_eq!(client.call_on(first, "count", json!([])).await, 2);
    assert_eq!(client.call_on(second, "count", json!([])).await, 1);

    assert_eq!(client.call_on(first, "__Dispose", Value::Null).await, Value::Null);
    assert_eq!(within(happened.recv()).await, Some("counter dropped"));
    client.text(json!(["release", second, 1]).to_string()).await;
    assert_eq!(within(happened.recv()).await, Some("counter dropped"));

    for id in [first, second, 77] {
        let call = client.begin_on(Value::Null, "count", id, &json!([])).await;
        let Received::Text(header, Some(body)) = client.receive().await else { panic!("not answered") };
        assert_eq!(header, json!(["fail", call]));
        assert_eq!(body["code"], "object_disposed");
    }
}

#[tokio::test]
async fn objects_of_another_circuit_cannot_be_reached() {
    let host = Host::start(ServerOptions::new()).await;
    let (mut owner, mut other) = (host.connect().await, host.connect().await);
    let id = owner.call("new_counter", json!([])).await["__dotNetObject"].as_u64().unwrap();
    for frame in [json!(["release", id, 1]), json!(["stop", id])] {
        other.text(frame.to_string()).await;
    }
    for method in ["count", "__Dispose"] {
        other.begin_on(Value::Null, method, id, &json!([])).await;
        let Received::Text(_, Some(body)) = other.receive().await else { panic!("not answered") };
        assert_eq!(body["code"], "object_disposed");
    }
    assert_eq!(owner.call_on(id, "count", json!([])).await, 1);
    other.assert_works().await;
}

#[tokio::test]
async fn a_cancelled_call_is_answered_and_its_future_dropped() {
    let (events, mut happened) = mpsc::unbounded_channel();
    let host = Host::start(ServerOptions::new().state(Events(events))).await;
    let mut client = host.connect().await;
    let call = client.begin("wait_for_ever", &json!([])).await;
    client.text(json!(["cancel", call]).to_string()).await;
    let Received::Text(header, Some(body)) = client.receive().await else { panic!("not answered") };
    assert_eq!((header, &body["code"]), (json!(["fail", call]), &json!("cancelled")));
    assert_eq!(within(happened.recv()).await, Some("future dropped"));
    // The cancellation is too late, or for a call that never started: nothing happens.
    client.text(json!(["cancel", call]).to_string()).await;
    client.text(json!(["cancel", 1234]).to_string()).await;
    client.assert_works().await;
}

#[tokio::test]
async fn byte_arrays_travel_beside_the_json_in_both_directions() {
    let host = Host::start(ServerOptions::new()).await;
    let mut client = host.connect().await;
    client.binary(1, &[0], &[1, 2, 3]).await;
    let call = client.begin("reverse", &json!([{"__byte[]": 0}])).await;
    assert_eq!(client.receive().await.bytes(), [&[1, 1, 0, 0, 0, 0, 0, 0, 0][..], &[3, 2, 1]].concat());
    assert_eq!(client.receive().await, text(json!(["reply", call]), json!({"__byte[]": 1})));

    // The ids of the client start at 0 in every message, and those of the server continue.
    client.binary(1, &[0], b"ab").await;
    client.binary(1, &[1], b"").await;
    let call = client.begin("join", &json!([{"__byte[]": 0}, {"__byte[]": 1}])).await;
    assert_eq!(client.receive().await.bytes(), b"\x01\x02\0\0\0\0\0\0\0ab");
    assert_eq!(client.receive().await.bytes(), b"\x01\x03\0\0\0\0\0\0\0");
    let reply = json!([{"__byte[]": 2}, 2, {"__byte[]": 3}]);
    assert_eq!(client.receive().await, text(json!(["reply", call]), reply));
}

#[tokio::test]
async fn what_is_larger_than_a_piece_arrives_whole() {
    let host = Host::start(ServerOptions::new()).await;
    let mut client = host.connect().await;
    for length in [65_535, 65_536, 200_000, 5_000_000] {
        let Value::String(text) = client.call("text_of", json!([length])).await else { panic!("not a string") };
        assert_eq!(text.len(), length);
    }
}

#[tokio::test]
async fn a_message_over_the_limit_of_arguments_fails_and_the_connection_lives() {
    let options = CircuitOptions::new().max_argument_bytes(1000);
    let host = Host::start(ServerOptions::new().circuit(options)).await;
    let mut client = host.connect().await;
    let code = |answer: Received| match answer {
        Received::Text(_, Some(body)) => body["code"].clone(),
        other => panic!("not answered: {other:?}"),
    };
    client.begin("text_of", &json!(["x".repeat(1000)])).await;
    assert_eq!(code(client.receive().await), "limit_exceeded");
    client.binary(1, &[0], &[0; 600]).await;
    client.binary(1, &[1], &[0; 600]).await;
    client.begin("join", &json!([{"__byte[]": 0}, {"__byte[]": 1}])).await;
    assert_eq!(code(client.receive().await), "limit_exceeded");
    client.assert_works().await;
}

#[tokio::test]
async fn calls_beyond_the_limit_in_flight_fail_and_the_others_run() {
    let (events, mut happened) = mpsc::unbounded_channel();
    let options = CircuitOptions::new().max_calls_in_flight(10);
    let host = Host::start(ServerOptions::new().circuit(options).state(Events(events))).await;
    let (mut client, mut other) = (host.connect().await, host.connect().await);
    for _ in 0..1000 {
        client.begin("wait_for_ever", &json!([])).await;
    }
    for call in 11..=1000 {
        let Received::Text(header, Some(body)) = client.receive().await else { panic!("not answered") };
        assert_eq!((header, &body["code"]), (json!(["fail", call]), &json!("limit_exceeded")));
    }
    other.assert_works().await;
    client.assert_works().await;
    client.close().await;
    for _ in 0..10 {
        assert_eq!(within(happened.recv()).await, Some("future dropped"));
    }
}
