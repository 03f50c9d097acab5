//! What is shared while one value is written.

use std::cell::{Cell, RefCell};

use serde::ser::{self, SerializeMap as _, Serializer};

use super::{ArrayKind, BYTE_ARRAY_KEY, ByteArray};
use crate::circuit::Link;
use crate::scope;

/// Maximum nesting of wrappers that are not visible in JSON: `Some` and newtypes.
const MAX_WRAPPERS: u32 = 512;

/// What is shared while one value is written.
pub(crate) struct Writing<'w> {
    link: &'w Link,
    byte_arrays: RefCell<Vec<ByteArray>>,
    bytes_left: Cell<usize>,
    depth: Cell<u32>,
    wrappers: Cell<u32>,
    /// Whether the next string is raw JSON.
    pub(super) is_raw: Cell<bool>,
    /// The mark of the next byte array.
    array_mark: Cell<&'static str>,
    numbering: Numbering,
    subject: Subject,
}

/// How ids are assigned to byte arrays.
#[derive(Clone, Copy)]
pub(crate) enum Numbering {
    /// By the circuit, without reuse: in messages to JavaScript.
    Circuit,
    /// From 0 in each message: in messages from JavaScript.
    Message,
}

/// What a message is for its receiver, for error texts.
#[derive(Clone, Copy)]
pub(crate) enum Subject {
    Result,
    Arguments,
}

impl Subject {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Result => "reply is",
            Self::Arguments => "arguments are",
        }
    }

    /// The beginning of the error text about a value that cannot be written.
    pub(crate) fn cannot_be_written(self) -> &'static str {
        match self {
            Self::Result => "the result cannot be written as JSON",
            Self::Arguments => "they are no JSON",
        }
    }

    fn too_deep(self) -> &'static str {
        match self {
            Self::Result => "the result refers to itself or is",
            Self::Arguments => "they refer to themselves or are",
        }
    }
}

impl<'w> Writing<'w> {
    #[inline]
    pub(crate) fn new(link: &'w Link, numbering: Numbering, max_bytes: usize, subject: Subject) -> Self {
        Self {
            link,
            byte_arrays: RefCell::new(Vec::new()),
            bytes_left: Cell::new(max_bytes),
            depth: Cell::new(0),
            wrappers: Cell::new(0),
            is_raw: Cell::new(false),
            array_mark: Cell::new(BYTE_ARRAY_KEY),
            numbering,
            subject,
        }
    }

    #[inline]
    pub(crate) fn into_byte_arrays(self) -> Vec<ByteArray> {
        self.byte_arrays.into_inner()
    }

    /// Enters one level of arrays and objects. The caller leaves it when it closes the container.
    #[inline]
    pub(super) fn enter<E: ser::Error>(&self) -> Result<(), E> {
        let depth = self.depth.get();
        if depth >= self.link.options.max_json_depth {
            return Err(self.too_deep());
        }
        self.depth.set(depth + 1);
        Ok(())
    }

    #[inline]
    pub(super) fn leave(&self) {
        self.depth.set(self.depth.get() - 1);
    }

    #[inline]
    pub(super) fn wrapped<T, E: ser::Error>(&self, write: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let wrappers = self.wrappers.get();
        if wrappers >= MAX_WRAPPERS {
            return Err(self.too_deep());
        }
        self.wrappers.set(wrappers + 1);
        let result = write();
        self.wrappers.set(wrappers);
        result
    }

    #[cold]
    fn too_deep<E: ser::Error>(&self) -> E {
        scope::refuse_writing(self.link.options.message_too_deep(self.subject.too_deep()))
    }

    /// Notes that the value in a newtype of this name is a typed array, if it is one.
    pub(super) fn set_array_mark(&self, name: &str) {
        if let Some(kind) = ArrayKind::of_mark(name) {
            self.array_mark.set(kind.mark());
        }
    }

    /// Whether integers that JavaScript would round are an error. A message to Rust contains them as a client sends a
    /// `bigint`.
    #[cold]
    pub(super) fn refuses_large_integers(&self) -> bool {
        matches!(self.numbering, Numbering::Circuit) && !self.link.options.round_large_integers
    }

    /// Refuses an integer that JavaScript would round.
    #[cold]
    pub(super) fn refuse_large_integer<E: ser::Error>() -> E {
        E::custom(
            "an integer beyond 2^53 - 1 would be rounded by JavaScript: return `BigInt<T>`, or set \
             `CircuitOptions::round_large_integers`",
        )
    }

    /// Refuses a number that JSON does not have.
    #[cold]
    pub(super) fn refuse_infinite<E: ser::Error>() -> E {
        E::custom("JSON has no NaN and no infinities: return an `Option`, or a `TypedArray` for an array of numbers")
    }

    /// Attaches bytes to the message and writes the reference to them into the text.
    pub(super) fn byte_array<S: Serializer>(&self, data: bytes::Bytes, text: S) -> Result<S::Ok, S::Error> {
        let Some(left) = self.bytes_left.get().checked_sub(data.len()) else {
            return Err(scope::refuse_writing(self.link.options.message_too_large(self.subject.name())));
        };
        self.bytes_left.set(left);
        let mut byte_arrays = self.byte_arrays.borrow_mut();
        let id = match self.numbering {
            Numbering::Circuit => self.link.next_byte_array_id(),
            Numbering::Message => byte_arrays.len() as u64,
        };
        byte_arrays.push(ByteArray { id, data });
        drop(byte_arrays);
        let mut name = text.serialize_map(Some(1))?;
        name.serialize_entry(self.array_mark.replace(BYTE_ARRAY_KEY), &id)?;
        name.end()
    }
}
