//! Typed arrays of JavaScript, whose elements are transferred as bytes, without JSON.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

use bytemuck::Pod;
use serde::de::value::SeqDeserializer;
use serde::de::{self, Deserialize, DeserializeOwned, Deserializer, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::ByteBuffer;
use crate::scope::{self, Phase};

/// A typed array of JavaScript, such as a `Float32Array` for `TypedArray<f32>`.
///
/// The elements are transferred as bytes next to the JSON and are aligned in memory, so that reading them needs one copy
/// and sending them needs none. Parameters of type `&[f32]` and `Vec<f32>`, and arrays of 2, 3, 4, 9 or 16 numbers,
/// accept typed arrays as well, and convert each element as serde does. As results, these types are JSON arrays. Use
/// `TypedArray` to return large arrays of numbers, or to transfer NaN and infinities.
///
/// | Rust | JavaScript |
/// |---|---|
/// | `TypedArray<i8>`, `<i16>`, `<i32>` | `Int8Array`, `Int16Array`, `Int32Array` |
/// | `TypedArray<u16>`, `<u32>` | `Uint16Array`, `Uint32Array` |
/// | `TypedArray<i64>`, `<u64>` | `BigInt64Array`, `BigUint64Array` |
/// | `TypedArray<f32>`, `<f64>` | `Float32Array`, `Float64Array` |
/// | [`ByteBuffer`], `Vec<u8>` | `Uint8Array` |
///
/// As a parameter, it also accepts typed arrays of other kinds, byte arrays and JSON arrays if every element fits.
///
/// ```
/// use interop_core::{TypedArray, js_invokable};
///
/// #[js_invokable]
/// pub fn halve(samples: TypedArray<f32>) -> TypedArray<f32> {
///     samples.iter().map(|sample| sample / 2.0).collect()
/// }
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypedArray<T>(Arc<Vec<T>>);

/// The type of the elements of a [`TypedArray`]: `i8`, `i16`, `u16`, `i32`, `u32`, `i64`, `u64`, `f32` or `f64`.
#[diagnostic::on_unimplemented(
    message = "JavaScript has no typed array for `{Self}`",
    note = "the elements of a `TypedArray` are `i8`, `i16`, `u16`, `i32`, `u32`, `i64`, `u64`, `f32` or `f64`; for bytes, use `ByteBuffer`"
)]
pub trait TypedArrayElement: Pod + Serialize + DeserializeOwned + Send + Sync + sealed::SealedElement {
    /// The name of the class in JavaScript.
    fn class() -> &'static str {
        Self::CLASS
    }
}

mod sealed {
    pub trait SealedElement {
        /// The name of the newtype that is an array of this type.
        const NAME: &'static str;
        /// The name of the class in JavaScript.
        const CLASS: &'static str;
        /// Converts between the byte order of the machine and that of messages, which is little-endian.
        #[must_use]
        fn swapped(self) -> Self;
    }
}

/// What the name of a newtype begins with that is a typed array. The rest is the mark.
pub(super) const NAME_PREFIX: &str = "$__";

macro_rules! kinds {
    ($($kind:ident $type:ident $mark:literal $class:literal;)*) => {
        /// The kinds of typed arrays, except that of bytes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum ArrayKind {
            $(#[doc(hidden)] $kind,)*
        }

        impl ArrayKind {
            /// The key of such an array in messages.
            pub(super) const fn mark(self) -> &'static str {
                match self {
                    $(Self::$kind => $mark,)*
                }
            }

            /// The name of the newtypes that are such arrays.
            pub(super) const fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => concat!("$", $mark),)*
                }
            }

            /// The kind with this mark.
            pub(super) fn of_mark(mark: &str) -> Option<Self> {
                match mark {
                    $($mark => Some(Self::$kind),)*
                    _ => None,
                }
            }

            /// Visits the elements one by one.
            pub(super) fn visit<'de, V: Visitor<'de>, E: de::Error>(
                self,
                bytes: &[u8],
                visitor: V,
            ) -> Result<V::Value, E> {
                match self {
                    $(Self::$kind => visit_all(read::<$type, E>(bytes)?.into_iter(), visitor),)*
                }
            }
        }

        $(
            impl TypedArrayElement for $type {}

            impl sealed::SealedElement for $type {
                const NAME: &'static str = concat!("$", $mark);
                const CLASS: &'static str = $class;

                fn swapped(self) -> Self {
                    Self::from_le_bytes(self.to_ne_bytes())
                }
            }
        )*

        /// The marks of all kinds.
        pub(super) const MARKS: &[&str] = &[$($mark),*];
    };
}

