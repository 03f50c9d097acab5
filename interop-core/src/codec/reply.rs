//! The result of a call, and how it is encoded.

use std::fmt;
use std::io;

use serde::de::DeserializeOwned;
use serde::{Deserialize as _, Serialize};

use super::write::{Numbering, Subject, Writer, Writing};
use super::{Arena, ByteArray, ByteArrays, JsReference, Reader, Reading, describe};
use crate::circuit::{CircuitCore, cost};
use crate::error::CallError;
use crate::js::JsHandle;
use crate::scope::{self, Mode};
use crate::threading::{Shared, WeakShared};

/// What can be returned from a `#[js_invokable]` function: every type that implements [`Serialize`], and
/// `Result<T, E>` of such a type with any error that can be displayed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be returned from a `#[js_invokable]` function",
    label = "not a result type",
    note = "for a value, implement `serde::Serialize` for the type and for everything in it; a wrapper such as axum's `Json` is not needed",
    note = "for an object that JavaScript is to hold, return `ObjectReference<T>`; `T` needs an `impl` block with `#[interop_object]`"
)]
pub trait IntoReply: Serialize {}

#[diagnostic::do_not_recommend]
impl<T: Serialize> IntoReply for T {}

/// The encoded result of a call: JSON, and the byte arrays that it names. A host reuses one for many calls.
///
/// A reply that names objects or streams holds them for its receiver. One that is dropped before it was sent gives them
/// back.
#[derive(Default)]
pub struct Reply {
    pub(crate) json: Vec<u8>,
    /// Most replies have none.
    attached: Option<Box<Attached>>,
}

/// The memory beyond its end that a text may keep while it waits to be sent.
const MAX_SPARE: usize = 4 * 1024;

/// What a message names.
#[derive(Default)]
pub(crate) struct Named {
    /// Objects, each as often as it is named.
    pub(crate) objects: Vec<u64>,
    pub(crate) streams: Vec<u64>,
    /// Objects of JavaScript's: the message may be the last that holds them, and must come before JavaScript forgets them.
    pub(crate) js_objects: Vec<Shared<JsHandle>>,
}

/// What belongs to a reply beside its text.
struct Attached {
    byte_arrays: Vec<ByteArray>,
    named: Named,
    circuit: WeakShared<CircuitCore>,
    /// Whether its receiver holds them.
    sent: bool,
}

impl Drop for Attached {
    fn drop(&mut self) {
        let Named { objects, streams, .. } = &self.named;
        let holds_something = !objects.is_empty() || !streams.is_empty();
        if holds_something
            && !self.sent
            && let Some(circuit) = self.circuit.upgrade()
        {
            circuit.take_back(objects, streams);
        }
    }
}

impl Reply {
    /// An empty reply.
    pub const fn new() -> Self {
        Self { json: Vec::new(), attached: None }
    }

    /// An empty reply with room for a short text: most are.
    pub(crate) fn with_room() -> Self {
        Self { json: Vec::with_capacity(64), attached: None }
    }

    /// Empties the reply and keeps its memory.
    #[inline]
    pub fn clear(&mut self) {
        self.json.clear();
        if self.attached.is_some() {
            self.attached = None;
        }
    }

    /// The JSON text.
    pub fn json(&self) -> &str {
        // `serde_json` writes nothing but UTF-8; a broken text would be its defect, and is shown as an empty one.
        std::str::from_utf8(&self.json).unwrap_or_default()
    }

    /// The JSON text as bytes of UTF-8.
    #[inline]
    pub fn json_bytes(&self) -> &[u8] {
        &self.json
    }

    /// The byte arrays that the JSON names. They go to the client before it.
    pub fn byte_arrays(&self) -> &[ByteArray] {
        self.attached.as_ref().map_or(&[], |attached| &attached.byte_arrays)
    }

    /// The JSON text and the byte arrays.
    pub fn into_parts(mut self) -> (String, Vec<ByteArray>) {
        let byte_arrays = self.attached.as_mut().map(|attached| std::mem::take(&mut attached.byte_arrays));
        (String::from_utf8(std::mem::take(&mut self.json)).unwrap_or_default(), byte_arrays.unwrap_or_default())
    }

    /// The streams that the JSON names.
    pub(crate) fn streams(&self) -> &[u64] {
        self.attached.as_ref().map_or(&[], |attached| &attached.named.streams)
    }

    /// Attaches what an encode has taken.
    pub(crate) fn attach(&mut self, circuit: &Shared<CircuitCore>, named: Named) {
        self.attachment(circuit).named = named;
    }

    fn attachment(&mut self, circuit: &Shared<CircuitCore>) -> &mut Attached {
        self.attached.get_or_insert_with(|| {
            Box::new(Attached {
                byte_arrays: Vec::new(),
                named: Named::default(),
                circuit: Shared::downgrade(circuit),
                sent: false,
            })
        })
    }

    /// Whether it names anything beside its text.
    #[inline]
    pub(crate) fn names_something(&self) -> bool {
        self.attached.is_some()
    }

