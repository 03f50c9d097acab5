//! Layers around calls: what they see, what they can refuse, and that each is told exactly once how its call has ended.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use std::sync::{Arc, Barrier, Mutex};
use std::time::Duration;

use interop_core::host::{
    BoxFnOnce, BoxFuture, CallLayers, CallOptions, CircuitHost, ErrorReport, HostServices, Invocation,
};
use interop_core::{
    CallError, CallInfo, CallLayer, CallOutcome, Callback, Cancellation, CircuitOptions, InProcess, ObjectReference,
    State, interop_object, js_invokable,
};
use interop_tests::{Client, Gate, detailed, failure};

interop_core::assembly!("Tests");

/// What layers note, in order.
#[derive(Clone, Default)]
pub struct Notes(Arc<Mutex<Vec<String>>>);

impl Notes {
    fn add(&self, note: String) {
        self.0.lock().unwrap().push(note);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

/// How a layer behaves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    Accept,
    Refuse,
    PanicBefore,
    PanicAfter,
}

struct Noting {
    name: &'static str,
    notes: Notes,
    manner: Manner,
}

impl CallLayer for Noting {
    fn before(&self, call: &CallInfo<'_>) -> Result<(), CallError> {
        self.notes.add(format!("{} before {}", self.name, call.name()));
        assert!(self.manner != Manner::PanicBefore, "no way");
        if self.manner == Manner::Refuse { Err(CallError::new("refused", "not today")) } else { Ok(()) }
    }

    fn after(&self, call: &CallInfo<'_>, outcome: &CallOutcome<'_>) {
        self.notes.add(format!("{} after {}: {}", self.name, call.name(), outcome.error_code().unwrap_or("ok")));
        assert!(self.manner != Manner::PanicAfter, "too late");
    }

