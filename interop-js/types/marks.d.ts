/**
 * Makes a reference of an object whose keys are marks.
 *
 * @template {object} T
 * @param {T} reference
 * @param {symbol | undefined} [owner] The circuit whose id it is; for an object of the page, whoever it is passed to.
 * @returns {T}
 */
export function markReference<T extends object>(reference: T, owner?: symbol | undefined): T;
/**
 * The marks of a reference as it is sent.
 *
 * @param {any} reference
 * @param {symbol | undefined} receiver The circuit that it is sent to.
 */
export function writeReference(reference: any, receiver: symbol | undefined): {
    [k: string]: any;
};
/** @param {string} key */
export function isMark(key: string): boolean;
/**
 * The key of the application that a key in a message stands for.
 *
 * @param {string} key
 */
export function unescapeKey(key: string): string;
/**
 * An object as it is written: itself, or a copy where keys need an escape.
 *
 * @param {any} object
 */
export function escapeKeys(object: any): any;
/**
 * An object of a message with the application's own keys.
 *
 * @param {any} object
 */
export function unescapeKeys(object: any): any;
/**
 * The property by which a reference is known, and not by its keys: who understands its id. It is a symbol of its own, which
 * is the same behind a proxy; null stands for nobody. All copies of this script share the name.
 */
export const OWNER: unique symbol;
