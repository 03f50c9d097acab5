use std::collections::HashSet;
use std::fmt;
use std::sync::{PoisonError, RwLock};

use interop_core::{CallError, CallInfo, CallLayer, CallOutcome, ErrorCode};
use metrics::{counter, gauge, histogram};

/// How many codes of the application are told apart.
const MAX_CODES: usize = 100;

/// The codes with which calls of methods can fail without the application, always told apart.
const BUILT_IN: [ErrorCode; 6] = [
    ErrorCode::InvalidArguments,
    ErrorCode::ObjectDisposed,
    ErrorCode::LimitExceeded,
    ErrorCode::Cancelled,
    ErrorCode::DeadlineExceeded,
    ErrorCode::Internal,
];

/// The value of the label `code` for further codes.
const OTHER: &str = "other";

const CALLS: &str = "interop_calls_total";
const FAILURES: &str = "interop_call_failures_total";
const DURATION: &str = "interop_call_duration_seconds";
const RUNNING: &str = "interop_calls_running";
const ABANDONED: &str = "interop_calls_abandoned_total";

/// Counts and times calls through the facade [`metrics`], for any exporter: a layer for
/// [`ServerOptions::layer`](crate::ServerOptions::layer) and other hosts, with feature `metrics`.
///
/// | metric | kind | labels |
/// |---|---|---|
/// | `interop_calls_total` | counter of the calls that have ended | `service`, `method` |
/// | `interop_call_failures_total` | counter of the calls that have failed | `service`, `method`, `code` |
/// | `interop_call_duration_seconds` | histogram | `service`, `method` |
/// | `interop_calls_running` | gauge | none |
/// | `interop_calls_abandoned_total` | counter of the `blocking` methods that have returned after their calls had ended | `service`, `method`, `code` |
///
/// The number of label values is bounded, whatever clients send: `service` is the assembly, `method` is the id in the
/// attribute (`callback` for a [`Callback`](interop_core::Callback)), and `code` is the code of the error. Of the codes that
/// the application chooses, the first 100 are told apart; further ones are `other`. The code of an abandoned method that
/// has succeeded is empty.
///
/// The first layer of a host sees all calls, including those that other layers refuse.
///
/// ```
/// use interop_server::{MetricsLayer, ServerOptions};
///
/// let options = ServerOptions::new().layer(MetricsLayer::new());
/// ```
#[derive(Default)]
pub struct MetricsLayer {
    /// The codes of the application that have occurred.
    codes: RwLock<HashSet<String>>,
}

impl MetricsLayer {
    /// A layer that uses the recorder that is installed when a call ends.
    pub fn new() -> Self {
        metrics::describe_counter!(CALLS, "The calls that have ended.");
        metrics::describe_counter!(FAILURES, "The calls that have failed, by the codes of their errors.");
        metrics::describe_histogram!(
            DURATION,
            metrics::Unit::Seconds,
            "How long calls take, including the time they wait."
        );
        metrics::describe_gauge!(RUNNING, "The calls that are running.");
        metrics::describe_counter!(ABANDONED, "The blocking methods that have returned after their calls had ended.");
        Self::default()
    }

    /// The value of the label for this code.
    fn label(&self, code: &str) -> String {
        let built_in = BUILT_IN.iter().any(|known| known.as_str() == code);
        let is_known = || self.codes.read().unwrap_or_else(PoisonError::into_inner).contains(code);
        if built_in || is_known() {
            return code.to_owned();
        }
        let mut codes = self.codes.write().unwrap_or_else(PoisonError::into_inner);
        if codes.len() >= MAX_CODES && !codes.contains(code) {
            return OTHER.to_owned();
        }
        codes.insert(code.to_owned());
        code.to_owned()
    }
}

impl CallLayer for MetricsLayer {
    fn before(&self, _: &CallInfo<'_>) -> Result<(), CallError> {
        gauge!(RUNNING).increment(1);
        Ok(())
    }

    fn after(&self, call: &CallInfo<'_>, outcome: &CallOutcome<'_>) {
        let (service, method) = (call.assembly(), call.method().name);
        gauge!(RUNNING).decrement(1);
        counter!(CALLS, "service" => service, "method" => method).increment(1);
        if let Some(code) = outcome.error_code() {
            counter!(FAILURES, "service" => service, "method" => method, "code" => self.label(code)).increment(1);
        }
        if let Some(duration) = outcome.duration() {
            histogram!(DURATION, "service" => service, "method" => method).record(duration);
        }
    }

    fn abandoned(&self, call: &CallInfo<'_>, outcome: &CallOutcome<'_>) {
        let (service, method) = (call.assembly(), call.method().name);
        let code = outcome.error_code().map(|code| self.label(code)).unwrap_or_default();
        counter!(ABANDONED, "service" => service, "method" => method, "code" => code).increment(1);
    }

    fn needs_duration(&self) -> bool {
        true
    }
}

