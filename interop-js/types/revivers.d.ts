/**
 * Adds a reviver for all received messages. It is called with the results of the built-in reviver and of those added
 * before.
 *
 * @param {JsonReviver} reviver
 */
export function attachReviver(reviver: JsonReviver): void;
/**
 * Whether a message may hold what `JSON.parse` cannot read. `JSON.parse` is much faster and is sufficient for most messages.
 *
 * @param {string} json
 */
export function mayHoldReferences(json: string): boolean;
/** @typedef {(key: any, value: any) => any} JsonReviver */
/** @type {JsonReviver[]} */
export const userRevivers: JsonReviver[];
export type JsonReviver = (key: any, value: any) => any;