    fn abandoned(&self, call: &CallInfo<'_>, outcome: &CallOutcome<'_>) {
        self.notes.add(format!("{} abandoned {}: {}", self.name, call.name(), outcome.error_code().unwrap_or("ok")));
        assert!(self.manner != Manner::PanicAfter, "far too late");
    }
}

#[js_invokable]
pub fn double(number: u32) -> u32 {
    number * 2
}

#[js_invokable]
pub async fn double_later(number: u32) -> u32 {
    std::future::ready(()).await;
    number * 2
}

#[js_invokable(blocking)]
pub fn double_slowly(number: u32) -> u32 {
    number * 2
}

#[js_invokable]
pub async fn pass(gate: State<Gate>) -> u8 {
    gate.pass().await;
    1
}

#[js_invokable]
pub fn fails() -> Result<(), CallError> {
    Err(CallError::new("sold_out", "none left"))
}

#[js_invokable]
pub fn panics() {
    panic!("at the disco");
}

pub struct Shelf;

#[interop_object]
impl Shelf {
    #[js_invokable]
    pub fn look(&self) -> u8 {
        1
    }
}

fn host(layers: &[(&'static str, Manner)]) -> (Client, Notes, Gate) {
    let (notes, gate) = (Notes::default(), Gate::new());
    let mut builder = CircuitHost::builder().options(detailed()).state(gate.clone());
    for &(name, manner) in layers {
        builder = builder.layer(Noting { name, notes: notes.clone(), manner });
    }
    (Client::of(builder), notes, gate)
}

#[test]
fn every_kind_of_method_runs_inside_of_the_layers_which_are_nested() {
    let (client, notes, _) = host(&[("outer", Manner::Accept), ("inner", Manner::Accept)]);
    for method in ["double", "double_later", "double_slowly"] {
        assert_eq!(client.call("Tests", method, "[21]").unwrap(), "42");
        let around = ["outer before", "inner before"].map(|note| format!("{note} {method}"));
        let after = ["inner after", "outer after"].map(|note| format!("{note} {method}: ok"));
        assert_eq!(notes.take(), [around, after].concat());
    }
}

#[test]
fn calls_that_are_made_at_once_run_inside_of_the_layers_too() {
    let notes = Notes::default();
    let layer = Noting { name: "layer", notes: notes.clone(), manner: Manner::Accept };
    let app = InProcess::builder().options(detailed()).layer(layer).build();
    for method in ["double", "double_later", "double_slowly"] {
        assert_eq!(app.invoke("Tests", method, "[21]").unwrap(), "42");
        assert_eq!(notes.take(), [format!("layer before {method}"), format!("layer after {method}: ok")]);
    }
    let shelf = ObjectReference::new(Shelf);
    assert_eq!(app.object(&shelf).invoke("look", "[]").unwrap(), "1");
    assert_eq!(notes.take(), ["layer before look", "layer after look: ok"]);
    let callback = Callback::new("back", || 1);
    assert_eq!(app.object(&callback).invoke("back", "[]").unwrap(), "1");
    assert_eq!(notes.take(), ["layer before back", "layer after back: ok"]);
}

#[test]
fn layers_see_why_a_call_has_failed() {
    let (client, notes, _) = host(&[("layer", Manner::Accept)]);
    for (method, args, code) in [
        ("fails", "[]", "sold_out"),
        ("panics", "[]", "internal"),
        ("double", "[]", "invalid_arguments"),
        ("double", "{", "invalid_arguments"),
        ("double_later", "[true]", "invalid_arguments"),
        ("double_slowly", "[true]", "invalid_arguments"),
    ] {
        assert_eq!(failure(client.call("Tests", method, args)).0, code);
        assert_eq!(notes.take(), [format!("layer before {method}"), format!("layer after {method}: {code}")]);
    }
    assert_eq!(failure(client.call("Tests", "nothing", "[]")).0, "not_found");
    assert!(notes.take().is_empty(), "there was no method");
}

#[test]
fn a_limit_that_refuses_the_call_is_seen_too() {
    let notes = Notes::default();
    let layer = Noting { name: "layer", notes: notes.clone(), manner: Manner::Accept };
    let options = detailed().max_argument_bytes(8);
    let client = Client::of(CircuitHost::builder().options(options).layer(layer));
    for method in ["double", "double_later", "double_slowly"] {
        assert_eq!(failure(client.call("Tests", method, "[1, 2, 3, 4]")).0, "limit_exceeded");
        let after = format!("layer after {method}: limit_exceeded");
        assert_eq!(notes.take(), [format!("layer before {method}"), after]);
    }
}

#[test]
fn a_layer_that_refuses_ends_the_call_before_it_runs() {
    let layers = [("outer", Manner::Accept), ("guard", Manner::Refuse), ("inner", Manner::Accept)];
    let (client, notes, _) = host(&layers);
    for method in ["double", "double_later", "double_slowly"] {
        // The arguments are not looked at.
        let (code, text) = failure(client.call("Tests", method, "[true]"));
        assert_eq!((code.as_str(), text.as_str()), ("refused", "not today"));
        let around = ["outer before", "guard before"].map(|note| format!("{note} {method}"));
        let after = ["guard after", "outer after"].map(|note| format!("{note} {method}: refused"));
        assert_eq!(notes.take(), [around, after].concat());
    }
}

#[test]
fn a_layer_that_panics_before_fails_its_call_only() {
    let layers = [("outer", Manner::Accept), ("guard", Manner::PanicBefore), ("inner", Manner::Accept)];
    let (client, notes, _) = host(&layers);
    for method in ["double", "double_later", "double_slowly"] {
        let (code, text) = failure(client.call("Tests", method, "[21]"));
        assert_eq!((code.as_str(), text.as_str()), ("internal", "a layer of the host panicked: no way"));
        let around = ["outer before", "guard before"].map(|note| format!("{note} {method}"));
        let after = ["guard after", "outer after"].map(|note| format!("{note} {method}: internal"));
        assert_eq!(notes.take(), [around, after].concat());
    }
}

#[test]
fn a_layer_that_panics_after_fails_its_call_only_and_the_others_see_it() {
    let layers = [("outer", Manner::Accept), ("bad", Manner::PanicAfter), ("inner", Manner::Accept)];
    let (client, notes, _) = host(&layers);
    for method in ["double", "double_later", "double_slowly"] {
        let (code, text) = failure(client.call("Tests", method, "[21]"));
        assert_eq!((code.as_str(), text.as_str()), ("internal", "a layer of the host panicked: too late"));
        let after = ["inner after double: ok", "bad after double: ok", "outer after double: internal"];
        let after = after.map(|note| note.replace("double", method));
        assert_eq!(notes.take()[3..], after);
    }
}

#[test]
fn a_cancelled_call_is_told_once() {
    let (client, notes, gate) = host(&[("layer", Manner::Accept)]);
    let id = client.begin("Tests", "pass", "[]");
    assert!(client.answers().is_empty());
    client.host().cancel(id);
    client.host().cancel(id);
    assert_eq!(failure(client.answer().1).0, "cancelled");
    gate.open();
    assert!(client.answers().is_empty());
    assert_eq!(notes.take(), ["layer before pass", "layer after pass: cancelled"]);
}

#[test]
fn a_panic_of_a_layer_while_a_call_is_cancelled_harms_nothing() {
    let (client, notes, _) = host(&[("outer", Manner::Accept), ("bad", Manner::PanicAfter)]);
    let id = client.begin("Tests", "pass", "[]");
    assert!(client.answers().is_empty());
    client.host().cancel(id);
    assert_eq!(failure(client.answer().1).0, "cancelled");
    assert_eq!(notes.take()[2..], ["bad after pass: cancelled", "outer after pass: internal"]);
}

/// Keeps blocking work until the test runs it, and the failures that the host records.
#[derive(Clone, Default)]
struct Later {
    work: Arc<Mutex<Vec<BoxFnOnce<()>>>>,
    reports: Arc<Mutex<Vec<String>>>,
}

impl HostServices for Later {
    fn spawn_blocking(&self, work: BoxFnOnce<()>) {
        self.work.lock().unwrap().push(work);
    }

    fn failed(&self, report: &ErrorReport<'_>) {
        self.reports.lock().unwrap().push(format!("{:?} {}", report.call_id, report.text));
    }
}

/// Meets the test, and returns when no caller waits any more.
#[js_invokable(blocking)]
pub fn return_late(begun: State<Barrier>, cancellation: Cancellation, fails: bool) -> Result<u8, CallError> {
    begun.wait();
    while !cancellation.is_cancelled() {
        std::thread::yield_now();
    }
    if fails { Err(CallError::new("sold_out", "none left")) } else { Ok(1) }
}

#[test]
fn layers_learn_how_an_abandoned_method_has_ended() {
    for (fails, code) in [(false, "ok"), (true, "sold_out")] {
        for closes in [false, true] {
            let (later, notes) = (Later::default(), Notes::default());
            let mut builder = CircuitHost::builder().options(detailed()).services(later.clone()).state(Barrier::new(2));
            for (name, manner) in [("outer", Manner::Accept), ("bad", Manner::PanicAfter)] {
                builder = builder.layer(Noting { name, notes: notes.clone(), manner });
            }
            let client = Client::of(builder);
            client.begin("Tests", "return_late", &format!("[{fails}]"));
            let thread = std::thread::spawn(later.work.lock().unwrap().remove(0));
            client.circuit().state::<Barrier>().unwrap().wait();
            if closes {
                client.host().close();
            } else {
                client.host().cancel(1);
            }
            client.answers();
            thread.join().unwrap();
            let mut ends = notes.take().split_off(2);
            // The method may return before the layers are told that its call has ended.
            ends.sort();
            let told = ["bad abandoned", "bad after", "outer abandoned", "outer after"];
            let codes = [code, "cancelled", code, "internal"];
            let expected = std::array::from_fn::<_, 4, _>(|at| format!("{} return_late: {}", told[at], codes[at]));
            assert_eq!(ends, expected);
            let reports = later.reports.lock().unwrap().join("\n");
            assert!(reports.contains("a layer of the host panicked: too late"), "{reports}");
            assert!(reports.contains("Some(1) a layer of the host panicked: far too late"), "{reports}");
            assert_eq!(reports.contains("Some(1) none left"), fails, "{reports}");
        }
    }
}

#[test]
fn the_end_of_the_circuit_ends_its_calls() {
    let (client, notes, _) = host(&[("layer", Manner::Accept)]);
    client.begin("Tests", "pass", "[]");
    client.begin("Tests", "pass", "[]");
    assert!(client.answers().is_empty());
    client.circuit().close();
    assert!(client.answers().is_empty());
    drop(client);
    let ended = notes.take().into_iter().filter(|note| note == "layer after pass: cancelled").count();
    assert_eq!(ended, 2);
}

/// Timers that have ended already.
struct Impatient;

impl HostServices for Impatient {
    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::ready(()))
    }
}

#[test]
fn a_deadline_that_passes_is_the_outcome() {
    let notes = Notes::default();
    let layer = Noting { name: "layer", notes: notes.clone(), manner: Manner::Accept };
    let builder = CircuitHost::builder().options(detailed()).state(Gate::new()).services(Impatient).layer(layer);
    let client = Client::of(builder);
    let options = CallOptions::new().timeout(Duration::from_secs(1));
    let call = Invocation::on_assembly("Tests", "pass", "[]").with_options(&options);
    client.host().begin_invoke(Some(1), call).unwrap();
    assert_eq!(failure(client.answer().1).0, "deadline_exceeded");
    assert_eq!(notes.take(), ["layer before pass", "layer after pass: deadline_exceeded"]);
}

/// Notes what the call and its outcome say.
struct Timing(Notes);

impl CallLayer for Timing {
    fn after(&self, call: &CallInfo<'_>, outcome: &CallOutcome<'_>) {
        let circuit = call.circuit().id() > 0;
        let text = outcome.error().map(|error| error.message().to_owned());
        let (ty, duration) = (call.object_type(), outcome.duration());
        self.0.add(format!("{} {ty:?} {circuit} {text:?} {duration:?}", call.assembly()));
    }

