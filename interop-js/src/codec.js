/**
 * JSON with values that JSON cannot represent: references, byte arrays, streams, elements of the page.
 */
import { BYTES } from './array-marks.js';
import { isElement, isItems } from './brands.js';
import { sentElement, serializeElement } from './elements.js';
import { escapeKeys, isArrayMark, isMark, unescapeKey, unescapeKeys, writeReference } from './marks.js';
import { OWNER } from './owner.js';
import { disposeJSObjectReferenceById, hold, holdItems } from './references.js';
import { adviseOnCircular, findElement, fromByteArray } from './supplement.js';
import { asByteArray, checkDate, checkScalar, convertObject } from './values.js';

/** @typedef {(key: any, value: any) => any} JsonReviver */

/** @type {JsonReviver[]} */
const userRevivers = [];

/** Matches everything that may be a mark or an escaped mark, including marks written with JSON escape sequences. */
const maySpecialKey = /"!*__|\\u00(?:5f|21)/i;

/**
 * Adds a reviver for all received messages. It is called with the results of the built-in reviver and of those added
 * before.
 *
 * @param {JsonReviver} reviver
 */
export function attachReviver(reviver) {
  userRevivers.push(reviver);
}

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

/**
 * @typedef {object} Context Resolves the references of a message.
 * @property {(id: number) => any} dotNetObject
 * @property {(id: number) => any} jsObject
 * @property {(id: number) => any} byteArray
 * @property {(id: number) => any} dotNetStream
 * @property {(id: number) => any} dotNetItems
 */

/**
 * Whether a message needs {@link revive}. `JSON.parse` is much faster and is sufficient for most messages.
 *
 * @param {string} json
 */
export function mayHoldReferences(json) {
  if (userRevivers.length > 0) {
    return true;
  }
  return maySpecialKey.test(json);
}

/**
 * Parses a message and resolves the references in it.
 *
 * @param {string} json
 * @param {Context} context
 * @returns {any}
 */
export function revive(json, context) {
  /** @type {{ error: unknown } | undefined} */
  let failure;
  const value = JSON.parse(json, (key, item) => {
    if (isMark(key) && typeof item !== 'object') {
      // The id of a reference is not a value of the application.
      return item;
    }
    // After an error the rest is still processed: its references have been received and must be released.
    try {
      const revived = reviveItem(item, context);
      const name = unescapeKey(key);
      return failure ? revived : userRevivers.reduce((latest, reviver) => reviver(name, latest), revived);
    } catch (error) {
      failure ??= { error };
    }
  });
  if (failure) {
    throw failure.error;
  }
  return value;
}

/**
 * Parses JSON that contains no references.
 *
 * @param {string} json
 * @returns {any}
 */
export function parsePlain(json) {
  return maySpecialKey.test(json)
    ? JSON.parse(json, (_key, item) => (isObject(item) ? unescapeKeys(item) : item))
    : JSON.parse(json);
}

/** @param {unknown} item */
function isObject(item) {
  return typeof item === 'object' && item !== null && !Array.isArray(item);
}

/**
 * The value that an object in a message represents. An object with an invalid id is not a reference.
 *
 * @param {any} item
 * @param {Context} context
 */
function reviveItem(item, context) {
  if (!isObject(item)) {
    return item;
  }
  if (isId(item, '__dotNetObject', 1)) {
    return context.dotNetObject(item.__dotNetObject);
  }
  if (isId(item, '__jsObjectId', -Infinity)) {
    return context.jsObject(item.__jsObjectId);
  }
  for (const key in item) {
    if (isArrayMark(key) && isId(item, key, 0)) {
      const bytes = context.byteArray(item[key]);
      return key === BYTES ? bytes : fromByteArray(key, bytes);
    }
    break;
  }
  if (typeof item.__bigint === 'string' && /^-?\d+$/.test(item.__bigint)) {
    return BigInt(item.__bigint);
  }
  if (isId(item, '__dotNetStream', 1)) {
    return context.dotNetStream(item.__dotNetStream);
  }
  if (isId(item, '__dotNetItems', 1)) {
    return context.dotNetItems(item.__dotNetItems);
  }
  if (typeof item.__internalId === 'string' && globalThis.document) {
    return findElement(item.__internalId, sentElement(item.__internalId));
  }
  return unescapeKeys(item);
}

/**
 * @param {any} item
 * @param {string} mark
 * @param {number} least
 */
function isId(item, mark, least) {
  return Number.isSafeInteger(item[mark]) && item[mark] >= least;
}
