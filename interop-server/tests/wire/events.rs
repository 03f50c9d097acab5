//! Events to one client, to groups and to all.

#![allow(unreachable_pub, reason = "static methods are public, and nothing here is a library")]
#![allow(clippy::needless_pass_by_value)]

use std::time::Duration;

use axum::http::StatusCode;
use axum::http::request::Parts;
use futures_util::SinkExt as _;
use interop_core::{ByteBuffer, Circuit, CircuitOptions, Circuits, Groups, JsError, js_invokable};
use interop_server::{Accepted, ServerOptions};
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use crate::client::{Client, Host, Received, text, within};

#[js_invokable]
pub fn send_event(circuit: Circuit, name: &str, value: serde_json::Value) -> Result<&'static str, JsError> {
    circuit.send(name, (value,))?;
    Ok("sent")
}

#[js_invokable]
pub fn join_group(groups: Groups, circuit: Circuit, group: &str) -> Result<(), JsError> {
    groups.join(group, &circuit)
}

#[js_invokable]
pub fn leave_group(groups: Groups, circuit: Circuit, group: &str) {
    groups.leave(group, &circuit);
}

#[js_invokable]
pub fn send_to_group(groups: Groups, circuit: Circuit, group: &str, value: serde_json::Value) -> Result<(), JsError> {
    groups.send_except(group, &circuit, "told", (value,))
}

#[js_invokable]
pub fn names_of_users(circuits: Circuits) -> Vec<String> {
    let mut names: Vec<_> = circuits.iter().filter_map(|circuit| circuit.user().map(str::to_owned)).collect();
    names.sort();
    names
}

async fn members(host: &Host, group: &str, count: usize) -> Vec<Client> {
    let mut clients = Vec::new();
    for _ in 0..count {
        let mut client = host.connect().await;
        assert_eq!(client.call("join_group", json!([group])).await, json!(null));
        clients.push(client);
    }
    clients
}

#[tokio::test]
async fn an_event_is_a_frame_of_its_own_in_order_with_the_answers() {
    let host = Host::start(ServerOptions::new()).await;
    let mut client = host.connect().await;
    let first = client.begin("send_event", &json!(["a\n\"b\"", {"x": "y\nz"}])).await;
    let second = client.begin("send_event", &json!(["", 2])).await;
    assert_eq!(client.receive().await, text(json!(["event", "a\n\"b\""]), json!([{"x": "y\nz"}])));
    assert_eq!(client.receive().await, text(json!(["reply", first]), json!("sent")));
    assert_eq!(client.receive().await, text(json!(["event", ""]), json!([2])));
    assert_eq!(client.receive().await, text(json!(["reply", second]), json!("sent")));
}

#[tokio::test]
async fn byte_arrays_precede_the_event_that_names_them_for_every_member() {
    let host = Host::start(ServerOptions::new()).await;
    let mut clients = members(&host, "g", 3).await;
    host.server.groups().send("g", "bytes", (ByteBuffer::from(vec![1, 2]), ByteBuffer::from(vec![3]))).unwrap();
    for client in &mut clients {
        assert_eq!(client.receive().await.bytes(), [1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]);
        assert_eq!(client.receive().await.bytes(), [1, 1, 0, 0, 0, 0, 0, 0, 0, 3]);
        assert_eq!(client.receive().await, text(json!(["event", "bytes"]), json!([{"__byte[]": 0}, {"__byte[]": 1}])));
    }
}

