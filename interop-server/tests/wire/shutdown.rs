//! The end of the server.

use std::time::Duration;

use interop_server::ServerOptions;
use serde_json::json;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Error;

use crate::client::{Host, within};
use crate::methods::Events;

#[tokio::test]
async fn all_clients_are_told_that_the_server_shuts_down() {
    let (events, mut happened) = mpsc::unbounded_channel();
    let host = Host::start(ServerOptions::new().state(Events(events))).await;
    let mut clients = Vec::new();
    for _ in 0..3 {
        let mut client = host.connect().await;
        client.begin("wait_for_ever", &json!([])).await;
        client.assert_works().await;
        clients.push(client);
    }
    // One has not said hello.
    clients.push(host.open().await);
    let server = host.server.clone();
    let shutdown = tokio::spawn(async move { server.shutdown().await });
    for client in &mut clients {
        assert_eq!(client.closed().await, (1001, "The server shuts down.".to_owned()));
    }
    within(shutdown).await.unwrap();
    assert_eq!(host.server.connections(), 0);
    for _ in 0..3 {
        assert_eq!(within(happened.recv()).await, Some("future dropped"));
    }
    let Err(Error::Http(response)) = host.try_open(host.request()).await else { panic!("not refused") };
    assert_eq!(response.status(), 503);
}

#[tokio::test]
async fn shutting_down_does_not_wait_for_clients_that_do_not_answer() {
    let options = ServerOptions::new().close_timeout(Duration::from_millis(50));
    let host = Host::start(options).await;
    let mut stuck = host.connect().await;
    for _ in 0..6 {
        stuck.begin("text_of", &json!([8_000_000])).await;
    }
    let silent = host.connect().await;
    within(host.server.shutdown()).await;
    assert_eq!(host.server.connections(), 0);
    drop((stuck, silent));
}

#[tokio::test]
async fn shutting_down_without_clients_is_done_at_once() {
    let host = Host::start(ServerOptions::new()).await;
    within(host.server.shutdown()).await;
}
