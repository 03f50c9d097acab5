/**
 * Checks calls before anything is sent, so that a call that the other side would refuse fails immediately.
 */
import { encoder } from './frames.js';
import { problem } from './supplement.js';

/**
 * @typedef {object} Limits
 * @property {number} [maxArgumentBytes]
 * @property {number} [maxFrameBytes]
 * @property {number} [maxNameBytes]
 * @property {number} [maxCallsInFlight]
 * @property {number} [maxJsonDepth]
 * @property {number} [chunkBytes]
 * @property {number} [window]
 * @property {number} [partBytes]
 * @property {number} [streamBytes]
 */

/**
 * The limits announced by the other side. Values that are not valid limits are ignored.
 *
 * @param {any} announced
 * @returns {Limits}
 */
export function usableLimits(announced) {
  return Object.fromEntries(Object.entries(announced ?? {}).filter(([, value]) => typeof value === 'number' && value >= 0));
}

/** The minimum size that is charged for a byte array. */
const MIN_BYTE_ARRAY_BYTES = 4;
const ARGUMENTS = 'maxArgumentBytes';
const FRAME = 'maxFrameBytes';

/**
 * @param {any} assembly
 * @param {any} method
 */
export function checkNames(assembly, method) {
  if (typeof method !== 'string' || (typeof assembly !== 'string' && assembly !== null && assembly !== undefined)) {
    throw problem('names', [], { assembly, method });
  }
}

/**
 * @param {Limits} limits
 * @param {string | null | undefined} assembly
 * @param {string} method
 * @param {string} argsJson
 * @param {number} [callsInFlight]
 */
export function checkCall(limits, assembly, method, argsJson, callsInFlight = 0) {
  // Nothing is larger than a limit that is undefined.
  const { maxCallsInFlight, maxJsonDepth } = /** @type {Required<Limits>} */ (limits);
  checkText((assembly ?? '') + method, limits, 'maxNameBytes');
  if (callsInFlight >= maxCallsInFlight) {
    throw exceeded('maxCallsInFlight', maxCallsInFlight, callsInFlight + 1);
  }
  checkText(argsJson, limits, ARGUMENTS);
  if (argsJson.length > 2 * maxJsonDepth && isDeeper(argsJson, maxJsonDepth)) {
    throw exceeded('maxJsonDepth', maxJsonDepth);
  }
}

/**
 * @param {Limits} limits
 * @param {string} frame
 * @param {Uint8Array[]} byteArrays
 */
export function checkMessage(limits, frame, byteArrays) {
  checkText(frame, limits, FRAME);
  let sum = 0;
  for (const { length } of byteArrays) {
    sum += Math.max(length, MIN_BYTE_ARRAY_BYTES);
    checkNumber(length + 9, limits, FRAME);
  }
  checkNumber(sum, limits, ARGUMENTS);
}

/** @typedef {'maxNameBytes' | 'maxArgumentBytes' | 'maxFrameBytes'} SizeLimit */

/**
 * @param {string} text
 * @param {Limits} limits
 * @param {SizeLimit} limit
 */
function checkText(text, limits, limit) {
  // A UTF-16 unit takes at most three bytes, so most texts can be checked without encoding them.
  if (text.length * 3 > /** @type {number} */ (limits[limit])) {
    checkNumber(encoder.encode(text).length, limits, limit);
  }
}

/**
 * @param {number} bytes
 * @param {Limits} limits
 * @param {SizeLimit} limit
 */
function checkNumber(bytes, limits, limit) {
  const value = /** @type {number} */ (limits[limit]);
  if (bytes > value) {
    throw exceeded(limit, value, bytes);
  }
}

/**
 * @param {string} limit
 * @param {number} value
 * @param {number} [count]
 */
export function exceeded(limit, value, count) {
  return problem('limit', [limit, value, count], { code: 'limit_exceeded', data: { limit, value } });
}

/**
 * @param {string} json The output of `JSON.stringify`.
 * @param {number} max
 */
function isDeeper(json, max) {
  // What is escaped goes first, then the strings and everything else that is no bracket.
  let brackets = json.replace(/\\./g, '').replace(/"[^"]*"|[^"[\]{}]+/g, '');
  // Each round removes the innermost level.
  for (let depth = max; brackets && depth >= 1; depth--) {
    brackets = brackets.replace(/\[]|{}/g, '');
  }
  return !!brackets;
}
