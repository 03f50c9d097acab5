//! Streams of a client that counts credit in bytes.

use interop_core::CircuitOptions;
use interop_server::ServerOptions;
use serde_json::{Value, json};

use crate::client::{Client, Host, Received, text};
use crate::methods::pattern;

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

/// A client that accepts this many bytes of each stream before it claims it.
async fn connect(host: &Host, first: usize) -> Client {
    let mut client = host.open().await;
    client.text(json!(["hello", {"version": 1, "partBytes": 32768, "streamBytes": first}]).to_string()).await;
    let welcome = client.receive().await.header();
    assert_eq!(welcome[1]["limits"]["streamBytes"], 64 * KIB, "{welcome}");
    client
}

async fn offered_stream(client: &mut Client, method: &str, args: Value) -> u64 {
    client.call(method, args).await["__dotNetStream"].as_u64().unwrap()
}

/// Receives a chunk of this stream with this number.
async fn chunk(client: &mut Client, stream_id: u64, sequence: u64) -> Vec<u8> {
    let bytes = client.receive().await.bytes();
    let number = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap());
    assert_eq!((bytes[0], number(1), number(9)), (2, stream_id, sequence));
    bytes[17..].to_vec()
}

/// Offers a stream of this length as an argument, and returns what `open` allows: the sizes of a chunk and of the window.
async fn opened(client: &mut Client, method: &str, object_id: u64, length: usize) -> (usize, usize) {
    let reference = json!({"__jsStreamReferenceLength": length, "__jsObjectId": object_id});
    client.begin(method, &json!([reference])).await;
    let open = client.receive().await.header();
    assert_eq!((&open[0], &open[2]), (&json!("open"), &json!(object_id)), "{open}");
    let number = |index: usize| usize::try_from(open[index].as_u64().unwrap()).unwrap();
    (number(3), number(4))
}

#[tokio::test]
async fn the_server_counts_bytes_only_if_the_client_does() {
    let host = Host::start(ServerOptions::new()).await;
    let mut client = host.open().await;
    client.text(json!(["hello", {"version": 1}]).to_string()).await;
    let welcome = client.receive().await.header();
    assert_eq!(welcome[1]["limits"].get("streamBytes"), None, "{welcome}");
    assert_eq!(opened(&mut client, "never_read", 3, 100).await, (32 * KIB, 4), "chunks");
}

#[tokio::test]
async fn the_beginning_of_a_stream_comes_with_the_message_and_the_rest_as_it_is_granted() {
    let length = 300 * KIB;
    let host = Host::start(ServerOptions::new()).await;
    let mut client = connect(&host, 100 * KIB).await;
    let id = offered_stream(&mut client, "stream_of", json!([length])).await;
    let mut content = chunk(&mut client, id, 0).await;
    assert_eq!(content.len(), 64 * KIB, "a chunk is longer than a part, and not split");
    content.extend(chunk(&mut client, id, 1).await);
    assert_eq!(content.len(), 100 * KIB, "the stream is not claimed");
    client.assert_works().await;
    client.text(json!(["claim", id, 1]).to_string()).await;
    content.extend(chunk(&mut client, id, 2).await);
    assert_eq!(content.len(), 100 * KIB + 1);
    client.assert_works().await;
    client.text(json!(["grant", id, 9 * MIB]).to_string()).await;
    for sequence in 3..7 {
        content.extend(chunk(&mut client, id, sequence).await);
    }
    assert_eq!(client.receive().await.header(), json!(["end", id, null]));
    assert!(content == (0..length).map(pattern).collect::<Vec<u8>>());
}

#[tokio::test]
async fn a_small_stream_ends_without_a_claim_and_takes_no_place() {
    let host = Host::start(ServerOptions::new().circuit(CircuitOptions::new().max_streams(1))).await;
    let mut client = connect(&host, 64 * KIB).await;
    for _ in 0..5 {
        let id = offered_stream(&mut client, "stream_of", json!([1000])).await;
        assert_eq!(chunk(&mut client, id, 0).await.len(), 1000);
        assert_eq!(client.receive().await.header(), json!(["end", id, null]));
    }
}

#[tokio::test]
async fn without_a_first_portion_nothing_comes_before_the_claim() {
    let host = Host::start(ServerOptions::new()).await;
    let mut client = connect(&host, 0).await;
    let id = offered_stream(&mut client, "stream_of", json!([10])).await;
    client.assert_works().await;
    client.text(json!(["claim", id, 11]).to_string()).await;
    assert_eq!(chunk(&mut client, id, 0).await.len(), 10);
    assert_eq!(client.receive().await.header(), json!(["end", id, null]));
}

#[tokio::test]
async fn pieces_that_are_ready_are_sent_together() {
    let (lines, bytes) = (50_000, 40);
    let host = Host::start(ServerOptions::new()).await;
    let mut client = connect(&host, 0).await;
    let id = offered_stream(&mut client, "lines", json!([lines, bytes])).await;
    client.text(json!(["claim", id, u64::MAX >> 11]).to_string()).await;
    client.text(json!(["grant", id, u64::MAX >> 11]).to_string()).await;
    let (mut received, mut chunks) = (0, 0);
    while received < lines * bytes {
        received += chunk(&mut client, id, chunks).await.len();
        chunks += 1;
    }
    assert_eq!(client.receive().await.header(), json!(["end", id, null]));
    // The turn of the connection may end within a chunk.
    assert!(chunks < 1000, "{chunks} chunks");
}

