/**
 * JSON with what JSON cannot say: references, byte arrays, streams, elements of the page.
 */
import { DotNetObject } from './dotnet-object.js';

/** @typedef {(key: any, value: any) => any} JsonReviver */

/** @type {JsonReviver[]} */
const userRevivers = [];

/** What may be one of the special keys, also written with an escaped underscore. */
const maySpecialKey = /"__|\\u005f/i;
/** The length of the shortest reference. */
const LEAST_REFERENCE = '{"__byte[]":1}'.length;

/**
 * Adds a reviver for all messages that come. It gets what the built-in one and those added before it have made.
 *
 * @param {JsonReviver} reviver
 */
export function attachReviver(reviver) {
  userRevivers.push(reviver);
}

/**
 * Writes a value as JSON. The byte arrays that it names stand beside it, their index being their id.
 *
 * @param {unknown} value
 * @returns {{ json: string, byteArrays: Uint8Array[] }}
 */
export function serialize(value) {
  /** @type {Uint8Array[]} */
  const byteArrays = [];
  const json = isPlain(value)
    ? JSON.stringify(value)
    : JSON.stringify(
        value,
        /** @this {any} */ function (key, item) {
          if (item instanceof DotNetObject) {
            return item.serializeAsArg();
          }
          // Also as it was before its `toJSON`: that of Node's buffers makes something else of them.
          const bytes = item instanceof Uint8Array ? item : this[key];
          if (bytes instanceof Uint8Array) {
            return { '__byte[]': byteArrays.push(bytes) - 1 };
          }
          return typeof Element !== 'undefined' && item instanceof Element ? serializeElement(item) : item;
        },
      );
  return { json, byteArrays };
}

/**
 * Whether an array has nothing in it that needs a closer look.
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
 * An element that the other side has captured by an attribute is known to it by that.
 *
 * @param {Element} element
 */
function serializeElement(element) {
  const captured = element.getAttributeNames().find((name) => name.startsWith('_bl_'));
  return captured ? { __internalId: captured.slice(4) } : element;
}

/**
 * @typedef {object} Context What the references of a message are looked up in.
 * @property {(id: number) => any} dotNetObject
 * @property {(id: number) => any} jsObject
 * @property {(id: number) => any} byteArray
 * @property {(id: number) => any} dotNetStream
 */

/**
 * Whether a message needs {@link revive}: `JSON.parse` is much faster, and enough for most.
 *
 * @param {string} json
 */
export function mayHoldReferences(json) {
  if (userRevivers.length > 0) {
    return true;
  }
  return json.length >= LEAST_REFERENCE && maySpecialKey.test(json);
}

/**
 * Reads a message with the references in it.
 *
 * @param {string} json
 * @param {Context} context
 * @returns {any}
 */
export function revive(json, context) {
  /** @type {{ error: unknown } | undefined} */
  let failure;
  const value = JSON.parse(json, (key, item) => {
    // After an error the rest is still looked at: its references have been received and must be given back.
    try {
      const revived = reviveItem(item, context);
      return failure ? revived : userRevivers.reduce((latest, reviver) => reviver(key, latest), revived);
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
 * @param {any} item
 * @param {Context} context
 */
function reviveItem(item, context) {
  if (item && typeof item === 'object') {
    if (Object.hasOwn(item, '__dotNetObject')) {
      return context.dotNetObject(item.__dotNetObject);
    }
    if (Object.hasOwn(item, '__jsObjectId')) {
      return context.jsObject(item.__jsObjectId);
    }
    if (Object.hasOwn(item, '__byte[]')) {
      return context.byteArray(item['__byte[]']);
    }
    if (Object.hasOwn(item, '__dotNetStream')) {
      return context.dotNetStream(item.__dotNetStream);
    }
    if (typeof item.__internalId === 'string' && globalThis.document) {
      return document.querySelector(`[${CSS.escape(`_bl_${item.__internalId}`)}]`);
    }
  }
  return item;
}
