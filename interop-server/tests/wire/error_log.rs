//! Errors of calls are found in the log, and reach the hook of the application.

use std::sync::mpsc;

use interop_core::CircuitOptions;
use interop_core::host::{ErrorKind, ErrorReport};
use interop_server::ServerOptions;
use serde_json::{Value, json};
use tracing_subscriber::layer::SubscriberExt as _;

use crate::client::{Client, Host, Received};
use crate::recorder::Recorder;

fn sanitized() -> ServerOptions {
    ServerOptions::new().circuit(CircuitOptions::new().detailed_errors(false))
}

/// Makes a call that fails, and returns its id and the body of its failure.
async fn fails(client: &mut Client, method: &str, args: Value) -> (u64, Value) {
    let call = client.begin(method, &args).await;
    let Received::Text(header, Some(body)) = client.receive().await else { panic!("not answered") };
    assert_eq!(header, json!(["fail", call]));
    (call, body)
}

#[tokio::test]
async fn a_failed_query_is_found_in_the_log_by_what_the_client_knows() {
    let recorder = Recorder::default();
    // Blocking methods run on other threads, which have the default subscriber of the program.
    let subscriber = tracing_subscriber::registry().with(recorder.clone());
    let _subscriber = tracing::subscriber::set_default(subscriber);
    let host = Host::start(sanitized()).await;
    let (mut client, circuit) = host.connect_named().await;
    for method in ["find_user", "find_user_on_a_thread"] {
        let (call, body) = fails(&mut client, method, json!(["hunter2"])).await;
        assert_eq!(body["code"], "internal");
        assert!(!body.to_string().contains("query"), "{body}");
        let lines = recorder.lines();
        let found: Vec<_> = lines
            .iter()
            .filter(|line| line.starts_with("event ERROR") && line.contains(&format!("circuit=\"{circuit}\"")))
            .filter(|line| line.contains(&format!("call_id={call}")))
            .collect();
        assert_eq!(found.len(), 1, "{lines:#?}");
        for part in [
            "assembly=\"Wire\"",
            &format!("method=\"{method}\""),
            "the query failed: no such table: users",
            "code=\"internal\"",
        ] {
            assert!(found[0].contains(part), "{part} in {found:?}");
        }
    }
    assert!(!recorder.lines().iter().any(|line| line.contains("hunter2")), "{:#?}", recorder.lines());
}

#[tokio::test]
async fn the_level_says_whose_fault_it_is() {
    let recorder = Recorder::default();
    let _subscriber = tracing::subscriber::set_default(tracing_subscriber::registry().with(recorder.clone()));
    let host = Host::start(sanitized()).await;
    let mut client = host.connect().await;
    for (method, args, level) in [
        ("find_user", json!([""]), "ERROR"),
        ("panics", json!([]), "ERROR"),
        ("find_without_state", json!([]), "WARN"),
        ("add", json!(["hunter2", 1]), "DEBUG"),
        ("unknown", json!([]), "DEBUG"),
    ] {
        fails(&mut client, method, args).await;
        let lines = recorder.lines();
        let line = lines.iter().rev().find(|line| line.contains("message=call failed")).expect("it is recorded");
        assert!(line.starts_with(&format!("event {level} ")), "{line}");
    }
    assert!(!recorder.lines().iter().any(|line| line.contains("hunter2")));
}

#[tokio::test]
async fn long_names_of_the_client_are_cut_in_the_log() {
    let recorder = Recorder::default();
    let _subscriber = tracing::subscriber::set_default(tracing_subscriber::registry().with(recorder.clone()));
    let host = Host::start(ServerOptions::new()).await;
    let mut client = host.connect().await;
    fails(&mut client, &"m".repeat(4000), json!([])).await;
    fails(&mut client, &"m".repeat(5000), json!([])).await;
    let lines = recorder.lines();
    assert_eq!(lines.iter().filter(|line| line.contains("call failed")).count(), 2);
    assert!(!lines.iter().any(|line| line.contains(&"m".repeat(129))), "{lines:#?}");
}

#[tokio::test]
async fn the_hook_gets_the_same_facts() {
    let (sender, reports) = mpsc::channel();
    let host = Host::start(sanitized().on_error(move |report| drop(sender.send(report.clone().into_owned())))).await;
    let (mut client, circuit) = host.connect_named().await;
    let (call, _) = fails(&mut client, "find_user", json!(["hunter2"])).await;
    fails(&mut client, "add", json!(["hunter2", 1])).await;
    let report: ErrorReport<'static> = reports.recv().unwrap();
    assert_eq!((&*report.circuit, report.call_id, report.kind), (&*circuit, Some(call), ErrorKind::Internal));
    assert_eq!((report.assembly.as_deref(), report.method.as_deref()), (Some("Wire"), Some("find_user")));
    assert_eq!(report.text, "the query failed: no such table: users");
    let report = reports.recv().unwrap();
    assert_eq!((&*report.code, report.kind), ("invalid_arguments", ErrorKind::Client));
    assert!(!format!("{report:?}").contains("hunter2"));
}

#[tokio::test]
async fn a_hook_that_panics_is_recorded_and_called_again() {
    let (sender, reports) = mpsc::channel();
    let options = sanitized().on_error(move |report| {
        // The test may be over.
        let _ = sender.send(report.call_id);
        panic!("the hook has a defect");
    });
    let host = Host::start(options).await;
    let mut client = host.connect().await;
    for _ in 0..3 {
        let (call, _) = fails(&mut client, "find_user", json!([""])).await;
        assert_eq!(reports.recv().unwrap(), Some(call));
    }
    client.assert_works().await;
}

#[tokio::test]
async fn a_hook_that_never_returns_holds_no_call() {
    let recorder = Recorder::default();
    let _subscriber = tracing::subscriber::set_default(tracing_subscriber::registry().with(recorder.clone()));
    let (release, held) = mpsc::channel::<()>();
    let held = std::sync::Mutex::new(held);
    // Ends with the test.
    let host = Host::start(sanitized().on_error(move |_| drop(held.lock().map(|held| held.recv())))).await;
    let mut client = host.connect().await;
    for _ in 0..1100 {
        fails(&mut client, "unknown", json!([])).await;
    }
    client.assert_works().await;
    let dropped = recorder.lines().iter().filter(|line| line.contains("`on_error` is too slow")).count();
    assert!((1100 - 1024 - 1..=1100 - 1024).contains(&dropped), "{dropped}");
    drop(release);
}
