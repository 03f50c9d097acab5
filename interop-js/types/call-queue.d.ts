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
     * @param {Circuit | undefined} circuit The one that it was made for. Without one, it can be sent to any.
     * @param {boolean} isFree Whether it is taken beyond the limits too.
     */
    add(call: Call, circuit: Circuit | undefined, isFree: boolean): void;
    /** The call that is to be sent next. @returns {Call | undefined} */
    get first(): Call | undefined;
    /**
     * @param {number} callId
     * @returns {boolean} Whether the call was waiting.
     */
    remove(callId: number): boolean;
    /**
     * Removes all, or those that were made for a circuit: what they refer to has ended with it.
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
