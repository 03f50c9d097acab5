/**
 * @typedef {object} CallOptions
 * @property {AbortSignal | undefined} [signal] Cancels the call. The promise rejects with the signal's reason.
 * @property {number | undefined} [timeout] How long the call may take, in milliseconds. After this time the promise
 *   rejects with the code `deadline_exceeded`, and Rust stops the call. With 0 or less, the call is not made. Default:
 *   no limit.
 * @property {string | undefined} [traceparent] The position in a distributed trace, as in the header `traceparent` of
 *   W3C Trace Context. It is only sent to servers.
 */
/**
 * What is sent with a call.
 *
 * @typedef {object} SentOptions
 * @property {number | undefined} timeout In milliseconds.
 * @property {string | undefined} traceparent
 */
/**
 * @param {CallOptions} options
 * @returns {CallOptions}
 */
export function checkCallOptions(options: CallOptions): CallOptions;
/**
 * Calls of static methods with options.
 *
 * @param {CallOptions} options
 * @param {() => import('./connection-dispatcher.js').ConnectionDispatcher} findDispatcher
 * @returns {AsyncCalls}
 */
export function callsWithOptions(options: CallOptions, findDispatcher: () => import("./connection-dispatcher.js").ConnectionDispatcher): AsyncCalls;
/**
 * The options that are sent with a call, if there are any. A timeout that is not a safe integer is not sent.
 *
 * @param {CallOptions} [options]
 * @returns {SentOptions | undefined}
 */
export function sentOptions({ timeout, traceparent }?: CallOptions): SentOptions | undefined;
export type CallOptions = {
    /**
     * Cancels the call. The promise rejects with the signal's reason.
     */
    signal?: AbortSignal | undefined;
    /**
     * How long the call may take, in milliseconds. After this time the promise
     * rejects with the code `deadline_exceeded`, and Rust stops the call. With 0 or less, the call is not made. Default:
     * no limit.
     */
    timeout?: number | undefined;
    /**
     * The position in a distributed trace, as in the header `traceparent` of
     * W3C Trace Context. It is only sent to servers.
     */
    traceparent?: string | undefined;
};
/**
 * What is sent with a call.
 */
export type SentOptions = {
    /**
     * In milliseconds.
     */
    timeout: number | undefined;
    traceparent: string | undefined;
};
import type { AsyncCalls } from '../assemblies.js';
