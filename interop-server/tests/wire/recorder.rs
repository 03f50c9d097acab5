//! Records what the server logs with `tracing`.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

/// Records everything that the server logs.
#[derive(Clone, Default)]
pub(crate) struct Recorder(Arc<Mutex<Vec<String>>>);

struct Line<'l>(&'l mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        *self.0 += &format!(" {}={value:?}", field.name());
    }
}

impl Recorder {
    fn note(&self, what: &str, target: &str, record: impl FnOnce(&mut Line<'_>)) {
        if target.starts_with("interop_server") {
            let mut line = what.to_owned();
            record(&mut Line(&mut line));
            self.0.lock().unwrap().push(line);
        }
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Recorder {
    fn on_new_span(&self, span: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        self.note(&format!("span {}", span.metadata().name()), span.metadata().target(), |line| span.record(line));
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id) {
            self.note(&format!("record {}", span.name()), span.metadata().target(), |line| values.record(line));
        }
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        self.note(&format!("event {}", event.metadata().level()), event.metadata().target(), |line| event.record(line));
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        if let Some(span) = context.span(&id) {
            self.note(&format!("closed {}", span.name()), span.metadata().target(), |_| {});
        }
    }
}
