//! What a host records about calls that fail: everything that helps to find the cause, and no value of an argument.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use std::fmt;
use std::io;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use futures_executor::block_on;
use futures_util::TryStreamExt as _;
use interop_core::ObjectReference;
use interop_core::host::{CircuitHost, ErrorKind, ErrorReport, HostServices, Outgoing};
use interop_core::{
    CallError, CircuitOptions, ClientError, InProcess, JsError, JsFunction, JsItems, State, interop_object,
    js_invokable,
};
use interop_tests::{Client, Gate};
use serde::de::{Deserialize, Deserializer, Error as _};

interop_core::assembly!("Tests");

/// What no report may contain: planted in arguments.
const SECRET: &str = "hunter2";

#[derive(Debug)]
struct QueryFailed(io::Error);

impl fmt::Display for QueryFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the query failed")
    }
}

impl std::error::Error for QueryFailed {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

fn query() -> Result<u8, QueryFailed> {
    Err(QueryFailed(io::Error::other("no such table: orders")))
}

#[js_invokable]
pub fn find(_password: &str) -> Result<u8, CallError> {
    Ok(query()?)
}

#[js_invokable]
pub async fn find_later(gate: State<Gate>, _password: String) -> Result<u8, CallError> {
    gate.pass().await;
    Ok(query()?)
}

#[js_invokable(blocking)]
pub fn find_on_a_thread(_password: String) -> Result<u8, CallError> {
    Ok(query()?)
}

/// For the client, and made from an error that is not.
#[derive(Debug, ClientError)]
pub enum ShopError {
    #[client_error(code = "unavailable")]
    Unavailable(#[client_error(skip)] QueryError),
    #[client_error(code = "sold_out")]
    SoldOut,
}

#[derive(Debug)]
pub struct QueryError;

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the database is locked")
    }
}

impl std::error::Error for QueryError {}

impl fmt::Display for ShopError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unavailable(_) => "try again later",
            Self::SoldOut => "sold out",
        })
    }
}

impl std::error::Error for ShopError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unavailable(error) => Some(error),
            Self::SoldOut => None,
        }
    }
}

#[js_invokable]
pub fn unavailable() -> Result<u8, ShopError> {
    Err(ShopError::Unavailable(QueryError))
}

#[js_invokable]
pub fn unavailable_inside() -> Result<u8, CallError> {
    Err(io::Error::other(ShopError::Unavailable(QueryError)))?
}

#[js_invokable]
pub fn sold_out() -> Result<u8, ShopError> {
    Err(ShopError::SoldOut)
}

#[js_invokable]
pub fn with_source() -> Result<u8, CallError> {
    query().map_err(|error| CallError::new("unavailable", "try again later").with_source(&error))
}

#[js_invokable]
pub fn panics() {
    panic!("the index is broken");
}

#[js_invokable]
pub fn takes_a_state(_: State<u128>) {}

#[js_invokable]
pub fn number(_: u32) {}

/// Puts what it has read into its error.
pub struct Talkative;

impl<'de> Deserialize<'de> for Talkative {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Err(D::Error::custom(format_args!("I do not like {text}")))
    }
}

#[js_invokable]
pub fn talkative(_: Talkative) {}

#[js_invokable]
pub async fn read_talkative(items: JsItems<Talkative>) -> Result<usize, CallError> {
    Ok(items.try_collect::<Vec<_>>().await?.len())
}

#[js_invokable]
pub async fn ask_talkative(ask: JsFunction<(), Talkative>) -> Result<(), CallError> {
    ask.call(()).await?;
    Ok(())
}

pub struct Shelf;

#[interop_object]
impl Shelf {
    #[js_invokable]
    pub fn lend(&self) -> Result<u8, CallError> {
        Ok(query()?)
    }
}

#[js_invokable]
pub fn shelf() -> ObjectReference<Shelf> {
    ObjectReference::new(Shelf)
}

#[js_invokable]
pub fn fails_by(which: u8) -> Result<(), CallError> {
    Err(match which {
        0 => JsError::Limit("the stream is too long".to_owned()),
        1 => JsError::Disconnected,
        2 => JsError::Cancelled,
        3 => JsError::Timeout { identifier: "f".to_owned(), after: std::time::Duration::from_secs(1) },
        4 => JsError::Stream("broken".to_owned()),
        _ => JsError::JavaScript { message: "thrown".to_owned() },
    })?
}

