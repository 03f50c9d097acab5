//! A client that sends values which belong to Rust from then on, and counts what both sides hold.

use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use interop_core::host::{
    BoxFnOnce, BoxFuture, CircuitHost, CircuitHostBuilder, HostServices, Invocation, Outgoing, SharedBudget,
};
use interop_core::{CallError, CallFailure, CallInfo, CallLayer, CircuitOptions, FromCall, FromCallAsync, State};
use interop_tests::{Deaths, Gate, Witness, detailed};
use serde::{Deserialize, Deserializer};
use two_way_tests::Clock;

/// A kind of value, and how a message names it.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// Also the assembly of the methods that take it.
    pub name: &'static str,
    pub json: &'static str,
    /// The messages that release it, whatever happens to the message that contains it. `None` if Rust does not own it.
    pub released_by: Option<&'static str>,
}

/// The number of the JavaScript object in each message.
pub const KINDS: [Kind; 6] = [
    Kind { name: "function", json: r#"{"__jsFunction":5}"#, released_by: Some("[5]") },
    Kind { name: "items", json: r#"{"__jsItems":5}"#, released_by: Some("[5]") },
    Kind { name: "stream", json: r#"{"__jsStreamReferenceLength":3,"__jsObjectId":5}"#, released_by: Some("[5]") },
    Kind { name: "object", json: r#"{"__jsObjectId":5}"#, released_by: None },
    Kind { name: "reference", json: r#"{"__dotNetObject":1}"#, released_by: None },
    Kind { name: "bytes", json: r#"{"__byte[]":0}"#, released_by: None },
];

/// A context parameter that refuses every call.
pub struct Never;

impl FromCall for Never {
    type Refusal = CallError;

    fn from_call(_: &CallInfo<'_>) -> Result<Self, CallError> {
        Err(CallError::new("never", "never"))
    }
}

/// A context parameter that waits at the gate.
pub struct Later;

impl FromCallAsync for Later {
    type Refusal = CallError;

    async fn from_call(call: &CallInfo<'_>) -> Result<Self, CallError> {
        call.state::<Gate>().ok_or_else(|| CallError::new("gate", "there is none"))?.pass().await;
        Ok(Self)
    }
}

/// An argument whose type panics.
pub struct Panics;

impl<'de> Deserialize<'de> for Panics {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        panic!("not this one")
    }
}

/// A layer that refuses the methods with this policy.
pub struct Refusing;

impl CallLayer for Refusing {
    fn before(&self, call: &CallInfo<'_>) -> Result<(), CallError> {
        if call.method().name.ends_with("layered") { Err(CallError::new("layer", "refused")) } else { Ok(()) }
    }
}

/// Services that keep blocking work until the test runs or drops it.
#[derive(Clone, Default)]
pub struct Services {
    pub clock: Clock,
    pub work: Arc<Mutex<Vec<BoxFnOnce<()>>>>,
}

impl HostServices for Services {
    fn spawn_blocking(&self, work: BoxFnOnce<()>) {
        self.work.lock().unwrap().push(work);
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        self.clock.sleep(time)
    }
}

/// A client, and what Rust holds for it.
pub struct Carrier {
    pub host: CircuitHost,
    pub services: Services,
    pub gate: Gate,
    pub deaths: Deaths,
    budget: SharedBudget,
    /// The bytes that are held for an idle client.
    idle: usize,
    pub answers: Vec<(u64, Result<String, CallFailure>)>,
    /// The messages of other kinds.
    pub sent: Vec<Outgoing>,
    pub released: Vec<String>,
}

impl Carrier {
    pub fn new() -> Self {
        Self::with(detailed(), |builder| builder)
    }

    pub fn with(options: CircuitOptions, configure: impl FnOnce(CircuitHostBuilder) -> CircuitHostBuilder) -> Self {
        let (services, gate, deaths) = (Services::default(), Gate::new(), Deaths::new());
        let budget = SharedBudget::new(1 << 30, "the test");
        let share = budget.admit(0, 0).unwrap();
        let builder = CircuitHost::builder().options(options).share(share).services(services.clone());
        let builder = configure(builder).state(gate.clone()).state(deaths.clone());
        let host = builder.build();
        let idle = budget.held();
        Self { host, services, gate, deaths, budget, idle, answers: vec![], sent: vec![], released: vec![] }
    }

    /// Runs the circuit until it waits, and receives what it sends.
    pub fn run(&mut self) {
        let mut cx = Context::from_waker(Waker::noop());
        while let Poll::Ready(Some(message)) = self.host.poll_outgoing(&mut cx) {
            match message {
                Outgoing::BeginInvokeJs(call) if call.identifier == "DotNet.disposeJSObjectReferenceById" => {
                    self.released.push(call.args);
                }
                Outgoing::EndInvoke { call_id, result } => {
                    let result = result.map(|reply| reply.json().to_owned()).map_err(|failure| *failure);
                    self.answers.push((call_id, result));
                }
                other => self.sent.push(other),
            }
        }
    }

    /// Starts a call with the id 1.
    pub fn begin(&mut self, call: Invocation<'_>) {
        self.host.begin_invoke(Some(1), call).unwrap();
        self.run();
    }

    /// The code of the answer to the last call, `ok`, or `none` if there was no answer.
    pub fn outcome(&self) -> String {
        match self.answers.last() {
            None => "none".to_owned(),
            Some((_, Ok(_))) => "ok".to_owned(),
            Some((_, Err(failure))) => failure.code.clone().into_owned(),
        }
    }

    /// Runs the blocking work that waits.
    pub fn work(&mut self) {
        for work in std::mem::take(&mut *self.services.work.lock().unwrap()) {
            work();
        }
        self.run();
    }

    /// The bytes that Rust holds for the client beyond those of an idle one.
    pub fn held(&self) -> usize {
        self.budget.held() - self.idle
    }
}

/// What a method that is called later does with its argument: it is held by the future or the closure.
pub async fn pass(gate: State<Gate>, _witness: Witness) {
    gate.pass().await;
}
