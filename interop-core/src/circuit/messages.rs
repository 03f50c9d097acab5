//! Encodes values into the messages of a circuit, and decodes them.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::core::CircuitCore;
use super::js_objects::Unread;
use super::link::Link;
use super::options::CircuitOptions;
use crate::codec::{
    Arena, Bounded, ByteArray, ByteArrays, Numbering, Reader, Reading, Referenced, Reply, Subject, Writer, Writing,
    describe,
};
use crate::error::CallError;
use crate::scope::{self, Phase, ReservedItem, Sender};
use crate::threading::{Shared, WeakShared};

/// Encodes a value into an empty reply. If this fails, the reply stays empty and the tables of the circuit are
/// unchanged.
#[inline]
pub(crate) fn encode<V: Serialize>(
    value: &V,
    reply: &mut Reply,
    circuit: &Shared<CircuitCore>,
) -> Result<(), CallError> {
    encode_numbered(value, reply, circuit, Numbering::Circuit, circuit.link.options.max_reply_bytes, Subject::Result)
}

/// Encodes the arguments of a call to JavaScript.
pub(crate) fn encode_js_arguments<V: Serialize>(
    value: &V,
    message: &mut Reply,
    circuit: &Shared<CircuitCore>,
) -> Result<(), CallError> {
    let limit = circuit.link.options.max_reply_bytes;
    encode_numbered(value, message, circuit, Numbering::Circuit, limit, Subject::Arguments)
}

/// Encodes the arguments of an event for one circuit.
pub(crate) fn encode_event_arguments<V: Serialize>(
    value: &V,
    message: &mut Reply,
    circuit: &Shared<CircuitCore>,
) -> Result<(), CallError> {
    let limit = circuit.link.options.max_reply_bytes;
    encode_numbered(value, message, circuit, Numbering::Message, limit, Subject::Arguments)
}

/// Encodes the arguments of an event for several circuits, which therefore name nothing that belongs to one of them.
pub(crate) fn encode_broadcast<V: Serialize>(value: &V, message: &mut Reply, link: &Link) -> Result<(), CallError> {
    let limit = link.options.max_reply_bytes;
    let writing = Writing::new(link, Numbering::Message, limit, Subject::Arguments);
    let mut text = serde_json::Serializer::new(Bounded { text: &mut message.json, limit });
    let result = scope::broadcast(|| value.serialize(Writer::new(&mut text, &writing)));
    let byte_arrays = writing.into_byte_arrays();
    result.map_err(|error| encoding_error(&error, &link.options, Subject::Arguments))?;
    if !byte_arrays.is_empty() {
        message.attach_byte_arrays(no_sender(), byte_arrays);
    }
    if message.size() > limit {
        return Err(link.options.message_too_large(Subject::Arguments.name()));
    }
    Ok(())
}

/// Encodes arguments as JavaScript does, that is, without counting the objects that it sends back. The receiver checks
/// their size.
pub(crate) fn encode_arguments<V: Serialize>(value: &V, circuit: &Shared<CircuitCore>) -> Result<Reply, CallError> {
    let mut message = Reply::new();
    encode_numbered(value, &mut message, circuit, Numbering::Message, usize::MAX, Subject::Arguments)?;
    if !message.objects().is_empty() {
        circuit.objects.uncount(message.objects());
    }
    message.set_sent(true);
    Ok(message)
}

/// Reads a reply as a client that knows the type of the result.
pub(crate) fn decode_reply<R: DeserializeOwned>(reply: &Reply, circuit: &Shared<CircuitCore>) -> Result<R, String> {
    decode_value(reply.json(), reply.named_byte_arrays(), circuit)
}

/// Reads one value that is not an argument of a call.
pub(crate) fn decode_value<R: DeserializeOwned>(
    text: &str,
    byte_arrays: ByteArrays<'_>,
    circuit: &Shared<CircuitCore>,
) -> Result<R, String> {
    let arena = Arena::default();
    let reading = Reading::new(&arena, byte_arrays, circuit.link.options.max_json_depth + 1);
    let mut json = serde_json::Deserializer::from_str(text);
    let unread = Unread::new(circuit, text);
    let result = scope::enter(circuit, Phase::Decode, || {
        let value = R::deserialize(Reader::new(&mut json, &reading))?;
        json.end()?;
        Ok(value)
    });
    if !reading.has_skipped() && result.is_ok() {
        unread.forget();
    }
    result.map_err(|error: serde_json::Error| match scope::take_failure(&error.to_string()) {
        Some(failure) => failure.message().to_owned(),
        None => {
            let mismatch = describe(&error);
            // A text of the application's own may repeat the value, and it is recorded if a method returns this error.
            if mismatch.is_custom && !circuit.link.options.detailed_errors {
                "the value was refused by its type".to_owned()
            } else {
                mismatch.text
            }
        }
    })
}

