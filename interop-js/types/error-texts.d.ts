/**
 * The text that is sent for a thrown value: the message of an error and its stack. It never throws, although accessing
 * the thrown value may throw.
 *
 * @param {unknown} error
 * @returns {string}
 */
export function describeError(error: unknown): string;
/**
 * The message of an error, or the text of any other thrown value. It never throws.
 *
 * @param {unknown} error
 * @returns {string}
 */
export function errorMessage(error: unknown): string;
/**
 * @param {unknown} value
 * @returns {string}
 */
export function textOf(value: unknown): string;
