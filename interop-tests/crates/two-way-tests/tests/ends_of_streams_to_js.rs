//! How streams to JavaScript end: claimed too late, stopped, failed, or unknown.

#![allow(missing_docs, missing_debug_implementations, clippy::needless_pass_by_value)]

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::Stream;
use interop_core::host::{CircuitHost, Invocation, Outgoing};
use interop_core::{CircuitOptions, JsError, State, StreamReference, js_invokable};
use two_way_tests::offering::{chunk, end, failing, offer, watched};
use two_way_tests::{Deaths, Gate, Peer, detailed, sanitized};

interop_core::assembly!("Tests");

#[js_invokable]
pub async fn report_later(gate: State<Gate>, deaths: State<Deaths>) -> StreamReference {
    gate.pass().await;
    watched(deaths.witness())
}

#[js_invokable]
pub fn watched_report(deaths: State<Deaths>) -> StreamReference {
    watched(deaths.witness())
}

#[test]
fn a_stream_that_nobody_claims_in_time_is_dropped() {
    let options = detailed().stream_claim_timeout(Duration::from_secs(3)).max_streams(1);
    let (peer, deaths) = (Peer::with_options(options), Deaths::new());
    offer(&peer, watched(deaths.witness()));
    peer.says_nothing();
    peer.clock().pass(Duration::from_millis(2999));
    peer.says_nothing();
    assert_eq!(deaths.count(), 0);

    peer.clock().pass(Duration::from_millis(1));
    peer.says_nothing();

    assert_eq!(deaths.count(), 1);
    peer.host().claim_stream(1, 1);
    assert_eq!(end(&peer).as_deref(), Some("The stream with ID 1 is not available. It may have timed out."));
    assert_eq!(peer.js().send("f", (StreamReference::from_bytes("x"),)), Ok(()), "its place is free");
}

#[test]
fn the_default_is_a_minute() {
    assert_eq!(CircuitOptions::default().get_stream_claim_timeout(), Duration::from_secs(60));
}

#[test]
fn a_stream_that_is_claimed_has_no_deadline_any_more() {
    let (peer, deaths) = (Peer::new(), Deaths::new());
    offer(&peer, watched(deaths.witness()));
    peer.host().claim_stream(1, 1);
    assert_eq!(chunk(&peer), b"again");
    assert_eq!(peer.clock().timers(), 0);
    peer.clock().pass(Duration::from_secs(3600));
    peer.says_nothing();
    peer.host().grant_stream(1, 1);
    assert_eq!(chunk(&peer), b"again");
}

