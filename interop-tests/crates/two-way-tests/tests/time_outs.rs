//! Which time counts for time-outs: only the time in which the client could have answered.

#![allow(missing_docs)]

use std::time::Duration;

use interop_core::{JsError, StreamReference};
use two_way_tests::offering::{chunk, end, offer, watched};
use two_way_tests::reading::{chunk as chunk_read, open, send, waits};
use two_way_tests::{Deaths, Peer, detailed, is_pending, now};

const MINUTE: Duration = Duration::from_secs(60);

fn timed_out(error: &JsError) -> bool {
    matches!(error, JsError::Timeout { .. })
}

#[test]
fn a_call_whose_message_waits_to_be_sent_does_not_time_out() {
    let peer = Peer::new();
    let mut call = peer.js().invoke::<i32>("f", ());
    assert!(is_pending(&mut call));
    peer.clock().pass(10 * MINUTE);
    assert!(is_pending(&mut call));

    let id = peer.call().task_id;
    assert!(is_pending(&mut call), "its time begins when the message is taken");
    peer.clock().pass(Duration::from_millis(59_999));
    assert!(is_pending(&mut call));
    peer.succeeds(id, "7");
    assert_eq!(now(call), Ok(7));
}

#[test]
fn the_time_of_a_call_counts_from_when_the_host_has_sent_it() {
    let peer = Peer::new();
    let mut call = peer.js().invoke::<i32>("f", ());
    assert!(is_pending(&mut call));
    let id = peer.call().task_id;
    peer.clock().pass(Duration::from_secs(59));
    peer.host().note_js_call_sent(id);
    assert!(is_pending(&mut call));
    peer.clock().pass(Duration::from_secs(59));
    assert!(is_pending(&mut call));

    peer.clock().pass(Duration::from_secs(1));

    assert!(timed_out(&now(call).unwrap_err()));
}

#[test]
fn a_call_does_not_time_out_while_a_message_is_under_way() {
    let peer = Peer::new();
    let mut call = peer.js().invoke::<i32>("f", ());
    assert!(is_pending(&mut call));
    drop(peer.call());
    peer.host().hold_timeouts(true);
    peer.clock().pass(10 * MINUTE);
    assert!(is_pending(&mut call));

    peer.host().hold_timeouts(false);
    assert!(is_pending(&mut call), "the answer may come right behind");
    peer.clock().pass(MINUTE);

    assert!(timed_out(&now(call).unwrap_err()));
}

#[test]
fn whoever_was_put_off_is_woken_when_the_message_is_complete() {
    use std::task::{Context, Waker};
    use two_way_tests::Wakes;
    let peer = Peer::new();
    let mut call = peer.js().invoke::<i32>("f", ());
    let woken = Wakes::new();
    let waker = Waker::from(woken.clone());
    let mut poll = || std::pin::Pin::new(&mut call).poll(&mut Context::from_waker(&waker)).is_pending();
    assert!(poll());
    drop(peer.call());
    peer.host().hold_timeouts(true);
    peer.clock().pass(MINUTE);
    assert!(poll());
    let before = woken.count();

    peer.host().hold_timeouts(false);

    assert_eq!(woken.count(), before + 1);
}

#[test]
fn a_stream_does_not_break_off_while_a_message_is_under_way() {
    let peer = Peer::new();
    let mut stream = open(&peer, 1);
    assert!(waits(&mut stream));
    peer.host().hold_timeouts(true);
    peer.clock().pass(10 * MINUTE);
    assert!(waits(&mut stream));
    peer.host().hold_timeouts(false);
    assert!(waits(&mut stream));
    send(&peer, 0, b"a");
    assert_eq!(chunk_read(&mut stream), Some(Ok(b"a".to_vec())));
}

#[test]
fn the_time_to_claim_a_stream_counts_from_when_its_message_was_sent() {
    let options = detailed().stream_claim_timeout(Duration::from_secs(10));
    let (peer, deaths) = (Peer::with_options(options), Deaths::new());
    peer.js().send("f", (watched(deaths.witness()),)).unwrap();
    peer.clock().pass(MINUTE);
    drop(peer.call());
    peer.says_nothing();
    peer.clock().pass(Duration::from_secs(9));
    peer.says_nothing();
    peer.host().claim_stream(1, 1);
    assert_eq!(chunk(&peer), b"again");
}

#[test]
fn a_stream_can_be_claimed_as_long_as_a_message_is_under_way() {
    let options = detailed().stream_claim_timeout(Duration::from_secs(10));
    let (peer, deaths) = (Peer::with_options(options), Deaths::new());
    offer(&peer, watched(deaths.witness()));
    peer.says_nothing();
    peer.host().hold_timeouts(true);
    peer.clock().pass(MINUTE);
    peer.says_nothing();
    assert_eq!(deaths.count(), 0);

    peer.host().hold_timeouts(false);
    peer.says_nothing();
    assert_eq!(deaths.count(), 0, "the claim may come right behind");
    peer.clock().pass(Duration::from_secs(10));
    peer.says_nothing();
    assert_eq!(deaths.count(), 1);
    peer.host().claim_stream(1, 1);
    assert!(end(&peer).is_some());
}

#[test]
fn a_time_that_no_clock_can_count_never_ends() {
    let never = Duration::MAX;
    let options = detailed().js_call_timeout(never).stream_claim_timeout(never);
    let peer = Peer::with_options(options);
    peer.clock().pass(MINUTE);
    offer(&peer, StreamReference::from_bytes("x"));
    peer.says_nothing();
    let mut call = peer.js().invoke::<i32>("f", ());
    let mut own = peer.js().invoke::<i32>("f", ()).timeout(never);
    assert!(is_pending(&mut call) && is_pending(&mut own));
    peer.messages();
    assert!(is_pending(&mut call) && is_pending(&mut own));
    peer.clock().pass(365 * 24 * 60 * MINUTE);
    assert!(is_pending(&mut call) && is_pending(&mut own));
    assert_eq!(peer.clock().timers(), 0);
}

#[test]
fn a_call_without_any_time_ends_at_once() {
    let peer = Peer::new();
    let mut call = peer.js().invoke::<i32>("f", ()).timeout(Duration::ZERO);
    drop(peer.call());
    assert!(is_pending(&mut call));
    peer.clock().pass(Duration::ZERO);
    assert!(timed_out(&now(call).unwrap_err()));
}

#[test]
fn options_with_which_nothing_would_work_are_refused_by_name() {
    let wrong = [
        ("js_call_timeout", detailed().js_call_timeout(Duration::ZERO)),
        ("stream_claim_timeout", detailed().stream_claim_timeout(Duration::ZERO)),
        ("max_argument_bytes", detailed().max_argument_bytes(0)),
        ("max_reply_bytes", detailed().max_reply_bytes(3)),
        ("max_json_depth", detailed().max_json_depth(0)),
        ("max_outgoing_bytes", detailed().max_outgoing_bytes(0)),
    ];
    for (name, options) in wrong {
        let error = options.check().unwrap_err().to_string();
        assert!(error.starts_with(&format!("`CircuitOptions::{name}` is ")), "{error}");
        let built = std::panic::catch_unwind(|| Peer::with_options(options));
        let text = *built.unwrap_err().downcast::<String>().unwrap();
        assert_eq!(text, error);
    }
    assert_eq!(detailed().check(), Ok(()));
}
