//! Integers of any size, which JavaScript has as `bigint`.

use std::fmt::{self, Display};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{self, Deserialize, DeserializeOwned, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use super::mark::write_reference;
use super::{BIG_INTEGER_KEY, REFERENCE_NAME};
use crate::scope::{self, Phase};

/// The name of the newtype, by which the reader knows it.
pub(super) const BIG_INTEGER_NAME: &str = "$__bigint";

/// An integer that JavaScript sends and receives as a `bigint`.
///
/// JavaScript's numbers are exact up to 2⁵³ − 1 only. A result with a larger integer of a plain type is therefore an
/// error, unless [`CircuitOptions::round_large_integers`](crate::CircuitOptions::round_large_integers) is set.
/// Parameters need no wrapper: every integer parameter accepts a `bigint` that fits its type.
///
/// ```
/// use interop_core::{BigInt, js_invokable};
///
/// #[js_invokable]
/// pub fn factorial(n: u128) -> BigInt<u128> {
///     BigInt((1..=n).product())
/// }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BigInt<T>(
    /// The integer.
    pub T,
);

/// The integers that can be a [`BigInt`]: all primitive ones.
#[diagnostic::on_unimplemented(message = "`{Self}` is not an integer type that can be a `BigInt`")]
pub trait BigInteger: Copy + Display + FromStr + Serialize + DeserializeOwned + sealed::SealedInteger {}

mod sealed {
    pub trait SealedInteger {}
}

macro_rules! integers {
    ($($type:ident)*) => {
        $(
            impl sealed::SealedInteger for $type {}
            impl BigInteger for $type {}
        )*
    };
}

integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

impl<T> From<T> for BigInt<T> {
    fn from(integer: T) -> Self {
        Self(integer)
    }
}

impl<T: Display> Display for BigInt<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: BigInteger> Serialize for BigInt<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if scope::mode() != Phase::Encode {
            return self.0.serialize(serializer);
        }
        write_reference(serializer, REFERENCE_NAME, BIG_INTEGER_KEY, &self.0.to_string())
    }
}

impl<'de, T: BigInteger> Deserialize<'de> for BigInt<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(BIG_INTEGER_NAME, BigIntVisitor(PhantomData))
    }
}

struct BigIntVisitor<T>(PhantomData<T>);

impl<'de, T: BigInteger> Visitor<'de> for BigIntVisitor<T> {
    type Value = BigInt<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer")
    }

    /// The digits, from a message.
    fn visit_bytes<E: de::Error>(self, digits: &[u8]) -> Result<BigInt<T>, E> {
        let integer = std::str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok());
        integer.map(BigInt).ok_or_else(|| {
            let least = size_of::<T>() * 8;
            E::custom(format!("expected an integer of {least} bits, got something else"))
        })
    }

    /// Outside of messages, and in what serde reads twice.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<BigInt<T>, D::Error> {
        T::deserialize(deserializer).map(BigInt)
    }
}

/// The digits of an integer in a message: a JSON number, or the text of a mark.
pub(super) fn digits(json: &str) -> Option<&str> {
    let json = super::without_blanks(json);
    match json.as_bytes().first()? {
        b'-' | b'0'..=b'9' => Some(json),
        b'{' => {
            let (key, value) = json.strip_prefix('{')?.strip_suffix('}')?.split_once(':')?;
            let key = super::without_blanks(key).strip_prefix('"')?.strip_suffix('"')?;
            let text = super::without_blanks(value).strip_prefix('"')?.strip_suffix('"')?;
            // Rust would accept a plus sign, too.
            (key == BIG_INTEGER_KEY && !text.starts_with('+')).then_some(text)
        }
        _ => None,
    }
}
