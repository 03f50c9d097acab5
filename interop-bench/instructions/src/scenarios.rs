//! The scenarios. Each makes its calls in the way of a host, checks each answer cheaply, and uses no clock and no
//! network.

use std::hint::black_box;
use std::task::{Context, Poll, Waker};

use interop_core::host::{CircuitHost, Invocation, Outgoing, Reply};
use interop_core::{CallError, CallInfo, CallLayer, CircuitOptions};

use crate::baseline;
use crate::frame::{Frame, Header, Text};
use crate::payload::{numbers, orders, strings};

const ASSEMBLY: &str = "Bench";

/// Calls that are always made in the same way.
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    /// How many calls are enough for an exact result.
    pub(crate) calls: u32,
    /// Makes this number of calls.
    pub(crate) run: fn(u32),
}

/// All scenarios. `CONTRIBUTING.md` describes them.
pub(crate) const SCENARIOS: &[Scenario] = &[
    small("hand-written", hand_written),
    small("by-name", by_name),
    small("by-handle", by_handle),
    small("awaited-sync", |calls| awaited("add", calls)),
    small("async-ready", |calls| awaited("add_ready", calls)),
    small("async-one-yield", |calls| awaited("add_after_a_yield", calls)),
    small("extractor-and-layer", extractor_and_layer),
    small("frame", frame),
    large("decode-numbers", |calls| decode("take_numbers", &numbers(), calls)),
    large("decode-strings", |calls| decode("take_strings", &strings(), calls)),
    large("decode-structs", |calls| decode("take_orders", &orders(), calls)),
    small("reply-references", reply_references),
    small("reply-bytes", reply_bytes),
];

const fn small(name: &'static str, run: fn(u32)) -> Scenario {
    Scenario { name, calls: 1000, run }
}

const fn large(name: &'static str, run: fn(u32)) -> Scenario {
    Scenario { name, calls: 10, run }
}

/// `add(2, 40)` by a `match` and `serde_json`, without features: what the other figures compare with.
fn hand_written(calls: u32) {
    let mut reply = Vec::new();
    for _ in 0..calls {
        baseline::dispatch(black_box("add"), black_box("[2,40]"), &mut reply).expect("the arguments fit");
        assert_eq!(reply, b"42");
    }
}

fn by_name(calls: u32) {
    let host = circuit();
    let mut reply = Reply::new();
    for _ in 0..calls {
        let invocation = Invocation::on_assembly(black_box(ASSEMBLY), black_box("add"), black_box("[2,40]"));
        host.invoke(&invocation, &mut reply).expect("the arguments fit");
        assert_eq!(reply.json_bytes(), b"42");
    }
}

fn by_handle(calls: u32) {
    let host = circuit();
    let method = host.resolve_method(ASSEMBLY, "add").expect("the method is registered");
    let mut reply = Reply::new();
    for _ in 0..calls {
        host.invoke_method(black_box(method), black_box("[2,40]"), &mut reply).expect("the arguments fit");
        assert_eq!(reply.json_bytes(), b"42");
    }
}

/// A call from its start to its answer.
fn awaited(method: &str, calls: u32) {
    let host = circuit();
    for call_id in 1..=u64::from(calls) {
        let reply = awaited_reply(&host, call_id, method, "[2,40]");
        assert_eq!(reply.json_bytes(), b"42");
    }
}

/// The parameter knows the circuit, and the layer sees each call and its outcome.
fn extractor_and_layer(calls: u32) {
    let host = CircuitHost::builder().layer(Watching).build();
    let method = host.resolve_method(ASSEMBLY, "add_for_caller").expect("the method is registered");
    let mut reply = Reply::new();
    for _ in 0..calls {
        host.invoke_method(black_box(method), black_box("[2,40]"), &mut reply).expect("the arguments fit");
        assert_eq!(reply.json_bytes(), b"42");
    }
}

struct Watching;

impl CallLayer for Watching {
    fn before(&self, call: &CallInfo<'_>) -> Result<(), CallError> {
        black_box(call.circuit().id());
        Ok(())
    }
}

/// The frame of a call is read, and the frame of its answer is written.
fn frame(calls: u32) {
    let host = circuit();
    for _ in 0..calls {
        let sent = black_box("[\"call\",123456,\"Bench\",\"add\",0]\n[2,40]");
        let Ok(Text { header: Header::Call { call_id, assembly, method, object_id, options: None }, body }) =
            Text::parse(sent)
        else {
            unreachable!("the frame is a call");
        };
        let invocation = Invocation::new(assembly.as_deref(), &method, object_id, body);
        host.begin_invoke(call_id, invocation).expect("the protocol is kept");
        let (call_id, reply) = answer(&host);
        let frame = Frame::reply(call_id, &reply);
        assert!(black_box(frame.bytes) == b"[\"reply\",123456]\n42"[..]);
    }
}

fn decode(method: &str, args: &str, calls: u32) {
    let host = circuit();
    let mut reply = Reply::new();
    for _ in 0..calls {
        host.invoke(&Invocation::on_assembly(ASSEMBLY, method, black_box(args)), &mut reply)
            .expect("the arguments fit");
        assert_ne!(reply.json_bytes(), b"0");
    }
}

/// The reply refers to ten objects, which the client then releases.
fn reply_references(calls: u32) {
    const OBJECTS: u64 = 10;
    // There is room for the objects of one reply, so a call fails if those of the previous one were not released.
    let host = CircuitHost::builder().options(CircuitOptions::new().max_objects(10)).build();
    let mut next_id = 1;
    for call_id in 1..=u64::from(calls) {
        let reply = awaited_reply(&host, call_id, "counters", "[10]");
        assert!(reply.json_bytes().ends_with(b"}]"));
        drop(reply);
        for object_id in next_id..next_id + OBJECTS {
            host.release(object_id, 1);
        }
        next_id += OBJECTS;
    }
}

/// The reply consists of a byte array.
fn reply_bytes(calls: u32) {
    let host = circuit();
    for call_id in 1..=u64::from(calls) {
        let reply = awaited_reply(&host, call_id, "bytes", "[1024]");
        assert_eq!(reply.byte_arrays().len(), 1);
    }
}

fn awaited_reply(host: &CircuitHost, call_id: u64, method: &str, args: &str) -> Reply {
    let invocation = Invocation::on_assembly(black_box(ASSEMBLY), black_box(method), black_box(args));
    host.begin_invoke(Some(call_id), invocation).expect("the protocol is kept");
    let (answered, reply) = answer(host);
    assert_eq!(answered, call_id);
    reply
}

/// The answer to the only call that runs.
fn answer(host: &CircuitHost) -> (u64, Reply) {
    match host.poll_outgoing(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Some(Outgoing::EndInvoke { call_id, result: Ok(reply) })) => (call_id, reply),
        other => unreachable!("the call ends: {other:?}"),
    }
}

fn circuit() -> CircuitHost {
    CircuitHost::builder().options(CircuitOptions::new().max_argument_bytes(1 << 20)).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scenario_gets_the_answers_that_it_expects() {
        for scenario in SCENARIOS {
            (scenario.run)(3);
        }
    }

    #[test]
    fn names_are_one_word_and_unique() {
        for (index, scenario) in SCENARIOS.iter().enumerate() {
            assert!(!scenario.name.contains(char::is_whitespace), "{}", scenario.name);
            assert!(SCENARIOS[..index].iter().all(|other| other.name != scenario.name), "{}", scenario.name);
        }
    }
}
