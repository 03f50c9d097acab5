/**
 * Values that JSON would silently drop or change. Each of them is converted, or refused before anything is sent.
 */
import { ARRAY_MARKS } from './array-marks.js';
import { isBlob, isError, isShared, typedArrayClass, nameOf } from './brands.js';
import { problem } from './supplement.js';

/**
 * Refuses a value.
 *
 * @param {string} key The name of the property or the index of the element.
 * @param {string} name The kind of the value.
 * @returns {never}
 */
function refuse(key, name) {
  throw problem('value', [key, name]);
}

/**
 * Refuses a value that is not an object and that JSON cannot represent. A BigInt or a function is not refused.
 *
 * @param {string} key
 * @param {unknown} item
 */
export function checkScalar(key, item) {
  if (typeof item === 'symbol') {
    refuse(key, 'Symbol');
  }
  if (typeof item === 'number' && !Number.isFinite(item)) {
    refuse(key, 'Number');
  }
}

/**
 * Refuses an object that JSON writes as null because it is an invalid date.
 *
 * @param {string} key
 * @param {unknown} item
 */
export function checkDate(key, item) {
  if (nameOf(item) === 'Date') {
    refuse(key, 'Date');
  }
}

/**
 * @param {any} item
 * @returns {item is any}
 */
function isObject(item) {
  return typeof item === 'object' && item !== null;
}

/** @param {object} item */
function isPlainObject(item) {
  const prototype = Object.getPrototypeOf(item);
  return prototype === null || prototype === Object.prototype;
}

/**
 * Returns the bytes of a typed array or a buffer and the mark that they are sent with, or undefined for other values.
 * Shared memory is copied, because other threads may change it while it is sent.
 *
 * @param {string} key
 * @param {any} item
 * @returns {{ mark: string, bytes: Uint8Array } | undefined}
 */
export function asByteArray(key, item) {
  if (!isObject(item) || isPlainObject(item)) {
    return undefined;
  }
  const name = typedArrayClass(item) ?? nameOf(item);
  if (!ArrayBuffer.isView(item) && !/^(?:Shared)?ArrayBuffer$/.test(name)) {
    return undefined;
  }
  const mark = ARRAY_MARKS[name] ?? refuse(key, name);
  const { buffer = item, byteOffset, byteLength } = /** @type {any} */ (item);
  // An instance of a class that extends Uint8Array is sent as it is.
  const bytes = name === 'Uint8Array' ? item : new Uint8Array(buffer, byteOffset, byteLength);
  return { mark, bytes: isShared(buffer) ? new Uint8Array(bytes) : bytes };
}

/**
 * Converts an object, and refuses one whose state JSON would drop.
 *
 * @param {string} key
 * @param {any} item
 * @returns {any}
 */
export function convertObject(key, item) {
  if (isPlainObject(item)) {
    return item;
  }
  const name = nameOf(item);
  if (name === 'Set') {
    return [...item];
  }
  if (name === 'Map') {
    const object = Object.fromEntries(item);
    const isKey = (/** @type {unknown} */ entry) => typeof entry === 'string' || typeof entry === 'number';
    return [...item.keys()].every(isKey) && Object.keys(object).length === item.size ? object : refuse(key, name);
  }
  if (isBlob(item)) {
    refuse(key, name);
  }
  if (isError(item)) {
    refuse(key, 'Error');
  }
  // Objects of the platform keep their state where JSON does not see it. A document has one property of its own.
  const isHidden = name !== 'Object' && !/^(?:Boolean|Number|String|Arguments)$/.test(name);
  if ('nodeType' in item || item === item.window || (isHidden && Object.keys(item).length === 0)) {
    refuse(key, name);
  }
  return item;
}
