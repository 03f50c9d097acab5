//! What methods log belongs to the spans of their calls, wherever and whenever their code runs.

#![allow(unreachable_pub, reason = "static methods are public, and nothing here is a library")]

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use futures_util::{Stream, stream};
use interop_core::{CallInfo, CallLayer, CallOutcome, Cancellation, Registry, StreamReference, js_invokable, methods};
use interop_server::ServerOptions;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider, SpanData};
use serde_json::{Value, json};
use tracing::info;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::client::{Client, Host, Received, within};

#[js_invokable]
pub async fn log_around_an_await(number: u32) {
    info!(number, "before");
    tokio::task::yield_now().await;
    info!(number, "after");
    tracing::info_span!("query").in_scope(|| info!("in the query"));
    tokio::task::yield_now().await;
    info!(number, "at the end");
}

#[js_invokable(blocking)]
pub fn log_on_a_thread() {
    info!("on a thread");
}

#[js_invokable]
pub fn log_in_a_stream() -> StreamReference {
    StreamReference::from_stream(stream::iter([1, 2]).map_logged("a chunk", |_| Ok(vec![7; 100_000].into())))
}

#[js_invokable]
pub fn log_in_items() -> impl Stream<Item = u32> {
    stream::iter([1, 2]).map_logged("an item", |number| number)
}

/// Logs when it is dropped.
struct LogsEnd;

impl Drop for LogsEnd {
    fn drop(&mut self) {
        info!("dropped");
    }
}

#[js_invokable]
pub async fn log_when_dropped() {
    let _logs = LogsEnd;
    std::future::pending::<()>().await;
}

#[js_invokable]
pub async fn query(_password: String) -> Result<(), std::io::Error> {
    tokio::task::yield_now().await;
    Err(std::io::Error::other("no such table"))
}

/// Runs until its caller no longer waits for the result, and then fails.
#[js_invokable(blocking)]
pub fn fail_when_abandoned(cancellation: &Cancellation) -> Result<(), std::io::Error> {
    while !cancellation.is_cancelled() {
        std::thread::yield_now();
    }
    info!("abandoned");
    Err(std::io::Error::other("no such table"))
}

trait MapLogged: Stream + Sized {
    /// Converts the values, and logs each.
    fn map_logged<T>(self, what: &'static str, convert: fn(Self::Item) -> T) -> impl Stream<Item = T> {
        futures_util::StreamExt::map(self, move |item| {
            info!("{what}");
            convert(item)
        })
    }
}

impl<S: Stream> MapLogged for S {}

/// All spans of the program, on all threads.
static EXPORTER: LazyLock<InMemorySpanExporter> = LazyLock::new(|| {
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder().with_simple_exporter(exporter.clone()).build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("server"));
    let subscriber = tracing_subscriber::registry().with(layer);
    tracing::subscriber::set_global_default(subscriber).expect("it is set once");
    exporter
});

/// A caller whose calls are in a trace of its own.
struct Caller {
    client: Client,
    trace: String,
}

impl Caller {
    async fn connect(host: &Host, trace: u128) -> Self {
        LazyLock::force(&EXPORTER);
        Self { client: host.connect().await, trace: format!("{trace:032x}") }
    }

    async fn begin(&mut self, call_id: u64, method: &str, args: Value) {
        let options = json!({ "traceparent": format!("00-{}-00f067aa0ba902b7-01", self.trace) });
        let header = json!(["call", call_id, "Wire", method, 0, options]);
        self.client.text(format!("{header}\n{args}")).await;
    }

    async fn call(&mut self, call_id: u64, method: &str, args: Value) -> Value {
        self.begin(call_id, method, args).await;
        let Received::Text(_, Some(body)) = self.client.receive().await else { panic!("not answered") };
        body
    }

    /// The span of a call of this caller, when it has ended.
    async fn span(&self, call_id: u64) -> SpanData {
        within(async {
            loop {
                let of_call = |span: &SpanData| {
                    let has_id = |(key, value): (&str, String)| key == "call_id" && value == call_id.to_string();
                    let mut attributes = span.attributes.iter();
                    self.traces(span) && attributes.any(|it| has_id((it.key.as_str(), it.value.to_string())))
                };
                if let Some(span) = EXPORTER.get_finished_spans().unwrap().into_iter().find(of_call) {
                    return span;
                }
                tokio::task::yield_now().await;
            }
        })
        .await
    }

    fn traces(&self, span: &SpanData) -> bool {
        span.span_context.trace_id().to_string() == self.trace
    }
}

/// What was logged in a span, in its order.
fn logged(span: &SpanData) -> Vec<String> {
    span.events.iter().map(|event| event.name.to_string()).collect()
}

/// Has logged this, among other things.
#[track_caller]
fn assert_logged(span: &SpanData, texts: &[&str]) {
    let mut all = logged(span);
    all.retain(|text| texts.contains(&&**text));
    assert_eq!(all, texts, "{:?}", logged(span));
}

async fn host() -> Host {
    host_with(ServerOptions::new()).await
}

async fn host_with(options: ServerOptions) -> Host {
    let methods = methods![
        log_around_an_await,
        log_on_a_thread,
        log_in_a_stream,
        log_in_items,
        log_when_dropped,
        query,
        fail_when_abandoned
    ];
    Host::start(options.registry(Registry::builder().methods(methods).build().unwrap())).await
}

