//! Calls in the trace of their caller, as an exporter of OpenTelemetry sees them.

#![allow(unreachable_pub, reason = "static methods are public, and nothing here is a library")]

use interop_core::{Registry, js_invokable, methods};
use interop_server::ServerOptions;
use opentelemetry::trace::{SpanKind, Status, TracerProvider as _};
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider, SpanData};
use serde_json::{Value, json};
use tracing_subscriber::layer::SubscriberExt as _;

use crate::client::{Client, Host};

#[js_invokable]
pub async fn quote(number: u32) -> u32 {
    tokio::task::yield_now().await;
    number * 3
}

#[js_invokable]
pub fn break_down() {
    panic!("out of order");
}

/// Calls with options, and waits for the answer.
async fn call(client: &mut Client, call_id: u64, method: &str, args: Value, options: Value) {
    let header = json!(["call", call_id, "Wire", method, 0, options]);
    client.text(format!("{header}\n{args}")).await;
    client.receive().await;
}

fn attribute(span: &SpanData, key: &str) -> Option<String> {
    span.attributes.iter().find(|attribute| attribute.key.as_str() == key).map(|attribute| attribute.value.to_string())
}

#[tokio::test]
async fn the_span_of_a_call_continues_the_trace_of_its_caller() {
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder().with_simple_exporter(exporter.clone()).build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("server"));
    // The test has one thread, on which everything runs.
    let _subscriber = tracing::subscriber::set_default(tracing_subscriber::registry().with(layer));
    let registry = Registry::builder().methods(methods![quote, break_down]).build().unwrap();
    let host = Host::start(ServerOptions::new().registry(registry)).await;
    let mut client = host.connect().await;

    let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    let traceparent = format!("00-{trace}-00f067aa0ba902b7-01");
    call(&mut client, 1, "quote", json!([2]), json!({ "traceparent": traceparent })).await;
    call(&mut client, 2, "break_down", json!([]), json!({ "traceparent": traceparent })).await;
    call(&mut client, 3, "quote", json!([true]), json!({ "traceparent": traceparent })).await;
    call(&mut client, 4, "quote", json!([2]), json!({ "traceparent": "00-not-a-trace" })).await;
    call(&mut client, 5, "quote", json!([2]), json!({})).await;
    client.close().await;
    host.until_connected(0).await;

    let spans: Vec<_> = exporter.get_finished_spans().unwrap();
    let of_call = |call_id: u64| {
        let has_id = |span: &&SpanData| attribute(span, "call_id").as_deref() == Some(&*call_id.to_string());
        spans.iter().find(has_id).unwrap_or_else(|| panic!("no span of call {call_id} in {spans:#?}"))
    };
    for (call_id, name, error) in [
        (1, "Wire/quote", None),
        (2, "Wire/break_down", Some("internal")),
        (3, "Wire/quote", Some("invalid_arguments")),
    ] {
        let span = of_call(call_id);
        assert_eq!(span.name, name);
        assert_eq!(span.span_kind, SpanKind::Server);
        assert_eq!(span.span_context.trace_id().to_string(), trace);
        assert_eq!(span.parent_span_id.to_string(), "00f067aa0ba902b7");
        assert!(span.parent_span_is_remote);
        assert_eq!(attribute(span, "rpc.system").as_deref(), Some("interop"));
        assert_eq!(attribute(span, "rpc.service").as_deref(), Some("Wire"));
        assert_eq!(attribute(span, "rpc.method").as_deref(), name.strip_prefix("Wire/"));
        assert_eq!(attribute(span, "error.type").as_deref(), error);
        let is_error = matches!(span.status, Status::Error { .. });
        assert_eq!(is_error, error == Some("internal"), "{:?}", span.status);
    }
    for call_id in [4, 5] {
        let span = of_call(call_id);
        assert_ne!(span.span_context.trace_id().to_string(), trace);
        assert!(!span.parent_span_is_remote, "the span of the connection is its parent");
    }
}