impl fmt::Debug for MetricsLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MetricsLayer")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::{Arc, Mutex};

    use interop_core::host::{BoxFnOnce, CircuitHost, HostServices, Invocation};
    use interop_core::{Callback, InProcess, js_invokable};
    use metrics_util::debugging::{DebugValue, DebuggingRecorder, Snapshotter};

    use super::*;

    #[js_invokable(assembly = "Measured", name = "Price")]
    pub(crate) async fn price(number: u32) -> u32 {
        number * 3
    }

    #[js_invokable(assembly = "Measured")]
    pub(crate) fn fail_with(code: String) -> Result<(), CallError> {
        Err(CallError::new(code, "failed"))
    }

    /// The metrics by name and labels; of a histogram, the number of its values.
    fn metrics(snapshotter: &Snapshotter) -> BTreeMap<String, String> {
        let snapshot = snapshotter.snapshot().into_vec();
        let read = snapshot.into_iter().map(|(key, _, _, value)| {
            let labels = key.key().labels().map(|label| format!(" {}={}", label.key(), label.value()));
            let name = key.key().name().to_owned() + &labels.collect::<String>();
            let value = match value {
                DebugValue::Counter(count) => count.to_string(),
                DebugValue::Gauge(value) => value.to_string(),
                DebugValue::Histogram(values) => values.len().to_string(),
            };
            (name, value)
        });
        read.collect()
    }

    #[test]
    fn calls_failures_and_durations_are_recorded_by_method() {
        let recorder = DebuggingRecorder::new();
        let snapshotter = recorder.snapshotter();
        metrics::with_local_recorder(&recorder, || {
            let app = InProcess::builder().layer(MetricsLayer::new()).build();
            app.invoke("Measured", "Price", "[2]").unwrap();
            app.invoke("Measured", "Price", "[3]").unwrap();
            app.invoke("Measured", "Price", "[true]").unwrap_err();
            app.invoke("Measured", "NoSuchMethod", "[]").unwrap_err();
            let callback = Callback::new("a name that nobody foresees", || 1);
            app.object(&callback).invoke(callback.name(), "[]").unwrap();
        });
        let metrics = metrics(&snapshotter);
        let price = "service=Measured method=Price";
        assert_eq!(metrics[&format!("interop_calls_total {price}")], "3");
        assert_eq!(metrics[&format!("interop_call_duration_seconds {price}")], "3");
        assert_eq!(metrics[&format!("interop_call_failures_total {price} code=invalid_arguments")], "1");
        assert_eq!(metrics["interop_calls_running"], "0");
        assert_eq!(metrics["interop_calls_total service=interop-core method=callback"], "1");
        assert!(!metrics.keys().any(|key| key.contains("NoSuchMethod") || key.contains("foresees")), "{metrics:?}");
    }

    #[js_invokable(assembly = "Measured", blocking)]
    pub(crate) fn fail_slowly() -> Result<(), std::io::Error> {
        Err(std::io::Error::other("no such table"))
    }

    /// Keeps blocking work until the test runs it.
    #[derive(Clone, Default)]
    struct Later(Arc<Mutex<Vec<BoxFnOnce<()>>>>);

    impl HostServices for Later {
        fn spawn_blocking(&self, work: BoxFnOnce<()>) {
            self.0.lock().unwrap().push(work);
        }
    }

    #[test]
    fn a_blocking_method_that_fails_after_its_call_has_ended_is_counted() {
        let recorder = DebuggingRecorder::new();
        let snapshotter = recorder.snapshotter();
        metrics::with_local_recorder(&recorder, || {
            let later = Later::default();
            let host = CircuitHost::builder().services(later.clone()).layer(MetricsLayer::new()).build();
            host.begin_invoke(Some(1), Invocation::on_assembly("Measured", "fail_slowly", "[]")).unwrap();
            let work = later.0.lock().unwrap().remove(0);
            work();
            drop(host);
        });
        let metrics = metrics(&snapshotter);
        let method = "service=Measured method=fail_slowly";
        assert_eq!(metrics[&format!("interop_calls_abandoned_total {method} code=internal")], "1");
        assert_eq!(metrics[&format!("interop_call_failures_total {method} code=cancelled")], "1");
        assert_eq!(metrics["interop_calls_running"], "0");
    }

    #[test]
    fn the_codes_that_an_application_makes_up_do_not_grow_without_bound() {
        let recorder = DebuggingRecorder::new();
        let snapshotter = recorder.snapshotter();
        metrics::with_local_recorder(&recorder, || {
            let app = InProcess::builder().layer(MetricsLayer::new()).build();
            for number in 0..MAX_CODES + 10 {
                app.invoke("Measured", "fail_with", &format!(r#"["code{number}"]"#)).unwrap_err();
            }
            app.invoke("Measured", "fail_with", r#"["code0"]"#).unwrap_err();
        });
        let metrics = metrics(&snapshotter);
        let failures = "interop_call_failures_total service=Measured method=fail_with code=";
        assert_eq!(metrics.keys().filter(|key| key.starts_with(failures)).count(), MAX_CODES + 1);
        assert_eq!(metrics[&format!("{failures}other")], "10");
        assert_eq!(metrics[&format!("{failures}code0")], "2");
    }
}
