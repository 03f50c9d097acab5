//! Streams in both directions, and their flow control.

use std::time::Duration;

use interop_core::CircuitOptions;
use interop_server::ServerOptions;
use serde_json::{Value, json};

use crate::client::{Client, Host, Received, text};
use crate::methods::pattern;

const CHUNK: usize = 32 * 1024;

/// Splits a chunk into stream id, sequence number and bytes.
fn chunk(received: Received) -> (u64, u64, Vec<u8>) {
    let bytes = received.bytes();
    assert_eq!(bytes[0], 2);
    let number = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap());
    (number(1), number(9), bytes[17..].to_vec())
}

/// The frame with which the server makes the client forget an object that it has passed.
fn forget(object_id: u64) -> Received {
    text(json!(["invoke", 0, "DotNet.disposeJSObjectReferenceById", 3, 0, 1]), json!([object_id]))
}

/// Receives a frame. It must not grant chunks to the first stream of the client.
async fn receive_no_grant(client: &mut Client) -> Received {
    let grant = Received::Text(json!(["grant", 0, 1]), None);
    loop {
        let received = client.receive().await;
        if received != grant {
            return received;
        }
    }
}

/// Receives these frames, each once and in any order, and frames that grant chunks.
async fn receive_all(client: &mut Client, mut expected: Vec<Received>) {
    while !expected.is_empty() {
        let received = receive_no_grant(client).await;
        let place = expected.iter().position(|frame| *frame == received);
        let place = place.unwrap_or_else(|| panic!("{received:?} and not one of {expected:?}"));
        expected.remove(place);
    }
}

async fn offered_stream(client: &mut Client, method: &str, args: Value) -> u64 {
    client.call(method, args).await["__dotNetStream"].as_u64().unwrap()
}

#[tokio::test]
async fn a_stream_to_the_client_sends_as_much_as_was_granted() {
    let length = 5 * CHUNK + 100;
    let host = Host::start(ServerOptions::new()).await;
    let mut client = host.connect().await;
    let id = offered_stream(&mut client, "stream_of", json!([length])).await;
    client.text(json!(["claim", id, 2]).to_string()).await;
    let mut content = Vec::new();
    for sequence in 0..2 {
        let (stream, number, bytes) = chunk(client.receive().await);
        assert_eq!((stream, number, bytes.len()), (id, sequence, CHUNK));
        content.extend(bytes);
    }
    // Without a grant, nothing more is sent: the next frame answers something else.
    client.assert_works().await;
    client.text(json!(["grant", id, 1]).to_string()).await;
    let (_, number, bytes) = chunk(client.receive().await);
    assert_eq!(number, 2);
    content.extend(bytes);
    client.assert_works().await;
    client.text(json!(["grant", id, 10]).to_string()).await;
    for sequence in 3..6 {
        let (_, number, bytes) = chunk(client.receive().await);
        assert_eq!(number, sequence);
        content.extend(bytes);
    }
    assert_eq!(client.receive().await.header(), json!(["end", id, null]));
    assert!(content == (0..length).map(pattern).collect::<Vec<u8>>());
}

#[tokio::test]
async fn a_stream_that_breaks_off_says_so() {
    let options = CircuitOptions::new().detailed_errors(true);
    let host = Host::start(ServerOptions::new().circuit(options)).await;
    let mut client = host.connect().await;
    let id = offered_stream(&mut client, "broken_stream", json!([])).await;
    client.text(json!(["claim", id, 4]).to_string()).await;
    assert_eq!(chunk(client.receive().await), (id, 0, b"abc".to_vec()));
    assert_eq!(client.receive().await.header(), json!(["end", id, "the disk is gone"]));
}

#[tokio::test]
async fn a_stream_that_the_client_stops_sends_no_more() {
    let host = Host::start(ServerOptions::new()).await;
    let mut client = host.connect().await;
    let id = offered_stream(&mut client, "stream_of", json!([10 * CHUNK])).await;
    client.text(json!(["claim", id, 1]).to_string()).await;
    assert_eq!(chunk(client.receive().await).1, 0);
    client.text(json!(["stop", id]).to_string()).await;
    client.text(json!(["grant", id, 5]).to_string()).await;
    client.assert_works().await;
    client.assert_works().await;
}

