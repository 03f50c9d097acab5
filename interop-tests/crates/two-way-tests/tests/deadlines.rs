//! Calls end by their deadline: that of the caller, of the method or of all calls, whichever comes first.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs)]

use std::time::Duration;

use interop_core::host::{CallOptions, CircuitHost, Invocation, Outgoing};
use interop_core::{CallFailure, InProcess, JsRuntime, ObjectReference, State, interop_object, js_invokable};
use two_way_tests::{Deaths, Peer, detailed};

interop_core::assembly!("Tests");

const SECOND: Duration = Duration::from_secs(1);
const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

#[js_invokable]
pub async fn never_ends(deaths: State<Deaths>) -> u8 {
    let _witness = deaths.witness();
    std::future::pending().await
}

#[js_invokable]
pub async fn asks(js: JsRuntime) -> Result<u8, interop_core::JsError> {
    js.invoke("f", ()).await
}

#[js_invokable]
pub async fn at_once_async() -> u8 {
    1
}

#[js_invokable]
pub fn at_once() -> u8 {
    1
}

#[js_invokable]
pub fn counts_deaths(deaths: &State<Deaths>, bytes: &[u8]) -> usize {
    drop(deaths.witness());
    bytes.len()
}

/// A stream without items.
#[js_invokable]
pub fn silent() -> impl futures_util::Stream<Item = u8> {
    futures_util::stream::pending()
}

#[js_invokable(timeout = "5s")]
pub async fn limited(deaths: State<Deaths>) -> u8 {
    let _witness = deaths.witness();
    std::future::pending().await
}

#[js_invokable(blocking, timeout = "250ms")]
pub fn limited_on_a_thread() {}

/// Panics when it is dropped before its end.
struct Grudge;

impl Drop for Grudge {
    fn drop(&mut self) {
        assert!(std::thread::panicking(), "dropped before its end");
    }
}

#[js_invokable]
pub async fn bears_a_grudge() {
    let _grudge = Grudge;
    std::future::pending::<()>().await;
}

#[derive(Debug)]
pub struct Thing;

#[interop_object]
impl Thing {}

#[js_invokable]
pub fn thing() -> ObjectReference<Thing> {
    ObjectReference::new(Thing)
}

fn peer(deaths: &Deaths) -> Peer {
    Peer::of(CircuitHost::builder().options(detailed()).state(deaths.clone()))
}

fn begin(peer: &Peer, id: u64, method: &str, timeout: impl Into<Option<Duration>>) {
    let options = CallOptions::new().timeout(timeout);
    let invocation = Invocation::on_assembly("Tests", method, "[]").with_options(&options);
    peer.host().begin_invoke(Some(id), invocation).unwrap();
}

/// The answers that there are now, by the ids of their calls.
fn answers(peer: &Peer) -> Vec<(u64, Result<String, CallFailure>)> {
    let messages = peer.messages().into_iter().filter_map(|message| match message {
        Outgoing::EndInvoke { call_id, result } => {
            Some((call_id, result.map(|reply| reply.json().to_owned()).map_err(|failure| *failure)))
        }
        _ => None,
    });
    messages.collect()
}

#[track_caller]
fn assert_late(peer: &Peer, id: u64, milliseconds: u64) {
    let (answered, result) = answers(peer).pop().expect("there is an answer");
    let failure = result.unwrap_err();
    assert_eq!((answered, &*failure.code), (id, "deadline_exceeded"));
    assert_eq!(failure.message, format!("the call did not end within its deadline of {milliseconds} ms"));
}

#[test]
fn a_call_that_is_not_done_in_time_is_dropped_and_answered_once() {
    let deaths = Deaths::new();
    let peer = peer(&deaths);
    begin(&peer, 1, "never_ends", SECOND);
    assert_eq!(answers(&peer), []);
    peer.clock().pass(Duration::from_millis(999));
    assert_eq!((answers(&peer).len(), deaths.count()), (0, 0));

    peer.clock().pass(Duration::from_millis(1));

    assert_late(&peer, 1, 1000);
    assert_eq!((deaths.count(), peer.circuit().calls_in_flight()), (1, 0));
    peer.host().cancel(1);
    peer.clock().pass(YEAR);
    assert_eq!(answers(&peer), []);
    // The id is free again.
    begin(&peer, 1, "at_once_async", SECOND);
    assert_eq!(answers(&peer), [(1, Ok("1".to_owned()))]);
}

