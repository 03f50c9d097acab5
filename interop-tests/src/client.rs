use std::cell::Cell;
use std::task::{Context, Poll, Waker};

use interop_core::host::{CircuitHost, CircuitHostBuilder, Invocation, Outgoing, Reply};
use interop_core::{CallFailure, Circuit, CircuitOptions};

/// The answer to the call with this id.
pub type Answer = (u64, Result<String, CallFailure>);

/// A JavaScript client without JavaScript: it assigns ids to calls, starts them and takes the answers.
#[derive(Debug)]
pub struct Client {
    host: CircuitHost,
    last_call_id: Cell<u64>,
}

impl Client {
    /// A client of a circuit for everything that the test links, with detailed errors.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self::with_options(crate::detailed())
    }

    /// A client of a circuit with these options.
    pub fn with_options(options: CircuitOptions) -> Self {
        Self::of(CircuitHost::builder().options(options))
    }

    /// A client of the circuit that this builder creates.
    pub fn of(builder: CircuitHostBuilder) -> Self {
        Self { host: builder.build(), last_call_id: Cell::new(0) }
    }

    /// The host's side of the circuit.
    pub fn host(&self) -> &CircuitHost {
        &self.host
    }

    /// The handle of the circuit.
    pub fn circuit(&self) -> Circuit {
        self.host.circuit()
    }

    /// Starts a call to a static method and returns its id.
    ///
    /// # Panics
    ///
    /// If the circuit reports a violation of the protocol.
    pub fn begin(&self, assembly: &str, method: &str, args: &str) -> u64 {
        self.begin_as(Invocation::on_assembly(assembly, method, args))
    }

    /// Starts a call to a method of an object and returns its id.
    ///
    /// # Panics
    ///
    /// If the circuit reports a violation of the protocol.
    pub fn begin_on(&self, object: u64, method: &str, args: &str) -> u64 {
        self.begin_as(Invocation::on_object(object, method, args))
    }

    fn begin_as(&self, invocation: Invocation<'_>) -> u64 {
        let id = self.last_call_id.get() + 1;
        self.last_call_id.set(id);
        self.host.begin_invoke(Some(id), invocation).expect("the client keeps to the protocol");
        id
    }

    /// Sends a byte array before the call that refers to it.
    ///
    /// # Panics
    ///
    /// If the circuit reports a violation of the protocol.
    pub fn send_bytes(&self, id: u64, data: &[u8]) {
        self.host.receive_byte_array(id, bytes::Bytes::copy_from_slice(data)).expect("the ids are in order");
    }

    /// Runs the circuit as far as possible and returns the messages that it sends, in order.
    pub fn messages(&self) -> Vec<(u64, Result<Reply, CallFailure>)> {
        let mut messages = Vec::new();
        let mut context = Context::from_waker(Waker::noop());
        while let Poll::Ready(Some(message)) = self.host.poll_outgoing(&mut context) {
            let Outgoing::EndInvoke { call_id, result } = message else { continue };
            messages.push((call_id, result.map_err(|failure| *failure)));
        }
        messages
    }

    /// Like [`messages`](Self::messages), with only the JSON of the results.
    pub fn answers(&self) -> Vec<Answer> {
        let messages = self.messages().into_iter();
        messages.map(|(id, result)| (id, result.map(|reply| reply.json().to_owned()))).collect()
    }

    /// The only answer.
    ///
    /// # Panics
    ///
    /// If there is none, or more than one.
    pub fn answer(&self) -> Answer {
        let mut answers = self.answers();
        assert_eq!(answers.len(), 1, "exactly one answer: {answers:?}");
        answers.remove(0)
    }

    /// Calls a static method and returns the answer to this call, which must be the only one.
    ///
    /// # Errors
    ///
    /// The failure of the call.
    ///
    /// # Panics
    ///
    /// If there is not exactly one answer, or it is for another call.
    pub fn call(&self, assembly: &str, method: &str, args: &str) -> Result<String, CallFailure> {
        let id = self.begin(assembly, method, args);
        let (answered, result) = self.answer();
        assert_eq!(answered, id);
        result
    }

    /// Calls a method of an object and returns the answer to this call, which must be the only one.
    ///
    /// # Errors
    ///
    /// The failure of the call.
    ///
    /// # Panics
    ///
    /// If there is not exactly one answer, or it is for another call.
    pub fn call_on(&self, object: u64, method: &str, args: &str) -> Result<String, CallFailure> {
        let id = self.begin_on(object, method, args);
        let (answered, result) = self.answer();
        assert_eq!(answered, id);
        result
    }

    /// Blocks this thread until the next answer, for calls that continue on other threads.
    pub fn wait(&self) -> Option<Answer> {
        let next = std::future::poll_fn(|context| self.host.poll_outgoing(context));
        match futures_executor::block_on(next)? {
            Outgoing::EndInvoke { call_id, result } => {
                Some((call_id, result.map(|reply| reply.json().to_owned()).map_err(|failure| *failure)))
            }
            _ => None,
        }
    }
}
