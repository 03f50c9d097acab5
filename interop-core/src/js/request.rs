//! Sends calls to JavaScript.

use futures_channel::oneshot;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::JsError;
use crate::circuit::{
    Charge, CircuitCore, JsAnswer, JsCallResultType, JsCallType, JsInvocation, Outgoing, cost, decode_value,
    encode_js_arguments,
};
use crate::codec::{ByteArray, ByteArrays, Reply};
use crate::error::{CallError, ErrorCode};
use crate::scope::{self, Ownership};
use crate::threading::Shared;

/// A call to JavaScript without its arguments.
#[derive(Clone, Copy)]
pub(super) struct JsRequest<'a> {
    /// A path with dots, relative to the target.
    pub(super) identifier: &'a str,
    /// The id of the JavaScript object at which the path starts; 0 is the global object.
    pub(super) target_id: u64,
    pub(super) call_type: JsCallType,
    pub(super) result_type: JsCallResultType,
}

impl JsRequest<'_> {
    /// Sends a call and returns the id under which its answer is awaited.
    pub(super) fn begin(
        self,
        circuit: &Shared<CircuitCore>,
        args: &impl Serialize,
    ) -> Result<(u64, oneshot::Receiver<JsAnswer>), JsError> {
        self.begin_encoded(circuit, encode(circuit, args)?)
    }

    /// The part of [`begin`](Self::begin) that does not depend on the type of the arguments, so that its code exists
    /// once.
    fn begin_encoded(
        self,
        circuit: &Shared<CircuitCore>,
        message: Reply,
    ) -> Result<(u64, oneshot::Receiver<JsAnswer>), JsError> {
        let charge = self.admit(circuit, &message)?;
        let (task_id, answer) = circuit.js_calls.begin(self.result_type, charge);
        match self.post(circuit, message, task_id) {
            Ok(()) => Ok((task_id, answer)),
            Err(error) => {
                circuit.js_calls.withdraw(task_id);
                Err(error)
            }
        }
    }

    /// Sends a call that requests no answer.
    pub(super) fn send(self, circuit: &Shared<CircuitCore>, args: &impl Serialize) -> Result<(), JsError> {
        let message = encode(circuit, args)?;
        let _charge = self.admit(circuit, &message)?;
        self.post(circuit, message, 0)
    }

    /// Checks whether there is room for a call with these arguments, and charges it.
    fn admit(self, circuit: &CircuitCore, message: &Reply) -> Result<Charge, JsError> {
        let link = &circuit.link;
        if link.outbox.bytes().saturating_add(message.size()) > link.options.max_outgoing_bytes {
            return Err(limit(&link.options.too_much_waits()));
        }
        let charge = link.budget.charge(cost::JS_CALL).map_err(|error| limit(&error))?;
        link.outbox.reserve(message.held() + self.identifier.len()).map_err(|error| limit(&error))?;
        Ok(charge)
    }

    fn post(self, circuit: &CircuitCore, mut message: Reply, task_id: u64) -> Result<(), JsError> {
        if circuit.link.is_closed() {
            // The circuit was closed in the meantime, perhaps after its calls were failed.
            return Err(JsError::Disconnected);
        }
        circuit.streams.start(&circuit.link, &message);
        message.set_sent(true);
        let (args, byte_arrays) = message.into_parts();
        circuit.link.outbox.send(Outgoing::BeginInvokeJs(Box::new(self.invocation(task_id, args, byte_arrays))));
        Ok(())
    }

    /// Calls JavaScript synchronously through the host and returns the result.
    pub(super) fn run<R: DeserializeOwned>(
        self,
        circuit: &Shared<CircuitCore>,
        args: &impl Serialize,
    ) -> Result<R, JsError> {
        read_answer(circuit, self.run_encoded(circuit, encode(circuit, args)?)?)
    }

    /// The part of [`run`](Self::run) that does not depend on the types of arguments and result, so that its code
    /// exists once.
    fn run_encoded(self, circuit: &CircuitCore, mut message: Reply) -> Result<JsAnswer, JsError> {
        circuit.streams.start(&circuit.link, &message);
        let call = self.invocation(0, message.json().to_owned(), message.byte_arrays().to_vec());
        let Some(result) = circuit.services.invoke_js(&call) else {
            return Err(JsError::NotSynchronous);
        };
        message.set_sent(true);
        // Byte arrays that were sent with the result belong to no other message.
        let byte_arrays = circuit.inbox.take();
        match result {
            Err(message) => Err(JsError::JavaScript { message }),
            Ok(json) => Ok(JsAnswer::new(true, json, byte_arrays, self.result_type)),
        }
    }

    fn invocation(self, task_id: u64, args: String, byte_arrays: Vec<ByteArray>) -> JsInvocation {
        let Self { identifier, target_id, call_type, result_type } = self;
        let identifier = identifier.to_owned();
        JsInvocation { task_id, identifier, args, byte_arrays, result_type, target_id, call_type }
    }
}

/// Reads an answer as the type that the caller expects.
pub(super) fn read_answer<R: DeserializeOwned>(circuit: &Shared<CircuitCore>, answer: JsAnswer) -> Result<R, JsError> {
    let JsAnswer { json, byte_arrays, .. } = answer.into_result(&circuit.link)?;
    let _rust_requested = scope::own(Ownership::Rust);
    decode_value(&json, ByteArrays::Numbered(&byte_arrays), circuit).map_err(JsError::Result)
}

fn encode(circuit: &Shared<CircuitCore>, args: &impl Serialize) -> Result<Reply, JsError> {
    if circuit.link.is_closed() {
        return Err(JsError::Disconnected);
    }
    let mut message = Reply::new();
    let encoded = encode_js_arguments(args, &mut message, circuit);
    checked_arguments(message, encoded)
}

#[cold]
fn limit(error: &CallError) -> JsError {
    JsError::Limit(error.message().to_owned())
}

/// Checks that the encoded value is an array of arguments.
pub(crate) fn checked_arguments(mut message: Reply, encoded: Result<(), CallError>) -> Result<Reply, JsError> {
    encoded.map_err(|error| match error.code() {
        code if code == ErrorCode::LimitExceeded.as_str() => JsError::Limit(error.message().to_owned()),
        _ => JsError::Arguments(error.message().to_owned()),
    })?;
    if message.json() == "null" {
        // `()` represents an empty list of arguments.
        message.json.clear();
        message.json.extend_from_slice(b"[]");
    }
    if !message.json.starts_with(b"[") {
        return Err(JsError::Arguments("expected a tuple, such as `(value,)`".to_owned()));
    }
    Ok(message)
}
