/**
 * The marks of typed arrays.
 */

export const BYTES = '__byte[]';
/**
 * The mark of each kind of typed array, and the class that receives it. The data is little-endian.
 *
 * @type {Record<string, string>}
 */
export const ARRAY_MARKS = {
  ArrayBuffer: BYTES,
  SharedArrayBuffer: BYTES,
  DataView: BYTES,
  Uint8Array: BYTES,
  Uint8ClampedArray: BYTES,
  Int8Array: '__i8[]',
  Int16Array: '__i16[]',
  Uint16Array: '__u16[]',
  Int32Array: '__i32[]',
  Uint32Array: '__u32[]',
  BigInt64Array: '__i64[]',
  BigUint64Array: '__u64[]',
  Float32Array: '__f32[]',
  Float64Array: '__f64[]',
};