#[test]
fn the_deadline_of_a_stream_in_a_result_counts_from_its_answer() {
    let (deaths, gate) = (Deaths::new(), Gate::new());
    let builder = CircuitHost::builder().options(detailed()).state(deaths.clone()).state(gate.clone());
    let peer = Peer::of(builder);
    peer.host().begin_invoke(Some(1), Invocation::on_assembly("Tests", "report_later", "[]")).unwrap();
    peer.says_nothing();
    peer.clock().pass(Duration::from_secs(100));
    gate.open();
    assert_eq!(peer.result(1).json(), r#"{"__dotNetStream":1}"#);
    peer.says_nothing();
    assert_eq!(deaths.count(), 0);
    peer.clock().pass(Duration::from_secs(60));
    peer.says_nothing();
    assert_eq!(deaths.count(), 1);
}

#[test]
fn the_deadline_of_a_stream_waits_for_the_host_to_take_its_message() {
    let (peer, deaths) = (Peer::new(), Deaths::new());
    peer.js().send("f", (watched(deaths.witness()),)).unwrap();
    // A host that writes slowly and does not request the next message in the meantime.
    peer.clock().pass(Duration::from_secs(600));
    assert_eq!(peer.call().args, r#"[{"__dotNetStream":1}]"#);
    peer.says_nothing();
    assert_eq!(deaths.count(), 0);
    peer.clock().pass(Duration::from_secs(60));
    peer.says_nothing();
    assert_eq!(deaths.count(), 1);
}

#[test]
fn unread_streams_take_places_until_their_deadline() {
    let peer = Peer::with_options(detailed().max_streams(2));
    let another = || peer.js().send("f", (StreamReference::from_bytes("x"),));
    assert_eq!((another(), another()), (Ok(()), Ok(())));
    assert!(matches!(another(), Err(JsError::Limit(_))), "both are unread");
    peer.call();
    peer.call();
    peer.says_nothing();
    peer.clock().pass(Duration::from_secs(60));
    peer.says_nothing();
    assert_eq!((another(), another()), (Ok(()), Ok(())));
}

#[test]
fn a_claim_of_an_unknown_stream_is_answered() {
    let peer = Peer::new();
    for id in [0, 1, 99, u64::MAX] {
        peer.host().claim_stream(id, 1);
        match peer.message() {
            Some(Outgoing::EndStream { stream_id, error: Some(error) }) => {
                assert_eq!(stream_id, id);
                assert_eq!(error, format!("The stream with ID {id} is not available. It may have timed out."));
            }
            other => panic!("the end is sent, not {other:?}"),
        }
    }
    peer.host().grant_stream(99, 1);
    peer.host().cancel_stream(99);
    peer.says_nothing();
    assert!(!peer.circuit().is_closed());
}

#[test]
fn claims_of_unknown_streams_count_among_what_waits_to_be_sent() {
    let peer = Peer::with_options(detailed().max_outgoing_bytes(10_000));
    (0..1000).for_each(|id| peer.host().claim_stream(id, 1));
    assert!(peer.host().is_congested(), "the host is told to stop reading from such a client");
}

#[test]
fn a_stream_that_ended_is_not_available_again() {
    let peer = Peer::new();
    offer(&peer, StreamReference::from_bytes("x"));
    peer.host().claim_stream(1, 5);
    assert_eq!(chunk(&peer), b"x");
    assert_eq!(end(&peer), None);
    peer.host().claim_stream(1, 5);
    assert!(end(&peer).is_some());
}

#[test]
fn javascript_stops_a_stream() {
    for claimed in [true, false] {
        let (peer, deaths) = (Peer::new(), Deaths::new());
        offer(&peer, watched(deaths.witness()));
        if claimed {
            peer.host().claim_stream(1, 1);
            assert_eq!(chunk(&peer), b"again");
        }
        assert_eq!(deaths.count(), 0);

        peer.host().cancel_stream(1);
        peer.says_nothing();

        assert_eq!(deaths.count(), 1);
        peer.host().grant_stream(1, 5);
        peer.says_nothing();
    }
}

#[test]
fn the_error_of_a_source_breaks_the_stream_off() {
    for (options, expected) in [(detailed(), "secret cause"), (sanitized(), "The stream failed.")] {
        let peer = Peer::with_options(options);
        offer(&peer, failing("secret cause"));
        peer.host().claim_stream(1, 5);
        assert_eq!(chunk(&peer), b"a");
        assert_eq!(end(&peer).as_deref(), Some(expected));
        peer.says_nothing();
        assert!(!peer.circuit().is_closed());
    }
}

/// Panics when it is read, and optionally when it is dropped.
struct Panics {
    in_drop: bool,
}

impl Stream for Panics {
    type Item = io::Result<Bytes>;
    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        panic!("secret")
    }
}

impl Drop for Panics {
    fn drop(&mut self) {
        assert!(!self.in_drop, "secret");
    }
}

#[test]
fn a_source_that_panics_breaks_its_stream_off_alone() {
    let expected = [(detailed(), "the source of the stream panicked"), (sanitized(), "The stream failed.")];
    for (options, text) in expected {
        for in_drop in [false, true] {
            let peer = Peer::with_options(options.clone());
            offer(&peer, StreamReference::from_stream(Panics { in_drop }));
            peer.host().claim_stream(1, 5);
            assert_eq!(end(&peer).as_deref(), Some(text));
            assert!(!peer.circuit().is_closed());
            assert_eq!(peer.js().send("f", ()), Ok(()));
            peer.call();
        }
    }
}

#[test]
fn the_stream_of_a_result_that_nobody_waits_for_is_dropped() {
    let deaths = Deaths::new();
    let builder = CircuitHost::builder().options(detailed()).state(deaths.clone()).state(Gate::new());
    let peer = Peer::of(builder);
    peer.circuit().state::<Gate>().unwrap().open();
    for (method, expected) in [("report_later", 1), ("watched_report", 2)] {
        peer.host().begin_invoke(None, Invocation::on_assembly("Tests", method, "[]")).unwrap();
        peer.says_nothing();
        assert_eq!(deaths.count(), expected, "{method}");
    }
}
