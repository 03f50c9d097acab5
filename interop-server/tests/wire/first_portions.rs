//! The first bytes of streams from JavaScript, which travel with the message that offers the stream.

use interop_core::CircuitOptions;
use serde_json::{Value, json};

use crate::client::{Client, Host, Received};
use crate::methods::{options, pattern};

const KIB: usize = 1024;
const FIRST: usize = 64 * KIB;

async fn connect(host: &Host) -> Client {
    let mut client = host.open().await;
    client.text(json!(["hello", {"version": 1, "partBytes": 32768, "streamBytes": 0}]).to_string()).await;
    let welcome = client.receive().await.header();
    assert_eq!(welcome[1]["limits"]["streamBytes"], FIRST, "{welcome}");
    client
}

fn content(length: usize) -> Vec<u8> {
    (0..length).map(pattern).collect()
}

fn sum(length: usize) -> Value {
    json!([length, content(length).iter().map(|byte| u64::from(*byte)).sum::<u64>()])
}

/// Calls a method with a stream whose first bytes are announced, but do not follow yet.
async fn offer(client: &mut Client, method: &str, object_id: u64, length: usize) -> u64 {
    client.text(json!(["offer", object_id, length.min(FIRST)]).to_string()).await;
    client.begin(method, &json!([{"__jsStreamReferenceLength": length, "__jsObjectId": object_id}])).await
}

/// The same, and the first bytes follow.
async fn offer_with_bytes(client: &mut Client, method: &str, object_id: u64, length: usize) -> u64 {
    let call = offer(client, method, object_id, length).await;
    client.binary(5, &[object_id], &content(length.min(FIRST))).await;
    call
}

/// The next text frame with one of these headers. Others, such as those that release objects, are skipped.
async fn next(client: &mut Client, kinds: &[&str]) -> (Value, Option<Value>) {
    loop {
        match client.receive().await {
            Received::Text(header, body) if kinds.contains(&header[0].as_str().unwrap()) => {
                if header[2] != "DotNet.disposeJSObjectReferenceById" {
                    return (header, body);
                }
            }
            Received::Text(..) => {}
            other => panic!("{other:?}"),
        }
    }
}

/// Lets the method `sum_later` open its stream.
async fn allow(client: &mut Client) {
    let (invoke, _) = next(client, &["invoke", "open"]).await;
    assert_eq!(invoke[2], "mayOpen", "{invoke}");
    client.text(format!("[\"result\"]\n[{},true,null]", invoke[1])).await;
}

#[tokio::test]
async fn a_small_stream_is_read_without_a_round_trip() {
    let host = Host::start(options()).await;
    let mut client = connect(&host).await;
    for (object_id, length) in [(1, 1), (2, 20 * KIB), (3, FIRST)] {
        let call = offer_with_bytes(&mut client, "sum_of", object_id, length).await;
        let (header, body) = next(&mut client, &["open", "reply"]).await;
        assert_eq!((header, body), (json!(["reply", call]), Some(sum(length))), "nothing was requested");
    }
}

#[tokio::test]
async fn a_longer_stream_continues_behind_its_first_bytes() {
    let host = Host::start(options()).await;
    let mut client = connect(&host).await;
    let length = FIRST + 100;
    for (object_id, method) in [(7, "sum_of"), (8, "sum_later")] {
        let call = offer_with_bytes(&mut client, method, object_id, length).await;
        if method == "sum_later" {
            allow(&mut client).await;
        }
        let (open, _) = next(&mut client, &["open"]).await;
        let stream_id = open[1].as_u64().unwrap();
        assert_eq!(open, json!(["open", stream_id, object_id, 64 * KIB, 100, FIRST]), "the first bytes use up credit");
        client.binary(2, &[stream_id, 0], &content(length)[FIRST..]).await;
        assert_eq!(next(&mut client, &["reply"]).await, (json!(["reply", call]), Some(sum(length))));
    }
}

#[tokio::test]
async fn first_bytes_that_could_not_be_read_are_requested_with_the_others() {
    let host = Host::start(options().circuit(CircuitOptions::new().detailed_errors(true))).await;
    let mut client = connect(&host).await;
    for (object_id, method) in [(3, "sum_of"), (4, "sum_later")] {
        let call = offer(&mut client, method, object_id, 100).await;
        client.binary(5, &[object_id], &[]).await;
        if method == "sum_later" {
            allow(&mut client).await;
        }
        let (open, _) = next(&mut client, &["open"]).await;
        assert_eq!(open, json!(["open", open[1], object_id, 64 * KIB, 100]));
        client.text(json!(["end", open[1], "the file has changed"]).to_string()).await;
        let (fail, body) = next(&mut client, &["fail"]).await;
        assert_eq!(fail, json!(["fail", call]));
        assert!(body.unwrap()["message"].as_str().unwrap().contains("the file has changed"));
    }
}

#[tokio::test]
async fn a_longer_stream_whose_first_bytes_could_not_be_read_is_requested_once() {
    let host = Host::start(options().circuit(CircuitOptions::new().detailed_errors(true))).await;
    let mut client = connect(&host).await;
    let call = offer(&mut client, "sum_of", 3, FIRST + 1).await;
    let (open, _) = next(&mut client, &["open"]).await;
    assert_eq!(open[5], FIRST);
    client.binary(5, &[3], &[]).await;
    assert_works(&mut client).await;
    client.text(json!(["end", open[1], "the file has changed"]).to_string()).await;
    let (fail, body) = next(&mut client, &["fail", "open"]).await;
    assert_eq!(fail, json!(["fail", call]));
    assert!(body.unwrap()["message"].as_str().unwrap().contains("the file has changed"));
}