#[tokio::test]
async fn a_stream_that_is_claimed_too_late_is_over() {
    let stream_claim_timeout = Duration::from_millis(20);
    let options = CircuitOptions::new().stream_claim_timeout(stream_claim_timeout).max_streams(1);
    let host = Host::start(ServerOptions::new().circuit(options)).await;
    let mut client = host.connect().await;
    let id = offered_stream(&mut client, "stream_of", json!([10])).await;
    // Its place is free again when the time is over.
    loop {
        client.begin("stream_of", &json!([1])).await;
        if client.receive().await.header()[0] == "reply" {
            break;
        }
    }
    client.text(json!(["claim", id, 1]).to_string()).await;
    let header = client.receive().await.header();
    assert_eq!((&header[0], &header[1]), (&json!("end"), &json!(id)));
    assert!(header[2].as_str().unwrap().contains("is not available"), "{header}");
}

#[tokio::test]
async fn a_stream_that_is_not_read_on_ends_and_one_that_is_does_not() {
    let stream_read_timeout = Duration::from_millis(300);
    let options = CircuitOptions::new().stream_read_timeout(stream_read_timeout).max_streams(1);
    let host = Host::start(ServerOptions::new().circuit(options)).await;
    let mut client = host.connect().await;
    let id = offered_stream(&mut client, "stream_of", json!([100 * CHUNK])).await;
    client.text(json!(["claim", id, 1]).to_string()).await;
    assert_eq!(chunk(client.receive().await).1, 0);
    // The total time is longer than the maximum length of a pause.
    for sequence in 1..=10 {
        tokio::time::sleep(stream_read_timeout / 4).await;
        client.text(json!(["grant", id, 1]).to_string()).await;
        assert_eq!(chunk(client.receive().await).1, sequence);
    }
    let header = client.receive().await.header();
    assert_eq!(header, json!(["end", id, "The stream was not read in time."]));
    // The place that it occupied is free again.
    offered_stream(&mut client, "stream_of", json!([1])).await;
}

#[tokio::test]
async fn a_stream_from_the_client_is_asked_for_chunk_by_chunk() {
    let length = 10 * CHUNK + 1;
    let content: Vec<u8> = (0..length).map(pattern).collect();
    let host = Host::start(ServerOptions::new()).await;
    let mut client = host.connect().await;
    let reference = json!({"__jsStreamReferenceLength": length, "__jsObjectId": 3});
    let call = client.begin("sum_of", &json!([reference])).await;
    assert_eq!(client.receive().await.header(), json!(["open", 0, 3, CHUNK, 4]));
    let mut credit = 4;
    for (sequence, part) in content.chunks(CHUNK).enumerate() {
        while credit == 0 {
            assert_eq!(client.receive().await.header(), json!(["grant", 0, 1]));
            credit += 1;
        }
        credit -= 1;
        client.binary(2, &[0, sequence as u64], part).await;
    }
    let sum: u64 = content.iter().map(|byte| u64::from(*byte)).sum();
    receive_all(&mut client, vec![forget(3), text(json!(["reply", call]), json!([length, sum]))]).await;
    client.assert_works().await;
}

#[tokio::test]
async fn a_stream_from_the_client_that_ends_early_fails_its_reader() {
    let options = CircuitOptions::new().detailed_errors(true);
    let host = Host::start(ServerOptions::new().circuit(options)).await;
    let mut client = host.connect().await;
    let reference = json!({"__jsStreamReferenceLength": 100, "__jsObjectId": 3});
    let call = client.begin("sum_of", &json!([reference])).await;
    assert_eq!(client.receive().await.header()[0], "open");
    client.binary(2, &[0, 0], &[1; 50]).await;
    client.text(json!(["end", 0, "the file is gone"]).to_string()).await;
    assert_eq!(receive_no_grant(&mut client).await, forget(3));
    let Received::Text(header, Some(body)) = receive_no_grant(&mut client).await else { panic!("no answer") };
    assert_eq!(header, json!(["fail", call]));
    assert!(body["message"].as_str().unwrap().contains("the file is gone"), "{body}");
}

#[tokio::test]
async fn a_reader_that_has_enough_stops_the_client() {
    let host = Host::start(ServerOptions::new()).await;
    let mut client = host.connect().await;
    let reference = json!({"__jsStreamReferenceLength": 10 * CHUNK, "__jsObjectId": 3});
    let call = client.begin("first_byte_of", &json!([reference])).await;
    assert_eq!(client.receive().await.header()[0], "open");
    client.binary(2, &[0, 0], &vec![9; CHUNK]).await;
    let stop = Received::Text(json!(["stop", 0]), None);
    receive_all(&mut client, vec![stop, forget(3), text(json!(["reply", call]), json!(9))]).await;
    // A chunk that was on its way is ignored.
    client.binary(2, &[0, 1], &vec![9; CHUNK]).await;
    client.assert_works().await;
}
