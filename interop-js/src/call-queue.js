/**
 * Queues calls until they can be sent, in order.
 */
/** @import { Call, Circuit } from './circuit.js' */
import { exceeded } from './limits.js';

/** What each queued call is charged in addition to its arguments, in bytes. */
const CALL_COST = 64;

/** @typedef {{ call: Call, circuit: Circuit | undefined, bytes: number }} WaitingCall */

export class CallQueue {
  /** @type {Map<number, WaitingCall>} */
  #waiting = new Map();
  #bytes = 0;
  #maxCalls;
  #maxBytes;

  /**
   * @param {number} maxCalls
   * @param {number} maxBytes
   */
  constructor(maxCalls, maxBytes) {
    this.#maxCalls = maxCalls;
    this.#maxBytes = maxBytes;
  }

  get isEmpty() {
    return this.#waiting.size === 0;
  }

  /**
   * @param {Call} call
   * @param {Circuit | undefined} circuit The circuit that the call was made for. Without one, it can be sent over any
   *   circuit.
   * @param {boolean} isFree Whether the call is queued regardless of the limits.
   */
  add(call, circuit, isFree) {
    const bytes = call.byteArrays.reduce((sum, { length }) => sum + length, call.argsJson.length + CALL_COST);
    const count = this.#waiting.size;
    const sum = this.#bytes + bytes;
    if (!isFree && count >= this.#maxCalls) {
      throw exceeded('maxQueuedCalls', this.#maxCalls, count + 1);
    }
    if (!isFree && sum > this.#maxBytes) {
      throw exceeded('maxQueuedBytes', this.#maxBytes, sum);
    }
    this.#waiting.set(call.callId, { call, circuit, bytes });
    this.#bytes = sum;
  }

  /** The call to send next. @returns {Call | undefined} */
  get first() {
    return this.#waiting.values().next().value?.call;
  }

  /**
   * @param {number} callId
   * @returns {boolean} Whether the call was queued.
   */
  remove(callId) {
    this.#bytes -= this.#waiting.get(callId)?.bytes ?? 0;
    return this.#waiting.delete(callId);
  }

  /**
   * Removes all calls, or only those that were made for a circuit, because the objects that they refer to have ended
   * with it.
   *
   * @param {boolean} all
   */
  clear(all) {
    this.#waiting.forEach(({ circuit }, callId) => (all || circuit) && this.remove(callId));
  }

  /** @param {number} callId */
  has(callId) {
    return this.#waiting.has(callId);
  }
}
