//! What the application does when the circuit of a client has ended.

use std::time::Duration;

use interop_core::Circuit;
use interop_core::host::CloseReason;
use interop_server::ServerOptions;
use serde_json::json;
use tokio::sync::mpsc::{self, UnboundedReceiver};
use tokio::sync::oneshot;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::client::{Client, Host, within};
use crate::recorder::Recorder;

/// A server that tells why its circuits ended, a while after their end.
async fn telling(options: ServerOptions) -> (Host, UnboundedReceiver<CloseReason>) {
    let (tell, told) = mpsc::unbounded_channel();
    let options = options.on_connected(move |circuit: Circuit| {
        let tell = tell.clone();
        circuit.on_disconnected(move |reason| async move {
            tokio::task::yield_now().await;
            let _ = tell.send(reason);
        });
        async {}
    });
    let host = Host::start(options).await;
    (host, told)
}

/// A client whose hook is registered: it has done something since it was welcomed.
async fn settled(host: &Host) -> Client {
    let mut client = host.connect().await;
    client.assert_works().await;
    client
}

#[tokio::test]
async fn the_hook_is_told_that_the_client_left_or_was_lost() {
    let (host, mut told) = telling(ServerOptions::new()).await;
    settled(&host).await.close().await;
    assert_eq!(within(told.recv()).await, Some(CloseReason::Client));
    drop(settled(&host).await);
    assert_eq!(within(told.recv()).await, Some(CloseReason::Lost));
}

#[tokio::test]
async fn the_hook_is_told_that_the_client_was_silent() {
    let options = ServerOptions::new().keep_alive(Duration::from_millis(20)).timeout(Duration::from_millis(40));
    let (host, mut told) = telling(options).await;
    let _silent = host.connect().await;
    assert_eq!(within(told.recv()).await, Some(CloseReason::Lost));
}

#[tokio::test]
async fn the_hook_is_told_what_the_client_did_wrong() {
    let (host, mut told) = telling(ServerOptions::new()).await;
    let mut client = settled(&host).await;
    client.text("[\"unknown\"]").await;
    assert_eq!(client.closed().await.0, 4000);
    assert!(matches!(within(told.recv()).await, Some(CloseReason::Violation(_))));
}

#[tokio::test]
async fn the_hook_is_told_that_the_application_closed_the_circuit() {
    let (host, mut told) = telling(ServerOptions::new()).await;
    let mut client = settled(&host).await;
    client.begin("close_circuit", &json!([])).await;
    assert_eq!(client.closed().await.0, 4003);
    assert_eq!(within(told.recv()).await, Some(CloseReason::Application));
    let mut client = settled(&host).await;
    client.begin("reconnect_circuit", &json!([])).await;
    assert_eq!(client.closed().await.0, 4006);
    assert_eq!(within(told.recv()).await, Some(CloseReason::Reconnect));
}

#[tokio::test]
async fn a_shutdown_waits_for_the_hooks() {
    let (host, mut told) = telling(ServerOptions::new()).await;
    let _clients = (settled(&host).await, settled(&host).await);
    within(host.server.shutdown(Duration::ZERO)).await;
    assert_eq!([told.try_recv(), told.try_recv()], [Ok(CloseReason::Host), Ok(CloseReason::Host)]);
}

#[tokio::test]
async fn a_hook_that_never_ends_keeps_neither_its_connection_nor_the_server() {
    let options = ServerOptions::new().close_timeout(Duration::from_millis(10)).max_connections(1);
    let host = Host::start(options).await;
    let client = settled(&host).await;
    let circuit = host.server.circuits().iter().next().unwrap();
    let (tell, begun) = oneshot::channel();
    circuit.on_disconnected(|_| async {
        let _ = tell.send(());
        std::future::pending::<()>().await;
    });
    client.close().await;
    within(begun).await.unwrap();
    host.until_connected(0).await;
    settled(&host).await.close().await;
    within(host.server.shutdown(Duration::ZERO)).await;
}

#[tokio::test]
async fn a_hook_that_panics_is_logged_and_harms_nobody() {
    let recorder = Recorder::default();
    // The test has one thread, on which everything runs.
    let _subscriber = tracing::subscriber::set_default(tracing_subscriber::registry().with(recorder.clone()));
    let (host, mut told) = telling(ServerOptions::new()).await;
    let client = settled(&host).await;
    let circuit = host.server.circuits().iter().next().unwrap();
    circuit.on_disconnected(|_| -> std::future::Ready<()> { panic!("a hook") });
    circuit.on_disconnected(|_| async { panic!("a hook") });
    client.close().await;
    assert_eq!(within(told.recv()).await, Some(CloseReason::Client));
    within(host.server.shutdown(Duration::ZERO)).await;
    let lines = recorder.lines();
    let panics =
        lines.iter().filter(|line| line.starts_with("event ERROR") && line.contains("`on_disconnected` panicked"));
    assert_eq!(panics.count(), 2, "{lines:#?}");
}
