//! What is logged with `tracing`.

use interop_server::ServerOptions;
use serde_json::json;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::client::{Host, within};
use crate::recorder::Recorder;

#[tokio::test]
async fn calls_have_spans_with_names_and_times_and_without_values() {
    let recorder = Recorder::default();
    // The test has one thread, on which everything runs.
    let _subscriber = tracing::subscriber::set_default(tracing_subscriber::registry().with(recorder.clone()));
    let host = Host::start(ServerOptions::new()).await;
    let mut client = host.connect().await;
    client.call("add", json!([1234, 4321])).await;
    client.call("add_later", json!([1234, 4321])).await;
    let counter = client.call("new_counter", json!([])).await["__dotNetObject"].as_u64().unwrap();
    client.call_on(counter, "count", json!([])).await;
    client.begin("add", &json!(["swordfish"])).await;
    client.receive().await;
    client.begin(&"m".repeat(1000), &json!([])).await;
    client.receive().await;
    client.text("swordfish").await;
    client.closed().await;
    within(host.until_connected(0)).await;

    let lines = recorder.lines();
    let has = |parts: &[&str]| lines.iter().any(|line| parts.iter().all(|part| line.contains(part)));
    for (call_id, method) in [(1, "add"), (2, "add_later")] {
        let name = format!("otel.name=\"Wire/{method}\"");
        let (call_id, method) = (format!("call_id={call_id}"), format!("rpc.method=\"{method}\""));
        let service = "rpc.system=\"interop\" rpc.service=\"Wire\"";
        assert!(has(&["span call", "otel.kind=\"server\"", service, &name, &method, &call_id]), "{lines:#?}");
    }
    let of_object = ["span call", "rpc.service=\"Wire\"", "rpc.method=\"count\"", "object_id=1"];
    assert!(has(&of_object), "{lines:#?}");
    let ended = lines.iter().filter(|line| line.starts_with("event") && line.contains("call answered")).count();
    assert_eq!(ended, 6, "{lines:#?}");
    assert!(has(&["event DEBUG", "duration_us=", "outcome=\"ok\""]), "{lines:#?}");
    assert!(has(&["event", "outcome=\"invalid_arguments\""]), "{lines:#?}");
    assert!(has(&["record call", "duration_us="]), "{lines:#?}");
    assert!(has(&["record call", "error.type=\"invalid_arguments\""]), "{lines:#?}");
    assert!(!has(&["record call", "otel.status_code"]), "the client has made the mistakes: {lines:#?}");
    assert_eq!(lines.iter().filter(|line| *line == "closed call").count(), 6, "{lines:#?}");
    assert!(has(&["connection ends", "code=4000"]), "{lines:#?}");

    for value in ["1234", "4321", "5555", "swordfish", &"m".repeat(129)] {
        assert!(!has(&[value]), "{value} in {lines:#?}");
    }
}

#[tokio::test]
async fn a_method_that_holds_its_thread_is_counted_and_warned_about_by_its_name() {
    for (method, seen) in [
        ("hold_thread", Some("hold_thread")),
        ("hold_thread_later", Some("hold_thread_later")),
        ("hold_thread_of", Some("hold_thread_of")),
        ("hold_own_thread", None),
        ("add_later", None),
    ] {
        let recorder = Recorder::default();
        let _subscriber = tracing::subscriber::set_default(tracing_subscriber::registry().with(recorder.clone()));
        let host = Host::start(ServerOptions::new()).await;
        let mut client = host.connect().await;
        match method {
            "add_later" => drop(client.call(method, json!([1, 2])).await),
            "hold_thread_of" => {
                let counter = client.call("new_counter", json!([])).await["__dotNetObject"].as_u64().unwrap();
                client.call_on(counter, method, json!([80])).await;
            }
            _ => drop(client.call(method, json!([80])).await),
        }
        client.close().await;
        within(host.until_connected(0)).await;

        let lines = recorder.lines();
        let warned = |method: &str| {
            let name = format!("assembly=\"Wire\" method=\"{method}\" held_ms=");
            lines.iter().any(|line| line.starts_with("event") && line.contains(&name))
        };
        match seen {
            Some(method) => {
                assert!(warned(method), "{lines:#?}");
                assert_eq!(host.server.long_runs(), 1);
            }
            None => assert!(!lines.iter().any(|line| line.contains("held_ms")), "{lines:#?}"),
        }
    }
}

#[tokio::test]
async fn warnings_about_held_threads_do_not_fill_the_log() {
    let recorder = Recorder::default();
    let _subscriber = tracing::subscriber::set_default(tracing_subscriber::registry().with(recorder.clone()));
    let host = Host::start(ServerOptions::new()).await;
    let mut client = host.connect().await;
    for _ in 0..5 {
        client.call("hold_thread", json!([60])).await;
    }
    let warnings = recorder.lines().iter().filter(|line| line.contains("held_ms")).count();
    assert_eq!(host.server.long_runs(), 5);
    assert!((1..5).contains(&warnings), "{warnings} warnings");
}
