/**
 * Typed arrays in received messages.
 */
import { ARRAY_MARKS } from './array-marks.js';

/**
 * Returns the typed array that a mark denotes.
 *
 * @param {string} mark
 * @param {Uint8Array} bytes
 */
export function fromByteArray(mark, bytes) {
  const [name] = /** @type {[string, string]} */ (Object.entries(ARRAY_MARKS).find((entry) => entry[1] === mark));
  const Class = /** @type {any} */ (globalThis)[name];
  const size = Class.BYTES_PER_ELEMENT;
  if (bytes.byteLength % size) {
    throw new RangeError(`A ${name} was received with ${bytes.byteLength} bytes.`);
  }
  const aligned = bytes.byteOffset % size ? bytes.slice() : bytes;
  return new Class(aligned.buffer, aligned.byteOffset, aligned.byteLength / size);
}
