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
export function interopError(message: unknown, details?: FailureDetails): InteropError;
/**
 * The text that the other side gets for something that was thrown.
 *
 * @param {unknown} error
 * @returns {string}
 */
export function describeError(error: unknown): string;
/**
 * What a failed call rejects with, beyond `message`.
 */
export type FailureDetails = {
    /**
     * `not_found`, `invalid_arguments`, `object_disposed`, `limit_exceeded`, `cancelled`,
     * `internal`, `disconnected`, or a code of the application's own.
     */
    code?: string | undefined;
    /**
     * What the application has added.
     */
    data?: unknown;
    /**
     * The assembly that was called; null for a call on an object.
     */
    assembly?: string | null | undefined;
    /**
     * The method that was called.
     */
    method?: string | undefined;
};
export type InteropError = Error & FailureDetails;
