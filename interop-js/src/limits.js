/**
 * Checks calls before anything is sent, so that a call that the other side would refuse fails immediately.
 */
import { interopError } from './errors.js';

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
const encoder = new TextEncoder();

/**
 * @param {any} assembly
 * @param {any} method
 */
export function checkNames(assembly, method) {
  if (typeof method !== 'string' || (typeof assembly !== 'string' && assembly !== null && assembly !== undefined)) {
    throw interopError('The assembly name and the method identifier must be strings.', {
      code: 'invalid_arguments',
      assembly,
      method,
    });
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
  const { maxArgumentBytes, maxCallsInFlight, maxJsonDepth, maxNameBytes } = limits;
  checkText((assembly ?? '') + method, 'the names have', 'maxNameBytes', maxNameBytes);
  if (maxCallsInFlight !== undefined && callsInFlight >= maxCallsInFlight) {
    throw exceeded(`${callsInFlight} calls are in flight`, 'maxCallsInFlight', maxCallsInFlight);
  }
  checkText(argsJson, 'the arguments have', 'maxArgumentBytes', maxArgumentBytes);
  if (maxJsonDepth !== undefined && argsJson.length > 2 * maxJsonDepth && isDeeper(argsJson, maxJsonDepth)) {
    throw exceeded('the arguments are nested deeper', 'maxJsonDepth', maxJsonDepth);
  }
}

/**
 * @param {Limits} limits
 * @param {string} frame
 * @param {Uint8Array[]} byteArrays
 */
export function checkMessage({ maxArgumentBytes, maxFrameBytes }, frame, byteArrays) {
  checkText(frame, 'the message has', 'maxFrameBytes', maxFrameBytes);
  let sum = 0;
  for (const { length } of byteArrays) {
    sum += Math.max(length, MIN_BYTE_ARRAY_BYTES);
    checkNumber(length + 9, 'a byte array takes', 'maxFrameBytes', maxFrameBytes);
  }
  checkNumber(sum, 'the byte arrays have', 'maxArgumentBytes', maxArgumentBytes);
}

/**
 * @param {string} text
 * @param {string} what
 * @param {string} limit
 * @param {number} [value]
 */
function checkText(text, what, limit, value = Infinity) {
  // A UTF-16 unit takes at most three bytes, so most texts can be checked without encoding them.
  if (text.length * 3 > value) {
    checkNumber(encoder.encode(text).length, what, limit, value);
  }
}

/**
 * @param {number} bytes
 * @param {string} what
 * @param {string} limit
 * @param {number} [value]
 */
function checkNumber(bytes, what, limit, value = Infinity) {
  if (bytes > value) {
    throw exceeded(`${what} ${bytes} bytes`, limit, value);
  }
}

/**
 * @param {string} what
 * @param {string} limit
 * @param {number} value
 */
export function exceeded(what, limit, value) {
  return interopError(`The call was not sent: ${what}; the limit ${limit} is ${value}.`, {
    code: 'limit_exceeded',
    data: { limit, value },
  });
}

/**
 * @param {string} json The output of `JSON.stringify`.
 * @param {number} max
 */
function isDeeper(json, max) {
  // Counting the brackets takes little time, and is enough for most texts.
  const count = (/** @type {string} */ bracket) => json.split(bracket, max + 2).length - 1;
  if (count('[') + count('{') <= max) {
    return false;
  }
  let depth = 0;
  let isInString = false;
  for (let position = 0; position < json.length; position++) {
    const character = json[position];
    if (character === '\\') {
      position++;
    } else if (character === '"') {
      isInString = !isInString;
    } else if (!isInString) {
      if ((character === '[' || character === '{') && ++depth > max) {
        return true;
      }
      if (character === ']' || character === '}') {
        depth--;
      }
    }
  }
  return false;
}
