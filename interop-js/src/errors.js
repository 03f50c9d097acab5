import { isError } from './brands.js';

/**
 * What a failed call rejects with, beyond `message`.
 *
 * @typedef {object} FailureDetails
 * @property {string} [code] `not_found`, `invalid_arguments`, `object_disposed`, `limit_exceeded`, `cancelled`,
 *   `internal`, `disconnected`, or a code of the application's own.
 * @property {unknown} [data] What the application has added.
 * @property {string | null} [assembly] The assembly that was called; null for a call on an object.
 * @property {string} [method] The method that was called.
 */

/** @typedef {Error & FailureDetails} InteropError */

/**
 * @param {unknown} message
 * @param {FailureDetails} [details]
 * @returns {InteropError}
 */
export function interopError(message, details) {
  // `Error` makes the text: undefined gives none, and null the word.
  return Object.assign(new Error(/** @type {string} */ (message)), details);
}

/**
 * The text that the other side gets for something that was thrown.
 *
 * @param {unknown} error
 * @returns {string}
 */
export function describeError(error) {
  if (isError(error)) {
    return `${error.message}\n${error.stack}`;
  }
  return error ? String(error) : 'null';
}
