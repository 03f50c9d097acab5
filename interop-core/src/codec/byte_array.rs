//! Byte arrays, which are sent separately from the JSON that refers to them.

use std::cell::Cell;
use std::fmt;
use std::ops::Deref;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::de::{self, Deserialize, Deserializer, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

/// A byte array that belongs to a message from Rust to JavaScript. The JSON of the message refers to it by
/// `{"__byte[]":id}`.
#[derive(Clone, PartialEq, Eq)]
pub struct ByteArray {
    /// The id. Ids start at 1 and are never reused within a circuit.
    pub id: u64,
    /// The bytes.
    pub data: bytes::Bytes,
}

impl fmt::Debug for ByteArray {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // No values, because hosts may log messages.
        write!(f, "ByteArray({}, {} bytes)", self.id, self.data.len())
    }
}

/// Bytes that are passed to and from JavaScript as a `Uint8Array`, without a copy.
///
/// `Vec<u8>`, `&[u8]` and the types of `serde_bytes` are passed as a `Uint8Array` too, with one copy for those that own
/// their bytes. Only a `Vec<u8>` inside another type is filled byte by byte. Use `ByteBuffer` where large arrays are
/// stored, passed on, or part of a type.
///
/// ```
/// use interop_core::{ByteBuffer, js_invokable};
///
/// #[js_invokable]
/// pub fn checksum(data: ByteBuffer) -> u32 {
///     data.iter().map(|byte| u32::from(*byte)).sum()
/// }
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ByteBuffer(bytes::Bytes);

impl ByteBuffer {
    /// Reads an array of numbers.
    pub(super) fn from_elements<'de, A: SeqAccess<'de>>(mut elements: A) -> Result<Vec<u8>, A::Error> {
        let mut bytes = Vec::with_capacity(elements.size_hint().unwrap_or(0).min(4096));
        while let Some(byte) = elements.next_element()? {
            bytes.push(byte);
        }
        Ok(bytes)
    }

    /// The same bytes as the type of the `bytes` crate.
    pub fn into_inner(self) -> bytes::Bytes {
        self.0
    }
}

impl Deref for ByteBuffer {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for ByteBuffer {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<bytes::Bytes> for ByteBuffer {
    fn from(bytes: bytes::Bytes) -> Self {
        Self(bytes)
    }
}

impl From<Vec<u8>> for ByteBuffer {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }
}

impl From<&'static [u8]> for ByteBuffer {
    fn from(bytes: &'static [u8]) -> Self {
        Self(bytes::Bytes::from_static(bytes))
    }
}

impl fmt::Debug for ByteBuffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ByteBuffer({} bytes)", self.0.len())
    }
}

/// Reads base64, which Blazor uses where byte arrays cannot be sent separately.
pub(super) fn from_base64<E: de::Error>(text: &str) -> Result<Vec<u8>, E> {
    BASE64.decode(text).map_err(|_| E::custom("expected a byte array, got a string that is not base64"))
}

thread_local! {
    /// Serde's data model cannot represent a shared buffer. One side therefore stores it here, and the other side takes
    /// it immediately.
    static HANDED_OVER: Cell<Option<bytes::Bytes>> = const { Cell::new(None) };
}

/// Stores the buffer of the `ByteBuffer` that is about to be read or has just been written.
pub(super) fn hand_over(bytes: bytes::Bytes) {
    HANDED_OVER.set(Some(bytes));
}

/// Takes the buffer that was stored, if it is the one that holds these bytes.
pub(super) fn take_over(bytes: &[u8]) -> Option<bytes::Bytes> {
    HANDED_OVER.take().filter(|shared| std::ptr::eq(&raw const **shared, bytes))
}

impl Serialize for ByteBuffer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        hand_over(self.0.clone());
        let result = serializer.serialize_bytes(&self.0);
        take_over(&[]);
        result
    }
}

impl<'de> Deserialize<'de> for ByteBuffer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ByteBufferVisitor;

        impl<'de> Visitor<'de> for ByteBufferVisitor {
            type Value = ByteBuffer;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a byte array")
            }

            fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<ByteBuffer, E> {
                let shared = take_over(bytes);
                Ok(ByteBuffer(shared.unwrap_or_else(|| bytes::Bytes::copy_from_slice(bytes))))
            }

            fn visit_byte_buf<E: de::Error>(self, bytes: Vec<u8>) -> Result<ByteBuffer, E> {
                Ok(bytes.into())
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<ByteBuffer, E> {
                from_base64(text).map(ByteBuffer::from)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<ByteBuffer, A::Error> {
                ByteBuffer::from_elements(elements).map(ByteBuffer::from)
            }
        }

        deserializer.deserialize_byte_buf(ByteBufferVisitor)
    }
}
