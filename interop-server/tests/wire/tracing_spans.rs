//! What `tracing` is told.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use interop_server::ServerOptions;
use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;

use crate::client::{Host, within};

/// Writes down everything of the server's.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<String>>>);

struct Line<'l>(&'l mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        *self.0 += &format!(" {}={value:?}", field.name());
    }
}

impl Recorder {
    fn note(&self, what: &str, target: &str, record: impl FnOnce(&mut Line<'_>)) {
        if target.starts_with("interop_server") {
            let mut line = what.to_owned();
            record(&mut Line(&mut line));
            self.0.lock().unwrap().push(line);
        }
    }

    fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Recorder {
    fn on_new_span(&self, span: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        self.note(&format!("span {}", span.metadata().name()), span.metadata().target(), |line| span.record(line));
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id) {
            self.note(&format!("record {}", span.name()), span.metadata().target(), |line| values.record(line));
        }
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        self.note("event", event.metadata().target(), |line| event.record(line));
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        if let Some(span) = context.span(&id) {
            self.note(&format!("closed {}", span.name()), span.metadata().target(), |_| {});
        }
    }
}

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
        let (call_id, method) = (format!("call_id={call_id}"), format!("method=\"{method}\""));
        assert!(has(&["span call", "assembly=\"Wire\"", &method, &call_id]), "{lines:#?}");
    }
    assert!(has(&["span call", "method=\"count\"", "object_id=1"]), "{lines:#?}");
    let ended = lines.iter().filter(|line| line.starts_with("event") && line.contains("call answered")).count();
    assert_eq!(ended, 6, "{lines:#?}");
    assert!(has(&["event", "duration_us=", "outcome=\"ok\""]), "{lines:#?}");
    assert!(has(&["event", "outcome=\"invalid_arguments\""]), "{lines:#?}");
    assert!(has(&["record call", "duration_us="]), "{lines:#?}");
    assert_eq!(lines.iter().filter(|line| *line == "closed call").count(), 6, "{lines:#?}");
    assert!(has(&["connection ends", "code=4000"]), "{lines:#?}");

    for value in ["1234", "4321", "5555", "swordfish", &"m".repeat(129)] {
        assert!(!has(&[value]), "{value} in {lines:#?}");
    }
}