#[tokio::test]
async fn a_stream_that_is_not_opened_leaves_nothing_behind() {
    let host = Host::start(options()).await;
    let mut client = connect(&host).await;
    offer_with_bytes(&mut client, "not_opened", 1, FIRST).await;
    next(&mut client, &["reply"]).await;
    assert_works(&mut client).await;
    let before = host.server.held_bytes();
    for object_id in 2..60 {
        offer_with_bytes(&mut client, "not_opened", object_id, 10 * FIRST).await;
        next(&mut client, &["reply"]).await;
        offer_with_bytes(&mut client, "no_such_method", 1000 + object_id, 10 * FIRST).await;
        next(&mut client, &["fail"]).await;
    }
    assert_works(&mut client).await;
    assert_eq!(host.server.held_bytes(), before);
}

#[tokio::test]
async fn portions_that_wait_are_bounded_and_streams_beyond_start_at_their_beginning() {
    let host = Host::start(options()).await;
    let mut client = connect(&host).await;
    assert_works(&mut client).await;
    let before = host.server.held_bytes();
    let streams = 40;
    for object_id in 1..=streams {
        offer_with_bytes(&mut client, "sum_later", object_id, FIRST).await;
    }
    let mut invokes = Vec::new();
    for _ in 0..streams {
        invokes.push(next(&mut client, &["invoke"]).await.0[1].as_u64().unwrap());
    }
    assert_works(&mut client).await;
    let held = host.server.held_bytes() - before;
    assert!((16 * FIRST..17 * FIRST + 40 * 8 * KIB).contains(&held), "{held}");
    for invoke in invokes {
        client.text(format!("[\"result\"]\n[{invoke},true,null]")).await;
    }
    let (mut opened, mut replies) = (0, 0);
    while replies < streams {
        let (header, body) = next(&mut client, &["open", "reply", "fail"]).await;
        if header[0] == "open" {
            opened += 1;
            assert_eq!(header[5], Value::Null, "{header}");
            client.binary(2, &[header[1].as_u64().unwrap(), 0], &content(FIRST)).await;
        } else {
            replies += 1;
            assert_eq!(body, Some(sum(FIRST)), "{header}");
        }
    }
    assert_eq!(opened, streams - 16, "as many portions are stored");
}

#[tokio::test]
async fn without_room_the_first_bytes_are_ignored() {
    let circuit = CircuitOptions::new().max_held_bytes(240 * KIB);
    let host = Host::start(options().circuit(circuit)).await;
    let mut client = connect(&host).await;
    let call = offer(&mut client, "sum_of", 3, FIRST).await;
    let (open, _) = next(&mut client, &["open", "fail"]).await;
    assert_eq!(open, json!(["open", 0, 3, 64 * KIB, FIRST]));
    client.binary(5, &[3], &content(FIRST)).await;
    client.binary(2, &[0, 0], &content(FIRST)).await;
    assert_eq!(next(&mut client, &["reply"]).await, (json!(["reply", call]), Some(sum(FIRST))));
}

#[tokio::test]
async fn first_bytes_that_nobody_needs_any_more_are_ignored() {
    let host = Host::start(options()).await;
    let mut client = connect(&host).await;
    client.binary(5, &[77], &[1, 2, 3]).await;
    offer(&mut client, "not_opened", 3, 100).await;
    next(&mut client, &["reply"]).await;
    client.binary(5, &[3], &content(100)).await;
    client.binary(5, &[3], &content(100)).await;
    assert_works(&mut client).await;
}

#[tokio::test]
async fn what_was_not_announced_so_closes_the_connection() {
    let host = Host::start(options()).await;
    for (length, first) in [(100, 99), (100, 101)] {
        let mut client = connect(&host).await;
        offer(&mut client, "sum_of", 3, length).await;
        client.binary(5, &[3], &content(first)).await;
        assert_eq!(violation(&mut client).await, "The first bytes of a stream are not as many as announced.");
    }
    for length in [0, FIRST + 1] {
        let mut client = connect(&host).await;
        client.text(json!(["offer", 3, length]).to_string()).await;
        assert_eq!(violation(&mut client).await, "The first bytes of a stream are none, or too many.");
    }
    let mut client = host.connect().await;
    client.text(json!(["offer", 3, 10]).to_string()).await;
    assert_eq!(violation(&mut client).await, "First bytes of streams were not requested.");

    let mut client = connect(&host).await;
    offer(&mut client, "sum_of", 3, FIRST + 10).await;
    next(&mut client, &["open"]).await;
    client.binary(2, &[0, 0], &[0; 10]).await;
    assert!(violation(&mut client).await.contains("out of sequence"));
}

async fn assert_works(client: &mut Client) {
    let call = client.begin("add", &json!([2, 40])).await;
    assert_eq!(next(client, &["reply"]).await, (json!(["reply", call]), Some(json!(42))));
}

async fn violation(client: &mut Client) -> String {
    loop {
        if let Received::Closed(code, reason) = client.receive().await {
            assert_eq!(code, 4000);
            return reason;
        }
    }
}
