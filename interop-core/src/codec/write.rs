//! The writer: a serializer around that of `serde_json`.
//!
//! Byte arrays are removed from the text. Nesting is counted, so a value that contains itself results in an error
//! instead of a stack overflow. Keys that could be mistaken for marks are escaped (see `mark.rs`), except those of
//! references.

use std::cell::{Cell, RefCell};
use std::fmt::Display;

use serde::Serialize;
use serde::ser::{
    self, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
    SerializeTupleVariant, Serializer,
};

use super::byte_array::take_over;
use super::byte_of;
use super::mark::{self, written_name};
use super::raw_text::{RAW_VALUE, escape_keys};
use super::write_key::WrittenKey;
use super::{ArrayKind, BYTE_ARRAY_KEY, ByteArray};
use crate::circuit::Link;
use crate::scope;

/// Maximum nesting of wrappers that are not visible in JSON: `Some` and newtypes.
const MAX_WRAPPERS: u32 = 512;

/// The largest integer that JavaScript's numbers can tell from all others.
const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// What is shared while one value is written.
pub(crate) struct Writing<'w> {
    link: &'w Link,
    byte_arrays: RefCell<Vec<ByteArray>>,
    bytes_left: Cell<usize>,
    depth: Cell<u32>,
    wrappers: Cell<u32>,
    /// Whether the next string is raw JSON.
    is_raw: Cell<bool>,
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
    fn enter<E: ser::Error>(&self) -> Result<(), E> {
        let depth = self.depth.get();
        if depth >= self.link.options.max_json_depth {
            return Err(self.too_deep());
        }
        self.depth.set(depth + 1);
        Ok(())
    }

    #[inline]
    fn leave(&self) {
        self.depth.set(self.depth.get() - 1);
    }

    #[inline]
    fn wrapped<T, E: ser::Error>(&self, write: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
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
    fn set_array_mark(&self, name: &str) {
        if let Some(kind) = ArrayKind::of_mark(name) {
            self.array_mark.set(kind.mark());
        }
    }

    /// Whether integers that JavaScript would round are an error. A message to Rust contains them as a client sends a
    /// `bigint`.
    #[cold]
    fn refuses_large_integers(&self) -> bool {
        matches!(self.numbering, Numbering::Circuit) && !self.link.options.round_large_integers
    }

    /// Refuses an integer that JavaScript would round.
    #[cold]
    fn refuse_large_integer<E: ser::Error>() -> E {
        E::custom(
            "an integer beyond 2^53 - 1 would be rounded by JavaScript: return `BigInt<T>`, or set \
             `CircuitOptions::round_large_integers`",
        )
    }

    /// Refuses a number that JSON does not have.
    #[cold]
    fn refuse_infinite<E: ser::Error>() -> E {
        E::custom("JSON has no NaN and no infinities: return an `Option`, or a `TypedArray` for an array of numbers")
    }

    /// Attaches bytes to the message and writes the reference to them into the text.
    fn byte_array<S: Serializer>(&self, data: bytes::Bytes, text: S) -> Result<S::Ok, S::Error> {
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

/// Writes one value, and everything inside it.
pub(crate) struct Writer<'x, 'w, S> {
    inner: S,
    writing: &'x Writing<'w>,
}

impl<'x, 'w, S> Writer<'x, 'w, S> {
    #[inline]
    pub(crate) fn new(inner: S, writing: &'x Writing<'w>) -> Self {
        Self { inner, writing }
    }
}

/// A value inside a container, which is written by the [`Writer`] too.
struct InnerValue<'x, 'w, 'v, T: ?Sized> {
    value: &'v T,
    writing: &'x Writing<'w>,
}

impl<T: Serialize + ?Sized> Serialize for InnerValue<'_, '_, '_, T> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(Writer::new(serializer, self.writing))
    }
}

/// A container that is being written.
pub(crate) struct Container<'x, 'w, C> {
    inner: C,
    writing: &'x Writing<'w>,
}

/// A struct that is being written.
pub(crate) struct Fields<'x, 'w, C> {
    inner: C,
    writing: &'x Writing<'w>,
    keys: Keys,
}

/// The kind of the fields of a struct.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keys {
    /// Keys of the application.
    Plain,
    /// The mark of a reference.
    Marks,
    /// Raw JSON in one string.
    Raw,
}

/// A variant that is being written: an object that contains an array or an object, which are two levels.
pub(crate) struct Variant<'x, 'w, C>(Container<'x, 'w, C>);

macro_rules! forward {
    ($($method:ident($($argument:ident: $type:ty),*);)*) => {
        $(
            #[inline]
            fn $method(self, $($argument: $type),*) -> Result<S::Ok, S::Error> {
                self.inner.$method($($argument),*)
            }
        )*
    };
}

