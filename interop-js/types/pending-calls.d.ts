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
     * @returns {boolean} Whether the call existed.
     */
    fail(callId: number, { message, ...details }: Failure): boolean;
    /**
     * @param {number} callId
     * @param {unknown} error
     */
    reject(callId: number, error: unknown): void;
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
};
import type { CallOptions } from './call-options.js';
