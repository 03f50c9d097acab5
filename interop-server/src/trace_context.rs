//! The caller's position in a distributed trace, as W3C Trace Context describes it.

use tracing::Span;

/// Lets a span continue the trace of the caller. A position that is not valid is ignored: the span then belongs to the
/// trace of the connection.
#[cfg(feature = "opentelemetry")]
pub(crate) fn continue_trace(span: &Span, traceparent: &str) {
    use opentelemetry::Context;
    use opentelemetry::trace::TraceContextExt as _;
    use tracing_opentelemetry::OpenTelemetrySpanExt as _;

    if let Some(parent) = parse(traceparent) {
        // Fails if the application has no layer of `tracing-opentelemetry`, so there is no trace.
        let _ = span.set_parent(Context::new().with_remote_span_context(parent));
    }
}

/// Without the feature there are no traces to continue.
#[cfg(not(feature = "opentelemetry"))]
pub(crate) fn continue_trace(_: &Span, _: &str) {}

/// Reads `00-<32 digits of the trace>-<16 digits of the span>-<2 digits of flags>`. A later version may append more.
///
/// The propagator of OpenTelemetry's SDK reads the same header, but accepts ids of other lengths, signs and blanks.
#[cfg(feature = "opentelemetry")]
fn parse(traceparent: &str) -> Option<opentelemetry::trace::SpanContext> {
    use opentelemetry::trace::{SpanContext, SpanId, TraceFlags, TraceId, TraceState};

    let (known, rest) = traceparent.split_at_checked(55)?;
    let mut parts = known.split('-');
    let mut digits = |length| {
        let part = parts.next().filter(|part| part.len() == length)?;
        part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')).then_some(part)
    };
    let (version, trace, span, flags) = (digits(2)?, digits(32)?, digits(16)?, digits(2)?);
    let is_whole = rest.is_empty() || version != "00" && rest.starts_with('-');
    if version == "ff" || !is_whole {
        return None;
    }
    let flags = TraceFlags::new(u8::from_str_radix(flags, 16).ok()?) & TraceFlags::SAMPLED;
    let (trace, span) = (TraceId::from_hex(trace).ok()?, SpanId::from_hex(span).ok()?);
    let context = SpanContext::new(trace, span, flags, true, TraceState::default());
    context.is_valid().then_some(context)
}

#[cfg(all(test, feature = "opentelemetry"))]
mod tests {
    use super::*;

    const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
    const SPAN: &str = "00f067aa0ba902b7";

    #[test]
    fn a_position_in_a_trace_is_read() {
        for (text, sampled) in [
            (format!("00-{TRACE}-{SPAN}-01"), true),
            (format!("00-{TRACE}-{SPAN}-00"), false),
            (format!("00-{TRACE}-{SPAN}-02"), false),
            (format!("00-{TRACE}-{SPAN}-ff"), true),
            (format!("cc-{TRACE}-{SPAN}-01"), true),
            (format!("cc-{TRACE}-{SPAN}-01-what the future will be like"), true),
        ] {
            let context = parse(&text).unwrap();
            assert_eq!((context.trace_id().to_string(), context.span_id().to_string()), (TRACE.into(), SPAN.into()));
            assert_eq!((context.is_sampled(), context.is_remote()), (sampled, true), "{text}");
        }
    }

    #[test]
    fn what_is_no_position_in_a_trace_is_ignored() {
        let zeros = "0".repeat(32);
        for text in [
            String::new(),
            "00".to_owned(),
            "-".repeat(55),
            "ä".repeat(40),
            format!("00-{TRACE}-{SPAN}"),
            format!("00-{TRACE}-{SPAN}-1"),
            format!("00-{TRACE}-{SPAN}-01-"),
            format!("00-{TRACE}-{SPAN}-01-more"),
            format!("00-{TRACE}-{SPAN}-0g"),
            format!("00-{TRACE}-{SPAN}-+1"),
            format!(" 00-{TRACE}-{SPAN}-01"),
            format!("00-{TRACE}-{SPAN}-01 "),
            format!("ff-{TRACE}-{SPAN}-01"),
            format!("0-{TRACE}-{SPAN}-01"),
            format!("cc-{TRACE}-{SPAN}-01.more"),
            format!("00-{zeros}-{SPAN}-01"),
            format!("00-{TRACE}-{}-01", &zeros[..16]),
            format!("00-{}-{SPAN}-01", TRACE.to_uppercase()),
            format!("00-{TRACE}-{}-01", SPAN.to_uppercase()),
            format!("00-{}-{SPAN}00-01", &TRACE[..30]),
            format!("00-{}-{SPAN}-01", &TRACE[..31]),
            format!("00_{TRACE}_{SPAN}_01"),
        ] {
            assert!(parse(&text).is_none(), "{text:?}");
        }
    }
}