#[test]
fn the_text_of_a_late_call_is_for_the_client() {
    let deaths = Deaths::new();
    let peer = Peer::of(CircuitHost::builder().options(detailed().detailed_errors(false)).state(deaths.clone()));
    begin(&peer, 1, "never_ends", SECOND);
    peer.clock().pass(SECOND);
    assert_late(&peer, 1, 1000);
}

#[test]
fn the_shortest_deadline_applies() {
    let limited = |time: Option<Duration>| {
        Peer::of(CircuitHost::builder().options(detailed().call_timeout(time)).state(Deaths::new()))
    };
    for (of_all, of_caller, milliseconds) in [
        (Some(SECOND), None, 1000),
        (Some(2 * SECOND), Some(SECOND), 1000),
        (Some(SECOND), Some(2 * SECOND), 1000),
        (Some(SECOND), Some(YEAR), 1000),
        (None, Some(YEAR), 31_536_000_000),
    ] {
        let peer = limited(of_all);
        begin(&peer, 1, "never_ends", of_caller);
        assert_eq!(answers(&peer), []);
        peer.clock().pass(Duration::from_millis(milliseconds - 1));
        assert_eq!(answers(&peer), [], "{of_all:?} {of_caller:?}");
        peer.clock().pass(Duration::from_millis(1));
        assert_late(&peer, 1, milliseconds);
    }
}

#[test]
fn a_method_has_a_deadline_of_its_own() {
    for (of_all, of_caller, milliseconds) in [
        (None, None, 5000),
        (Some(6 * SECOND), None, 5000),
        (Some(4 * SECOND), None, 4000),
        (None, Some(YEAR), 5000),
        (Some(4 * SECOND), Some(SECOND), 1000),
    ] {
        let options = detailed().call_timeout(of_all);
        let peer = Peer::of(CircuitHost::builder().options(options).state(Deaths::new()));
        begin(&peer, 1, "limited", of_caller);
        assert_eq!(answers(&peer), []);
        peer.clock().pass(Duration::from_millis(milliseconds - 1));
        assert_eq!(answers(&peer), [], "{of_all:?} {of_caller:?}");
        peer.clock().pass(Duration::from_millis(1));
        assert_late(&peer, 1, milliseconds);
    }
    let peer = peer(&Deaths::new());
    let timeout = |name: &str| peer.host().resolve_method("Tests", name).unwrap().timeout;
    assert_eq!(timeout("limited"), Some(5 * SECOND));
    assert_eq!(timeout("limited_on_a_thread"), Some(Duration::from_millis(250)));
    assert_eq!(timeout("never_ends"), None);
}

#[test]
fn without_a_deadline_and_beyond_what_clocks_count_there_is_no_timer() {
    let deaths = Deaths::new();
    let peer = peer(&deaths);
    begin(&peer, 1, "never_ends", None);
    begin(&peer, 2, "never_ends", Duration::from_millis((1 << 53) - 1));
    begin(&peer, 3, "never_ends", Duration::MAX);
    assert_eq!(answers(&peer), []);
    assert_eq!(peer.clock().timers(), 0);
    peer.clock().pass(100 * YEAR);
    assert_eq!(answers(&peer), []);
}

#[test]
fn a_call_that_is_ready_at_once_leaves_no_timer() {
    let deaths = Deaths::new();
    let peer = peer(&deaths);
    begin(&peer, 1, "at_once_async", SECOND);
    begin(&peer, 2, "at_once", SECOND);
    assert_eq!(answers(&peer), [(1, Ok("1".to_owned())), (2, Ok("1".to_owned()))]);
    assert_eq!(peer.clock().timers(), 0);
}

