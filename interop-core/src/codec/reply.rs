//! The result of a call, and how it is encoded.

use std::fmt;
use std::io;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::write::{Numbering, Writer, Writing};
use super::{Arena, ByteArray, ByteArrays, Reader, Reading, describe};
use crate::circuit::CircuitCore;
use crate::error::CallError;
use crate::scope::{self, Mode};
use crate::threading::Shared;

/// What can be returned from a `#[js_invokable]` function: every type that implements [`Serialize`], and
/// `Result<T, E>` of such a type with any error that can be displayed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be returned from a `#[js_invokable]` function",
    label = "not a result type",
    note = "it and everything in it must implement `serde::Serialize`: derive it for types of yours; an object of yours is returned as `ObjectReference<..>`"
)]
pub trait IntoReply: Serialize {}

#[diagnostic::do_not_recommend]
impl<T: Serialize> IntoReply for T {}

/// The encoded result of a call: JSON, and the byte arrays that it names. A host reuses one for many calls.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Reply {
    pub(crate) json: Vec<u8>,
    pub(crate) byte_arrays: Vec<ByteArray>,
    /// The objects that it names, each as often as it does.
    pub(crate) objects: Vec<u64>,
    /// The streams that it names.
    pub(crate) streams: Vec<u64>,
}

impl Reply {
    /// An empty reply.
    pub const fn new() -> Self {
        Self { json: Vec::new(), byte_arrays: Vec::new(), objects: Vec::new(), streams: Vec::new() }
    }

    /// Empties the reply and keeps its memory.
    #[inline]
    pub fn clear(&mut self) {
        self.json.clear();
        self.byte_arrays.clear();
        self.objects.clear();
        self.streams.clear();
    }

    /// The JSON text.
    pub fn json(&self) -> &str {
        // serde_json writes nothing but UTF-8; a broken text would be its defect, and is shown as an empty one.
        std::str::from_utf8(&self.json).unwrap_or_default()
    }

    /// The JSON text as bytes of UTF-8.
    #[inline]
    pub fn json_bytes(&self) -> &[u8] {
        &self.json
    }

    /// The byte arrays that the JSON names. They go to the client before it.
    pub fn byte_arrays(&self) -> &[ByteArray] {
        &self.byte_arrays
    }

    /// The JSON text and the byte arrays.
    pub fn into_parts(self) -> (String, Vec<ByteArray>) {
        (String::from_utf8(self.json).unwrap_or_default(), self.byte_arrays)
    }

    /// How many bytes it holds.
    pub(crate) fn size(&self) -> usize {
        self.json.len() + self.byte_arrays.iter().map(|array| array.data.len()).sum::<usize>()
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // No values: replies may be logged by hosts.
        write!(f, "Reply({} bytes, {} byte arrays)", self.json.len(), self.byte_arrays.len())
    }
}

/// Encodes a value into an empty reply. A failed attempt leaves the reply empty and the circuit's tables as they were.
#[inline]
pub(crate) fn encode<V: Serialize>(
    value: &V,
    reply: &mut Reply,
    circuit: &Shared<CircuitCore>,
) -> Result<(), CallError> {
    encode_numbered(value, reply, circuit, Numbering::Circuit)
}

/// Encodes arguments as JavaScript would.
pub(crate) fn encode_arguments<V: Serialize>(value: &V, circuit: &Shared<CircuitCore>) -> Result<Reply, CallError> {
    let mut message = Reply::new();
    encode_numbered(value, &mut message, circuit, Numbering::Message)?;
    Ok(message)
}

/// Reads a reply as a client would that knows the type of the result.
pub(crate) fn decode_reply<R: DeserializeOwned>(reply: &Reply, circuit: &Shared<CircuitCore>) -> Result<R, String> {
    decode_value(reply.json(), ByteArrays::Named(&reply.byte_arrays), circuit)
}

/// Reads one value that is not the argument of a call.
pub(crate) fn decode_value<R: DeserializeOwned>(
    json: &str,
    byte_arrays: ByteArrays<'_>,
    circuit: &Shared<CircuitCore>,
) -> Result<R, String> {
    let arena = Arena::default();
    let reading = Reading::new(&arena, byte_arrays, circuit.options.max_json_depth + 1);
    let mut json = serde_json::Deserializer::from_str(json);
    let result = scope::enter(circuit, Mode::Decode, || {
        let value = R::deserialize(Reader::new(&mut json, &reading))?;
        json.end()?;
        Ok(value)
    });
    result.map_err(|error: serde_json::Error| match scope::take_failure(&error.to_string()) {
        Some(failure) => failure.message().to_owned(),
        None => describe(&error),
    })
}

#[inline]
fn encode_numbered<V: Serialize>(
    value: &V,
    reply: &mut Reply,
    circuit: &Shared<CircuitCore>,
    numbering: Numbering,
) -> Result<(), CallError> {
    let limit = circuit.options.max_reply_bytes;
    let writing = Writing::new(circuit, &mut reply.byte_arrays, numbering);
    let mut text = serde_json::Serializer::new(Bounded { text: &mut reply.json, limit });
    let transaction = scope::Transaction::begin();
    let result = scope::enter(circuit, Mode::Encode, || value.serialize(Writer::new(&mut text, &writing)));
    match result {
        Ok(()) => {
            transaction.commit(reply);
            Ok(())
        }
        Err(error) => {
            reply.clear();
            Err(encoding_error(&error, circuit))
        }
    }
}

#[cold]
#[inline(never)]
fn encoding_error(error: &serde_json::Error, circuit: &CircuitCore) -> CallError {
    if error.is_io() {
        return circuit.options.reply_too_large();
    }
    scope::take_failure(&error.to_string())
        .unwrap_or_else(|| CallError::internal(format_args!("the result cannot be written as JSON: {error}")))
}

/// The text of a reply, which refuses to grow beyond its limit.
pub(super) struct Bounded<'b> {
    text: &'b mut Vec<u8>,
    limit: usize,
}

impl io::Write for Bounded<'_> {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.len() > self.limit - self.text.len() {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.text.extend_from_slice(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
