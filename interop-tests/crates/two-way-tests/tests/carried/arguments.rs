//! Values in arguments that belong to Rust: whatever happens to the call, each is released once, and Rust holds nothing.

use std::time::Duration;

use crate::carrier::{Carrier, KINDS, Kind, Refusing};
use interop_core::CircuitOptions;
use interop_core::host::{CallOptions, CircuitHostBuilder, Invocation, Outgoing};
use interop_core::js_invokable;
use interop_core::{ObjectReference, interop_object};
use interop_tests::detailed;

pub struct Row;

#[interop_object(assembly = "carried")]
impl Row {
    #[js_invokable]
    pub fn touch(&self) {}
}

#[js_invokable(assembly = "carried")]
pub fn make_row() -> ObjectReference<Row> {
    ObjectReference::new(Row)
}

/// Methods that take a value of this type.
macro_rules! methods {
    ($module:ident, $assembly:literal: $type:ty) => {
        mod $module {
            use interop_core::{CallError, State, js_invokable};
            use serde::Deserialize;

            use crate::carrier::{Later, Never, Panics, pass};

            #[derive(Deserialize)]
            pub struct Titled {
                pub title: String,
            }

            #[js_invokable(assembly = $assembly)]
            pub fn at_once(_value: $type, number: i32) -> i32 {
                number
            }

            #[js_invokable(assembly = $assembly)]
            pub fn fails(_value: $type) -> Result<(), CallError> {
                Err(CallError::new("failed", "failed"))
            }

            #[js_invokable(assembly = $assembly)]
            pub fn panics(_value: $type) {
                panic!("as it should")
            }

            #[js_invokable(assembly = $assembly)]
            pub fn nested(_values: Vec<($type, u8)>) {}

            #[js_invokable(assembly = $assembly)]
            pub fn text(_text: String) {}

            #[js_invokable(assembly = $assembly)]
            pub fn titled(titled: Titled) -> String {
                titled.title
            }

            #[js_invokable(assembly = $assembly)]
            pub fn panics_at_second(_value: $type, _second: Panics) {}

            #[js_invokable(assembly = $assembly)]
            pub fn refused(_value: $type, _never: Never) {}

            #[js_invokable(assembly = $assembly)]
            pub fn layered(_value: $type) {}

            #[js_invokable(assembly = $assembly)]
            pub async fn later_layered(_value: $type) {}

            #[js_invokable(assembly = $assembly)]
            pub async fn waits(_value: $type, gate: State<interop_tests::Gate>, deaths: State<interop_tests::Deaths>) {
                pass(gate, deaths.witness()).await;
            }

            #[js_invokable(assembly = $assembly)]
            pub async fn awaits_context(_value: $type, _later: Later) {}

            #[js_invokable(assembly = $assembly, blocking)]
            pub fn blocks(_value: $type) {}

            #[js_invokable(assembly = $assembly)]
            pub fn one_by_one(_value: $type, #[cfg(all())] number: i32) -> i32 {
                number
            }
        }
    };
}

methods!(function, "function": interop_core::JsFunction<(), ()>);
methods!(items, "items": interop_core::JsItems<u8>);
methods!(stream, "stream": interop_core::JsStreamReference);
methods!(object, "object": interop_core::JsObjectReference);
methods!(reference, "reference": interop_core::ObjectReference<crate::arguments::Row>);
methods!(byte_arrays, "bytes": interop_core::ByteBuffer);

/// What happens to a call.
struct Path {
    name: &'static str,
    /// How its circuit differs from the usual one.
    options: fn(CircuitOptions) -> CircuitOptions,
    configure: fn(CircuitHostBuilder) -> CircuitHostBuilder,
    method: &'static str,
    /// The arguments, with `V` in place of the value, and `L` in place of a long text.
    args: &'static str,
    /// What happens after the call was received.
    then: fn(&mut Carrier),
    /// The code of the answer.
    outcome: &'static str,
}

impl Path {
    fn args(&self, kind: Kind) -> String {
        self.args.replace('L', &format!("\"{}\"", "x".repeat(4000))).replace('V', kind.json)
    }
}

const fn path(name: &'static str, method: &'static str, args: &'static str, outcome: &'static str) -> Path {
    Path { name, options: |options| options, configure: |builder| builder, method, args, then: |_| {}, outcome }
}

fn cancel(carrier: &mut Carrier) {
    carrier.host.cancel(1);
}

fn close(carrier: &mut Carrier) {
    carrier.host.close();
}

