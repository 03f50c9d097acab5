/**
 * JSON with values that JSON cannot represent: references, byte arrays, streams, elements of the page.
 */
import { isElement, isShared, isUint8Array } from './brands.js';
import { findElement, serializeElement } from './elements.js';
import { OWNER, escapeKeys, isMark, unescapeKey, unescapeKeys, writeReference } from './marks.js';

/** @typedef {(key: any, value: any) => any} JsonReviver */

/** @type {JsonReviver[]} */
const userRevivers = [];

/** Matches everything that may be a mark or an escaped mark, including marks written with JSON escape sequences. */
const maySpecialKey = /"!*__|\\u00(?:5f|21)/i;
/** The length of the shortest reference. */
const MIN_REFERENCE_LENGTH = '{"__byte[]":1}'.length;

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
 * Serializes a value as JSON. Byte arrays are returned separately; the index of each is its id in the JSON.
 *
 * @param {unknown} value
 * @param {symbol} [receiver] The circuit that the JSON is sent to. References to objects of other circuits are refused.
 * @returns {{ json: string, byteArrays: Uint8Array[] }}
 */
export function serialize(value, receiver) {
  /** @type {Uint8Array[]} */
  const byteArrays = [];
  const json = isPlain(value)
    ? JSON.stringify(value)
    : JSON.stringify(
        value,
        /** @this {any} */ function (key, item) {
          // Also look at the value before its `toJSON`, because Node's buffers have one that replaces them.
          const before = this[key];
          if (typeof item !== 'object' && typeof before !== 'object') {
            return item;
          }
          const bytes = isUint8Array(item) ? item : before;
          if (isUint8Array(bytes)) {
            // Shared memory is copied, because other threads may change it while it is sent.
            return { '__byte[]': byteArrays.push(isShared(bytes.buffer) ? new Uint8Array(bytes) : bytes) - 1 };
          }
          if (typeof item !== 'object' || item === null || Array.isArray(item)) {
            return item;
          }
          if (item[OWNER] !== undefined) {
            return writeReference(item, receiver);
          }
          return isElement(item) ? serializeElement(item) : escapeKeys(item);
        },
      );
  return { json, byteArrays };
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
    if (typeof item === 'object' && item !== null) {
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
  return json.length >= MIN_REFERENCE_LENGTH && maySpecialKey.test(json);
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
 * The value that an object in a message stands for. An object with an invalid id is not a reference.
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
  if (isId(item, '__jsObjectId', Number.MIN_SAFE_INTEGER)) {
    return context.jsObject(item.__jsObjectId);
  }
  if (isId(item, '__byte[]', 0)) {
    return context.byteArray(item['__byte[]']);
  }
  if (isId(item, '__dotNetStream', 1)) {
    return context.dotNetStream(item.__dotNetStream);
  }
  if (typeof item.__internalId === 'string' && globalThis.document) {
    return findElement(item.__internalId);
  }
  return unescapeKeys(item);
}

/**
 * @param {any} item
 * @param {string} mark
 * @param {number} least
 */
function isId(item, mark, least) {
  return Object.hasOwn(item, mark) && Number.isSafeInteger(item[mark]) && item[mark] >= least;
}
