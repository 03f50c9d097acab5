//! Streams of items, with clients that break the rules: only the stream concerned fails, and the connection continues.

#![allow(unreachable_pub, clippy::needless_pass_by_value, reason = "what the tests call are fixtures")]

use futures_util::stream::{self, Stream, StreamExt as _};
use interop_core::{JsFunction, JsItems, State, js_invokable};
use interop_server::ServerOptions;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::client::{Client, Host, Received, text};
use crate::methods::Events;

/// Counts from 0 to 39, and then waits.
#[js_invokable]
pub fn forty_items() -> impl Stream<Item = u32> {
    stream::iter(0..40).chain(stream::pending())
}

#[js_invokable]
pub fn three_items() -> impl Stream<Item = u32> {
    stream::iter(0..3)
}

/// The items as texts. The test knows when the stream is over, and when it is dropped.
#[js_invokable]
pub async fn read_items(mut items: JsItems<u8>) -> Vec<String> {
    let mut texts = Vec::new();
    while let Some(item) = items.next().await {
        texts.push(item.map_or_else(|_| "error".to_owned(), |item| item.to_string()));
    }
    texts
}

/// Reads one item, and no more until the circuit ends.
#[js_invokable]
pub async fn read_one_item(mut items: JsItems<u8>) {
    let _ = items.next().await;
    std::future::pending::<()>().await;
}

/// Calls a function when the circuit of the call has ended.
#[js_invokable]
pub fn call_after_the_end(function: JsFunction<(u8,), u8>, circuit: interop_core::Circuit, events: State<Events>) {
    circuit.on_disconnected(move |_| async move {
        let failed = function.call((1,)).await.is_err() && function.send((1,)).is_err();
        events.tell(if failed { "refused" } else { "called" });
    });
}

async fn offered(client: &mut Client, method: &str) -> u64 {
    client.call(method, json!([])).await["__dotNetItems"].as_u64().unwrap()
}

/// Sends a call with arguments that need not be JSON values, and returns the code of its failure, or its result.
async fn outcome(client: &mut Client, header: Value, args: &str) -> Result<Value, String> {
    let call_id = header[1].clone();
    client.text(format!("{header}\n{args}")).await;
    match client.receive().await {
        Received::Text(header, Some(body)) if header == json!(["reply", call_id]) => Ok(body),
        Received::Text(header, Some(body)) if header == json!(["fail", call_id]) => {
            Err(body["code"].as_str().unwrap().to_owned())
        }
        other => panic!("no answer to {call_id}: {other:?}"),
    }
}

#[tokio::test]
async fn a_read_with_bad_credit_fails_and_the_stream_continues() {
    let host = Host::start(ServerOptions::new()).await;
    let mut client = host.connect().await;
    let id = offered(&mut client, "forty_items").await;
    for (at, args) in [
        "[-1]",
        "[-9007199254740993]",
        "[1.5]",
        "[1e400]",
        "[NaN]",
        "[Infinity]",
        "[18446744073709551616]",
        "[\"16\"]",
        "[null]",
        "[[16]]",
        "[{}]",
        "[{\"__bigint\":\"16\"}]",
        "[{\"__jsFunction\":5}]",
        "[]",
        "[1,2]",
        "{}",
        "16",
        "[16",
        "",
        "null",
    ]
    .into_iter()
    .enumerate()
    {
        let header = json!(["call", 100 + at, null, "__Next", id]);
        // A function in it is released.
        if args.contains("Function") {
            client.text(format!("{header}\n{args}")).await;
            let release = text(json!(["invoke", 0, "DotNet.disposeJSObjectReferenceById", 3, 0, 1]), json!([5]));
            assert_eq!(client.receive().await, release);
            assert_eq!(client.receive().await.header(), json!(["fail", 100 + at]));
            continue;
        }
        assert_eq!(outcome(&mut client, header, args).await, Err("invalid_arguments".to_owned()), "{args}");
    }
    let next = json!(["call", 200, null, "__Next", id]);
    assert_eq!(outcome(&mut client, next, "[2]").await, Ok(json!({ "items": [0, 1], "done": false })));
    // As much as a client can ask for is not more than there is, and nothing counts as one.
    let next = json!(["call", 201, null, "__Next", id]);
    assert_eq!(outcome(&mut client, next, "[0]").await, Ok(json!({ "items": [2], "done": false })));
    let next = json!(["call", 202, null, "__Next", id]);
    let rest = outcome(&mut client, next, "[18446744073709551615]").await.unwrap();
    assert_eq!(rest["items"].as_array().unwrap().len(), 37);
    client.assert_works().await;
}