#[test]
fn a_call_without_time_is_not_started() {
    let deaths = Deaths::new();
    let peer = peer(&deaths);
    for (id, method) in [(1, "never_ends"), (2, "at_once"), (3, "at_once_async")] {
        begin(&peer, id, method, Duration::ZERO);
        assert_late(&peer, id, 0);
    }
    // The byte arrays of such a call go with it.
    peer.host().receive_byte_array(0, bytes::Bytes::from_static(b"abc")).unwrap();
    let options = CallOptions::new().timeout(Duration::ZERO);
    let invocation = Invocation::on_assembly("Tests", "counts_deaths", r#"[{"__byte[]":0}]"#).with_options(&options);
    peer.host().begin_invoke(Some(4), invocation).unwrap();
    assert_late(&peer, 4, 0);
    assert_eq!(deaths.count(), 0);
    peer.host().receive_byte_array(0, bytes::Bytes::from_static(b"abc")).expect("the ids begin anew");
}

#[test]
fn an_object_is_disposed_whatever_the_deadline() {
    let peer = peer(&Deaths::new());
    begin(&peer, 1, "thing", None);
    drop(answers(&peer));
    let options = CallOptions::new().timeout(Duration::ZERO);
    peer.host().begin_invoke(Some(2), Invocation::on_object(1, "__Dispose", "null").with_options(&options)).unwrap();
    assert_eq!(answers(&peer), [(2, Ok("null".to_owned()))]);
    assert_eq!(peer.circuit().object_count(), 0);
}

#[test]
fn a_deadline_counts_while_a_message_is_under_way() {
    let deaths = Deaths::new();
    let peer = peer(&deaths);
    begin(&peer, 1, "asks", SECOND);
    drop(peer.call());
    peer.host().hold_timeouts(true);
    peer.clock().pass(SECOND);
    assert_late(&peer, 1, 1000);
    // The answer to what it asked is ignored.
    peer.succeeds(2, "7");
    assert_eq!(answers(&peer), []);
}

#[test]
fn a_call_that_wants_no_answer_has_a_deadline_too() {
    let deaths = Deaths::new();
    let peer = peer(&deaths);
    let options = CallOptions::new().timeout(SECOND);
    let invocation = Invocation::on_assembly("Tests", "never_ends", "[]").with_options(&options);
    peer.host().begin_invoke(None, invocation).unwrap();
    assert_eq!(answers(&peer), []);
    peer.clock().pass(SECOND);
    assert_eq!((answers(&peer).len(), deaths.count()), (0, 1));
}

#[test]
fn a_future_that_panics_when_it_is_dropped_at_its_deadline_harms_nothing() {
    let peer = peer(&Deaths::new());
    begin(&peer, 1, "bears_a_grudge", SECOND);
    assert_eq!(answers(&peer), []);
    peer.clock().pass(SECOND);
    assert_late(&peer, 1, 1000);
    begin(&peer, 2, "at_once", None);
    assert_eq!(answers(&peer), [(2, Ok("1".to_owned()))]);
}

#[test]
fn the_in_process_host_measures_deadlines() {
    let options = detailed().call_timeout(Duration::from_millis(5));
    let app = InProcess::builder().options(options).state(Deaths::new()).build();
    let failure = futures_executor::block_on(app.invoke_async("Tests", "never_ends", "[]")).unwrap_err();
    assert_eq!(failure.code, "deadline_exceeded");
    // There is nothing to wait for in a synchronous call: what is not ready at once fails as such.
    assert_eq!(app.invoke("Tests", "at_once_async", "[]").unwrap(), "1");
}

#[test]
fn a_time_for_all_calls_that_is_zero_is_an_error() {
    let error = detailed().call_timeout(Duration::ZERO).check().unwrap_err();
    assert!(error.to_string().contains("`CircuitOptions::call_timeout` is zero"), "{error}");
    assert_eq!(detailed().get_call_timeout(), None);
}

#[test]
fn a_read_of_items_has_no_deadline() {
    let peer = Peer::with_options(detailed().call_timeout(SECOND));
    peer.host().begin_invoke(Some(1), Invocation::on_assembly("Tests", "silent", "[]")).unwrap();
    assert_eq!(peer.result(1).json(), r#"{"__dotNetItems":1}"#);
    let options = CallOptions::new().timeout(SECOND);
    peer.host().begin_invoke(Some(2), Invocation::on_object(1, "__Next", "[1]").with_options(&options)).unwrap();
    peer.says_nothing();
    peer.clock().pass(YEAR);
    peer.says_nothing();
    peer.host().cancel(2);
    let answer = peer.message();
    assert!(
        matches!(&answer, Some(Outgoing::EndInvoke { call_id: 2, result: Err(failure) }) if failure.code == "cancelled"),
        "{answer:?}"
    );
}
