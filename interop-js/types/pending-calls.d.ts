/**
 * @param {number} timeout
 * @param {{ assembly: string | null, method: string }} call
 */
export function deadlineExceeded(timeout: number, { assembly, method }: {
    assembly: string | null;
    method: string;
}): import("./errors.js").InteropError;
/** @typedef {import('./errors.js').Failure} Failure */
/**
 * @typedef {object} PendingCall
 * @property {(value: any) => void} resolve
 * @property {(error: unknown) => void} reject
 * @property {string | null} assembly
 * @property {string} method
 * @property {() => void} [unlisten]
 * @property {number[]} [functions] The ids of the functions in the arguments.
 */
export class PendingCalls {
    /**
     * @param {PendingCall} call
     * @returns {number} The id of the call.
     */
    begin(call: PendingCall): number;
    /**
     * Cancels a call when the signal aborts or the time is over.
     *
     * @param {number} callId
     * @param {CallOptions} options
     * @param {() => boolean | void} tell Cancels the call on the other side. Returns false if the call will not be
     *   answered.
     */
    cancelBy(callId: number, { signal, timeout }: CallOptions, tell: () => boolean | void): void;
    /**
     * @param {number} callId
     * @param {() => any} read Reads the result. The result of a cancelled call is read too, because the references in it
     *   have been received and must be released.
     * @returns {boolean} Whether the call existed.
     */
    resolve(callId: number, read: () => any): boolean;
    /**
     * @param {number} callId
     * @param {Failure} failure
     * @param {boolean} [isUnsent]
     * @returns {boolean} Whether the call existed.
     */
    fail(callId: number, { message, ...details }: Failure, isUnsent?: boolean): boolean;
    /**
     * Rejects a call that was not sent.
     *
     * @param {number} callId
     * @param {unknown} error
     */
    reject(callId: number, error: unknown): void;
    /**
     * Passes the functions of waiting calls on to the circuit in which they will be sent.
     *
     * @param {(callId: number) => boolean} isWaiting
     * @param {unknown} owner
     */
    keepFunctions(isWaiting: (callId: number) => boolean, owner: unknown): void;
    /**
     * Rejects the calls because the other side has ended.
     *
     * @param {(callId: number) => boolean} isWaiting Whether a call has not been sent yet. Such calls stay
     *   pending.
     * @param {Failure} failure
     */
    disconnect(isWaiting: (callId: number) => boolean, failure: Failure): void;
    #private;
}
export type Failure = import("./errors.js").Failure;
export type PendingCall = {
    resolve: (value: any) => void;
    reject: (error: unknown) => void;
    assembly: string | null;
    method: string;
    unlisten?: (() => void) | undefined;
    /**
     * The ids of the functions in the arguments.
     */
    functions?: number[] | undefined;
};
import type { CallOptions } from './call-options.js';