kinds! {
    I8 i8 "__i8[]" "Int8Array";
    I16 i16 "__i16[]" "Int16Array";
    U16 u16 "__u16[]" "Uint16Array";
    I32 i32 "__i32[]" "Int32Array";
    U32 u32 "__u32[]" "Uint32Array";
    I64 i64 "__i64[]" "BigInt64Array";
    U64 u64 "__u64[]" "BigUint64Array";
    F32 f32 "__f32[]" "Float32Array";
    F64 f64 "__f64[]" "Float64Array";
}

/// Visits elements as a sequence, all of which must be taken.
pub(super) fn visit_all<'de, V, I, T, E>(elements: I, visitor: V) -> Result<V::Value, E>
where
    V: Visitor<'de>,
    I: Iterator<Item = T>,
    T: de::IntoDeserializer<'de, E>,
    E: de::Error,
{
    let mut elements = SeqDeserializer::new(elements);
    let value = visitor.visit_seq(&mut elements)?;
    elements.end()?;
    Ok(value)
}

/// Reads elements from the bytes of a message, which may be at any address.
fn read<T: TypedArrayElement, E: de::Error>(bytes: &[u8]) -> Result<Vec<T>, E> {
    if !bytes.len().is_multiple_of(size_of::<T>()) {
        return Err(E::custom(format!(
            "expected a {}, got {} bytes, which are no whole number of elements",
            T::CLASS,
            bytes.len()
        )));
    }
    let mut elements = bytemuck::pod_collect_to_vec::<u8, T>(bytes);
    if cfg!(target_endian = "big") {
        for element in &mut elements {
            *element = element.swapped();
        }
    }
    Ok(elements)
}

impl<T> TypedArray<T> {
    /// The elements, without a copy unless the array has clones.
    pub fn into_vec(self) -> Vec<T>
    where
        T: Clone,
    {
        Arc::unwrap_or_clone(self.0)
    }
}

impl<T> Deref for TypedArray<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T> AsRef<[T]> for TypedArray<T> {
    fn as_ref(&self) -> &[T] {
        &self.0
    }
}

impl<T> Default for TypedArray<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T> From<Vec<T>> for TypedArray<T> {
    fn from(elements: Vec<T>) -> Self {
        Self(Arc::new(elements))
    }
}

impl<T> FromIterator<T> for TypedArray<T> {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        Vec::from_iter(elements).into()
    }
}

impl<T> fmt::Debug for TypedArray<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // No values, as for byte arrays.
        write!(f, "TypedArray({} elements)", self.0.len())
    }
}

/// Elements that are sent without a copy.
struct Memory<T>(Arc<Vec<T>>);

impl<T: Pod> AsRef<[u8]> for Memory<T> {
    fn as_ref(&self) -> &[u8] {
        bytemuck::cast_slice(&self.0)
    }
}

impl<T: TypedArrayElement> Serialize for TypedArray<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if scope::mode() != Phase::Encode {
            return serializer.collect_seq(self.iter());
        }
        let elements = if cfg!(target_endian = "big") {
            Arc::new(self.iter().map(|element| element.swapped()).collect())
        } else {
            Arc::clone(&self.0)
        };
        let bytes = ByteBuffer::from(bytes::Bytes::from_owner(Memory(elements)));
        serializer.serialize_newtype_struct(T::NAME, &bytes)
    }
}

impl<'de, T: TypedArrayElement> Deserialize<'de> for TypedArray<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(T::NAME, TypedArrayVisitor(PhantomData))
    }
}

struct TypedArrayVisitor<T>(PhantomData<T>);

impl<'de, T: TypedArrayElement> Visitor<'de> for TypedArrayVisitor<T> {
    type Value = TypedArray<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a {}", T::CLASS)
    }

    /// The bytes of an array of the same kind.
    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<TypedArray<T>, E> {
        read(bytes).map(TypedArray::from)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<TypedArray<T>, A::Error> {
        let mut array = Vec::with_capacity(elements.size_hint().unwrap_or(0).min(4096));
        while let Some(element) = elements.next_element()? {
            array.push(element);
        }
        Ok(array.into())
    }

    /// Outside of messages.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<TypedArray<T>, D::Error> {
        deserializer.deserialize_seq(self)
    }
}
