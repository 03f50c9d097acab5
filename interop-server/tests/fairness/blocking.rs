//! Clients that occupy the threads of blocking methods.

use std::time::Duration;

use futures_util::SinkExt as _;
use interop_server::ServerOptions;
use tokio_tungstenite::tungstenite::Message;

use crate::methods::Runs;
use crate::quiet::{Host, connect, receive, time_call};

/// Maximum time that a client may have to wait because of another one.
const ALLOWED: Duration = Duration::from_secs(1);

fn options() -> ServerOptions {
    ServerOptions::new().state(Runs::default())
}

#[tokio::test]
async fn they_run_on_named_threads_of_the_server() {
    let host = Host::start(options());
    let mut client = connect(host.address).await;
    client.send(Message::text("[\"call\",1,\"Fair\",\"thread_name\",0]\n[]")).await.unwrap();
    assert_eq!(receive(&mut client).await, "[\"reply\",1]\n\"interop-blocking\"");
}

#[tokio::test]
async fn a_flood_of_cancelled_calls_runs_few_of_them_and_delays_nobody() {
    let host = Host::start(options());
    let mut flood = connect(host.address).await;
    let mut other = connect(host.address).await;
    for number in 1..=8000 {
        flood.feed(Message::text(format!("[\"call\",{number},\"Fair\",\"block\",0]\n[100]"))).await.unwrap();
        flood.feed(Message::text(format!("[\"cancel\",{number}]"))).await.unwrap();
        if number % 500 == 0 {
            flood.flush().await.unwrap();
            for _ in 0..500 {
                assert!(receive(&mut flood).await.starts_with("[\"fail\","));
            }
            let time = time_call(&mut other, number, "block [0]").await;
            assert!(time < ALLOWED, "a blocking call of another client takes {time:?}");
        }
    }
    // Those that had started when they were cancelled, and those of the other client.
    let runs = runs(&mut other).await;
    assert!(runs < 16 + 400, "{runs} calls have run");
}

/// The number of calls to `block` that have started.
async fn runs(client: &mut crate::quiet::Socket) -> usize {
    client.send(Message::text("[\"call\",1000000,\"Fair\",\"runs\",0]\n[]")).await.unwrap();
    receive(client).await.strip_prefix("[\"reply\",1000000]\n").unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_client_with_a_thousand_long_calls_does_not_keep_others_waiting() {
    let host = Host::start(options().max_blocking_threads(2));
    let mut flood = connect(host.address).await;
    let mut other = connect(host.address).await;
    for number in 1..=1000 {
        flood.feed(Message::text(format!("[\"call\",{number},\"Fair\",\"block\",0]\n[20]"))).await.unwrap();
    }
    flood.flush().await.unwrap();
    for number in 1..=10 {
        let time = time_call(&mut other, number, "block [0]").await;
        assert!(time < ALLOWED, "a blocking call of another client takes {time:?}");
    }
}

#[tokio::test]
async fn what_waits_goes_with_its_connection() {
    let host = Host::start(options().max_blocking_threads(1));
    let mut flood = connect(host.address).await;
    for number in 1..=100 {
        flood.feed(Message::text(format!("[\"call\",{number},\"Fair\",\"block\",0]\n[300]"))).await.unwrap();
    }
    flood.flush().await.unwrap();
    flood.close(None).await.unwrap();
    drop(flood);
    while host.server.connections() > 0 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let mut other = connect(host.address).await;
    let time = time_call(&mut other, 1, "block [0]").await;
    assert!(time < ALLOWED, "the calls of a client that is gone are in the way: {time:?}");
    assert!(runs(&mut other).await <= 4);
}

#[tokio::test]
async fn the_shutdown_does_not_wait_for_them() {
    let host = Host::start(options().close_timeout(Duration::from_millis(200)));
    let mut client = connect(host.address).await;
    client.send(Message::text("[\"call\",1,\"Fair\",\"block\",0]\n[20000]")).await.unwrap();
    while runs(&mut client).await == 0 {}
    let start = std::time::Instant::now();
    host.server.shutdown(Duration::ZERO).await;
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}