#[js_invokable]
pub fn fails_by_itself() -> Result<(), JsError> {
    Err(JsError::Limit("the stream is too long".to_owned()))
}

#[js_invokable]
pub fn fails_in_io() -> Result<(), CallError> {
    Err(io::Error::other(JsError::Limit("the stream is too long".to_owned())))?
}

/// Collects the reports of a circuit.
#[derive(Clone, Default)]
struct Reports(Arc<Mutex<Vec<ErrorReport<'static>>>>);

impl Reports {
    fn take(&self) -> Vec<ErrorReport<'static>> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }

    #[track_caller]
    fn one(&self) -> ErrorReport<'static> {
        let mut reports = self.take();
        assert_eq!(reports.len(), 1, "{reports:?}");
        reports.remove(0)
    }
}

impl HostServices for Reports {
    fn failed(&self, report: &ErrorReport<'_>) {
        self.0.lock().unwrap().push(report.clone().into_owned());
    }
}

/// A client of a circuit without detailed errors, as in release.
fn client() -> (Client, Reports, Gate) {
    let (reports, gate) = (Reports::default(), Gate::new());
    let builder = CircuitHost::builder()
        .options(CircuitOptions::new().detailed_errors(false))
        .name("the-circuit")
        .services(reports.clone())
        .state(gate.clone());
    (Client::of(builder), reports, gate)
}

#[track_caller]
fn assert_report(report: &ErrorReport<'_>, kind: ErrorKind, code: &str, text: &str, is_hidden: bool) {
    assert_eq!((report.kind, &*report.code, &*report.text, report.is_hidden), (kind, code, text, is_hidden));
    assert!(!format!("{report:?}{report}").contains(SECRET), "{report}");
}

#[test]
fn an_internal_error_is_reported_whole_with_the_call_that_failed() {
    let (client, reports, gate) = client();
    let args = format!("[{SECRET:?}]");
    for method in ["find", "find_later", "find_on_a_thread"] {
        let id = client.begin("Tests", method, &args);
        gate.open();
        let (_, result) = client.answer();
        let failure = result.unwrap_err();
        assert_eq!(failure.code, "internal");
        assert!(!failure.message.contains("query"), "{failure}");
        let report = reports.one();
        assert_report(&report, ErrorKind::Internal, "internal", "the query failed: no such table: orders", true);
        assert_eq!(
            (report.call_id, report.assembly.as_deref(), report.method.as_deref()),
            (Some(id), Some("Tests"), Some(method))
        );
        assert_eq!((&*report.circuit, report.circuit_id), ("the-circuit", client.circuit().id()));
        assert_eq!(
            report.to_string(),
            format!(
                "Tests.{method} failed in circuit the-circuit, call {id}: internal: the query failed: no such table: orders"
            )
        );
    }
}

#[test]
fn a_method_of_an_object_is_reported_with_the_assembly_of_its_type() {
    let (client, reports, _) = client();
    client.call("Tests", "shelf", "[]").unwrap();
    client.call_on(1, "lend", "[]").unwrap_err();
    let report = reports.one();
    assert_eq!((report.assembly.as_deref(), report.method.as_deref()), (Some("Tests"), Some("lend")));
}

