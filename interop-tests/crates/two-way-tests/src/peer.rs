use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use interop_core::host::{
    CircuitHost, CircuitHostBuilder, CloseReason, JsInvocation, Outgoing, ProtocolViolation, Reply,
};
use interop_core::{Circuit, CircuitOptions, JsRuntime};

use crate::{Clock, detailed};

/// The client of a circuit, driven by the test, which takes each message and sends each answer itself.
#[derive(Debug)]
pub struct Peer {
    host: CircuitHost,
    clock: Clock,
}

impl Peer {
    /// A client of a circuit with detailed errors.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self::with_options(detailed())
    }

    /// A client of a circuit with these options.
    pub fn with_options(options: CircuitOptions) -> Self {
        Self::of(CircuitHost::builder().options(options))
    }

    /// A client of the circuit that this builder creates, with the [`clock`](Self::clock) as its services.
    pub fn of(builder: CircuitHostBuilder) -> Self {
        let clock = Clock::new();
        Self { host: builder.services(clock.clone()).build(), clock }
    }

    /// The host's side of the circuit.
    pub fn host(&self) -> &CircuitHost {
        &self.host
    }

    /// The handle of the circuit.
    pub fn circuit(&self) -> Circuit {
        self.host.circuit()
    }

    /// Calls this client's JavaScript.
    pub fn js(&self) -> JsRuntime {
        self.host.circuit().js()
    }

    /// The timers of the circuit.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Lets the circuit run until it has a message or nothing to do.
    pub fn message(&self) -> Option<Outgoing> {
        match self.host.poll_outgoing(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(message) => message,
            Poll::Pending => None,
        }
    }

    /// All messages that the circuit has to send now.
    pub fn messages(&self) -> Vec<Outgoing> {
        std::iter::from_fn(|| self.message()).collect()
    }

    /// The next message, which is a call to JavaScript.
    ///
    /// # Panics
    ///
    /// If it is none.
    #[track_caller]
    pub fn call(&self) -> JsInvocation {
        match self.message() {
            Some(Outgoing::BeginInvokeJs(call)) => *call,
            other => panic!("a call to JavaScript is sent, not {other:?}"),
        }
    }

    /// The next message, which is the result of the call with this id.
    ///
    /// # Panics
    ///
    /// If it is not.
    #[track_caller]
    pub fn result(&self, call_id: u64) -> Reply {
        match self.message() {
            Some(Outgoing::EndInvoke { call_id: id, result: Ok(reply) }) if id == call_id => reply,
            other => panic!("the result of {call_id} is sent, not {other:?}"),
        }
    }

    /// Checks that there is nothing to send.
    ///
    /// # Panics
    ///
    /// If there is.
    #[track_caller]
    pub fn says_nothing(&self) {
        let messages = self.messages();
        assert!(messages.is_empty(), "nothing is sent, not {messages:?}");
    }

    /// Answers a call with JSON.
    ///
    /// # Panics
    ///
    /// If the circuit takes it for a violation of the protocol.
    #[track_caller]
    pub fn succeeds(&self, task_id: u64, json: &str) {
        self.answers(&format!("[{task_id},true,{json}]")).expect("the answer is well-formed");
    }

    /// Answers a call with an error, given as JSON.
    ///
    /// # Panics
    ///
    /// If the circuit takes it for a violation of the protocol.
    #[track_caller]
    pub fn fails(&self, task_id: u64, json: &str) {
        self.answers(&format!("[{task_id},false,{json}]")).expect("the answer is well-formed");
    }

    /// Sends an answer as it is.
    ///
    /// # Errors
    ///
    /// If the circuit takes it for a violation of the protocol.
    pub fn answers(&self, text: &str) -> Result<(), ProtocolViolation> {
        self.host.end_invoke_js(text)
    }

    /// Sends byte arrays, numbered from 0.
    ///
    /// # Panics
    ///
    /// If the circuit takes them for a violation of the protocol.
    #[track_caller]
    pub fn sends_bytes<const N: usize>(&self, arrays: [&[u8]; N]) {
        for (id, data) in (0..).zip(arrays) {
            self.host.receive_byte_array(id, Bytes::copy_from_slice(data)).expect("the ids are in order");
        }
    }

    /// The text of the violation for which the circuit was closed.
    ///
    /// # Panics
    ///
    /// If it is open, or was closed for another reason.
    #[track_caller]
    pub fn violation(&self) -> String {
        match self.host.close_reason() {
            Some(CloseReason::Violation(violation)) => violation.to_string(),
            other => panic!("the circuit is closed for a violation, not {other:?}"),
        }
    }

    /// The ids of the JavaScript objects that the circuit has asked to dispose; there must be no other messages.
    ///
    /// # Panics
    ///
    /// If there are.
    #[track_caller]
    pub fn disposals(&self) -> Vec<String> {
        let disposed = |message| match message {
            Outgoing::BeginInvokeJs(call) if call.identifier == "DotNet.disposeJSObjectReferenceById" => call.args,
            other => panic!("only disposals are sent, not {other:?}"),
        };
        self.messages().into_iter().map(disposed).collect()
    }
}
