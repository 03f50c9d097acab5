/** @typedef {{ call: Call, circuit: Circuit | undefined, bytes: number }} WaitingCall */
export class CallQueue {
    /**
     * @param {number} maxCalls
     * @param {number} maxBytes
     */
    constructor(maxCalls: number, maxBytes: number);
    get isEmpty(): boolean;
    /**
     * @param {Call} call
     * @param {Circuit | undefined} circuit The circuit that the call was made for. Without one, it can be sent over any
     *   circuit.
     * @param {boolean} isFree Whether the call is queued regardless of the limits.
     */
    add(call: Call, circuit: Circuit | undefined, isFree: boolean): void;
    /** The call to send next. @returns {Call | undefined} */
    get first(): Call | undefined;
    /**
     * @param {number} callId
     * @returns {boolean} Whether the call was queued.
     */
    remove(callId: number): boolean;
    /**
     * Removes all calls, or only those that were made for a circuit, because the objects that they refer to have ended
     * with it.
     *
     * @param {boolean} all
     */
    clear(all: boolean): void;
    /** @param {number} callId */
    has(callId: number): boolean;
    #private;
}
export type WaitingCall = {
    call: Call;
    circuit: Circuit | undefined;
    bytes: number;
};
import type { Call } from './circuit.js';
import type { Circuit } from './circuit.js';
