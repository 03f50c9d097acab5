//! Values in results: whatever happens to the answer, Rust drops each once, when the client releases it or never gets it.

use crate::carrier::Carrier;
use futures_util::stream;
use interop_core::host::{Invocation, Outgoing, Reply};
use interop_core::{
    ByteBuffer, CallError, Callback, CircuitOptions, Items, ObjectReference, State, StreamReference, interop_object,
    js_invokable,
};
use interop_tests::{Deaths, Gate, Witness, detailed};
use serde::{Serialize, Serializer};

pub struct Row {
    _witness: Witness,
}

#[interop_object]
impl Row {
    #[js_invokable]
    pub fn touch(&self) {}
}

/// One value of each kind.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Value {
    Row(ObjectReference<Row>),
    Callback(Callback),
    Items(Items<u8>),
    Stream(StreamReference),
    /// Its witness lives as long as the value, because bytes have none.
    Bytes(ByteBuffer, #[serde(skip)] Witness),
}

const KINDS: [&str; 5] = ["row", "callback", "items", "stream", "bytes"];

fn value(kind: &str, witness: Witness) -> Value {
    match kind {
        "row" => Value::Row(ObjectReference::new(Row { _witness: witness })),
        "callback" => Value::Callback(Callback::new("call", move || {
            let _ = &witness;
        })),
        "items" => Value::Items(Items::new(stream::unfold(witness, |witness| async { Some((1, witness)) }))),
        "stream" => Value::Stream(StreamReference::from_stream(stream::unfold(witness, |witness| async {
            Some((Ok(vec![1].into()), witness))
        }))),
        "bytes" => Value::Bytes(vec![1, 2, 3].into(), witness),
        other => panic!("{other}"),
    }
}

/// How the rest of the result is written.
pub enum Rest {
    Fine,
    Fails,
    Panics,
    TooLarge,
}

impl Serialize for Rest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Fine => serializer.serialize_unit(),
            Self::Fails => Err(serde::ser::Error::custom("torn")),
            Self::Panics => panic!("torn"),
            Self::TooLarge => serializer.serialize_str(&"x".repeat(4000)),
        }
    }
}

fn rest(name: &str) -> Rest {
    match name {
        "fails" => Rest::Fails,
        "panics" => Rest::Panics,
        "too large" => Rest::TooLarge,
        _ => Rest::Fine,
    }
}

#[js_invokable]
pub fn at_once(kind: &str, end: &str, deaths: State<Deaths>) -> (Value, Rest) {
    (value(kind, deaths.witness()), rest(end))
}

#[js_invokable]
pub fn in_reverse(kind: &str, end: &str, deaths: State<Deaths>) -> (Rest, Value) {
    (rest(end), value(kind, deaths.witness()))
}

#[js_invokable]
pub async fn later(kind: String, end: String, deaths: State<Deaths>, gate: State<Gate>) -> (Value, Rest) {
    let value = value(&kind, deaths.witness());
    gate.pass().await;
    (value, rest(&end))
}

#[js_invokable(blocking)]
pub fn on_a_thread(kind: String, end: String, deaths: State<Deaths>) -> (Value, Rest) {
    (value(&kind, deaths.witness()), rest(&end))
}

#[js_invokable]
pub fn items_of(kind: String, end: String, deaths: State<Deaths>) -> Items<(Value, Rest)> {
    let item = move |count: u8| {
        let end = if count == 0 { "" } else { &*end };
        Some(((value(&kind, deaths.witness()), rest(end)), count + 1))
    };
    Items::new(stream::unfold(0, move |count| std::future::ready(item(count))))
}

/// What the client does with an answer that contains the value, before nothing is left.
fn use_up(carrier: &mut Carrier, kind: &str) {
    let ids: Vec<u64> = carrier.answers.iter().filter_map(|(_, answer)| id_of(answer.as_ref().ok()?)).collect();
    for id in ids {
        assert_eq!(carrier.deaths.count(), 0, "{kind}: the client holds it");
        match kind {
            "stream" => carrier.host.cancel_stream(id),
            _ => carrier.host.release(id, 1),
        }
    }
}

