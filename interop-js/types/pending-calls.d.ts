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
     * @returns {number} Its id.
     */
    begin(call: PendingCall): number;
    /**
     * Lets a signal cancel a call.
     *
     * @param {number} callId
     * @param {AbortSignal} signal
     * @param {() => boolean | void} tell Tells the other side; false says that it will not answer.
     */
    cancelBy(callId: number, signal: AbortSignal, tell: () => boolean | void): void;
    /**
     * @param {number} callId
     * @param {() => any} read Reads the result. It is read also if nobody waits for it: the references in it have been
     *   received and must be given back.
     * @returns {boolean} Whether there was such a call.
     */
    resolve(callId: number, read: () => any): boolean;
    /**
     * @param {number} callId
     * @param {{ message?: unknown } & import('./errors.js').FailureDetails} failure
     * @returns {boolean} Whether there was such a call.
     */
    fail(callId: number, { message, ...details }: {
        message?: unknown;
    } & import("./errors.js").FailureDetails): boolean;
    /**
     * @param {number} callId
     * @param {unknown} error
     */
    reject(callId: number, error: unknown): void;
    /**
     * Nobody is there any more to answer.
     *
     * @param {(callId: number) => boolean} isWaiting Which calls have not been sent yet: they go on waiting.
     * @param {string} message
     */
    disconnect(isWaiting: (callId: number) => boolean, message: string): void;
    #private;
}
export type PendingCall = {
    resolve: (value: any) => void;
    reject: (error: unknown) => void;
    assembly: string | null;
    method: string;
    unlisten?: (() => void) | undefined;
};
