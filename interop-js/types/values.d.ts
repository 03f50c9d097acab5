/**
 * Refuses a value that is not an object and that JSON cannot represent. A BigInt or a function is not refused.
 *
 * @param {string} key
 * @param {unknown} item
 */
export function checkScalar(key: string, item: unknown): void;
/**
 * Refuses an object that JSON writes as null because it is an invalid date.
 *
 * @param {string} key
 * @param {unknown} item
 */
export function checkDate(key: string, item: unknown): void;
/**
 * Returns the bytes of a typed array or a buffer and the mark that they are sent with, or undefined for other values.
 * Shared memory is copied, because other threads may change it while it is sent.
 *
 * @param {string} key
 * @param {any} item
 * @returns {{ mark: string, bytes: Uint8Array } | undefined}
 */
export function asByteArray(key: string, item: any): {
    mark: string;
    bytes: Uint8Array;
} | undefined;
/**
 * Converts an object, and refuses one whose state JSON would drop.
 *
 * @param {string} key
 * @param {any} item
 * @returns {any}
 */
export function convertObject(key: string, item: any): any;
