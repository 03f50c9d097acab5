/**
 * Turns an object whose keys are marks into a reference.
 *
 * @template {object} T
 * @param {T} reference
 * @param {symbol | undefined} [owner] The circuit in which the id is valid. Objects of the page may be passed to any
 *   circuit.
 * @returns {T}
 */
export function markReference<T extends object>(reference: T, owner?: symbol | undefined): T;
/**
 * Returns the marks of a reference for a message.
 *
 * @param {any} reference
 * @param {symbol | undefined} receiver The circuit that the message is sent to.
 */
export function writeReference(reference: any, receiver: symbol | undefined): {
    [k: string]: any;
};
/** @param {string} key */
export function isMark(key: string): boolean;
/**
 * Whether a key is the mark of a byte array or of another typed array.
 *
 * @param {string} key
 */
export function isArrayMark(key: string): boolean;
/**
 * Converts a key in a message to the key of the application.
 *
 * @param {string} key
 */
export function unescapeKey(key: string): string;
/**
 * Returns the object if no key needs an escape, and otherwise a copy with escaped keys.
 *
 * @param {any} object
 */
export function escapeKeys(object: any): any;
/**
 * Returns the object if no key is escaped, and otherwise a copy with the application's own keys.
 *
 * @param {any} object
 */
export function unescapeKeys(object: any): any;
/** Matches everything that may be a mark or an escaped mark, including marks written with JSON escape sequences. */
export const MAY_BE_MARK: RegExp;