#[tokio::test]
async fn a_read_of_what_is_no_stream_fails_alone() {
    let host = Host::start(ServerOptions::new()).await;
    let mut client = host.connect().await;
    let id = offered(&mut client, "forty_items").await;
    for (at, (assembly, method, object_id, code)) in [
        (Value::Null, "__Next", json!(id + 1), "object_disposed"),
        (Value::Null, "__Next", json!(9_007_199_254_740_991_u64), "object_disposed"),
        (Value::Null, "__next", json!(id), "not_found"),
        (Value::Null, "__dispose", json!(id), "not_found"),
        (Value::Null, "next", json!(id), "not_found"),
        (json!("Wire"), "__Next", json!(id), "invalid_arguments"),
        (json!("Wire"), "__Next", json!(0), "not_found"),
        (json!("interop-core"), "__Next", json!(0), "not_found"),
    ]
    .into_iter()
    .enumerate()
    {
        let header = json!(["call", 100 + at, assembly, method, object_id]);
        assert_eq!(outcome(&mut client, header.clone(), "[1]").await, Err(code.to_owned()), "{header}");
    }
    // It is not a stream of bytes either: these are ignored.
    for frame in [json!(["grant", id, 5]), json!(["stop", id]), json!(["release", id + 1, 7])] {
        client.text(frame.to_string()).await;
    }
    let next = json!(["call", 200, null, "__Next", id]);
    assert_eq!(outcome(&mut client, next, "[1]").await, Ok(json!({ "items": [0], "done": false })));
    client.assert_works().await;
}

#[tokio::test]
async fn a_stream_is_over_for_good_after_its_end_a_disposal_and_a_release() {
    let host = Host::start(ServerOptions::new()).await;
    let mut client = host.connect().await;

    let id = offered(&mut client, "three_items").await;
    let done = client.call_on(id, "__Next", json!([16])).await;
    assert_eq!(done, json!({ "items": [0, 1, 2], "done": true }));
    let disposed = offered(&mut client, "forty_items").await;
    client.call_on(disposed, "__Dispose", json!([])).await;
    let released = offered(&mut client, "forty_items").await;
    client.text(json!(["release", released, 1]).to_string()).await;

    for (at, id) in [id, disposed, released].into_iter().enumerate() {
        for (method, at) in [("__Next", 100 + at), ("__Dispose", 200 + at)] {
            let header = json!(["call", at, null, method, id]);
            assert_eq!(outcome(&mut client, header, "[1]").await, Err("object_disposed".to_owned()), "{method}");
        }
    }
    client.assert_works().await;
}

#[tokio::test]
async fn a_second_read_fails_and_the_first_one_is_unaffected_until_it_is_cancelled() {
    let host = Host::start(ServerOptions::new()).await;
    let mut client = host.connect().await;
    let id = offered(&mut client, "forty_items").await;
    assert_eq!(client.call_on(id, "__Next", json!([100])).await["items"].as_array().unwrap().len(), 40);
    let first = client.begin_on(Value::Null, "__Next", id, &json!([1])).await;
    let header = json!(["call", 100, null, "__Next", id]);
    assert_eq!(outcome(&mut client, header, "[1]").await, Err("invalid_arguments".to_owned()));
    client.text(json!(["cancel", first]).to_string()).await;
    assert_eq!(client.receive().await.header(), json!(["fail", first]));
    // A disposal ends the one that waits, too.
    let third = client.begin_on(Value::Null, "__Next", id, &json!([1])).await;
    let header = json!(["call", 101, null, "__Dispose", id]);
    assert!(outcome(&mut client, header, "[]").await.is_ok());
    client.text(json!(["cancel", third]).to_string()).await;
    assert_eq!(client.receive().await.header(), json!(["fail", third]));
    client.assert_works().await;
}

