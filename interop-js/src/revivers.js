/**
 * Whether a message is more than JSON, and the functions of the page that revive its values.
 */
import { MAY_BE_MARK } from './marks.js';

/** @typedef {(key: any, value: any) => any} JsonReviver */

/** @type {JsonReviver[]} */
export const userRevivers = [];

/**
 * Adds a reviver for all received messages. It is called with the results of the built-in reviver and of those added
 * before.
 *
 * @param {JsonReviver} reviver
 */
export function attachReviver(reviver) {
  userRevivers.push(reviver);
}

/**
 * Whether a message may hold what `JSON.parse` cannot read. `JSON.parse` is much faster and is sufficient for most messages.
 *
 * @param {string} json
 */
export function mayHoldReferences(json) {
  return userRevivers.length > 0 || MAY_BE_MARK.test(json);
}
