//! Reads the arguments of calls that consist of integers, without `serde_json`.
//!
//! Such calls are short, so what `serde_json` does around each number costs more than the method. This only reads what
//! `JSON.stringify` writes. Everything else, and every mistake, is left to the general way, which reads the text again.

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error as ValueError;

use super::ArgumentSource;
use crate::error::CallError;
use crate::thunk::Call;

/// Maximum number of parameters of a method.
const MAX_COUNT: usize = 16;
/// Every number of up to this many digits fits into an `i64`.
const MAX_DIGITS: usize = 18;

/// The integers of a text such as `[2,40]`, as far as they are read.
pub(super) struct Integers<'t> {
    rest: &'t [u8],
    values: [i64; MAX_COUNT],
    count: usize,
}

impl<'t> Integers<'t> {
    #[inline]
    pub(super) fn new(text: &'t str) -> Self {
        Self { rest: text.as_bytes(), values: [0; MAX_COUNT], count: 0 }
    }

    /// Reads the next one, and returns whether the text has one that fits a parameter of this type.
    #[inline]
    pub(super) fn read<T>(&mut self) -> bool {
        let Some((min, max)) = range_of::<T>() else { return false };
        let separator = if self.count == 0 { b'[' } else { b',' };
        let (value, rest) = match self.rest.split_first() {
            Some((&first, rest)) if first == separator => match integer(rest) {
                Some(read) => read,
                None => return false,
            },
            _ => return false,
        };
        if value < min || value > max || self.count == MAX_COUNT {
            return false;
        }
        self.rest = rest;
        self.values[self.count] = value;
        self.count += 1;
        true
    }

    /// Whether the text ends after those that were read.
    #[inline]
    pub(super) fn is_complete(&self) -> bool {
        self.rest == if self.count == 0 { &b"[]"[..] } else { &b"]"[..] }
    }
}

/// The integer at the beginning of a text, and what follows it.
#[inline]
fn integer(text: &[u8]) -> Option<(i64, &[u8])> {
    let is_negative = text.first() == Some(&b'-');
    let digits = if is_negative { &text[1..] } else { text };
    let (mut value, mut count) = (0, 0);
    while let Some(digit @ b'0'..=b'9') = digits.get(count) {
        if count == MAX_DIGITS {
            return None;
        }
        value = value * 10 + i64::from(digit - b'0');
        count += 1;
    }
    // JSON has no leading zeros, and -0 is not an integer for `serde_json`.
    if count == 0 || digits[0] == b'0' && (count > 1 || is_negative) {
        return None;
    }
    Some((if is_negative { -value } else { value }, &digits[count..]))
}

/// The range of a type of numbers, as far as an `i64` has it. `None` for other types. The compiler answers this.
#[inline]
fn range_of<T>() -> Option<(i64, i64)> {
    macro_rules! range {
        ($($number:ty)*) => {
            $(
                if typeid::of::<T>() == typeid::of::<$number>() {
                    let min = i64::try_from(<$number>::MIN).unwrap_or(i64::MIN);
                    return Some((min, i64::try_from(<$number>::MAX).unwrap_or(i64::MAX)));
                }
            )*
        };
    }
    range!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);
    let is_float = typeid::of::<T>() == typeid::of::<f64>() || typeid::of::<T>() == typeid::of::<f32>();
    is_float.then_some((i64::MIN, i64::MAX))
}

/// Whether a parameter of this type can be read from an integer.
#[inline]
pub(super) fn is_number<T>() -> bool {
    range_of::<T>().is_some()
}

/// Arguments that were read and fit their parameters.
pub(super) struct FromIntegers<'x, 'c> {
    values: &'x [i64],
    call: &'x Call<'c>,
}

impl<'x, 'c> FromIntegers<'x, 'c> {
    #[inline]
    pub(super) fn new(integers: &'x Integers<'_>, call: &'x Call<'c>) -> Self {
        Self { values: &integers.values[..integers.count], call }
    }
}

impl<'c> ArgumentSource<'c> for FromIntegers<'_, 'c> {
    type Error = CallError;

    #[inline]
    fn next_value<T: Deserialize<'c>>(&mut self) -> Result<T, CallError> {
        let (value, values) = self.values.split_first().ok_or_else(misread)?;
        self.values = values;
        T::deserialize(IntoDeserializer::<ValueError>::into_deserializer(*value)).map_err(|_| misread())
    }

    fn call(&self) -> &Call<'c> {
        self.call
    }

    fn fail(&self, error: CallError) -> CallError {
        error
    }
}

/// The range of the type was checked before.
#[cold]
fn misread() -> CallError {
    CallError::internal("an integer does not fit its parameter")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T>(text: &str) -> Option<Vec<i64>> {
        let mut integers = Integers::new(text);
        while integers.read::<T>() {}
        integers.is_complete().then(|| integers.values[..integers.count].to_vec())
    }

    #[test]
    fn integers_are_read_as_they_are_written() {
        assert_eq!(read::<i32>("[]"), Some(vec![]));
        assert_eq!(read::<i32>("[2,40]"), Some(vec![2, 40]));
        assert_eq!(read::<i32>("[0,-1,-2147483648,2147483647]"), Some(vec![0, -1, -2_147_483_648, 2_147_483_647]));
        assert_eq!(read::<u64>("[999999999999999999]"), Some(vec![999_999_999_999_999_999]));
        assert_eq!(read::<i64>("[-999999999999999999]"), Some(vec![-999_999_999_999_999_999]));
    }

    #[test]
    fn everything_else_is_left_to_the_general_way() {
        for text in [
            "",
            "[",
            "]",
            "[1",
            "[1,",
            "[1,]",
            "[,1]",
            "[1]]",
            "[1] ",
            " [1]",
            "[ 1]",
            "[1 ]",
            "[01]",
            "[-0]",
            "[-]",
            "[--1]",
            "[+1]",
            "[1.0]",
            "[1e2]",
            "[1E2]",
            "[\"1\"]",
            "[null]",
            "[true]",
            "[[1]]",
            "[1;2]",
            "{}",
            "[1000000000000000000]",
            "[99999999999999999999999999999999]",
            "[-01]",
            "[\u{661}]",
        ] {
            assert_eq!(read::<i64>(text), None, "{text}");
        }
        let sixteen = format!("[{}]", ["1"; 16].join(","));
        assert_eq!(read::<i64>(&sixteen).map(|values| values.len()), Some(16));
        assert_eq!(read::<i64>(&format!("[{}]", ["1"; 17].join(","))), None);
    }

    #[test]
    fn what_does_not_fit_is_left_to_the_general_way() {
        assert_eq!(read::<u8>("[0,255]"), Some(vec![0, 255]));
        assert_eq!(read::<u8>("[256]"), None);
        assert_eq!(read::<u8>("[-1]"), None);
        assert_eq!(read::<i8>("[-128,127]"), Some(vec![-128, 127]));
        assert_eq!(read::<i8>("[128]"), None);
        assert_eq!(read::<u64>("[-1]"), None);
        assert_eq!(read::<f32>("[-7]"), Some(vec![-7]));
        assert_eq!(read::<String>("[1]"), None);
        assert_eq!(read::<Option<i32>>("[1]"), None);
        assert_eq!(read::<u128>("[1]"), None);
    }
}