macro_rules! large_integers {
    ($($method:ident: $type:ty;)*) => {
        $(
            #[inline]
            fn $method(self, integer: $type) -> Result<S::Ok, S::Error> {
                let is_safe = i64::try_from(integer).is_ok_and(|integer| integer.unsigned_abs() <= MAX_SAFE_INTEGER);
                if !is_safe && self.writing.refuses_large_integers() {
                    return Err(Writing::refuse_large_integer());
                }
                self.inner.$method(integer)
            }
        )*
    };
}

macro_rules! open {
    ($($method:ident($($argument:ident: $type:ty),*) -> $container:ident;)*) => {
        $(
            #[inline]
            fn $method(self, $($argument: $type),*) -> Result<Self::$container, S::Error> {
                self.writing.enter()?;
                Ok(Container { inner: self.inner.$method($($argument),*)?, writing: self.writing })
            }
        )*
    };
}

impl<'x, 'w, S: Serializer> Serializer for Writer<'x, 'w, S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Container<'x, 'w, S::SerializeSeq>;
    type SerializeTuple = Container<'x, 'w, S::SerializeTuple>;
    type SerializeTupleStruct = Container<'x, 'w, S::SerializeTupleStruct>;
    type SerializeTupleVariant = Variant<'x, 'w, S::SerializeTupleVariant>;
    type SerializeMap = Container<'x, 'w, S::SerializeMap>;
    type SerializeStruct = Fields<'x, 'w, S::SerializeStruct>;
    type SerializeStructVariant = Variant<'x, 'w, S::SerializeStructVariant>;

    forward! {
        serialize_bool(v: bool);
        serialize_i8(v: i8);
        serialize_i16(v: i16);
        serialize_i32(v: i32);
        serialize_u8(v: u8);
        serialize_u16(v: u16);
        serialize_u32(v: u32);
        serialize_char(v: char);
        serialize_none();
        serialize_unit();
        serialize_unit_struct(name: &'static str);
        serialize_unit_variant(name: &'static str, index: u32, variant: &'static str);
    }

    large_integers! {
        serialize_i64: i64;
        serialize_i128: i128;
        serialize_u64: u64;
        serialize_u128: u128;
    }

    #[inline]
    fn serialize_f32(self, number: f32) -> Result<S::Ok, S::Error> {
        if number.is_finite() { self.inner.serialize_f32(number) } else { Err(Writing::refuse_infinite()) }
    }

    #[inline]
    fn serialize_f64(self, number: f64) -> Result<S::Ok, S::Error> {
        if number.is_finite() { self.inner.serialize_f64(number) } else { Err(Writing::refuse_infinite()) }
    }

    open! {
        serialize_seq(len: Option<usize>) -> SerializeSeq;
        serialize_tuple(len: usize) -> SerializeTuple;
        serialize_tuple_struct(name: &'static str, len: usize) -> SerializeTupleStruct;
        serialize_map(len: Option<usize>) -> SerializeMap;
    }

    #[inline]
    fn serialize_struct(self, name: &'static str, len: usize) -> Result<Self::SerializeStruct, S::Error> {
        self.writing.enter()?;
        let keys = if name.starts_with('$') { special_keys(name, len) } else { Keys::Plain };
        Ok(Fields { inner: self.inner.serialize_struct(name, len)?, writing: self.writing, keys })
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self::SerializeTupleVariant, S::Error> {
        self.writing.enter()?;
        self.writing.enter()?;
        let inner = self.inner.serialize_tuple_variant(name, index, written_name(variant), len)?;
        Ok(Variant(Container { inner, writing: self.writing }))
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self::SerializeStructVariant, S::Error> {
        self.writing.enter()?;
        self.writing.enter()?;
        let inner = self.inner.serialize_struct_variant(name, index, written_name(variant), len)?;
        Ok(Variant(Container { inner, writing: self.writing }))
    }

    #[inline]
    fn serialize_str(self, text: &str) -> Result<S::Ok, S::Error> {
        if self.writing.is_raw.get() {
            self.writing.is_raw.set(false);
            return self.inner.serialize_str(&escape_keys(text));
        }
        self.inner.serialize_str(text)
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<S::Ok, S::Error> {
        let shared = take_over(bytes).unwrap_or_else(|| bytes::Bytes::copy_from_slice(bytes));
        self.writing.byte_array(shared, self.inner)
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        let Self { inner, writing } = self;
        writing.wrapped(|| inner.serialize_some(&InnerValue { value, writing }))
    }

    #[inline]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<S::Ok, S::Error> {
        let Self { inner, writing } = self;
        if let Some(mark) = name.strip_prefix('$') {
            writing.set_array_mark(mark);
        }
        writing.wrapped(|| inner.serialize_newtype_struct(name, &InnerValue { value, writing }))
    }

    #[inline]
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        let Self { inner, writing } = self;
        writing.enter()?;
        let ok = inner.serialize_newtype_variant(name, index, written_name(variant), &InnerValue { value, writing })?;
        writing.leave();
        Ok(ok)
    }

    /// Serde writes vectors and slices through this function. The type of the iterator distinguishes bytes from other
    /// elements, even if there are none.
    #[inline]
    fn collect_seq<I>(self, iterator: I) -> Result<S::Ok, S::Error>
    where
        I: IntoIterator,
        I::Item: Serialize,
    {
        if byte_of::is_byte_slice::<I>() {
            let bytes = byte_of::collect(iterator);
            return self.writing.byte_array(bytes.into(), self.inner);
        }
        let iterator = iterator.into_iter();
        let len = match iterator.size_hint() {
            (low, Some(high)) if low == high => Some(low),
            _ => None,
        };
        let mut elements = self.serialize_seq(len)?;
        for element in iterator {
            elements.serialize_element(&element)?;
        }
        elements.end()
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.inner.collect_str(value)
    }

    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}

macro_rules! container {
    ($($trait:ident { $($method:ident($($key:ident: $key_type:ty)?);)+ })*) => {
        $(
            impl<C: $trait> $trait for Container<'_, '_, C> {
                type Ok = C::Ok;
                type Error = C::Error;

                $(
                    #[inline]
                    fn $method<T: Serialize + ?Sized>(&mut self, $($key: $key_type,)? value: &T) -> Result<(), C::Error> {
                        self.inner.$method($($key,)? &InnerValue { value, writing: self.writing })
                    }
                )+

                #[inline]
                fn end(self) -> Result<C::Ok, C::Error> {
                    self.writing.leave();
                    self.inner.end()
                }
            }
        )*
    };
}

container! {
    SerializeSeq { serialize_element(); }
    SerializeTuple { serialize_element(); }
    SerializeTupleStruct { serialize_field(); }
}

impl<C: SerializeMap> SerializeMap for Container<'_, '_, C> {
    type Ok = C::Ok;
    type Error = C::Error;

    #[inline]
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), C::Error> {
        self.inner.serialize_key(&WrittenKey(key))
    }

    #[inline]
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), C::Error> {
        self.inner.serialize_value(&InnerValue { value, writing: self.writing })
    }

    #[inline]
    fn end(self) -> Result<C::Ok, C::Error> {
        self.writing.leave();
        self.inner.end()
    }
}

