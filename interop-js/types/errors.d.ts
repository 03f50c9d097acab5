/**
 * @param {unknown} message
 * @param {FailureDetails} [details]
 * @returns {InteropError}
 */
export function interopError(message: unknown, details?: FailureDetails): InteropError;
/**
 * What the other side has said of a failure. Whatever it has sent, the call ends with an error that has a text.
 *
 * @param {any} failure
 * @returns {{ message: string | null | undefined } & FailureDetails}
 */
export function readFailure(failure: any): {
    message: string | null | undefined;
} & FailureDetails;
/**
 * The text that the other side gets for something that was thrown: the message of an error and its stack. It never throws,
 * although what was thrown may throw again when it is looked at.
 *
 * @param {unknown} error
 * @returns {string}
 */
export function describeError(error: unknown): string;
/**
 * The message of an error, or the text of anything else that was thrown. It never throws.
 *
 * @param {unknown} error
 * @returns {string}
 */
export function errorMessage(error: unknown): string;
/**
 * Writes to the console what no caller gets. It never throws: a console that looks into values may meet one that does.
 *
 * @param {unknown} error
 */
export function reportError(error: unknown): void;
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
