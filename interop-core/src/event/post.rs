//! How an event gets into the queue of a circuit.

use serde::Serialize;

use super::EventMessage;
use super::encoder::check_name;
use crate::circuit::{CircuitCore, CloseReason, Outgoing, encode_event_arguments};
use crate::codec::Reply;
use crate::error::CallError;
use crate::js::{JsError, checked_arguments};
use crate::threading::Shared;

/// Sends an event to one circuit. Its arguments may name objects and streams.
pub(crate) fn send(circuit: &Shared<CircuitCore>, name: &str, args: &impl Serialize) -> Result<(), JsError> {
    if circuit.link.is_closed() {
        return Err(JsError::Disconnected);
    }
    check_name(name)?;
    let mut arguments = Reply::new();
    let encoded = encode_event_arguments(args, &mut arguments, circuit);
    send_encoded(circuit, name, checked_arguments(arguments, encoded)?)
}

/// The part of [`send`] that is the same for all arguments, and exists once.
fn send_encoded(circuit: &CircuitCore, name: &str, mut arguments: Reply) -> Result<(), JsError> {
    let message = EventMessage::of(name, &arguments);
    admit(circuit, &message)?;
    circuit.streams.start(&circuit.link, &arguments);
    arguments.set_sent(true);
    circuit.link.outbox.send(Outgoing::Event(message));
    Ok(())
}

/// Sends an event to a circuit that is one of several. A client that has left too much unread is disconnected: it would
/// miss the event without knowing.
pub(crate) fn deliver(circuit: &CircuitCore, message: &EventMessage) {
    match admit(circuit, message) {
        Ok(()) => circuit.link.outbox.send(Outgoing::Event(message.clone())),
        Err(JsError::Limit(_)) => {
            circuit.close(CloseReason::Slow);
            circuit.link.outbox.clear();
        }
        Err(_) => {}
    }
}

/// Whether there is room for an event, which is reserved then.
fn admit(circuit: &CircuitCore, message: &EventMessage) -> Result<(), JsError> {
    let link = &circuit.link;
    if link.is_closed() {
        return Err(JsError::Disconnected);
    }
    let limit = |error: CallError| JsError::Limit(error.message().to_owned());
    if link.outbox.bytes().saturating_add(message.size()) > link.options.max_outgoing_bytes {
        return Err(limit(link.options.too_much_waits()));
    }
    link.outbox.reserve(message.held()).map_err(limit)
}