#[tokio::test]
async fn after_an_await_a_method_logs_in_the_span_of_its_call() {
    let host = host().await;
    let mut caller = Caller::connect(&host, 1).await;
    for call_id in 1..=3 {
        caller.begin(call_id, "log_around_an_await", json!([call_id])).await;
    }
    for _ in 1..=3 {
        caller.client.receive().await;
    }
    for call_id in 1..=3 {
        let span = caller.span(call_id).await;
        assert_logged(&span, &["before", "after", "at the end", "call answered"]);
        let numbers = span.events.iter().flat_map(|event| &event.attributes).filter(|it| it.key.as_str() == "number");
        assert!(numbers.map(|it| it.value.to_string()).all(|number| number == call_id.to_string()));
        let id = span.span_context.span_id();
        let spans = EXPORTER.get_finished_spans().unwrap();
        let queries: Vec<_> = spans.iter().filter(|it| it.name == "query" && it.parent_span_id == id).collect();
        assert_eq!(queries.len(), 1, "a span of the method is a child of the call");
        assert!(caller.traces(queries[0]));
        assert_logged(queries[0], &["in the query"]);
    }
}

#[tokio::test]
async fn a_blocking_method_logs_in_the_span_of_its_call() {
    let host = host().await;
    let mut caller = Caller::connect(&host, 2).await;
    caller.call(1, "log_on_a_thread", json!([])).await;
    assert_logged(&caller.span(1).await, &["on a thread"]);
}

#[tokio::test]
async fn streams_log_in_the_span_of_the_call_that_has_sent_them() {
    let host = host().await;
    let mut caller = Caller::connect(&host, 3).await;
    let stream = caller.call(1, "log_in_a_stream", json!([])).await["__dotNetStream"].clone();
    caller.client.text(json!(["claim", stream, 100]).to_string()).await;
    while let Received::Bytes(_) = caller.client.receive().await {}
    assert_logged(&caller.span(1).await, &["a chunk", "a chunk"]);

    let items = caller.call(2, "log_in_items", json!([])).await["__dotNetItems"].as_u64().unwrap();
    let batch = caller.client.call_on(items, "__Next", json!([16])).await;
    assert_eq!(batch, json!({ "items": [1, 2], "done": true }));
    assert_logged(&caller.span(2).await, &["an item", "an item"]);
}

#[tokio::test]
async fn destructors_of_a_cancelled_call_log_in_its_span() {
    let host = host().await;
    let mut caller = Caller::connect(&host, 4).await;
    caller.begin(1, "log_when_dropped", json!([])).await;
    caller.client.text(json!(["cancel", 1]).to_string()).await;
    caller.client.receive().await;
    assert_logged(&caller.span(1).await, &["dropped"]);
    caller.begin(2, "log_when_dropped", json!([])).await;
    caller.client.text(json!(["ping"]).to_string()).await;
    assert_eq!(caller.client.receive().await.header(), json!(["pong"]));
    let Caller { client, trace } = caller;
    client.close().await;
    let caller = Caller { client: host.connect().await, trace };
    assert_logged(&caller.span(2).await, &["dropped"]);
}

#[tokio::test]
async fn a_failed_query_is_recorded_in_the_span_of_its_call_without_an_argument() {
    let host = host().await;
    let mut caller = Caller::connect(&host, 5).await;
    caller.call(1, "query", json!(["hunter2"])).await;
    let span = caller.span(1).await;
    let failed: Vec<_> = span.events.iter().filter(|event| event.name == "call failed").collect();
    assert_eq!(failed.len(), 1, "{:?}", logged(&span));
    assert!(format!("{failed:?}").contains("no such table"));
    assert!(!format!("{span:?}").contains("hunter2"));
}

#[derive(Default)]
struct Abandoned(AtomicBool);

struct NotesAbandoned(Arc<Abandoned>);

impl CallLayer for NotesAbandoned {
    fn abandoned(&self, call: &CallInfo<'_>, outcome: &CallOutcome<'_>) {
        assert_eq!((call.name(), outcome.error_code()), ("fail_when_abandoned", Some("internal")));
        self.0.0.store(true, Ordering::SeqCst);
    }
}

#[tokio::test]
async fn the_failure_of_a_blocking_method_whose_client_has_left_is_recorded_in_full() {
    let (reports, mut reported) = tokio::sync::mpsc::unbounded_channel();
    let noted = Arc::new(Abandoned::default());
    let options = ServerOptions::new().layer(NotesAbandoned(Arc::clone(&noted))).on_error(move |report| {
        // The test may have ended.
        let _ = reports.send(report.clone().into_owned());
    });
    let host = host_with(options).await;
    let mut caller = Caller::connect(&host, 6).await;
    caller.begin(1, "fail_when_abandoned", json!([])).await;
    caller.client.text(json!(["ping"]).to_string()).await;
    assert_eq!(caller.client.receive().await.header(), json!(["pong"]));
    let Caller { client, trace } = caller;
    client.close().await;

    let report = within(reported.recv()).await.unwrap();
    assert_eq!((report.call_id, report.method.as_deref()), (Some(1), Some("fail_when_abandoned")));
    assert_eq!((report.assembly.as_deref(), &*report.text), (Some("Wire"), "no such table"));
    assert!(noted.0.load(Ordering::SeqCst), "the layers are told before");
    let caller = Caller { client: host.connect().await, trace };
    assert_logged(&caller.span(1).await, &["abandoned", "call failed"]);
}
