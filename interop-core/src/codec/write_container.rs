//! The containers of the [`Writer`](super::Writer): their elements are written by it too, and their ends are counted.

use serde::Serialize;
use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
    SerializeTupleVariant,
};

use super::Writing;
use super::mark::{self, written_name};
use super::raw_text::RAW_VALUE;
use super::write_key::WrittenKey;
use super::writer::InnerValue;

/// A container that is being written.
pub(crate) struct Container<'x, 'w, C> {
    pub(super) inner: C,
    pub(super) writing: &'x Writing<'w>,
}

/// A struct that is being written.
pub(crate) struct Fields<'x, 'w, C> {
    pub(super) inner: C,
    pub(super) writing: &'x Writing<'w>,
    pub(super) keys: Keys,
}

/// The kind of the fields of a struct.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Keys {
    /// Keys of the application.
    Plain,
    /// The mark of a reference.
    Marks,
    /// Raw JSON in one string.
    Raw,
}

impl Keys {
    /// The kind of the fields of a struct of this name, with this number of fields.
    #[inline]
    pub(super) fn of(name: &'static str, len: usize) -> Self {
        if name.starts_with('$') { Self::special(name, len) } else { Self::Plain }
    }

    /// Types of this crate and of `serde_json` give their structs names that no other type has.
    #[cold]
    fn special(name: &'static str, len: usize) -> Self {
        if mark::is_reference(name) && len == 1 {
            mark::note_written();
            Self::Marks
        } else if name == RAW_VALUE {
            Self::Raw
        } else {
            Self::Plain
        }
    }
}

/// A variant that is being written: an object that contains an array or an object, which are two levels.
pub(crate) struct Variant<'x, 'w, C>(pub(super) Container<'x, 'w, C>);

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

impl<C: SerializeStruct> SerializeStruct for Fields<'_, '_, C> {
    type Ok = C::Ok;
    type Error = C::Error;

    #[inline]
    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), C::Error> {
        // This function is compiled for every type of field, and all fields share one path to keep it small.
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
