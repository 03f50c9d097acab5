//! Records calls with `tracing`: their names and durations, never their values.

use std::collections::HashMap;
use std::time::Instant;

use interop_core::CallFailure;
use interop_core::host::Invocation;
use tracing::field::Empty;
use tracing::{Span, debug, debug_span};

/// Names come from the client and can have any length.
const MAX_NAME_BYTES: usize = 128;

/// The spans of unanswered calls. Nothing is stored while the spans are disabled.
#[derive(Default)]
pub(crate) struct CallSpans(HashMap<u64, (Span, Instant)>);

impl CallSpans {
    /// Creates the span of a call, which the caller enters while it starts the call.
    pub(crate) fn begin(&mut self, call_id: Option<u64>, call: &Invocation<'_>) -> Span {
        let span = debug_span!(
            "call",
            assembly = call.assembly.map(shortened),
            method = shortened(call.method),
            object_id = (call.object_id != 0).then_some(call.object_id),
            call_id,
            duration_us = Empty,
            outcome = Empty,
        );
        if !span.is_disabled()
            && let Some(call_id) = call_id
        {
            self.0.insert(call_id, (span.clone(), Instant::now()));
        }
        span
    }

    /// A call is answered.
    pub(crate) fn end<T>(&mut self, call_id: u64, result: &Result<T, Box<CallFailure>>) {
        if self.0.is_empty() {
            return;
        }
        if let Some((span, begun)) = self.0.remove(&call_id) {
            let duration_us = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
            let outcome = result.as_ref().map_or_else(|failure| &*failure.code, |_| "ok");
            span.record("duration_us", duration_us);
            span.record("outcome", outcome);
            debug!(parent: &span, duration_us, outcome, "call answered");
        }
    }
}

/// As much of a name as is logged.
pub(crate) fn shortened(name: &str) -> &str {
    let mut length = name.len().min(MAX_NAME_BYTES);
    while !name.is_char_boundary(length) {
        length -= 1;
    }
    &name[..length]
}
