//! How broken connections are detected.

use std::time::Duration;

use interop_server::ServerOptions;
use serde_json::json;

use crate::client::{Host, Received};

fn impatient() -> ServerOptions {
    ServerOptions::new().keep_alive(Duration::from_millis(50)).timeout(Duration::from_millis(200))
}

#[tokio::test]
async fn a_client_that_answers_pings_stays() {
    let host = Host::start(impatient()).await;
    let mut client = host.connect().await;
    // This is much longer than the time-out.
    for _ in 0..10 {
        assert_eq!(client.receive().await.header(), json!(["ping"]));
        client.text(r#"["pong"]"#).await;
    }
    client.assert_works().await;
}

#[tokio::test]
async fn a_client_that_answers_nothing_is_disconnected() {
    let host = Host::start(impatient()).await;
    let mut client = host.connect().await;
    assert_eq!(client.receive().await.header(), json!(["ping"]));
    assert_eq!(client.closed().await, (4002, "The client was silent for too long.".to_owned()));
    host.until_connected(0).await;
}

#[tokio::test]
async fn the_connection_of_a_client_that_is_gone_without_a_word_ends() {
    let host = Host::start(impatient().close_timeout(Duration::from_millis(50))).await;
    // It never reads, answers or closes anything.
    let client = host.connect().await;
    let mut bystander = host.connect().await;
    let answering = tokio::spawn(async move {
        loop {
            match bystander.receive().await {
                Received::Text(..) => bystander.text(r#"["pong"]"#).await,
                other => return other,
            }
        }
    });
    host.until_connected(1).await;
    assert!(!answering.is_finished());
    answering.abort();
    drop(client);
}

#[tokio::test]
async fn a_client_that_drops_the_connection_is_gone_at_once() {
    let host = Host::start(ServerOptions::new()).await;
    let client = host.connect().await;
    drop(client);
    host.until_connected(0).await;
}

#[tokio::test]
async fn a_client_that_asks_is_answered_also_while_its_calls_run() {
    let (events, _happened) = tokio::sync::mpsc::unbounded_channel();
    let host = Host::start(ServerOptions::new().state(crate::methods::Events(events))).await;
    let mut client = host.connect().await;
    client.begin("wait_for_ever", &json!([])).await;
    client.text(r#"["ping"]"#).await;
    assert_eq!(client.receive().await.header(), json!(["pong"]));
    client.assert_works().await;
}
