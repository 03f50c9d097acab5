/**
 * Writes JSON with values that JSON cannot represent: references, byte arrays, streams, elements of the page.
 */
import { isElement, isItems } from './brands.js';
import { serializeElement } from './elements.js';
import { escapeKeys, writeReference } from './marks.js';
import { OWNER } from './owner.js';
import { disposeJSObjectReferenceById, hold, holdItems } from './references.js';
import { adviseOnCircular } from './supplement.js';
import { asByteArray, checkDate, checkScalar, convertObject } from './values.js';

/**
 * Serializes a value as JSON. Byte arrays are returned separately; the index of each is its id in the JSON. Functions are held
 * for the receiver, and their ids are returned.
 *
 * @param {unknown} value
 * @param {symbol} [receiver] The circuit that the JSON is sent to. References to objects of other circuits are refused.
 * @returns {{ json: string, byteArrays: Uint8Array[], functions: number[] }}
 */
export function serialize(value, receiver) {
  /** @type {Uint8Array[]} */
  const byteArrays = [];
  if (isPlain(value)) {
    return { json: JSON.stringify(value), byteArrays, functions: [] };
  }
  /** @type {string | undefined} */
  let bigIntPrefix;
  const copies = new Map();
  /** @type {number[]} */
  const sources = [];
  /** @this {any} */
  function replace(/** @type {string} */ key, /** @type {any} */ item) {
    // Also look at the value before its `toJSON`, because Node's buffers have one that replaces them.
    const before = this[key];
    if (typeof item === 'bigint') {
      // The digits are written in place of the string. Nothing else contains these random numbers.
      bigIntPrefix ??= `${crypto.getRandomValues(new Uint32Array(4)).join()},`;
      return bigIntPrefix + item;
    }
    if (typeof item === 'function') {
      const id = hold(item, receiver);
      sources.push(id);
      return { __jsFunction: id };
    }
    checkScalar(key, item);
    if (typeof item !== 'object' && typeof before !== 'object') {
      return item;
    }
    const array = asByteArray(key, item) ?? asByteArray(key, before);
    if (array) {
      return { [array.mark]: byteArrays.push(array.bytes) - 1 };
    }
    if (item === null) {
      checkDate(key, before);
    }
    if (!isObject(item)) {
      return item;
    }
    if (item[OWNER] !== undefined) {
      return writeReference(item, receiver);
    }
    if (isElement(item)) {
      return serializeElement(item);
    }
    if (isItems(item)) {
      const id = holdItems(item, receiver);
      sources.push(id);
      return { __jsItems: id };
    }
    // The same copy for the same object: that is how `JSON.stringify` notices a value that contains itself.
    let copy = copies.get(item);
    if (!copy) {
      const converted = convertObject(key, item);
      copy = Array.isArray(converted) ? converted : escapeKeys(converted);
      if (copy !== item) {
        copies.set(item, copy);
      }
    }
    return copy;
  }
  try {
    const json = JSON.stringify(value, replace);
    return {
      json: bigIntPrefix ? json.replace(new RegExp(`"${bigIntPrefix}(-?\\d+)"`, 'g'), '$1') : json,
      byteArrays,
      functions: sources,
    };
  } catch (error) {
    sources.forEach(disposeJSObjectReferenceById);
    adviseOnCircular(error);
    throw error;
  }
}

/**
 * Whether an array only contains values that need no special treatment.
 *
 * @param {unknown} value
 */
function isPlain(value) {
  if (!Array.isArray(value)) {
    return false;
  }
  for (const item of value) {
    const type = typeof item;
    if (type !== 'string' && type !== 'boolean' && item != null && (type !== 'number' || !Number.isFinite(item))) {
      return false;
    }
  }
  return true;
}

/** @param {unknown} item */
function isObject(item) {
  return typeof item === 'object' && item !== null && !Array.isArray(item);
}
