//! The hooks of the application, which run when clients connect and disconnect.

use std::time::Duration;

use axum::http::StatusCode;
use axum::http::request::Parts;
use interop_core::{Circuit, CircuitOptions, Registry, methods};
use interop_server::{Accepted, ServerOptions};
use serde_json::json;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::client::{Host, Received, text, within};
use crate::connecting::refused;
use crate::methods::{Events, User, Visits};
use crate::recorder::Recorder;

/// Sends an event when it is dropped.
struct Told(Events);

impl Drop for Told {
    fn drop(&mut self) {
        let _ = self.0.0.send("hook dropped");
    }
}

fn by_cookie() -> ServerOptions {
    ServerOptions::new().on_request(|request: Parts| async move {
        let Some(name) = request.headers.get("Cookie").and_then(|name| name.to_str().ok()) else {
            return Err((StatusCode::UNAUTHORIZED, "who are you?"));
        };
        let guest = CircuitOptions::new().max_calls_in_flight(0);
        let accepted = Accepted::new().state(User { name: name.to_owned() });
        Ok(if name == "guest" { accepted.setup(|circuit| circuit.options(guest)) } else { accepted })
    })
}

#[tokio::test]
async fn each_circuit_has_the_user_that_the_hook_found() {
    let host = Host::start(by_cookie()).await;
    let mut clients = Vec::new();
    for name in ["Amy", "Rory"] {
        let mut request = host.request();
        request.headers_mut().insert("Cookie", HeaderValue::from_static(name));
        let mut client = host.try_open(request).await.unwrap();
        client.text(r#"["hello",{"version":1}]"#).await;
        client.receive().await;
        clients.push((name, client));
    }
    for (name, client) in &mut clients {
        assert_eq!(client.call("who_am_i", json!([])).await, *name);
    }
}

#[tokio::test]
async fn the_hook_refuses_with_a_response_of_its_own() {
    let host = Host::start(by_cookie()).await;
    let Err(Error::Http(response)) = host.try_open(host.request()).await else { panic!("not refused") };
    assert_eq!(response.status(), 401);
    assert_eq!(response.body().as_deref(), Some(&b"who are you?"[..]));
    host.until_connected(0).await;
}

#[tokio::test]
async fn the_hook_sets_the_limits_of_one_circuit() {
    let host = Host::start(by_cookie()).await;
    let mut request = host.request();
    request.headers_mut().insert("Cookie", HeaderValue::from_static("guest"));
    let mut client = host.try_open(request).await.unwrap();
    client.text(r#"["hello",{"version":1}]"#).await;
    assert_eq!(client.receive().await.header()[1]["limits"]["maxCallsInFlight"], 0);
    client.begin("add_later", &json!([1, 1])).await;
    let Received::Text(_, Some(body)) = client.receive().await else { panic!("not answered") };
    assert_eq!(body["code"], "limit_exceeded");
}

#[tokio::test]
async fn a_circuit_with_a_registry_of_its_own_offers_only_its_methods() {
    let guests = Registry::builder().methods(methods![crate::methods::add]).build().unwrap();
    let options = ServerOptions::new().on_request(move |request: Parts| {
        let accepted = Accepted::new();
        let is_guest = request.headers.get("Cookie").is_some_and(|name| name == "guest");
        let accepted = if is_guest { accepted.registry(guests.clone()) } else { accepted };
        async { Ok::<_, StatusCode>(accepted) }
    });
    let host = Host::start(options).await;
    for (name, code) in [("guest", json!("not_found")), ("Amy", json!(null))] {
        let mut request = host.request();
        request.headers_mut().insert("Cookie", HeaderValue::from_static(name));
        let mut client = host.try_open(request).await.unwrap();
        client.text(r#"["hello",{"version":1}]"#).await;
        client.receive().await;
        assert_eq!(client.call("add", json!([2, 40])).await, 42, "{name}");
        client.begin("add_later", &json!([1, 1])).await;
        let Received::Text(_, Some(body)) = client.receive().await else { panic!("not answered") };
        assert_eq!(body.get("code").cloned().unwrap_or_default(), code, "{name}");
    }
}

#[tokio::test]
async fn all_circuits_share_the_state_of_the_server() {
    let host = Host::start(ServerOptions::new().state(Visits::default())).await;
    let (mut first, mut second) = (host.connect().await, host.connect().await);
    assert_eq!(first.call("visit", json!([])).await, 1);
    assert_eq!(second.call("visit", json!([])).await, 2);
    assert_eq!(first.call("visit", json!([])).await, 3);
}

#[tokio::test]
async fn rust_calls_javascript_as_soon_as_the_client_is_there() {
    let (answers, mut answered) = mpsc::unbounded_channel();
    let options = ServerOptions::new().on_connected(move |circuit: Circuit| {
        let answers = answers.clone();
        async move {
            let name: Result<String, _> = circuit.js().invoke("prompt", ("Name?",)).await;
            answers.send(name).unwrap();
        }
    });
    let host = Host::start(options).await;
    let mut client = host.connect().await;
    assert_eq!(client.receive().await, text(json!(["invoke", 2, "prompt", 0, 0, 1]), json!(["Name?"])));
    client.text("[\"result\"]\n[2,true,\"Amy\"]").await;
    assert_eq!(within(answered.recv()).await.unwrap().unwrap(), "Amy");
}

#[tokio::test]
async fn the_hook_of_a_client_ends_with_its_connection() {
    let (events, mut happened) = mpsc::unbounded_channel();
    let options = ServerOptions::new().on_connected(move |_| {
        let told = Told(Events(events.clone()));
        async move {
            let _told = told;
            std::future::pending::<()>().await;
        }
    });
    let host = Host::start(options).await;
    host.connect().await.close().await;
    assert_eq!(within(happened.recv()).await, Some("hook dropped"));
}

#[tokio::test]
async fn a_hook_that_panics_is_logged_and_harms_nobody() {
    let recorder = Recorder::default();
    // The test has one thread, on which everything runs.
    let _subscriber = tracing::subscriber::set_default(tracing_subscriber::registry().with(recorder.clone()));
    for options in [
        ServerOptions::new().on_connected(|_| async { panic!("a hook") }),
        ServerOptions::new().on_connected(|_| -> std::future::Ready<()> { panic!("a hook") }),
    ] {
        let host = Host::start(options).await;
        let mut client = host.connect().await;
        client.assert_works().await;
        client.assert_works().await;
        client.close().await;
    }
    let lines = recorder.lines();
    let panics =
        lines.iter().filter(|line| line.starts_with("event ERROR") && line.contains("`on_connected` panicked"));
    assert_eq!(panics.count(), 2, "{lines:#?}");
}

#[tokio::test]
async fn a_circuit_that_cannot_be_set_up_is_logged_and_refused() {
    let recorder = Recorder::default();
    // The test has one thread, on which everything runs.
    let _subscriber = tracing::subscriber::set_default(tracing_subscriber::registry().with(recorder.clone()));
    let host = Host::start(ServerOptions::new().on_request(|request: Parts| async move {
        let accepted = Accepted::new();
        Ok::<_, StatusCode>(if request.headers.contains_key("X-Guest") {
            accepted.setup(|circuit| circuit.options(CircuitOptions::new().max_json_depth(0)))
        } else {
            accepted
        })
    }))
    .await;
    let mut request = host.request();
    request.headers_mut().insert("X-Guest", HeaderValue::from_static("yes"));
    let mut guest = host.try_open(request).await.unwrap();
    guest.text(r#"["hello",{"version":1}]"#).await;
    assert_eq!(guest.closed().await, (4500, "The application failed.".to_owned()));
    host.until_connected(0).await;
    host.connect().await.assert_works().await;
    let lines = recorder.lines();
    let is_told = |line: &String| {
        let parts = ["event ERROR", "`Accepted::setup` panicked", "max_json_depth"];
        parts.iter().all(|part| line.contains(part))
    };
    assert!(lines.iter().any(is_told), "{lines:#?}");
}

#[tokio::test]
async fn a_decision_that_panics_refuses_its_request() {
    type Decision = Result<Accepted, StatusCode>;
    for options in [
        ServerOptions::new().on_request(|_| async { panic!("a hook") as Decision }),
        ServerOptions::new().on_request(|_| -> std::future::Ready<Decision> { panic!("a hook") }),
    ] {
        let host = Host::start(options).await;
        assert_eq!(refused(host.try_open(host.request()).await), 500);
        assert_eq!(host.server.connections(), 0);
    }
}

#[tokio::test]
async fn a_decision_that_never_comes_holds_a_connection_only_for_its_time() {
    let (events, mut happened) = mpsc::unbounded_channel();
    let options = ServerOptions::new().max_connections(1).request_timeout(Duration::from_millis(100)).on_request(
        move |request: Parts| {
            let told = Told(Events(events.clone()));
            async move {
                if request.headers.contains_key("Cookie") {
                    let _told = told;
                    std::future::pending::<()>().await;
                }
                Ok::<_, StatusCode>(Accepted::new())
            }
        },
    );
    let host = Host::start(options).await;
    let mut request = host.request();
    request.headers_mut().insert("Cookie", HeaderValue::from_static("Amy"));
    assert_eq!(refused(host.try_open(request).await), 503);
    assert_eq!(within(happened.recv()).await, Some("hook dropped"));
    host.connect().await.assert_works().await;
}

#[tokio::test]
async fn a_shutdown_does_not_wait_for_decisions() {
    let (asked, mut was_asked) = mpsc::unbounded_channel();
    let options = ServerOptions::new().on_request(move |_| {
        asked.send(()).unwrap();
        std::future::pending::<Result<Accepted, StatusCode>>()
    });
    let host = Host::start(options).await;
    let request = host.request();
    let refusal = async { refused(host.try_open(request).await) };
    let shutdown = async {
        within(was_asked.recv()).await.unwrap();
        within(host.server.shutdown(Duration::ZERO)).await;
        assert_eq!(host.server.connections(), 0);
    };
    assert_eq!(tokio::join!(refusal, shutdown).0, 503);
}

#[tokio::test]
async fn the_application_closes_a_circuit() {
    let host = Host::start(ServerOptions::new()).await;
    let mut bystander = host.connect().await;
    let mut client = host.connect().await;
    client.text("[\"call\",null,\"Wire\",\"close_circuit\",0]").await;
    assert_eq!(client.closed().await, (4003, "The application closed the circuit.".to_owned()));
    host.until_connected(1).await;
    bystander.assert_works().await;
    client = host.connect().await;
    client.text("[\"call\",null,\"Wire\",\"reconnect_circuit\",0]").await;
    assert_eq!(client.closed().await, (4006, "The application lets the client connect again.".to_owned()));
    host.until_connected(1).await;
    bystander.assert_works().await;
}