/// Types of this crate and of `serde_json` give their structs names that no other type has.
#[cold]
fn special_keys(name: &'static str, len: usize) -> Keys {
    if mark::is_reference(name) && len == 1 {
        mark::note_written();
        Keys::Marks
    } else if name == RAW_VALUE {
        Keys::Raw
    } else {
        Keys::Plain
    }
}

impl<C: SerializeStruct> SerializeStruct for Fields<'_, '_, C> {
    type Ok = C::Ok;
    type Error = C::Error;

    #[inline]
    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), C::Error> {
        // A single path for all fields is smaller, because this code exists for every type of field.
        let name = match self.keys {
            Keys::Plain => written_name(key),
            Keys::Marks => key,
            Keys::Raw => {
                self.writing.is_raw.set(true);
                key
            }
        };
        self.inner.serialize_field(name, &InnerValue { value, writing: self.writing })
    }

    #[inline]
    fn end(self) -> Result<C::Ok, C::Error> {
        self.writing.leave();
        self.inner.end()
    }
}

impl<C: SerializeTupleVariant> SerializeTupleVariant for Variant<'_, '_, C> {
    type Ok = C::Ok;
    type Error = C::Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), C::Error> {
        self.0.inner.serialize_field(&InnerValue { value, writing: self.0.writing })
    }

    fn end(self) -> Result<C::Ok, C::Error> {
        self.0.writing.leave();
        self.0.writing.leave();
        self.0.inner.end()
    }
}

impl<C: SerializeStructVariant> SerializeStructVariant for Variant<'_, '_, C> {
    type Ok = C::Ok;
    type Error = C::Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), C::Error> {
        self.0.inner.serialize_field(written_name(key), &InnerValue { value, writing: self.0.writing })
    }

    fn end(self) -> Result<C::Ok, C::Error> {
        self.0.writing.leave();
        self.0.writing.leave();
        self.0.inner.end()
    }
}
