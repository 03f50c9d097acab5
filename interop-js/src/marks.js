/**
 * Marks: the keys that denote values that JSON cannot represent. Only references write them. A key of application data
 * that is a mark or an escaped mark is sent with one more leading `!`, which the receiver removes.
 */
import { OWNER } from './owner.js';
import { problem } from './supplement.js';

/** Matches marks, with and without leading `!`. Only the marks of arrays end with brackets. */
const MARK =
  /^!*__(?:dotNet(?:Object|Stream|Items)|js(?:ObjectId|Function|StreamReferenceLength|Items)|internalId|bigint|(?:byte|i8|[iu](?:16|32|64)|f(?:32|64))\[\])$/;

/** Matches everything that may be a mark or an escaped mark, including marks written with JSON escape sequences. */
export const MAY_BE_MARK = /"!*__|\\u00(?:5f|21)/i;

/** The owner of references to objects of the page, which all copies of this script share. */
const PAGE = Symbol.for('interop.page');

/**
 * Turns an object whose keys are marks into a reference.
 *
 * @template {object} T
 * @param {T} reference
 * @param {symbol | undefined} [owner] The circuit in which the id is valid. Objects of the page may be passed to any
 *   circuit.
 * @returns {T}
 */
export function markReference(reference, owner = PAGE) {
  return Object.defineProperty(reference, OWNER, { value: owner });
}

/**
 * Returns the marks of a reference for a message.
 *
 * @param {any} reference
 * @param {symbol | undefined} receiver The circuit that the message is sent to.
 */
export function writeReference(reference, receiver) {
  const owner = reference[OWNER];
  if (owner === null) {
    throw problem('stream');
  }
  const marks = typeof reference.serializeAsArg === 'function' ? reference.serializeAsArg(receiver) : reference;
  if (owner !== PAGE && owner !== receiver) {
    throw problem('owner', [marks.__dotNetObject ?? marks.__jsObjectId]);
  }
  return Object.fromEntries(Object.entries(marks).filter(([key]) => isMark(key)));
}

/** @param {string} key */
export function isMark(key) {
  return key[0] === '_' && MARK.test(key);
}

/**
 * Whether a key is the mark of a byte array or of another typed array.
 *
 * @param {string} key
 */
export function isArrayMark(key) {
  return isMark(key) && key.endsWith('[]');
}

/**
 * Whether a key of the application is escaped in messages.
 *
 * @param {string} key
 */
function needsEscape(key) {
  return (key[0] === '_' || key[0] === '!') && MARK.test(key);
}

/**
 * Converts a key in a message to the key of the application.
 *
 * @param {string} key
 */
export function unescapeKey(key) {
  return key[0] === '!' && MARK.test(key) ? key.slice(1) : key;
}

/**
 * Returns the object if no key needs an escape, and otherwise a copy with escaped keys.
 *
 * @param {any} object
 */
export function escapeKeys(object) {
  for (const key in object) {
    if (needsEscape(key)) {
      return renameKeys(object, (name) => (needsEscape(name) ? `!${name}` : name));
    }
  }
  return object;
}

/**
 * Returns the object if no key is escaped, and otherwise a copy with the application's own keys.
 *
 * @param {any} object
 */
export function unescapeKeys(object) {
  for (const key in object) {
    if (unescapeKey(key) !== key) {
      return renameKeys(object, unescapeKey);
    }
  }
  return object;
}

/**
 * @param {object} object
 * @param {(key: string) => string} rename
 */
function renameKeys(object, rename) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [rename(key), value]));
}
