//! The resources that a client can use, and what remains after it has disconnected.

use std::time::Duration;

use interop_server::ServerOptions;
use serde_json::json;
use tokio::io::AsyncReadExt as _;
use tokio::sync::mpsc;
use tokio_tungstenite::MaybeTlsStream;

use crate::client::{Host, within};
use crate::methods::Events;

#[tokio::test]
async fn everything_of_a_client_is_freed_when_it_leaves() {
    let (events, mut happened) = mpsc::unbounded_channel();
    let host = Host::start(ServerOptions::new().state(Events(events))).await;
    let mut client = host.connect().await;
    client.call("new_counter", json!([])).await;
    client.begin("wait_for_ever", &json!([])).await;
    client.assert_works().await;
    client.close().await;
    let mut freed = vec![within(happened.recv()).await.unwrap(), within(happened.recv()).await.unwrap()];
    freed.sort_unstable();
    assert_eq!(freed, ["counter dropped", "future dropped"]);
}

#[tokio::test]
async fn a_client_that_never_reads_is_disconnected() {
    let (events, mut happened) = mpsc::unbounded_channel();
    let options = ServerOptions::new()
        .state(Events(events))
        .write_timeout(Duration::from_millis(200))
        .close_timeout(Duration::from_secs(20));
    let host = Host::start(options).await;
    let (mut client, mut bystander) = (host.connect().await, host.connect().await);
    client.call("new_counter", json!([])).await;
    // This is more than the buffers between the two sides can hold.
    for _ in 0..6 {
        client.begin("text_of", &json!([8_000_000])).await;
    }
    assert_eq!(within(happened.recv()).await, Some("counter dropped"), "its circuit is closed");
    bystander.assert_works().await;
    // If it reads later, it receives the reason.
    assert_eq!(client.closed().await, (4004, "The client did not read its messages in time.".to_owned()));
}

#[tokio::test]
async fn a_client_that_reads_slowly_gets_everything() {
    let write_timeout = Duration::from_millis(500);
    let host = Host::start(ServerOptions::new().write_timeout(write_timeout)).await;
    let mut client = host.connect().await;
    let calls = 8;
    for _ in 0..calls {
        client.begin("text_of", &json!([4_000_000])).await;
    }
    // Together they take several times the time-out, but no single piece does.
    for call in 1..=calls {
        tokio::time::sleep(write_timeout / 2).await;
        assert_eq!(client.receive().await.header(), json!(["reply", call]));
    }
}

#[tokio::test]
async fn a_client_that_reads_too_slowly_does_not_hold_what_waits_for_it() {
    let (events, mut happened) = mpsc::unbounded_channel();
    // Scaled down: a client at a tenth of the minimum rate, which makes progress many times within the write time-out.
    let options = ServerOptions::new()
        .state(Events(events))
        .write_timeout(Duration::from_secs(2))
        .min_send_rate(20_000_000)
        .close_timeout(Duration::from_secs(20));
    let host = Host::start(options).await;
    let mut client = host.connect().await;
    client.call("new_counter", json!([])).await;
    for _ in 0..12 {
        client.begin("text_of", &json!([8_000_000])).await;
    }
    let MaybeTlsStream::Plain(connection) = client.socket.get_mut() else { unreachable!("there is no TLS") };
    let mut buffer = vec![0; 20_000];
    let reading = async {
        let mut turns = tokio::time::interval(Duration::from_millis(10));
        loop {
            turns.tick().await;
            assert!(connection.read(&mut buffer).await.unwrap() > 0, "it is still connected");
        }
    };
    tokio::select! {
        event = within(happened.recv()) => assert_eq!(event, Some("counter dropped"), "its circuit is closed"),
        () = reading => {}
    }
}

#[tokio::test]
async fn a_client_that_does_not_read_is_not_read_from() {
    let (events, mut happened) = mpsc::unbounded_channel();
    let host = Host::start(ServerOptions::new().state(Events(events))).await;
    let mut client = host.connect().await;
    for _ in 0..6 {
        client.begin("text_of", &json!([8_000_000])).await;
    }
    client.begin("notify", &json!([])).await;
    // The call is processed only after the answers before it were read. There is no event for something that does not
    // happen, so this waits for a short time.
    let early = tokio::time::timeout(Duration::from_millis(300), happened.recv()).await;
    assert!(early.is_err(), "{early:?}");
    for call in 1..=7 {
        assert_eq!(client.receive().await.header(), json!(["reply", call]));
    }
    assert_eq!(within(happened.recv()).await, Some("notified"));
}
