//! Streams leave the connection and the memory to others: to calls, to each other, and to other clients.

use interop_core::CircuitOptions;
use serde_json::{Value, json};

use crate::client::{Client, Host, Received};
use crate::methods::{options, pattern};
use crate::slow_links::slow;

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

async fn connect(host: &Host) -> Client {
    let mut client = host.open().await;
    client.text(json!(["hello", {"version": 1, "streamBytes": 0}]).to_string()).await;
    client.receive().await.header();
    client
}

/// The next text frame of these kinds. Pings are answered, and chunks are counted by stream.
async fn next(client: &mut Client, kinds: &[&str], received: &mut [(u64, usize)]) -> (Value, Option<Value>) {
    loop {
        match client.receive().await {
            Received::Text(header, _) if header == json!(["ping"]) => client.text(r#"["pong"]"#).await,
            Received::Text(header, body) if kinds.contains(&header[0].as_str().unwrap()) => return (header, body),
            Received::Text(..) => {}
            Received::Bytes(bytes) => {
                let id = u64::from_le_bytes(bytes[1..9].try_into().unwrap());
                let of_stream = received.iter_mut().find(|(stream, _)| *stream == id).unwrap();
                of_stream.1 += bytes.len() - 17;
            }
            other => panic!("{other:?}"),
        }
    }
}

/// Opens a stream from the client, and returns its id and its window.
async fn open(client: &mut Client, method: &str, object_id: u64, length: usize) -> (u64, usize) {
    client.begin(method, &json!([{"__jsStreamReferenceLength": length, "__jsObjectId": object_id}])).await;
    let (open, _) = next(client, &["open"], &mut []).await;
    (open[1].as_u64().unwrap(), usize::try_from(open[4].as_u64().unwrap()).unwrap())
}

async fn send(client: &mut Client, stream_id: u64, length: usize) {
    let content: Vec<u8> = (0..length).map(pattern).collect();
    for (chunk, sequence) in content.chunks(64 * KIB).zip(0..) {
        client.binary(2, &[stream_id, sequence], chunk).await;
    }
}

#[tokio::test]
async fn downloads_over_a_slow_link_share_it_with_calls_and_with_each_other() {
    let (_host, link) = slow(options()).await;
    let mut client = connect(&link).await;
    let mut received = Vec::new();
    for _ in 0..2 {
        client.begin("stream_of", &json!([16 * MIB])).await;
        let (_, body) = next(&mut client, &["reply"], &mut received).await;
        received.push((body.unwrap()["__dotNetStream"].as_u64().unwrap(), 0));
    }
    for (id, _) in received.clone() {
        client.text(json!(["claim", id, 16 * MIB]).to_string()).await;
    }
    for round in 1..=5 {
        let before: usize = received.iter().map(|(_, bytes)| bytes).sum();
        let call = client.begin("add", &json!([round, 40])).await;
        let (reply, body) = next(&mut client, &["reply"], &mut received).await;
        assert_eq!((reply, body), (json!(["reply", call]), Some(json!(round + 40))));
        let ahead = received.iter().map(|(_, bytes)| bytes).sum::<usize>() - before;
        // What is in the buffers of the network, and the chunk that is being sent.
        assert!(ahead <= 8 * 64 * KIB, "{ahead} bytes came before the reply");
    }
    let [(_, one), (_, other)] = received[..] else { unreachable!() };
    assert!(one + other > 0, "the downloads stand still");
    assert!(one.abs_diff(other) <= 2 * 64 * KIB, "{one} and {other}");
}

#[tokio::test]
async fn a_reader_that_stops_takes_nothing_from_calls_and_other_streams() {
    let host = Host::start(options()).await;
    let mut client = connect(&host).await;
    let (stalled, window) = open(&mut client, "never_read", 1, 100 * MIB).await;
    send(&mut client, stalled, window).await;
    let length = 3 * MIB;
    for object_id in 2..5 {
        let (id, window) = open(&mut client, "sum_of", object_id, length).await;
        assert!(window >= length, "{window}");
        send(&mut client, id, length).await;
        let (_, body) = next(&mut client, &["reply"], &mut []).await;
        assert_eq!(body.unwrap()[0], length);
    }
    let call = client.begin("add", &json!([2, 40])).await;
    assert_eq!(next(&mut client, &["reply"], &mut []).await, (json!(["reply", call]), Some(json!(42))));
}

#[tokio::test]
async fn readers_that_stop_hold_what_they_were_granted_and_no_more_until_they_end() {
    let held = 16 * MIB;
    let host = Host::start(options().circuit(CircuitOptions::new().max_held_bytes(held))).await;
    let mut client = connect(&host).await;
    let before = host.server.held_bytes();
    let mut granted = 0;
    for object_id in 1..=10 {
        let (id, window) = open(&mut client, "never_read", object_id, 100 * MIB).await;
        send(&mut client, id, window).await;
        granted += window;
    }
    let call = client.begin("add", &json!([2, 40])).await;
    next(&mut client, &["reply"], &mut []).await;
    let now = host.server.held_bytes() - before;
    assert!((granted..granted + MIB).contains(&now), "{now} bytes for {granted}");
    assert!(now < held * 7 / 8, "{now}: each window takes a quarter of what is left at most");
    for running in 1..call {
        client.text(json!(["cancel", running]).to_string()).await;
        next(&mut client, &["fail"], &mut []).await;
    }
    client.begin("add", &json!([2, 40])).await;
    next(&mut client, &["reply"], &mut []).await;
    assert!(host.server.held_bytes() < before + MIB, "everything is released");
}

#[tokio::test]
async fn uploads_of_one_client_leave_room_for_those_of_others() {
    let host = Host::start(options().max_held_bytes(32 * MIB).max_connections(100)).await;
    let mut stalled = Vec::new();
    for _ in 0..6 {
        let mut client = connect(&host).await;
        let (id, window) = open(&mut client, "never_read", 1, 100 * MIB).await;
        send(&mut client, id, window).await;
        stalled.push(client);
    }
    assert!(host.server.held_bytes() < 28 * MIB, "{}", host.server.held_bytes());
    let mut client = connect(&host).await;
    let (id, window) = open(&mut client, "sum_of", 1, 128 * KIB).await;
    assert_eq!(window, 128 * KIB);
    send(&mut client, id, window).await;
    let (_, body) = next(&mut client, &["reply"], &mut []).await;
    assert_eq!(body.unwrap()[0], 128 * KIB);
}