#[tokio::test]
async fn a_long_event_goes_in_parts_to_those_who_take_parts() {
    let host = Host::start(ServerOptions::new()).await;
    let mut in_parts = host.open().await;
    in_parts.text(r#"["hello",{"version":1,"partBytes":1024}]"#).await;
    in_parts.receive().await;
    in_parts.call("join_group", json!(["g"])).await;
    let mut whole = members(&host, "g", 1).await;
    let long = "x".repeat(100_000);
    host.server.groups().send("g", "long", (&long,)).unwrap();
    let expected = format!("[\"event\",\"long\"]\n[\"{long}\"]");
    let mut joined = Vec::new();
    while joined.len() < expected.len() {
        let part = in_parts.receive().await.bytes();
        assert_eq!(part[0], 3);
        joined.extend_from_slice(&part[9..]);
    }
    assert_eq!(joined, expected.as_bytes());
    assert_eq!(whole[0].receive().await, text(json!(["event", "long"]), json!([long])));
}

#[tokio::test]
async fn clients_join_leave_and_tell_the_others() {
    let host = Host::start(ServerOptions::new()).await;
    let name = "any / text\u{0}\u{10ffff}";
    let mut clients = members(&host, name, 3).await;
    assert_eq!(clients[2].call("leave_group", json!([name])).await, json!(null));
    assert_eq!(clients[0].call("send_to_group", json!([name, 1])).await, json!(null));
    assert_eq!(clients[1].receive().await, text(json!(["event", "told"]), json!([1])));
    for client in &mut clients {
        client.assert_works().await;
    }
}

#[tokio::test]
async fn what_a_client_cannot_join_is_an_error_of_its_call() {
    let options = CircuitOptions::new().max_groups(1).detailed_errors(true);
    let host = Host::start(ServerOptions::new().circuit(options)).await;
    let mut client = host.connect().await;
    client.call("join_group", json!(["first"])).await;
    for name in ["second".to_owned(), "n".repeat(1025)] {
        client.begin("join_group", &json!([name])).await;
        let Received::Text(header, Some(body)) = client.receive().await else { panic!("not answered") };
        assert_eq!(header[0], "fail");
        assert!(body["message"].as_str().unwrap().contains("group"), "{body}");
    }
    client.assert_works().await;
}

#[tokio::test]
async fn the_end_of_a_member_concerns_no_other() {
    let host = Host::start(ServerOptions::new()).await;
    let mut clients = members(&host, "g", 3).await;
    clients.remove(1).close().await;
    host.until_connected(2).await;
    host.server.groups().send("g", "e", ()).unwrap();
    for client in &mut clients {
        assert_eq!(client.receive().await, text(json!(["event", "e"]), json!([])));
    }
}

#[tokio::test]
async fn a_member_that_never_reads_is_disconnected_and_slows_nobody() {
    let circuit = CircuitOptions::new().max_outgoing_bytes(1 << 20);
    let options = ServerOptions::new().circuit(circuit).close_timeout(Duration::from_millis(100));
    let host = Host::start(options).await;
    let mut slow = members(&host, "g", 1).await.remove(0);
    let mut quick = members(&host, "g", 1).await.remove(0);
    let (ended, end) = tokio::sync::oneshot::channel();
    let circuits: Vec<_> = host.server.circuits().iter().collect();
    let oldest = circuits.iter().min_by_key(|circuit| circuit.id()).unwrap();
    oldest.on_disconnected(move |reason| async move { drop(ended.send(reason)) });
    // More than the sockets of the slow member and its outbox hold.
    let value = "x".repeat(100_000);
    for number in 0..200 {
        host.server.groups().send("g", "e", (number, &value)).unwrap();
        assert_eq!(quick.receive().await, text(json!(["event", "e"]), json!([number, value])));
    }
    assert_eq!(within(end).await, Ok(interop_core::host::CloseReason::Slow));
    quick.assert_works().await;
    // It sees why, once it reads.
    assert_eq!(slow.closed().await.0, 4004);
    let _ = slow.socket.send(Message::Close(None)).await;
    host.until_connected(1).await;
}

#[tokio::test]
async fn the_server_knows_its_users() {
    let options = ServerOptions::new().on_request(|request: Parts| async move {
        let name = request.headers.get("Cookie").and_then(|name| name.to_str().ok()).unwrap_or_default();
        Ok::<_, StatusCode>(if name.is_empty() { Accepted::new() } else { Accepted::new().user(name) })
    });
    let host = Host::start(options).await;
    let mut clients = Vec::new();
    for name in ["amy", "ben", "amy"] {
        let mut request = host.request();
        request.headers_mut().insert("Cookie", name.parse().unwrap());
        let mut client = host.try_open(request).await.unwrap();
        client.text(r#"["hello",{"version":1}]"#).await;
        client.receive().await;
        clients.push(client);
    }
    assert_eq!(host.connect().await.call("names_of_users", json!([])).await, json!(["amy", "amy", "ben"]));
    let circuits = host.server.circuits();
    assert_eq!(circuits.of_user("amy").len(), 2);
    circuits.send_to_user("amy", "mail", (1,)).unwrap();
    circuits.send("all", ()).unwrap();
    for (client, expected) in clients.iter_mut().zip([&["mail", "all"][..], &["all"], &["mail", "all"]]) {
        for name in expected {
            assert_eq!(client.receive().await.header(), json!(["event", name]));
        }
    }
}

#[tokio::test]
async fn several_servers_may_share_their_groups() {
    let groups = Groups::new();
    let [first, second] = [
        Host::start(ServerOptions::new().groups(groups.clone())).await,
        Host::start(ServerOptions::new().groups(groups)).await,
    ];
    let mut sender = members(&first, "g", 1).await.remove(0);
    let mut other = members(&second, "g", 1).await.remove(0);
    sender.call("send_to_group", json!(["g", 7])).await;
    assert_eq!(other.receive().await, text(json!(["event", "told"]), json!([7])));
}
