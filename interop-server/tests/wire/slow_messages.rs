//! Messages that arrive slowly, and clients for which there is no room.

use std::time::Duration;

use futures_util::SinkExt as _;
use interop_server::ServerOptions;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

use crate::client::{Client, Host};

async fn fragment(client: &mut Client, kind: Data, text: &str, is_last: bool) {
    let frame = Frame::message(text.to_owned(), OpCode::Data(kind), is_last);
    client.socket.send(Message::Frame(frame)).await.unwrap();
}

#[tokio::test]
async fn a_message_whose_end_does_not_come_ends_the_connection_whatever_pings_come_between() {
    let options = ServerOptions::new().receive_timeout(Duration::from_millis(300)).min_receive_rate(1_000_000);
    let host = Host::start(options).await;
    let mut client = host.connect().await;
    fragment(&mut client, Data::Text, "[\"pong\"", false).await;
    let (mut sender, mut receiver) = futures_util::StreamExt::split(client.socket);
    let pings = tokio::spawn(async move {
        let mut interval = tokio::time::interval(Duration::from_millis(20));
        while sender.send(Message::Ping(Vec::new().into())).await.is_ok() {
            interval.tick().await;
        }
    });
    let closed = loop {
        let message = futures_util::StreamExt::next(&mut receiver).await;
        if let Some(Ok(Message::Close(Some(frame)))) = message {
            break (u16::from(frame.code), frame.reason.as_str().to_owned());
        }
        assert!(matches!(message, Some(Ok(_))), "{message:?}");
    };
    assert_eq!(closed, (4005, "A message from the client arrived too slowly.".to_owned()));
    pings.abort();
}

#[tokio::test]
async fn a_message_that_keeps_to_the_least_rate_may_take_longer() {
    let options = ServerOptions::new().receive_timeout(Duration::from_millis(100)).min_receive_rate(10);
    let host = Host::start(options).await;
    let mut client = host.connect().await;
    let parts = ["[\"call\",1,", "\"Wire\",\"ad", "d\",0]\n[2,4", "0]        "];
    for (number, part) in parts.into_iter().enumerate() {
        let kind = if number == 0 { Data::Text } else { Data::Continue };
        fragment(&mut client, kind, part, number == 3).await;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(client.receive().await, crate::client::text(serde_json::json!(["reply", 1]), 42.into()));
}

#[tokio::test]
async fn messages_one_after_the_other_have_their_own_time() {
    let options = ServerOptions::new().receive_timeout(Duration::from_millis(400)).min_receive_rate(1_000_000);
    let host = Host::start(options).await;
    let mut client = host.connect().await;
    for _ in 0..6 {
        fragment(&mut client, Data::Text, "[\"po", false).await;
        tokio::time::sleep(Duration::from_millis(100)).await;
        fragment(&mut client, Data::Continue, "ng\"]", true).await;
    }
    client.assert_works().await;
}

#[tokio::test]
async fn a_long_first_frame_is_not_waited_for() {
    let host = Host::start(ServerOptions::new()).await;
    let mut client = host.open().await;
    fragment(&mut client, Data::Text, &" ".repeat(20_000), false).await;
    assert_eq!(client.closed().await, (4001, "The first frame is not `hello`.".to_owned()));
}

#[tokio::test]
async fn a_large_frame_that_there_is_no_room_for_ends_its_connection_alone() {
    let host = Host::start(ServerOptions::new().max_held_bytes(512 * 1024)).await;
    let mut quiet = host.connect().await;
    let mut client = host.connect().await;
    fragment(&mut client, Data::Text, &" ".repeat(1_000_000), false).await;
    assert_eq!(client.closed().await, (1013, "The server has no memory left for messages from the client.".to_owned()));
    quiet.assert_works().await;
    host.until_connected(1).await;
    host.connect().await.assert_works().await;
}
