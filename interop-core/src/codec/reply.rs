//! The result of a call.

use std::fmt;
use std::mem;

use serde::Serialize;

use super::{ByteArray, ByteArrays, spare_text};
use crate::circuit::cost;
use crate::scope::Sender;
use crate::threading::{AnyShared, WeakShared};

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

/// The encoded result of a call: JSON, and the byte arrays to which it refers. A host can reuse one reply for many
/// calls.
///
/// A reply that refers to objects or streams holds them for its receiver. If it is dropped before it is sent, it
/// releases them.
#[derive(Default)]
pub struct Reply {
    pub(crate) json: Vec<u8>,
    /// Most replies have none.
    attached: Option<Box<Attached>>,
}

/// Maximum unused capacity that a text may retain while it waits to be sent.
const MAX_SPARE: usize = 4 * 1024;

/// What a message refers to.
#[derive(Default)]
pub(crate) struct Referenced {
    /// Objects, once for each time that the message refers to them.
    pub(crate) objects: Vec<u64>,
    pub(crate) streams: Vec<u64>,
    /// JavaScript objects. The message may hold the last reference to them, and must be sent before JavaScript forgets
    /// them.
    pub(crate) js_objects: Vec<AnyShared>,
}

/// The parts of a reply in addition to its text.
struct Attached {
    byte_arrays: Vec<ByteArray>,
    named: Referenced,
    sender: WeakShared<dyn Sender>,
    /// Whether the receiver holds what the reply refers to.
    sent: bool,
}

impl Drop for Attached {
    fn drop(&mut self) {
        let Referenced { objects, streams, .. } = &self.named;
        let holds_something = !objects.is_empty() || !streams.is_empty();
        if holds_something
            && !self.sent
            && let Some(sender) = self.sender.upgrade()
        {
            sender.take_back(objects, streams);
        }
    }
}

impl Reply {
    /// An empty reply.
    pub const fn new() -> Self {
        Self { json: Vec::new(), attached: None }
    }

    /// An empty reply with room for a short text, which most texts are.
    pub(crate) fn with_room() -> Self {
        Self { json: spare_text::take(), attached: None }
    }

    /// Clears the reply and retains its memory.
    #[inline]
    pub fn clear(&mut self) {
        self.json.clear();
        if self.attached.is_some() {
            self.attached = None;
        }
    }

    /// The JSON text.
    pub fn json(&self) -> &str {
        // `serde_json` writes only UTF-8. Invalid text would be a defect of it, and is returned as an empty text.
        std::str::from_utf8(&self.json).unwrap_or_default()
    }

    /// The JSON text as bytes of UTF-8.
    #[inline]
    pub fn json_bytes(&self) -> &[u8] {
        &self.json
    }

    /// The byte arrays to which the JSON refers. They are sent before the JSON.
    pub fn byte_arrays(&self) -> &[ByteArray] {
        self.attached.as_ref().map_or(&[], |attached| &attached.byte_arrays)
    }

    /// The JSON text and the byte arrays.
    pub fn into_parts(mut self) -> (String, Vec<ByteArray>) {
        let byte_arrays = self.attached.as_mut().map(|attached| std::mem::take(&mut attached.byte_arrays));
        (String::from_utf8(std::mem::take(&mut self.json)).unwrap_or_default(), byte_arrays.unwrap_or_default())
    }

    /// The byte arrays in the form that a reader needs.
    pub(crate) fn named_byte_arrays(&self) -> ByteArrays<'_> {
        self.attached.as_ref().map_or(ByteArrays::NONE, |attached| ByteArrays::Named(&attached.byte_arrays))
    }

    /// The objects to which the JSON refers, once for each reference.
    pub(crate) fn objects(&self) -> &[u64] {
        self.attached.as_ref().map_or(&[], |attached| &attached.named.objects)
    }

    /// The streams to which the JSON refers.
    pub(crate) fn streams(&self) -> &[u64] {
        self.attached.as_ref().map_or(&[], |attached| &attached.named.streams)
    }

    /// Attaches what an encode has reserved.
    pub(crate) fn attach(&mut self, sender: WeakShared<dyn Sender>, named: Referenced) {
        self.attachment(sender).named = named;
    }

    /// Attaches the byte arrays to which the text refers.
    pub(crate) fn attach_byte_arrays(&mut self, sender: WeakShared<dyn Sender>, byte_arrays: Vec<ByteArray>) {
        self.attachment(sender).byte_arrays = byte_arrays;
    }

    fn attachment(&mut self, sender: WeakShared<dyn Sender>) -> &mut Attached {
        self.attached.get_or_insert_with(|| {
            Box::new(Attached { byte_arrays: Vec::new(), named: Referenced::default(), sender, sent: false })
        })
    }

    /// Moves the contents of another reply to the end of this one.
    pub(crate) fn append(&mut self, other: &mut Self) {
        self.json.extend_from_slice(&other.json);
        other.json.clear();
        let Some(mut more) = other.attached.take() else { return };
        let Some(attached) = &mut self.attached else {
            self.attached = Some(more);
            return;
        };
        // What remains of the other one refers to nothing.
        attached.byte_arrays.append(&mut more.byte_arrays);
        let (named, more) = (&mut attached.named, &mut more.named);
        named.objects.append(&mut more.objects);
        named.streams.append(&mut more.streams);
        named.js_objects.append(&mut more.js_objects);
    }

    /// Whether the reply consists of more than its text.
    #[inline]
    pub(crate) fn names_something(&self) -> bool {
        self.attached.is_some()
    }

    /// Sets whether the receiver holds what the reply refers to. If not, dropping the reply releases it.
    #[inline]
    pub(crate) fn set_sent(&mut self, sent: bool) {
        if let Some(attached) = &mut self.attached {
            attached.sent = sent;
        }
    }

    /// Releases a large unused capacity of the text.
    pub(crate) fn trim(&mut self) {
        if self.json.capacity() - self.json.len() > MAX_SPARE {
            self.json.shrink_to_fit();
        }
    }

    /// The number of bytes of memory that the reply holds, including unused capacity.
    pub fn held(&self) -> usize {
        let arrays = self.byte_arrays().iter().map(|array| &array.data);
        let named = self.attached.as_ref().map_or(0, |attached| {
            let Referenced { objects, streams, js_objects } = &attached.named;
            size_of::<Attached>() + 8 * (objects.capacity() + streams.capacity() + js_objects.capacity())
        });
        self.json.capacity() + cost::buffers(arrays) + named
    }

    /// The size of the text and the byte arrays in bytes.
    pub(crate) fn size(&self) -> usize {
        self.json.len() + self.byte_arrays().iter().map(|array| array.data.len()).sum::<usize>()
    }
}

impl Drop for Reply {
    #[inline]
    fn drop(&mut self) {
        spare_text::keep(mem::take(&mut self.json));
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // No values, because hosts may log replies.
        write!(f, "Reply({} bytes, {} byte arrays)", self.json.len(), self.byte_arrays().len())
    }
}