    /// Says whether the receiver has what the reply names; if not, dropping it gives that back.
    #[inline]
    pub(crate) fn set_sent(&mut self, sent: bool) {
        if let Some(attached) = &mut self.attached {
            attached.sent = sent;
        }
    }

    /// Gives back much memory that the text has grown beyond its end.
    pub(crate) fn trim(&mut self) {
        if self.json.capacity() - self.json.len() > MAX_SPARE {
            self.json.shrink_to_fit();
        }
    }

    /// How many bytes of memory it takes, with room that is not used.
    pub fn held(&self) -> usize {
        let arrays = self.byte_arrays().iter().map(|array| &array.data);
        let named = self.attached.as_ref().map_or(0, |attached| {
            let Named { objects, streams, js_objects } = &attached.named;
            size_of::<Attached>() + 8 * (objects.capacity() + streams.capacity() + js_objects.capacity())
        });
        self.json.capacity() + cost::buffers(arrays) + named
    }

    /// How many bytes it holds.
    pub(crate) fn size(&self) -> usize {
        self.json.len() + self.byte_arrays().iter().map(|array| array.data.len()).sum::<usize>()
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // No values: replies may be logged by hosts.
        write!(f, "Reply({} bytes, {} byte arrays)", self.json.len(), self.byte_arrays().len())
    }
}

/// Encodes a value into an empty reply. A failed attempt leaves the reply empty and the circuit's tables as they were.
#[inline]
pub(crate) fn encode<V: Serialize>(
    value: &V,
    reply: &mut Reply,
    circuit: &Shared<CircuitCore>,
) -> Result<(), CallError> {
    encode_numbered(value, reply, circuit, Numbering::Circuit, circuit.options.max_reply_bytes, Subject::Result)
}

/// Encodes the arguments of a call of JavaScript.
pub(crate) fn encode_js_arguments<V: Serialize>(
    value: &V,
    message: &mut Reply,
    circuit: &Shared<CircuitCore>,
) -> Result<(), CallError> {
    let limit = circuit.options.max_reply_bytes;
    encode_numbered(value, message, circuit, Numbering::Circuit, limit, Subject::Arguments)
}

/// Encodes arguments as JavaScript would, which does not count what it sends back. Their size is checked by who receives
/// them.
pub(crate) fn encode_arguments<V: Serialize>(value: &V, circuit: &Shared<CircuitCore>) -> Result<Reply, CallError> {
    let mut message = Reply::new();
    encode_numbered(value, &mut message, circuit, Numbering::Message, usize::MAX, Subject::Arguments)?;
    if let Some(attached) = &message.attached {
        circuit.uncount(&attached.named.objects);
    }
    message.set_sent(true);
    Ok(message)
}

/// Reads a reply as a client would that knows the type of the result.
pub(crate) fn decode_reply<R: DeserializeOwned>(reply: &Reply, circuit: &Shared<CircuitCore>) -> Result<R, String> {
    let none = Vec::new();
    let byte_arrays = reply.attached.as_ref().map_or(&none, |attached| &attached.byte_arrays);
    decode_value(reply.json(), ByteArrays::Named(byte_arrays), circuit)
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

/// Reads a reference to a JavaScript object for what its id says, without a circuit.
pub(crate) fn js_reference(json: &str) -> Option<JsReference> {
    let arena = Arena::default();
    let none = Vec::new();
    let reading = Reading::new(&arena, ByteArrays::Numbered(&none), 2);
    let mut json = serde_json::Deserializer::from_str(json);
    let reference = JsReference::deserialize(Reader::new(&mut json, &reading)).ok()?;
    json.end().ok()?;
    Some(reference)
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
    let writing = Writing::new(circuit, numbering, limit, subject);
    let mut text = serde_json::Serializer::new(Bounded { text: &mut reply.json, limit });
    let transaction = scope::Transaction::begin();
    let result = scope::enter(circuit, Mode::Encode, || value.serialize(Writer::new(&mut text, &writing)));
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
            Err(encoding_error(&error, circuit, subject))
        }
    }
}

/// The limit holds for text and byte arrays together.
#[cold]
fn attach_byte_arrays(
    reply: &mut Reply,
    circuit: &Shared<CircuitCore>,
    byte_arrays: Vec<ByteArray>,
    limit: usize,
    subject: Subject,
) -> Result<(), CallError> {
    reply.attachment(circuit).byte_arrays = byte_arrays;
    if reply.size() > limit {
        reply.clear();
        return Err(circuit.options.message_too_large(subject.name()));
    }
    Ok(())
}

#[cold]
#[inline(never)]
fn encoding_error(error: &serde_json::Error, circuit: &CircuitCore, subject: Subject) -> CallError {
    if error.is_io() {
        return circuit.options.message_too_large(subject.name());
    }
    scope::take_failure(&error.to_string())
        .unwrap_or_else(|| CallError::internal(format_args!("{}: {error}", subject.cannot_be_written())))
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