    fn needs_duration(&self) -> bool {
        true
    }
}

/// A clock that the test moves with each reading.
#[derive(Default)]
struct Clock(Mutex<Duration>);

impl HostServices for Clock {
    fn now(&self) -> Duration {
        let mut now = self.0.lock().unwrap();
        *now += Duration::from_millis(7);
        *now
    }
}

#[test]
fn durations_are_measured_for_layers_that_need_them() {
    let notes = Notes::default();
    let mut layers = CallLayers::default();
    layers.push(Timing(notes.clone()));
    let builder = CircuitHost::builder().options(CircuitOptions::new()).services(Clock::default());
    let client = Client::of(builder.shared_layers(&layers));
    client.call("Tests", "double_later", "[1]").unwrap();
    client.call("Tests", "fails", "[]").unwrap_err();
    assert_eq!(notes.take(), ["Tests None true None Some(7ms)", "Tests None true Some(\"none left\") Some(7ms)"]);
}

#[test]
fn the_clock_is_not_read_for_layers_that_need_no_durations() {
    struct Broken;
    impl HostServices for Broken {
        fn now(&self) -> Duration {
            panic!("nobody needs the time")
        }
    }
    let layer = Noting { name: "layer", notes: Notes::default(), manner: Manner::Accept };
    let client = Client::of(CircuitHost::builder().options(detailed()).services(Broken).layer(layer));
    for method in ["double", "double_later", "double_slowly"] {
        assert_eq!(client.call("Tests", method, "[21]").unwrap(), "42");
    }
}