fn id_of(json: &str) -> Option<u64> {
    let digits = json.split("__dotNet").nth(1)?.split(':').nth(1)?.split('}').next()?;
    digits.parse().ok()
}

fn is_over(carrier: &mut Carrier, kind: &str, path: &str) {
    carrier.run();
    carrier.answers.clear();
    carrier.sent.clear();
    assert_eq!(carrier.deaths.count(), 1, "{kind}: {path}");
    assert_eq!(carrier.host.circuit().object_count(), 0, "{kind}: {path}");
    assert!(carrier.host.is_idle(), "{kind}: {path}");
    assert_eq!(carrier.held(), 0, "{kind}: {path}");
}

type Act = fn(&mut Carrier);
type Limit = fn(CircuitOptions) -> CircuitOptions;

#[test]
fn results_are_dropped_once_whatever_happens_to_the_answer() {
    let open: Act = |carrier| carrier.gate.open();
    let work: Act = Carrier::work;
    let close: Act = |carrier| carrier.host.close();
    let small: Limit = |options| options.max_reply_bytes(2000);
    let usual: Limit = |options| options;
    let paths: [(&str, &str, &str, Limit, Act, &str); 19] = [
        ("is sent", "at_once", "", usual, |_| {}, "ok"),
        ("is sent before the circuit ends", "at_once", "", usual, close, "ok"),
        ("is followed by what fails", "at_once", "fails", usual, |_| {}, "internal"),
        ("follows what fails", "in_reverse", "fails", usual, |_| {}, "internal"),
        ("is followed by a panic", "at_once", "panics", usual, |_| {}, "internal"),
        ("follows a panic", "in_reverse", "panics", usual, |_| {}, "internal"),
        ("is too large", "at_once", "too large", small, |_| {}, "limit_exceeded"),
        ("is too large before it", "in_reverse", "too large", small, |_| {}, "limit_exceeded"),
        ("has no place", "at_once", "", |options| options.max_objects(0).max_streams(0), |_| {}, ""),
        ("is sent later", "later", "", usual, open, "ok"),
        ("fails later", "later", "fails", usual, open, "internal"),
        ("panics later", "later", "panics", usual, open, "internal"),
        ("is too large later", "later", "too large", small, open, "limit_exceeded"),
        ("is cancelled", "later", "", usual, |carrier| carrier.host.cancel(1), "cancelled"),
        ("waits while the circuit ends", "later", "", usual, close, "none"),
        ("comes from a thread", "on_a_thread", "", usual, work, "ok"),
        ("fails on a thread", "on_a_thread", "fails", usual, work, "internal"),
        ("panics on a thread", "on_a_thread", "panics", usual, work, "internal"),
        ("is too large on a thread", "on_a_thread", "too large", small, work, "limit_exceeded"),
    ];
    for kind in KINDS {
        for (name, method, end, options, then, outcome) in paths {
            let mut carrier = Carrier::with(options(detailed()), |builder| builder);
            carrier.begin(Invocation::on_assembly("Tests", method, format!("[{kind:?},{end:?}]")));
            then(&mut carrier);
            carrier.run();
            assert!(outcome.is_empty() || carrier.outcome() == outcome, "{kind}: {name}: {}", carrier.outcome());
            if carrier.host.close_reason().is_none() && kind != "bytes" {
                use_up(&mut carrier, kind);
            }
            is_over(&mut carrier, kind, name);
        }
    }
}

#[test]
fn a_result_that_nobody_receives_is_dropped() {
    for kind in KINDS {
        for (name, method) in
            [("no answer", "at_once"), ("no answer later", "later"), ("none from a thread", "on_a_thread")]
        {
            let mut carrier = Carrier::new();
            carrier
                .host
                .begin_invoke(None, Invocation::on_assembly("Tests", method, format!("[{kind:?},\"\"]")))
                .unwrap();
            carrier.gate.open();
            carrier.work();
            is_over(&mut carrier, kind, name);
        }
        // A host that loses the answer.
        let mut carrier = Carrier::new();
        let mut reply = Reply::new();
        let call = Invocation::on_assembly("Tests", "at_once", format!("[{kind:?},\"\"]"));
        carrier.host.invoke(&call, &mut reply).unwrap();
        reply.clear();
        carrier.host.close();
        is_over(&mut carrier, kind, "an answer that the host drops");
        // The thread ends after its caller.
        let mut carrier = Carrier::new();
        carrier.begin(Invocation::on_assembly("Tests", "on_a_thread", format!("[{kind:?},\"\"]")));
        let work = std::mem::take(&mut *carrier.services.work.lock().unwrap());
        carrier.host.close();
        for work in work {
            work();
        }
        carrier.run();
        carrier.sent.clear();
        assert_eq!((carrier.held(), carrier.host.is_idle()), (0, true), "{kind}");
    }
}

