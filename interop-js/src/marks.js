/**
 * Marks: the keys by which JSON names what it cannot hold. Only references write them; a key of the application that is a
 * mark, or an escaped mark, goes with one more leading `!`, which the receiver removes.
 */
import { interopError } from './errors.js';

const MARK = /^__(?:dotNetObject|jsObjectId|jsStreamReferenceLength|dotNetStream|byte\[\]|internalId)$/;
const NEEDS_ESCAPE = /^!*__(?:dotNetObject|jsObjectId|jsStreamReferenceLength|dotNetStream|byte\[\]|internalId)$/;
const [UNDERSCORE, EXCLAMATION_MARK] = [95, 33];

/**
 * The property by which a reference is known, and not by its keys: who understands its id. It is a symbol of its own, which
 * is the same behind a proxy; null stands for nobody. All copies of this script share the name.
 */
export const OWNER = Symbol.for('interop.owner');

/** The owner of the references to objects of the page, which all copies of this script share. */
const PAGE = Symbol.for('interop.page');

/**
 * Makes a reference of an object whose keys are marks.
 *
 * @template {object} T
 * @param {T} reference
 * @param {symbol | undefined} [owner] The circuit whose id it is; for an object of the page, whoever it is passed to.
 * @returns {T}
 */
export function markReference(reference, owner = PAGE) {
  return Object.defineProperty(reference, OWNER, { value: owner });
}

/**
 * The marks of a reference as it is sent.
 *
 * @param {any} reference
 * @param {symbol | undefined} receiver The circuit that it is sent to.
 */
export function writeReference(reference, receiver) {
  const owner = reference[OWNER];
  if (owner === null) {
    throw interopError('A stream that was received cannot be sent: send its bytes.', { code: 'invalid_arguments' });
  }
  const marks = typeof reference.serializeAsArg === 'function' ? reference.serializeAsArg() : reference;
  if (owner !== PAGE && owner !== receiver) {
    const id = marks.__dotNetObject ?? marks.__jsObjectId;
    throw interopError(
      `The object with id '${id}' cannot be passed over this connection: it belongs to another one, or to one that was lost.`,
      { code: 'invalid_arguments' },
    );
  }
  return Object.fromEntries(Object.entries(marks).filter(([key]) => MARK.test(key)));
}

/** @param {string} key */
export function isMark(key) {
  return key.charCodeAt(0) === UNDERSCORE && MARK.test(key);
}

/**
 * Whether a key of the application is escaped in messages.
 *
 * @param {string} key
 */
function needsEscape(key) {
  const first = key.charCodeAt(0);
  return (first === UNDERSCORE || first === EXCLAMATION_MARK) && NEEDS_ESCAPE.test(key);
}

/**
 * The key of the application that a key in a message stands for.
 *
 * @param {string} key
 */
export function unescapeKey(key) {
  return key.charCodeAt(0) === EXCLAMATION_MARK && NEEDS_ESCAPE.test(key) ? key.slice(1) : key;
}

/**
 * An object as it is written: itself, or a copy where keys need an escape.
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
 * An object of a message with the application's own keys.
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