/// The request for items that the server sends, by its task and its credit.
async fn request(client: &mut Client) -> (u64, u64) {
    let Received::Text(header, Some(args)) = client.receive().await else { panic!("items are requested") };
    assert_eq!((&header[0], &header[2], &header[4]), (&json!("invoke"), &json!("next"), &json!(7)));
    (header[1].as_u64().unwrap(), args[0].as_u64().unwrap())
}

#[tokio::test]
async fn answers_that_no_client_sends_end_the_stream_and_not_the_connection() {
    for (answer, read) in [
        (json!({ "items": vec![1; 17], "done": false }), json!(["error"])),
        (json!({ "items": [], "done": false }), json!(["error"])),
        (json!({ "items": [1] }), json!(["error"])),
        (json!({ "items": 1, "done": true }), json!(["error"])),
        (json!({ "items": [1], "done": "no" }), json!(["error"])),
        (json!([1, true]), json!(["error"])),
        (json!(null), json!(["error"])),
        (json!({ "items": [1, "x", -1, 2], "done": true }), json!(["1", "error", "error", "2"])),
        (json!({ "items": [], "done": true }), json!([])),
    ] {
        let host = Host::start(ServerOptions::new()).await;
        let mut client = host.connect().await;
        let call = client.begin("read_items", &json!([{ "__jsItems": 7 }])).await;
        let (task, credit) = request(&mut client).await;
        assert_eq!(credit, 16);
        client.text(format!("[\"result\"]\n{}", json!([task, true, answer]))).await;
        let mut frames = [client.receive().await, client.receive().await];
        frames.sort_by_key(|frame| matches!(frame, Received::Text(header, _) if header[0] == "reply"));
        let [released, replied] = frames;
        assert_eq!(released, text(json!(["invoke", 0, "DotNet.disposeJSObjectReferenceById", 3, 0, 1]), json!([7])));
        assert_eq!(replied, text(json!(["reply", call]), read), "{answer}");
        // Repeated, and after the end.
        for late in [json!([task, true, answer]), json!([task + 1, true, { "items": [9], "done": false }])] {
            client.text(format!("[\"result\"]\n{late}")).await;
        }
        client.assert_works().await;
    }
}

#[tokio::test]
async fn a_reader_that_stops_requests_nothing_more_of_a_source_without_end() {
    let host = Host::start(ServerOptions::new()).await;
    let mut client = host.connect().await;
    let call = client.begin("read_one_item", &json!([{ "__jsItems": 7 }])).await;
    let (task, credit) = request(&mut client).await;
    client.text(format!("[\"result\"]\n{}", json!([task, true, { "items": vec![1; 16], "done": false }]))).await;
    assert_eq!(credit, 16);
    // Whatever else was requested would be here.
    client.assert_works().await;
    client.assert_works().await;
    client.text(json!(["cancel", call]).to_string()).await;
    let mut frames = [client.receive().await.header(), client.receive().await.header()];
    frames.sort_by_key(ToString::to_string);
    assert_eq!(frames, [json!(["fail", call]), json!(["invoke", 0, "DotNet.disposeJSObjectReferenceById", 3, 0, 1])]);
    client.assert_works().await;
}

#[tokio::test]
async fn a_function_is_refused_after_its_circuit_has_ended() {
    let (sender, mut events) = mpsc::unbounded_channel();
    let host = Host::start(ServerOptions::new().state(Events(sender))).await;
    let mut client = host.connect().await;
    client.call("call_after_the_end", json!([{ "__jsFunction": 7 }])).await;
    client.close().await;
    assert_eq!(events.recv().await, Some("refused"));
}