fn paths() -> Vec<Path> {
    vec![
        path("returns", "at_once", "[V,1]", "ok"),
        path("is read one by one", "one_by_one", "[V,1]", "ok"),
        path("fails", "fails", "[V]", "failed"),
        path("panics", "panics", "[V]", "internal"),
        path("is nested", "nested", "[[[V,1]]]", "ok"),
        path("does not fit before", "at_once", r#"["x",V]"#, "invalid_arguments"),
        path("does not fit after", "at_once", r#"[V,"x"]"#, "invalid_arguments"),
        path("does not fit after, one by one", "one_by_one", r#"[V,"x"]"#, "invalid_arguments"),
        path("does not fit before, one by one", "one_by_one", r#"["x",V]"#, "invalid_arguments"),
        path("does not fit inside", "nested", r#"[[[V,"x"]]]"#, "invalid_arguments"),
        path("has too few", "at_once", "[V]", "invalid_arguments"),
        path("has too many", "fails", "[V,2]", "invalid_arguments"),
        path("has it too much", "titled", r#"[{"title":"t"},V]"#, "invalid_arguments"),
        path("is malformed behind it", "fails", "[V", "invalid_arguments"),
        path("has it as another type", "text", "[V]", "invalid_arguments"),
        path("ignores its property", "titled", r#"[{"more":[{"v":V}],"title":"t"}]"#, "ok"),
        path("panics when the next is read", "panics_at_second", "[V,1]", "internal"),
        path("is refused by a context parameter", "refused", "[V]", "never"),
        path("is unknown", "no_such_method", "[V]", "not_found"),
        Path {
            configure: |builder| builder.layer(Refusing),
            ..path("is refused by a layer", "layered", "[V]", "layer")
        },
        Path {
            configure: |builder| builder.layer(Refusing),
            ..path("waits and is refused by a layer", "later_layered", "[V]", "layer")
        },
        Path {
            configure: |builder| builder.layer(Refusing),
            then: cancel,
            ..path("is cancelled inside of a layer", "waits", "[V]", "cancelled")
        },
        Path {
            options: |options| options.max_argument_bytes(2000),
            ..path("is too large", "at_once", "[V,1,L]", "limit_exceeded")
        },
        Path {
            options: |options| options.max_argument_bytes(2000),
            ..path("waits and is too large", "waits", "[V,L]", "limit_exceeded")
        },
        Path {
            options: |options| options.max_held_bytes(3000),
            ..path("has no memory", "waits", "[V,L]", "limit_exceeded")
        },
        Path {
            options: |options| options.max_held_bytes(3000),
            ..path("has no memory to block", "blocks", "[V,L]", "limit_exceeded")
        },
        Path {
            options: |options| options.max_calls_in_flight(0),
            ..path("is one too many", "waits", "[V]", "limit_exceeded")
        },
        Path {
            options: |options| options.max_js_objects(0).max_streams(0),
            ..path("is over the limit of objects", "fails", "[V]", "")
        },
        Path { then: |carrier| carrier.gate.open(), ..path("waits and returns", "waits", "[V]", "ok") },
        Path { then: cancel, ..path("is cancelled while it waits", "waits", "[V]", "cancelled") },
        Path { then: close, ..path("waits while the circuit ends", "waits", "[V]", "none") },
        Path {
            options: |options| options.call_timeout(Duration::from_secs(1)),
            then: |carrier| carrier.services.clock.pass(Duration::from_secs(2)),
            ..path("is over its deadline", "waits", "[V]", "deadline_exceeded")
        },
        Path {
            then: |carrier| carrier.gate.open(),
            ..path("waits for a context parameter", "awaits_context", "[V]", "ok")
        },
        Path {
            then: cancel,
            ..path("is cancelled while a context parameter is awaited", "awaits_context", "[V]", "cancelled")
        },
        Path {
            options: |options| options.call_timeout(Duration::from_secs(1)),
            then: |carrier| carrier.services.clock.pass(Duration::from_secs(2)),
            ..path("is over its deadline before its start", "awaits_context", "[V]", "deadline_exceeded")
        },
        Path { then: Carrier::work, ..path("blocks", "blocks", "[V]", "ok") },
        Path { then: cancel, ..path("is cancelled before it blocks", "blocks", "[V]", "cancelled") },
        Path {
            then: |carrier| carrier.services.work.lock().unwrap().clear(),
            ..path("is dropped by the host before it blocks", "blocks", "[V]", "internal")
        },
        Path { then: close, ..path("has not blocked when the circuit ends", "blocks", "[V]", "none") },
        Path {
            options: |options| options.call_timeout(Duration::from_secs(1)),
            then: |carrier| carrier.services.clock.pass(Duration::from_secs(2)),
            ..path("is over its deadline before it blocks", "blocks", "[V]", "deadline_exceeded")
        },
    ]
}

/// Sends what belongs to a message of this kind.
fn prepare(carrier: &mut Carrier, kind: Kind) {
    if kind.name == "reference" {
        carrier.host.begin_invoke(Some(9), Invocation::on_assembly("carried", "make_row", "[]")).unwrap();
        carrier.run();
        assert_eq!(carrier.answers.pop().unwrap().1.unwrap(), r#"{"__dotNetObject":1}"#);
    }
    if kind.name == "bytes" {
        carrier.host.receive_byte_array(0, ::bytes::Bytes::from_static(&[1, 2, 3])).unwrap();
    }
}

/// Releases what the client holds, and checks that nothing is left.
fn check(mut carrier: Carrier, kind: Kind, name: &str) {
    carrier.run();
    let is_closed = carrier.host.close_reason().is_some();
    // A client forgets everything at the end of its circuit.
    let expected: Vec<&str> = kind.released_by.into_iter().filter(|_| !is_closed).collect();
    assert_eq!(carrier.released, expected, "{}: {name}", kind.name);
    if kind.name == "reference" {
        carrier.host.release(1, 1);
    }
    // Nothing of the host waits any more either.
    carrier.services.work.lock().unwrap().clear();
    carrier.answers.clear();
    carrier.sent.clear();
    assert_eq!(carrier.host.circuit().object_count(), 0, "{}: {name}", kind.name);
    assert!(carrier.host.is_idle(), "{}: {name}", kind.name);
    assert_eq!(carrier.held(), 0, "{}: {name}", kind.name);
}

#[test]
fn arguments_are_released_once_whatever_happens_to_the_call() {
    for kind in KINDS {
        for path in paths() {
            let mut carrier = Carrier::with((path.options)(detailed()), path.configure);
            prepare(&mut carrier, kind);
            let args = path.args(kind);
            carrier.begin(Invocation::on_assembly(kind.name, path.method, &*args));
            (path.then)(&mut carrier);
            carrier.run();
            let outcome = carrier.outcome();
            assert!(path.outcome.is_empty() || outcome == path.outcome, "{}: {}: {outcome}", kind.name, path.name);
            check(carrier, kind, path.name);
        }
    }
}

type Send = fn(&mut Carrier, Invocation<'_>);

#[test]
fn arguments_of_calls_that_are_not_resolved_are_released_once() {
    let calls: [(&str, &str, u64, Send); 5] = [
        ("an unknown object", "touch", 7, |carrier, call| carrier.begin(call)),
        ("a disposal of an unknown object", "__Dispose", 7, |carrier, call| carrier.begin(call)),
        ("no time", "waits", 0, |carrier, call| {
            let options = CallOptions::new().timeout(Duration::ZERO);
            carrier.begin(call.with_options(&options));
        }),
        ("no answer", "fails", 0, |carrier, call| {
            carrier.host.begin_invoke(None, call).unwrap();
            carrier.run();
        }),
        ("a refusal of the host", "fails", 0, |carrier, call| {
            let error = interop_core::CallError::new("shutting_down", "later");
            carrier.host.refuse_invoke(Some(1), &call, error).unwrap();
            carrier.run();
        }),
    ];
    for kind in KINDS {
        for (name, method, object_id, send) in calls {
            let mut carrier = Carrier::new();
            prepare(&mut carrier, kind);
            let assembly = (object_id == 0).then_some(kind.name);
            send(&mut carrier, Invocation::new(assembly, method, object_id, format!("[{}]", kind.json)));
            assert_ne!(carrier.outcome(), "ok", "{}: {name}", kind.name);
            check(carrier, kind, name);
        }
    }
}

#[test]
fn arguments_of_synchronous_calls_are_released_once() {
    for kind in KINDS {
        for path in paths() {
            let mut carrier = Carrier::with((path.options)(detailed()), path.configure);
            prepare(&mut carrier, kind);
            let args = path.args(kind);
            let mut reply = interop_core::host::Reply::new();
            // Its outcome differs from that of the asynchronous call where that one waits.
            let _ = carrier.host.invoke(&Invocation::on_assembly(kind.name, path.method, &*args), &mut reply);
            drop(reply);
            check(carrier, kind, path.name);
        }
    }
}

#[test]
fn a_disposal_with_arguments_releases_them() {
    for kind in KINDS {
        if kind.name == "reference" {
            continue;
        }
        let mut carrier = Carrier::new();
        prepare(&mut carrier, KINDS[4]);
        prepare(&mut carrier, kind);
        carrier.begin(Invocation::on_object(1, "__Dispose", format!("[{}]", kind.json)));
        assert_eq!(carrier.outcome(), "ok");
        check(carrier, kind, "disposal");
    }
}

#[test]
fn what_is_not_read_is_released_by_one_message_if_the_client_knows_lists() {
    let mut carrier = Carrier::new();
    let functions: Vec<String> = (1..=1500).map(|id| format!(r#"{{"__jsFunction":{id}}}"#)).collect();
    carrier.begin(Invocation::on_assembly("function", "no_such_method", format!("[{}]", functions.join(","))));
    assert_eq!(carrier.released.len(), 2);
    let ids: Vec<u64> =
        carrier.released.iter().flat_map(|ids| serde_json::from_str::<Vec<u64>>(ids).unwrap()).collect();
    assert_eq!(ids, (1..=1500).collect::<Vec<_>>());

    // The npm package has streams, and a message for one object.
    let mut carrier = Carrier::new();
    let streams =
        r#"[{"__jsStreamReferenceLength":1,"__jsObjectId":1},{"__jsStreamReferenceLength":1,"__jsObjectId":2}]"#;
    carrier.begin(Invocation::on_assembly("stream", "no_such_method", streams));
    assert_eq!(carrier.released, ["[1]", "[2]"]);
    assert!(!carrier.sent.iter().any(|message| matches!(message, Outgoing::OpenStream { .. })));
}