#[tokio::test]
async fn pieces_before_an_error_are_sent() {
    let host = Host::start(ServerOptions::new().circuit(CircuitOptions::new().detailed_errors(true))).await;
    let mut client = connect(&host, 100).await;
    let id = offered_stream(&mut client, "broken_stream", json!([])).await;
    assert_eq!(chunk(&mut client, id, 0).await, b"abc");
    assert_eq!(client.receive().await.header(), json!(["end", id, "the disk is gone"]));
}

#[tokio::test]
async fn an_upload_is_granted_what_it_needs_and_arrives() {
    let length = 20 * MIB + 5;
    let content: Vec<u8> = (0..length).map(pattern).collect();
    let host = Host::start(ServerOptions::new()).await;
    let mut client = connect(&host, 0).await;
    let (chunk_bytes, window) = opened(&mut client, "sum_of", 3, length).await;
    assert_eq!((chunk_bytes, window), (64 * KIB, 4 * MIB));
    let mut credit = window;
    let mut granted = window;
    let (mut sent, mut sequence) = (0, 0);
    while sent < length {
        while credit == 0 {
            let grant = client.receive().await.header();
            assert_eq!((&grant[0], &grant[1]), (&json!("grant"), &json!(0)));
            credit += usize::try_from(grant[2].as_u64().unwrap()).unwrap();
            granted += usize::try_from(grant[2].as_u64().unwrap()).unwrap();
        }
        let next = chunk_bytes.min(credit).min(length - sent);
        client.binary(2, &[0, sequence], &content[sent..sent + next]).await;
        (sent, sequence, credit) = (sent + next, sequence + 1, credit - next);
    }
    assert_eq!(granted, length, "no more than the stream has");
    let sum: u64 = content.iter().map(|byte| u64::from(*byte)).sum();
    loop {
        if let Received::Text(header, body) = client.receive().await
            && header[0] == "reply"
        {
            assert_eq!(body, Some(json!([length, sum])));
            break;
        }
    }
}

#[tokio::test]
async fn more_bytes_than_were_granted_close_the_connection() {
    let host = Host::start(ServerOptions::new().circuit(CircuitOptions::new().max_stream_window(1000))).await;
    let mut client = connect(&host, 0).await;
    assert_eq!(opened(&mut client, "never_read", 3, 5000).await.1, 1000);
    client.binary(2, &[0, 0], &[0; 600]).await;
    client.assert_works().await;
    client.binary(2, &[0, 1], &[0; 401]).await;
    let (code, reason) = client.closed().await;
    assert_eq!(code, 4000);
    assert!(reason.contains("more chunks arrived than were granted"), "{reason}");
}

#[tokio::test]
async fn empty_chunks_and_single_bytes_hold_no_more_than_the_window() {
    let host = Host::start(ServerOptions::new()).await;
    let mut client = connect(&host, 0).await;
    let window = 100_000;
    assert_eq!(opened(&mut client, "never_read", 3, window).await.1, window);
    client.assert_works().await;
    let before = host.server.held_bytes();
    for sequence in 0..20_000 {
        client.binary(2, &[0, sequence], &[0; 1][..usize::from(sequence % 2 == 0)]).await;
    }
    client.assert_works().await;
    assert!(host.server.held_bytes() <= before + 8 * KIB, "{} and then {}", before, host.server.held_bytes());
}

#[tokio::test]
async fn windows_leave_room_in_the_budget_and_streams_still_open_when_little_is_left() {
    let circuit = CircuitOptions::new().max_held_bytes(8 * MIB).detailed_errors(true);
    let host = Host::start(ServerOptions::new().circuit(circuit)).await;
    let mut client = connect(&host, 0).await;
    let mut windows = Vec::new();
    for object_id in 1..=14 {
        windows.push(opened(&mut client, "never_read", object_id, 100 * MIB).await.1);
    }
    assert_eq!(windows[0], MIB, "a quarter of what is left, rounded down to halves of 4 MiB");
    assert!(windows.is_sorted_by(|before, after| before >= after), "{windows:?}");
    assert!(windows.iter().sum::<usize>() < 8 * MIB, "{windows:?}");
    assert!(windows.iter().all(|window| *window >= 128 * KIB), "{windows:?}");
    assert_eq!(client.begin("stream_of", &json!([1000])).await, 15);
    let Received::Text(header, _) = client.receive().await else { panic!("no reply") };
    assert_eq!(header, json!(["reply", 15]), "calls have room");
}

#[tokio::test]
async fn calls_are_answered_while_a_large_stream_is_sent() {
    let host = Host::start(ServerOptions::new()).await;
    let mut client = connect(&host, 0).await;
    let id = offered_stream(&mut client, "stream_of", json!([64 * MIB])).await;
    client.text(json!(["claim", id, 64 * MIB]).to_string()).await;
    client.receive().await.bytes();
    let call = client.begin("add", &json!([2, 40])).await;
    let mut chunks = 1;
    while let Received::Bytes(_) = {
        let received = client.receive().await;
        if received == text(json!(["reply", call]), json!(42)) {
            // The buffers of the network are full of chunks that were sent before.
            assert!(chunks < 64 * MIB / (64 * KIB), "the reply came last");
            return;
        }
        received
    } {
        chunks += 1;
    }
    panic!("the call was not answered");
}
