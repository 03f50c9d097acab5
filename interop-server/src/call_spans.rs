//! Records calls with `tracing`: their names and durations, never their values. The names of the fields are those of
//! OpenTelemetry's semantic conventions for RPC.

use std::cell::LazyCell;
use std::collections::HashMap;
use std::time::Instant;

use interop_core::host::{AmbientContext, Invocation};
use interop_core::registry::MethodDescriptor;
use interop_core::{CallFailure, ErrorCode};
use tracing::field::Empty;
use tracing::{Span, debug, debug_span};

use crate::trace_context;

/// Names come from the client and can have any length.
const MAX_NAME_BYTES: usize = 128;

/// The value of `rpc.system`.
const SYSTEM: &str = "interop";

/// The spans of unanswered calls. Nothing is stored while the spans are disabled.
#[derive(Default)]
#[allow(clippy::box_collection, reason = "connections for which nothing is stored only have room for a pointer")]
pub(crate) struct CallSpans(Option<Box<HashMap<u64, (Span, Instant)>>>);

impl CallSpans {
    /// Creates the span of a call, which the caller enters while it starts the call. The method is only looked for if the
    /// span is enabled and the call has no assembly, as calls on objects.
    pub(crate) fn begin(
        &mut self,
        call_id: Option<u64>,
        call: &Invocation<'_>,
        find: impl FnOnce() -> Option<&'static MethodDescriptor>,
    ) -> Span {
        let method = shortened(call.method);
        let service = LazyCell::new(|| match call.assembly {
            Some(assembly) => Some(shortened(assembly)),
            None => find().map(|method| method.assembly),
        });
        let span = debug_span!(
            "call",
            otel.name = service.map_or_else(|| method.to_owned(), |service| format!("{service}/{method}")),
            otel.kind = "server",
            otel.status_code = Empty,
            rpc.system = SYSTEM,
            rpc.service = *service,
            rpc.method = method,
            "error.type" = Empty,
            object_id = (call.object_id != 0).then_some(call.object_id),
            call_id,
            duration_us = Empty,
        );
        if span.is_disabled() {
            return span;
        }
        if let Some(traceparent) = call.options.and_then(|options| options.traceparent) {
            trace_context::continue_trace(&span, traceparent);
        }
        if let Some(call_id) = call_id {
            self.0.get_or_insert_default().insert(call_id, (span.clone(), Instant::now()));
        }
        span
    }

    /// Records that a call was answered.
    pub(crate) fn end<T>(&mut self, call_id: u64, result: &Result<T, Box<CallFailure>>) {
        if let Some((span, begun)) = self.0.as_mut().and_then(|spans| spans.remove(&call_id)) {
            let duration_us = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
            span.record("duration_us", duration_us);
            let code = result.as_ref().err().map(|failure| &*failure.code);
            if let Some(code) = code {
                span.record("error.type", code);
                if is_error_of_the_server(code) {
                    span.record("otel.status_code", "ERROR");
                }
            }
            let outcome = code.unwrap_or("ok");
            debug!(parent: &span, duration_us, outcome, "call answered");
        }
    }
}

/// The span in which a call or a stream was started, which its code enters again when it continues.
pub(crate) struct AmbientSpan(Span);

impl AmbientSpan {
    /// The current span, if there is one that is enabled.
    pub(crate) fn current() -> Option<Self> {
        let span = Span::current();
        (!span.is_disabled()).then_some(Self(span))
    }
}

impl AmbientContext for AmbientSpan {
    fn enter(&self) {
        self.0.with_subscriber(|(id, subscriber)| subscriber.enter(id));
    }

    fn leave(&self) {
        self.0.with_subscriber(|(id, subscriber)| subscriber.exit(id));
    }
}

/// Whether a failed call makes the span of the server an error. What the caller has done wrong does not.
fn is_error_of_the_server(code: &str) -> bool {
    [ErrorCode::Internal, ErrorCode::DeadlineExceeded].iter().any(|error| error.as_str() == code)
}

/// Shortens a name for the log.
pub(crate) fn shortened(name: &str) -> &str {
    let mut length = name.len().min(MAX_NAME_BYTES);
    while !name.is_char_boundary(length) {
        length -= 1;
    }
    &name[..length]
}
