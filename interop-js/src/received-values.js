/**
 * Reads JSON with values that JSON cannot represent: references, byte arrays, streams, elements of the page.
 */
/** @import { JsonReviver } from './revivers.js' */
/** @import { ConnectionDispatcher } from './connection-dispatcher.js' */
/** @import { DotNetObject, releases } from './dotnet-object.js' */
import { BYTES } from './array-marks.js';
import { findElement } from './element-search.js';
import { findHeldObject } from './held-objects.js';
import { DotNetItems } from './items.js';
import { MAY_BE_MARK, isArrayMark, isMark, unescapeKey, unescapeKeys } from './marks.js';
import { fromByteArray } from './received-arrays.js';
import { receiveDotNetObject } from './releases.js';

/**
 * @typedef {object} Context Resolves the references of a message.
 * @property {(id: number) => any} dotNetObject
 * @property {(id: number) => any} byteArray
 * @property {(id: number) => any} dotNetStream
 * @property {(id: string) => Element | undefined} sentElement
 * @property {Map<number, import('./references.js').HeldObject>} heldObjects
 */

/**
 * Parses a message and resolves the references in it. The script for pages passes what it shares with this module.
 *
 * @param {string} json
 * @param {ConnectionDispatcher} dispatcher
 * @param {JsonReviver[]} revivers
 * @param {Context['heldObjects']} heldObjects
 * @param {Context['sentElement']} sentElement
 * @param {typeof DotNetObject} Class
 * @param {typeof releases} registry
 * @returns {any}
 */
export function readMessage(json, dispatcher, revivers, heldObjects, sentElement, Class, registry) {
  const values = dispatcher.messageValues;
  // Reviving can run code of the page, which can make calls and receive answers. Those messages have their own byte
  // arrays.
  const byteArrays = values.received;
  values.received = new Map();
  /** @type {Set<number>} */
  const named = new Set();
  const byteArray = (/** @type {number} */ id) => {
    const data = byteArrays.get(id);
    if (!data) {
      throw new Error(`Byte array with ID ${id} does not exist. It may have been read already.`);
    }
    named.add(id);
    return data;
  };
  try {
    const context = {
      dotNetObject: (/** @type {number} */ id) => receiveDotNetObject(id, dispatcher, Class, registry),
      byteArray,
      dotNetStream: (/** @type {number} */ id) => dispatcher.offerStream(id),
      heldObjects,
      sentElement,
    };
    return revive(json, context, revivers);
  } finally {
    byteArrays.forEach((data, id) => named.has(id) || values.received.set(id, data));
  }
}

/**
 * @param {string} json
 * @param {Context} context
 * @param {JsonReviver[]} [revivers] The revivers of the page.
 * @returns {any}
 */
export function revive(json, context, revivers = []) {
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
      return failure ? revived : revivers.reduce((latest, reviver) => reviver(name, latest), revived);
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
  return MAY_BE_MARK.test(json)
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
    return findHeldObject(item.__jsObjectId, context.heldObjects);
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
    return new DotNetItems(context.dotNetObject(item.__dotNetItems));
  }
  if (typeof item.__internalId === 'string' && globalThis.document) {
    return findElement(item.__internalId, context.sentElement(item.__internalId));
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
