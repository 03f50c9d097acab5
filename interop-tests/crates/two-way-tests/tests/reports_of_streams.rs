//! What a host records about streams from Rust whose source fails.

#![allow(missing_docs)]

use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use futures_util::stream;
use interop_core::host::{CircuitHost, ErrorKind, ErrorReport, HostServices, Outgoing};
use interop_core::{CircuitOptions, StreamReference};
use two_way_tests::offering::failing;

#[derive(Clone, Default)]
struct Reports(Arc<Mutex<Vec<ErrorReport<'static>>>>);

impl HostServices for Reports {
    fn failed(&self, report: &ErrorReport<'_>) {
        self.0.lock().unwrap().push(report.clone().into_owned());
    }
}

/// Sends a stream as stream 1, lets the client read it, and returns what was reported and what the client got as the reason.
fn sent(stream: StreamReference) -> (Vec<ErrorReport<'static>>, Option<String>) {
    let reports = Reports::default();
    let options = CircuitOptions::new().detailed_errors(false);
    let host = CircuitHost::builder().options(options).name("the-circuit").services(reports.clone()).build();
    host.circuit().js().send("f", (stream,)).unwrap();
    host.claim_stream(1, 4);
    let mut context = Context::from_waker(Waker::noop());
    let mut reason = None;
    while let Poll::Ready(Some(message)) = host.poll_outgoing(&mut context) {
        if let Outgoing::EndStream { error, .. } = message {
            reason = error;
        }
    }
    let reports = std::mem::take(&mut *reports.0.lock().unwrap());
    (reports, reason)
}

#[test]
fn the_error_of_a_source_is_reported_and_not_sent() {
    let (reports, reason) = sent(failing("the disk is gone"));
    assert_eq!(reason.as_deref(), Some("The stream failed."));
    let [report] = &reports[..] else { panic!("one report: {reports:?}") };
    assert_eq!((report.kind, report.stream_id, &report.method), (ErrorKind::Internal, Some(1), &None));
    assert_eq!(report.to_string(), "stream 1 failed in circuit the-circuit: internal: the disk is gone");
}

#[test]
fn a_source_that_panics_is_reported() {
    let (reports, reason) = sent(StreamReference::from_stream(stream::poll_fn(|_| panic!("a defect"))));
    assert_eq!(reason.as_deref(), Some("The stream failed."));
    assert_eq!(reports.iter().map(|report| report.kind).collect::<Vec<_>>(), [ErrorKind::Panic]);
}

#[test]
fn a_stream_that_is_complete_is_not_reported() {
    let (reports, reason) = sent(StreamReference::from_bytes(Bytes::from_static(b"abc")));
    assert_eq!((reports, reason), (Vec::new(), None));
}