#[test]
fn a_call_that_wants_no_answer_is_reported_too() {
    let (client, reports, _) = client();
    let invocation = interop_core::host::Invocation::on_assembly("Tests", "find", r#"[""]"#);
    client.host().begin_invoke(None, invocation).unwrap();
    let report = reports.one();
    assert_eq!((report.call_id, report.kind), (None, ErrorKind::Internal));
    assert_eq!(client.answers(), []);
}

#[test]
fn a_synchronous_call_is_reported_once() {
    let (client, reports, _) = client();
    let mut reply = interop_core::host::Reply::new();
    let invocation = interop_core::host::Invocation::on_assembly("Tests", "find", r#"[""]"#);
    client.host().invoke(&invocation, &mut reply).unwrap_err();
    assert_report(&reports.one(), ErrorKind::Internal, "internal", "the query failed: no such table: orders", true);
    let method = client.host().resolve_method("Tests", "find").unwrap();
    client.host().invoke_method(method, r#"[""]"#, &mut reply).unwrap_err();
    assert_eq!(reports.one().method.as_deref(), Some("find"));
}

#[test]
fn what_an_error_for_the_client_was_made_from_is_reported_and_not_sent() {
    let (client, reports, _) = client();
    let cases = [
        ("unavailable", "try again later: the database is locked"),
        ("unavailable_inside", "try again later: the database is locked"),
        ("with_source", "try again later: the query failed: no such table: orders"),
    ];
    for (method, text) in cases {
        let failure = client.call("Tests", method, "[]").unwrap_err();
        assert_eq!((&*failure.code, &*failure.message), ("unavailable", "try again later"), "{method}");
        assert_report(&reports.one(), ErrorKind::Application, "unavailable", text, true);
    }
    client.call("Tests", "sold_out", "[]").unwrap_err();
    assert_report(&reports.one(), ErrorKind::Application, "sold_out", "sold out", false);
}

#[test]
fn panics_and_missing_states_have_kinds_of_their_own() {
    let (client, reports, _) = client();
    client.call("Tests", "panics", "[]").unwrap_err();
    let text = "the method panicked: the index is broken";
    assert_report(&reports.one(), ErrorKind::Panic, "internal", text, true);
    client.call("Tests", "takes_a_state", "[]").unwrap_err();
    let text = "no `u128` was set on the host or attached to the circuit";
    assert_report(&reports.one(), ErrorKind::MissingState, "internal", text, true);
}

#[test]
fn mistakes_of_the_client_are_reported_as_such_and_without_values() {
    let (client, reports, gate) = client();
    let secret = format!("[{SECRET:?}]");
    for (method, code) in [("number", "invalid_arguments"), ("talkative", "invalid_arguments"), ("none", "not_found")] {
        client.call("Tests", method, &secret).unwrap_err();
        let report = reports.one();
        assert_eq!((report.kind, &*report.code), (ErrorKind::Client, code));
        assert!(!report.to_string().contains(SECRET), "{report}");
    }
    let id = client.begin("Tests", "find_later", &secret);
    client.host().cancel(id);
    client.answer().1.unwrap_err();
    let report = reports.one();
    assert_eq!((report.kind, &*report.code, report.call_id), (ErrorKind::Client, "cancelled", Some(id)));
    drop(gate);
}

#[test]
fn values_that_javascript_sends_while_a_call_runs_are_in_no_report_and_no_failure() {
    for (method, args, answer) in [
        ("read_talkative", r#"[{"__jsItems":7}]"#, r#"{"items":["hunter2"],"done":true}"#),
        ("read_talkative", r#"[{"__jsItems":7}]"#, r#"{"items":"hunter2","done":true}"#),
        ("read_talkative", r#"[{"__jsItems":7}]"#, r#"{"items":[],"done":"hunter2"}"#),
        ("read_talkative", r#"[{"__jsItems":7}]"#, r#""hunter2""#),
        ("ask_talkative", r#"[{"__jsFunction":7}]"#, r#""hunter2""#),
        ("ask_talkative", r#"[{"__jsFunction":7}]"#, r#"["hunter2"]"#),
    ] {
        let (client, reports, _) = client();
        client.begin("Tests", method, args);
        let mut cx = Context::from_waker(Waker::noop());
        let failure = loop {
            match client.host().poll_outgoing(&mut cx) {
                Poll::Ready(Some(Outgoing::BeginInvokeJs(call))) if call.task_id != 0 => {
                    client.host().end_invoke_js(&format!("[{},true,{answer}]", call.task_id)).unwrap();
                }
                Poll::Ready(Some(Outgoing::BeginInvokeJs(_))) => {}
                Poll::Ready(Some(Outgoing::EndInvoke { result, .. })) => break result.unwrap_err(),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(failure.code, "internal");
        assert!(!format!("{failure:?} {}", failure.message).contains(SECRET), "{failure:?}");
        let report = reports.one();
        assert_eq!(report.method.as_deref(), Some(method));
        assert!(!format!("{report} {report:?}").contains(SECRET), "{answer}: {report}");
    }
}

#[test]
fn a_limit_and_a_lost_client_keep_their_codes() {
    let (client, _, _) = client();
    let codes = ["limit_exceeded", "disconnected", "cancelled", "deadline_exceeded", "internal", "internal"];
    for (which, code) in codes.iter().enumerate() {
        assert_eq!(client.call("Tests", "fails_by", &format!("[{which}]")).unwrap_err().code, *code);
    }
    for method in ["fails_by_itself", "fails_in_io"] {
        let failure = client.call("Tests", method, "[]").unwrap_err();
        assert_eq!((&*failure.code, &*failure.message), ("limit_exceeded", "the stream is too long"), "{method}");
    }
}

#[test]
fn the_hook_of_the_in_process_host_gets_every_report() {
    let reports = Reports::default();
    let sink = reports.clone();
    let app = InProcess::builder()
        .options(CircuitOptions::new().detailed_errors(false))
        .on_error(move |report| sink.failed(report))
        .build();
    app.invoke("Tests", "find", r#"[""]"#).unwrap_err();
    assert_report(&reports.one(), ErrorKind::Internal, "internal", "the query failed: no such table: orders", true);
    block_on(app.invoke_async("Tests", "find_on_a_thread", r#"[""]"#)).unwrap_err();
    assert_eq!(reports.one().method.as_deref(), Some("find_on_a_thread"));
    app.invoke("Tests", "fails_by", "[9, 9]").unwrap_err();
    assert_eq!(reports.one().kind, ErrorKind::Client);
    app.invoke("Tests", "sold_out", "[]").unwrap_err();
    assert_eq!(reports.take().len(), 1);
}

#[test]
fn a_hook_that_panics_changes_nothing_about_the_call() {
    let app = InProcess::builder()
        .options(CircuitOptions::new().detailed_errors(false))
        .on_error(|_| panic!("the hook has a defect"))
        .build();
    for _ in 0..3 {
        assert_eq!(app.invoke("Tests", "sold_out", "[]").unwrap_err().code, "sold_out");
    }
    assert_eq!(block_on(app.invoke_async("Tests", "find", r#"[""]"#)).unwrap_err().code, "internal");
}

#[test]
fn a_blocking_method_that_fails_when_its_caller_has_gone_is_reported() {
    #[js_invokable(blocking)]
    pub(crate) fn fails_late(barrier: State<std::sync::Barrier>) -> Result<u8, CallError> {
        barrier.wait();
        barrier.wait();
        Ok(query()?)
    }

    /// Runs blocking work on a thread that the test joins.
    struct Threads(Reports, Arc<Mutex<Vec<std::thread::JoinHandle<()>>>>);

    impl HostServices for Threads {
        fn spawn_blocking(&self, work: interop_core::host::BoxFnOnce<()>) {
            self.1.lock().unwrap().push(std::thread::spawn(work));
        }

        fn failed(&self, report: &ErrorReport<'_>) {
            self.0.failed(report);
        }
    }

    let (reports, threads) = (Reports::default(), Arc::default());
    let services = Threads(reports.clone(), Arc::clone(&threads));
    let builder = CircuitHost::builder().services(services).state(std::sync::Barrier::new(2));
    let client = Client::of(builder);
    let id = client.begin("Tests", "fails_late", "[]");
    let barrier = client.circuit().state::<std::sync::Barrier>().unwrap();
    barrier.wait();
    client.host().cancel(id);
    assert_eq!(client.answer().1.unwrap_err().code, "cancelled");
    assert_eq!(reports.one().kind, ErrorKind::Client);
    barrier.wait();
    for thread in threads.lock().unwrap().drain(..) {
        thread.join().unwrap();
    }
    let report = reports.one();
    assert_report(&report, ErrorKind::Internal, "internal", "the query failed: no such table: orders", true);
    assert_eq!((report.call_id, report.method.as_deref()), (Some(id), Some("fails_late")));
}

#[test]
fn a_blocking_method_whose_failure_nobody_has_taken_when_the_circuit_closes_is_reported() {
    /// Runs blocking work when the test says so.
    #[derive(Default)]
    struct Later(Reports, Mutex<Vec<interop_core::host::BoxFnOnce<()>>>);

    struct Services(Arc<Later>);

    impl HostServices for Services {
        fn spawn_blocking(&self, work: interop_core::host::BoxFnOnce<()>) {
            self.0.1.lock().unwrap().push(work);
        }

        fn failed(&self, report: &ErrorReport<'_>) {
            self.0.0.failed(report);
        }
    }

    let later = Arc::new(Later::default());
    let client = Client::of(CircuitHost::builder().services(Services(Arc::clone(&later))));
    let id = client.begin("Tests", "find_on_a_thread", &format!(r#"["{SECRET}"]"#));
    let work = later.1.lock().unwrap().remove(0);
    work();
    assert!(later.0.take().is_empty(), "the call has not ended");
    client.host().close();
    assert_eq!(client.answers(), []);
    let report = later.0.one();
    assert_report(&report, ErrorKind::Internal, "internal", "the query failed: no such table: orders", true);
    assert_eq!((report.call_id, report.method.as_deref()), (Some(id), Some("find_on_a_thread")));
}
