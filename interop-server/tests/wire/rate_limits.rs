//! How often clients may connect and call.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Extension;
use axum::extract::ConnectInfo;
use axum::http::StatusCode;
use axum::http::request::Parts;
use interop_server::{Accepted, RateLimit, ServerOptions};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::client::{Client, Host, Received};
use crate::raw_http::ask_to_connect;
use crate::recorder::Recorder;

const HOUR: Duration = Duration::from_secs(3600);

/// Reads the key from a header, as behind a proxy.
fn by_header(limit: RateLimit) -> RateLimit {
    limit.key(|request: &Parts| Some(request.headers.get("X-Forwarded-For")?.to_str().ok()?.into()))
}

async fn status(host: &Host, headers: &[&str]) -> u16 {
    ask_to_connect(host.address, &[&["Host: localhost"], headers].concat()).await.status
}

async fn connect_as(host: &Host, header: &'static str, value: &'static str) -> Client {
    let mut request = host.request();
    request.headers_mut().insert(header, HeaderValue::from_static(value));
    let mut client = host.try_open(request).await.unwrap();
    client.text(r#"["hello",{"version":1}]"#).await;
    client.receive().await;
    client
}

/// Calls a method, and returns the code of its failure, if it fails.
async fn code_of_call(client: &mut Client) -> Option<Value> {
    client.begin("add", &json!([1, 2])).await;
    let Received::Text(_, Some(body)) = client.receive().await else { panic!("not answered") };
    body.get("code").cloned()
}

#[tokio::test]
async fn too_many_connections_from_one_address_are_refused_until_later() {
    let from = async |peer: &str| {
        let peer: SocketAddr = peer.parse().unwrap();
        let options = ServerOptions::new().rate_limit(RateLimit::new().connections(2, HOUR));
        Host::start_within(options, |routes| routes.layer(Extension(ConnectInfo(peer)))).await
    };
    let host = from("192.0.2.1:1").await;
    assert_eq!([status(&host, &[]).await, status(&host, &[]).await], [101, 101]);
    let response = ask_to_connect(host.address, &["Host: localhost"]).await;
    assert_eq!(response.status, 429);
    let retry_after: u64 = response.header("retry-after").unwrap().parse().unwrap();
    assert!((1795..=1800).contains(&retry_after), "{retry_after}");
    assert!(response.body.contains("too many connections"), "{}", response.body);
}

#[tokio::test]
async fn what_an_address_may_do_is_not_used_up_by_pages_of_other_sites() {
    let host = Host::start(ServerOptions::new().rate_limit(RateLimit::new().connections(1, HOUR))).await;
    for _ in 0..3 {
        assert_eq!(status(&host, &["Origin: https://evil.example"]).await, 403);
    }
    assert_eq!(status(&host, &["Origin: http://localhost"]).await, 101);
    assert_eq!(status(&host, &["Origin: http://localhost"]).await, 429);
}

#[tokio::test]
async fn a_key_that_panics_refuses_its_request() {
    let recorder = Recorder::default();
    // The test has one thread, on which everything runs.
    let _subscriber = tracing::subscriber::set_default(tracing_subscriber::registry().with(recorder.clone()));
    let limit = RateLimit::new().connections(9, HOUR).key(|request| {
        assert!(request.headers.contains_key("X-User"), "nobody");
        Some("user".into())
    });
    let host = Host::start(ServerOptions::new().rate_limit(limit)).await;
    let response = ask_to_connect(host.address, &["Host: localhost"]).await;
    assert_eq!((response.status, &*response.body), (500, "the application failed"));
    assert_eq!(status(&host, &["X-User: Amy"]).await, 101, "others are served");
    let lines = recorder.lines();
    let is_told = |line: &String| line.starts_with("event ERROR") && line.contains("`RateLimit::key` panicked");
    assert!(lines.iter().any(is_told), "{lines:#?}");
}

#[tokio::test]
async fn the_application_says_whose_connections_are_counted() {
    let host = Host::start(ServerOptions::new().rate_limit(by_header(RateLimit::new().connections(1, HOUR)))).await;
    for client in ["X-Forwarded-For: 192.0.2.1", "X-Forwarded-For: 192.0.2.2"] {
        assert_eq!([status(&host, &[client]).await, status(&host, &[client]).await], [101, 429], "{client}");
    }
    // Without a key, nothing is limited.
    for _ in 0..3 {
        assert_eq!(status(&host, &[]).await, 101);
    }
}

#[tokio::test]
async fn too_many_calls_of_one_client_fail_and_the_others_go_on() {
    let host = Host::start(ServerOptions::new().rate_limit(by_header(RateLimit::new().calls(3, HOUR)))).await;
    let mut client = connect_as(&host, "X-Forwarded-For", "192.0.2.1").await;
    for _ in 0..3 {
        assert_eq!(code_of_call(&mut client).await, None);
    }
    client.binary(1, &[0], b"abc").await;
    client.begin("reverse", &json!([{"__byte[]": 0}])).await;
    let Received::Text(header, Some(body)) = client.receive().await else { panic!("not answered") };
    assert_eq!((header, &body["code"]), (json!(["fail", 4]), &json!("limit_exceeded")));
    assert!(body["message"].as_str().unwrap().contains("`ServerOptions::rate_limit`"), "{body}");
    // A second connection of the same client does not help, and neither does reconnecting.
    let mut second = connect_as(&host, "X-Forwarded-For", "192.0.2.1").await;
    assert_eq!(code_of_call(&mut second).await, Some(json!("limit_exceeded")));
    second.close().await;
    client.close().await;
    host.until_connected(0).await;
    let mut again = connect_as(&host, "X-Forwarded-For", "192.0.2.1").await;
    assert_eq!(code_of_call(&mut again).await, Some(json!("limit_exceeded")));
    let mut other = connect_as(&host, "X-Forwarded-For", "192.0.2.2").await;
    assert_eq!(code_of_call(&mut other).await, None);
}

#[tokio::test]
async fn calls_are_possible_again_when_the_limit_is_replenished() {
    let limit = RateLimit::new().calls(1, Duration::from_millis(50));
    let host = Host::start(ServerOptions::new().rate_limit(limit)).await;
    let mut client = host.connect().await;
    let (mut succeeded, mut failed) = (0, 0);
    while succeeded < 3 {
        match code_of_call(&mut client).await {
            None => succeeded += 1,
            Some(_) => failed += 1,
        }
    }
    assert!(failed > 0, "calls are not limited");
}

#[tokio::test]
async fn a_user_is_counted_wherever_they_connect_from() {
    let options = ServerOptions::new().rate_limit(by_header(RateLimit::new().connections(2, HOUR))).on_request(
        |request: Parts| async move {
            let user = request.headers["Cookie"].to_str().unwrap();
            Ok::<_, StatusCode>(Accepted::new().rate_key(user))
        },
    );
    let host = Host::start(options).await;
    for (address, expected) in [("192.0.2.1", 101), ("192.0.2.2", 101), ("192.0.2.3", 429)] {
        let address = format!("X-Forwarded-For: {address}");
        assert_eq!(status(&host, &[&address, "Cookie: Amy"]).await, expected);
    }
    assert_eq!(status(&host, &["X-Forwarded-For: 192.0.2.3", "Cookie: Rory"]).await, 101);
    host.until_connected(0).await;
}

#[tokio::test]
async fn clients_whose_address_is_unknown_share_a_limit_and_the_log_says_so() {
    let recorder = Recorder::default();
    // The test has one thread, on which everything runs.
    let _subscriber = tracing::subscriber::set_default(tracing_subscriber::registry().with(recorder.clone()));
    let host = Host::start(ServerOptions::new().rate_limit(RateLimit::new().connections(1, HOUR))).await;
    assert_eq!([status(&host, &[]).await, status(&host, &[]).await], [101, 429]);
    let lines = recorder.lines();
    let parts = ["event WARN", "option=\"rate_limit\"", "into_make_service_with_connect_info"];
    let warnings = lines.iter().filter(|line| parts.iter().all(|part| line.contains(part)));
    assert_eq!(warnings.count(), 1, "{lines:#?}");
}
