/**
 * The properties of the error of a failed call, in addition to `message`.
 *
 * @typedef {object} FailureDetails
 * @property {string} [code] `not_found`, `invalid_arguments`, `object_disposed`, `limit_exceeded`, `cancelled`,
 *   `deadline_exceeded`, `internal`, `disconnected`, `refused`, `shutting_down`, or a code defined by the application.
 * @property {unknown} [data] Data added by the application.
 * @property {string | null} [assembly] The assembly that was called; null for a call on an object.
 * @property {string} [method] The method that was called.
 * @property {string} [circuit] The name of the circuit, and the id of the call in it, if the other side has answered.
 *   The log of the server contains both.
 * @property {number} [callId]
 */
/** @typedef {Error & FailureDetails} InteropError */
/** How a call fails. @typedef {{ message?: unknown } & FailureDetails} Failure */
/**
 * @param {unknown} message
 * @param {FailureDetails} [details]
 * @returns {InteropError}
 */
export function interopError(message: unknown, details?: FailureDetails): InteropError;
/**
 * Reads a failure sent by the other side. Whatever it contains, the call ends with an error that has a message.
 *
 * @param {any} failure
 * @returns {{ message: string | null | undefined } & FailureDetails}
 */
export function readFailure(failure: any): {
    message: string | null | undefined;
} & FailureDetails;
/**
 * Writes an error that no caller receives to the console. It never throws, although a console that inspects the value
 * may.
 *
 * @param {unknown} error
 */
export function reportError(error: unknown): void;
/**
 * The properties of the error of a failed call, in addition to `message`.
 */
export type FailureDetails = {
    /**
     * `not_found`, `invalid_arguments`, `object_disposed`, `limit_exceeded`, `cancelled`,
     * `deadline_exceeded`, `internal`, `disconnected`, `refused`, `shutting_down`, or a code defined by the application.
     */
    code?: string | undefined;
    /**
     * Data added by the application.
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
    /**
     * The name of the circuit, and the id of the call in it, if the other side has answered.
     * The log of the server contains both.
     */
    circuit?: string | undefined;
    callId?: number | undefined;
};
export type InteropError = Error & FailureDetails;
/**
 * How a call fails.
 */
export type Failure = {
    message?: unknown;
} & FailureDetails;
