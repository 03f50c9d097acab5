/**
 * Type checks that work for values of any realm. `instanceof` does not recognize values from another frame, or from the
 * context of a test runner, because each realm has its own classes.
 */

const typedArrayName = /** @type {() => string | undefined} */ (
  /* @__PURE__ */ Object.getOwnPropertyDescriptor(
    /* @__PURE__ */ Object.getPrototypeOf(Uint8Array.prototype),
    Symbol.toStringTag,
  )?.get
);

/**
 * @param {any} value
 * @returns {value is Uint8Array}
 */
export function isUint8Array(value) {
  return typedArrayClass(value) === 'Uint8Array';
}

/**
 * Returns the name of the class of a typed array, and undefined for other values.
 *
 * @param {any} value
 */
export function typedArrayClass(value) {
  return typedArrayName.call(value);
}

/**
 * @param {any} value
 * @returns {value is ArrayBuffer}
 */
export function isArrayBuffer(value) {
  return nameOf(value) === 'ArrayBuffer';
}

/** @param {any} buffer */
export function isShared(buffer) {
  return nameOf(buffer) === 'SharedArrayBuffer';
}

/**
 * @param {any} value
 * @returns {value is Blob}
 */
export function isBlob(value) {
  return /^(?:Blob|File)$/.test(nameOf(value)) && typeof value.slice === 'function';
}

/**
 * @param {any} value
 * @returns {value is Error}
 */
export function isError(value) {
  try {
    return value instanceof Error || /^(?:Error|DOMException)$/.test(nameOf(value));
  } catch {
    // A revoked proxy throws on any access.
    return false;
  }
}

/**
 * @param {any} value
 * @returns {value is Element}
 */
export function isElement(value) {
  const isOfThisRealm = typeof Element !== 'undefined' && value instanceof Element;
  return isOfThisRealm || (value.nodeType === 1 && typeof value.getAttributeNames === 'function');
}

/**
 * Whether a value is sent as a stream of values: an async iterable, a `ReadableStream`, or an iterator.
 *
 * @param {any} value
 */
export function isItems(value) {
  const isIterator = value[Symbol.iterator] && typeof value.next === 'function';
  return isIterator || typeof value[Symbol.asyncIterator] === 'function' || nameOf(value) === 'ReadableStream';
}

/**
 * The name of a built-in class, or the one that an object gives itself.
 *
 * @param {unknown} value
 * @returns {string}
 */
export function nameOf(value) {
  return Object.prototype.toString.call(value).slice(8, -1);
}
