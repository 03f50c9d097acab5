//! Clients that keep the threads of the server busy.

use std::time::Duration;

use futures_util::SinkExt as _;
use interop_server::ServerOptions;
use tokio::sync::Mutex;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

use crate::attack::{Attackers, Messages};
use crate::quiet::{Host, connect, p99, receive};

/// Tests that measure times run one at a time.
static ALONE: Mutex<()> = Mutex::const_new(());

/// The duration of each measurement.
const TIME: Duration = Duration::from_millis(700);

/// The number of attempts, because another program on the machine may have interfered.
const ATTEMPTS: usize = 5;

fn call(number: u64, method: &str, args: &str) -> Message {
    Message::text(format!("[\"call\",{number},\"Fair\",\"{method}\",0]\n{args}"))
}

/// Asserts that quiet clients wait no longer than this while a number of others send these messages.
async fn assert_served(host: &Host, what: &str, attackers: usize, messages: Messages, allowed: Duration) {
    let mut measured = Vec::new();
    for _ in 0..ATTEMPTS {
        // The time on this machine under its current load.
        let undisturbed = p99(host.address, TIME / 3).await;
        let attack = Attackers::start(attackers, host.address, messages);
        let disturbed = p99(host.address, TIME).await;
        drop(attack);
        println!("{what}: p99 of quiet clients {disturbed:?}, undisturbed {undisturbed:?}");
        if disturbed <= allowed + undisturbed * 2 {
            return;
        }
        measured.push((disturbed, undisturbed));
    }
    panic!("{what}: quiet clients wait {measured:?}, allowed is {allowed:?} more");
}

const FLOODS: [(&str, Messages); 5] = [
    ("calls", |number| call(number, "add", "[1,2]")),
    ("tiny frames", |_| Message::text("[\"pong\"]")),
    ("pings", |_| Message::Ping(bytes::Bytes::from_static(b"x"))),
    ("names of 200 KB", |number| call(number, &"m".repeat(200_000), "[]")),
    ("fragments of one frame", |number| {
        let data = if number == 1 { Data::Text } else { Data::Continue };
        Message::Frame(Frame::message(bytes::Bytes::new(), OpCode::Data(data), false))
    }),
];

/// On an otherwise idle machine, the time is less than half of this. If turns were counted in messages, it would be
/// more than twice as long.
const SLOW: Duration = Duration::from_millis(60);

#[tokio::test]
async fn floods_do_not_delay_others() {
    let _alone = ALONE.lock().await;
    for (what, messages) in FLOODS {
        let host = Host::start(ServerOptions::new());
        assert_served(&host, what, 2, messages, SLOW).await;
    }
}

#[tokio::test]
async fn methods_that_take_a_millisecond_do_not_delay_others_by_more_than_a_few() {
    let _alone = ALONE.lock().await;
    let host = Host::start(ServerOptions::new());
    assert_served(&host, "1 ms", 2, |number| call(number, "hold", "[1]"), SLOW).await;
}

#[tokio::test]
async fn they_do_not_on_a_runtime_with_one_thread_either() {
    let _alone = ALONE.lock().await;
    let host = Host::start_on_current_thread(ServerOptions::new());
    assert_served(&host, "1 ms on one thread", 2, |number| call(number, "hold", "[1]"), SLOW).await;
}

#[tokio::test]
async fn many_calls_that_can_go_on_at_once_do_not_delay_others() {
    let _alone = ALONE.lock().await;
    let host = Host::start(ServerOptions::new());
    assert_served(&host, "polls of 1 ms", 2, |number| call(number, "hold_often", "[1]"), SLOW).await;
}

#[tokio::test]
async fn methods_that_hold_all_threads_leave_some_service_to_others_and_are_seen() {
    let _alone = ALONE.lock().await;
    let host = Host::start(ServerOptions::new());
    assert_eq!(host.server.long_runs(), 0);
    let allowed = Duration::from_millis(200);
    assert_served(&host, "60 ms", 2, |number| call(number, "hold", "[60]"), allowed).await;
    assert!(host.server.long_runs() >= 5, "{} long runs", host.server.long_runs());
}

#[tokio::test]
async fn a_client_gets_the_answer_to_a_slow_call_before_its_next_slow_call_runs() {
    let _alone = ALONE.lock().await;
    let host = Host::start(ServerOptions::new());
    let mut client = connect(host.address).await;
    client.feed(call(1, "add", "[1,2]")).await.unwrap();
    client.feed(call(2, "hold", "[100]")).await.unwrap();
    client.feed(call(3, "hold", "[3000]")).await.unwrap();
    client.flush().await.unwrap();
    let start = std::time::Instant::now();
    assert_eq!(receive(&mut client).await, "[\"reply\",1]\n3");
    assert_eq!(receive(&mut client).await, "[\"reply\",2]\nnull");
    assert!(start.elapsed() < Duration::from_millis(2500), "{:?}", start.elapsed());
}