#[inline]
fn encode_numbered<V: Serialize>(
    value: &V,
    reply: &mut Reply,
    circuit: &Shared<CircuitCore>,
    numbering: Numbering,
    limit: usize,
    subject: Subject,
) -> Result<(), CallError> {
    let writing = Writing::new(&circuit.link, numbering, limit, subject);
    let mut text = serde_json::Serializer::new(Bounded { text: &mut reply.json, limit });
    let transaction = Transaction::begin();
    let result = scope::enter(circuit, Phase::Encode, || value.serialize(Writer::new(&mut text, &writing)));
    let byte_arrays = writing.into_byte_arrays();
    match result {
        Ok(()) => {
            transaction.commit(reply, circuit);
            if byte_arrays.is_empty() {
                Ok(())
            } else {
                attach_byte_arrays(reply, circuit, byte_arrays, limit, subject)
            }
        }
        Err(error) => {
            reply.clear();
            Err(encoding_error(&error, &circuit.link.options, subject))
        }
    }
}

/// The limit applies to text and byte arrays together.
#[cold]
fn attach_byte_arrays(
    reply: &mut Reply,
    circuit: &Shared<CircuitCore>,
    byte_arrays: Vec<ByteArray>,
    limit: usize,
    subject: Subject,
) -> Result<(), CallError> {
    reply.attach_byte_arrays(downgrade(circuit), byte_arrays);
    if reply.size() > limit {
        reply.clear();
        return Err(circuit.link.options.message_too_large(subject.name()));
    }
    Ok(())
}

#[cold]
#[inline(never)]
fn encoding_error(error: &serde_json::Error, options: &CircuitOptions, subject: Subject) -> CallError {
    if error.is_io() {
        return options.message_too_large(subject.name());
    }
    scope::take_failure(&error.to_string())
        .unwrap_or_else(|| CallError::internal(format_args!("{}: {error}", subject.cannot_be_written())))
}

#[cold]
fn downgrade(circuit: &Shared<CircuitCore>) -> WeakShared<dyn Sender> {
    Shared::downgrade(&Shared::clone(circuit).into_sender())
}

/// The sender of a message to several circuits, to whom nothing returns.
#[cold]
#[inline(never)]
fn no_sender() -> WeakShared<dyn Sender> {
    WeakShared::<CircuitCore>::new()
}

/// What one encode reserves: objects, once for each time that they are written, streams, and JavaScript objects.
/// Dropping the transaction gives them back, so an encode that fails or panics leaves the tables unchanged.
struct Transaction {
    /// The number of items that the enclosing encodes had reserved.
    before: usize,
}

impl Transaction {
    #[inline]
    fn begin() -> Self {
        Self { before: scope::taken_count() }
    }

    /// Completes the message, which from now on holds what was reserved.
    #[inline]
    fn commit(self, message: &mut Reply, circuit: &Shared<CircuitCore>) {
        if scope::taken_count() != self.before {
            self.attach(message, circuit);
        }
        // There is nothing left to give back.
        std::mem::forget(self);
    }

    #[cold]
    fn attach(&self, message: &mut Reply, circuit: &Shared<CircuitCore>) {
        let mut named = Referenced::default();
        for taken in scope::taken_since(self.before) {
            match taken {
                ReservedItem::Object(_, object_id) => named.objects.push(object_id),
                ReservedItem::Stream(_, stream_id) => named.streams.push(stream_id),
                ReservedItem::JsObject(object) => named.js_objects.push(object),
            }
        }
        message.attach(downgrade(circuit), named);
    }

    #[cold]
    fn give_back(&self) {
        for taken in scope::taken_since(self.before) {
            match taken {
                ReservedItem::Object(sender, object_id) => sender.take_back(&[object_id], &[]),
                ReservedItem::Stream(sender, stream_id) => sender.take_back(&[], &[stream_id]),
                ReservedItem::JsObject(object) => drop(object),
            }
        }
    }
}

impl Drop for Transaction {
    #[inline]
    fn drop(&mut self) {
        if scope::taken_count() != self.before {
            self.give_back();
        }
    }
}