/// Reads items once, with this credit.
fn read(carrier: &mut Carrier, id: u64, credit: u8) {
    carrier.host.begin_invoke(Some(2), Invocation::on_object(id, "__Next", format!("[{credit}]"))).unwrap();
    carrier.run();
}

#[test]
fn values_in_items_are_dropped_with_what_the_client_does_not_hold() {
    for kind in KINDS {
        for (end, before, code) in
            [("fails", 1, "internal"), ("panics", 1, "internal"), ("too large", 1, "limit_exceeded")]
        {
            let mut carrier = Carrier::with(detailed().max_reply_bytes(2000), |builder| builder);
            carrier.begin(Invocation::on_assembly("Tests", "items_of", format!("[{kind:?},{end:?}]")));
            let id = id_of(carrier.answers.pop().unwrap().1.as_ref().unwrap()).unwrap();

            // The item before the error arrives, whatever the error is.
            read(&mut carrier, id, 8);
            let (_, answer) = carrier.answers.pop().unwrap();
            let answer = answer.unwrap();
            assert_eq!(answer.matches("null").count(), before, "{kind}: {end}: {answer}");
            assert!(answer.ends_with("\"done\":false}"), "{answer}");
            read(&mut carrier, id, 8);
            assert_eq!(carrier.outcome(), code, "{kind}: {end}");
            carrier.answers.clear();

            match (kind, id_of(&answer)) {
                ("bytes", _) => {}
                ("stream", Some(stream_id)) => carrier.host.cancel_stream(stream_id),
                (_, Some(object_id)) => carrier.host.release(object_id, 1),
                (_, None) => panic!("{answer}"),
            }
            carrier.run();
            carrier.sent.clear();
            assert_eq!(carrier.deaths.count(), 2, "{kind}: {end}");
            assert_eq!(carrier.host.circuit().object_count(), 0, "{kind}: {end}");
            assert_eq!(carrier.held(), 0, "{kind}: {end}");
        }
    }
}

#[test]
fn an_argument_of_a_call_to_javascript_is_dropped_if_it_is_not_sent() {
    for kind in KINDS {
        for end in ["", "fails", "too large"] {
            let mut carrier = Carrier::with(detailed().max_reply_bytes(2000), |builder| builder);
            let js = carrier.host.circuit().js();
            let sent = js.send("show", (value(kind, carrier.deaths.witness()), rest(end)));
            assert_eq!(sent.is_ok(), end.is_empty(), "{kind}: {end}");
            carrier.run();
            if end.is_empty() && kind != "bytes" {
                let Some(Outgoing::BeginInvokeJs(call)) = carrier.sent.pop() else { panic!("{kind} is sent") };
                let id = id_of(&call.args).unwrap();
                match kind {
                    "stream" => carrier.host.cancel_stream(id),
                    _ => carrier.host.release(id, 1),
                }
            }
            is_over(&mut carrier, kind, end);
        }
    }
}

#[test]
fn errors_of_methods_are_answers_without_values() {
    #[js_invokable]
    pub fn refuses(kind: &str, deaths: State<Deaths>) -> Result<Value, CallError> {
        drop(value(kind, deaths.witness()));
        Err(CallError::new("no", "no"))
    }
    for kind in KINDS {
        let mut carrier = Carrier::new();
        carrier.begin(Invocation::on_assembly("Tests", "refuses", format!("[{kind:?}]")));
        assert_eq!(carrier.outcome(), "no");
        is_over(&mut carrier, kind, "an error");
    }
}
