//! Numbers of other classes: typed arrays of every kind, and big integers.

use interop_core::{BigInt, ByteBuffer, TypedArray, js_invokable};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! arrays {
    ($($id:ident: $type:ty;)*) => {
        $(
            #[js_invokable]
            pub fn $id(mut values: $type) -> $type {
                values = values.iter().rev().copied().collect();
                values
            }
        )*
    };
}

// Each returns its elements in reverse order.
arrays! {
    int8_array: TypedArray<i8>;
    int16_array: TypedArray<i16>;
    uint16_array: TypedArray<u16>;
    int32_array: TypedArray<i32>;
    uint32_array: TypedArray<u32>;
    big_int64_array: TypedArray<i64>;
    big_uint64_array: TypedArray<u64>;
    float32_array: TypedArray<f32>;
    float64_array: TypedArray<f64>;
}

#[js_invokable]
pub fn byte_buffer(bytes: ByteBuffer) -> ByteBuffer {
    bytes
}

/// Arrays of numbers accept typed arrays.
#[js_invokable]
#[allow(clippy::cast_possible_truncation)]
pub fn plain_arrays(floats: Vec<f32>, vector: [f64; 3], integers: &[i16], large: Vec<u64>) -> Vec<f64> {
    let all = floats.into_iter().map(f64::from).chain(vector).chain(integers.iter().copied().map(f64::from));
    all.chain(large.into_iter().map(|number| f64::from(number as u32))).collect()
}

/// What JavaScript numbers cannot represent, and what they can.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct Ledger {
    pub balance: BigInt<i128>,
    pub entries: Vec<BigInt<u64>>,
    pub limit: Option<BigInt<i64>>,
    pub samples: TypedArray<f64>,
}

#[js_invokable]
pub fn ledger(ledger: Ledger) -> Ledger {
    ledger
}

#[js_invokable]
pub fn factorial(n: u32) -> BigInt<u128> {
    BigInt((1..=u128::from(n)).product())
}

/// Every integer parameter accepts a big integer.
#[js_invokable]
pub fn difference(from: u64, subtracted: i64) -> BigInt<i128> {
    BigInt(i128::from(from) - i128::from(subtracted))
}
