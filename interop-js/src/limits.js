/**
 * The server's limits, checked before anything is sent: a call that it would refuse fails here and at once.
 */
import { interopError } from './errors.js';

/**
 * @typedef {object} Limits
 * @property {number} [maxArgumentBytes]
 * @property {number} [maxFrameBytes]
 * @property {number} [maxCallsInFlight]
 * @property {number} [maxJsonDepth]
 * @property {number} [chunkBytes]
 * @property {number} [window]
 */

/** A byte array counts as if it had at least so many bytes. */
const LEAST_BYTE_ARRAY = 4;
const encoder = new TextEncoder();

/**
 * @param {Limits} limits
 * @param {string} argsJson
 * @param {number} callsInFlight
 */
export function checkCall(limits, argsJson, callsInFlight) {
  const { maxArgumentBytes, maxCallsInFlight, maxJsonDepth } = limits;
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
    sum += Math.max(length, LEAST_BYTE_ARRAY);
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
  // A UTF-16 unit takes at most three bytes: most texts need not be encoded to be measured.
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
function exceeded(what, limit, value) {
  return interopError(`The call was not sent: ${what}; the server's limit ${limit} is ${value}.`, {
    code: 'limit_exceeded',
    data: { limit, value },
  });
}

/**
 * @param {string} json
 * @param {number} most
 */
function isDeeper(json, most) {
  let depth = 0;
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === '[' || token === '{') {
      if (++depth > most) {
        return true;
      }
    } else if (token === ']' || token === '}') {
      depth--;
    }
  }
  return false;
}
