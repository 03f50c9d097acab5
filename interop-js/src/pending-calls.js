/**
 * The calls that wait for their answers.
 */
import { listen } from './abort-signals.js';
import { interopError } from './errors.js';

/**
 * @typedef {object} PendingCall
 * @property {(value: any) => void} resolve
 * @property {(error: unknown) => void} reject
 * @property {string | null} assembly
 * @property {string} method
 * @property {() => void} [unlisten]
 */

export class PendingCalls {
  /** @type {Map<number, PendingCall>} */
  #calls = new Map();
  /** Calls that nobody waits for any more, and that will be answered all the same. @type {Set<number>} */
  #cancelled = new Set();
  #nextId = 1;

  /**
   * @param {PendingCall} call
   * @returns {number} Its id.
   */
  begin(call) {
    const callId = this.#nextId++;
    this.#calls.set(callId, call);
    return callId;
  }

  /**
   * Lets a signal cancel a call.
   *
   * @param {number} callId
   * @param {AbortSignal} signal
   * @param {() => boolean | void} tell Tells the other side; false says that it will not answer.
   */
  cancelBy(callId, signal, tell) {
    const call = this.#calls.get(callId);
    if (!call) {
      return;
    }
    call.unlisten = listen(signal, () => {
      this.#cancelled.add(callId);
      this.reject(callId, signal.reason);
      if (tell() === false) {
        this.#cancelled.delete(callId);
      }
    });
  }

  /**
   * Takes a call out of those that wait. A promise is settled once.
   *
   * @param {number} callId
   */
  #take(callId) {
    const call = this.#calls.get(callId);
    if (call) {
      this.#calls.delete(callId);
      call.unlisten?.();
    }
    return call;
  }

  /**
   * @param {number} callId
   * @param {() => any} read Reads the result. It is read also if nobody waits for it: the references in it have been
   *   received and must be given back.
   * @returns {boolean} Whether there was such a call.
   */
  resolve(callId, read) {
    const call = this.#take(callId);
    try {
      const value = read();
      call?.resolve(value);
    } catch (error) {
      call?.reject(error);
    }
    return this.#cancelled.delete(callId) || !!call;
  }

  /**
   * @param {number} callId
   * @param {{ message?: unknown } & import('./errors.js').FailureDetails} failure
   * @returns {boolean} Whether there was such a call.
   */
  fail(callId, { message, ...details }) {
    const call = this.#take(callId);
    call?.reject(interopError(message, { assembly: call.assembly ?? null, method: call.method, ...details }));
    return this.#cancelled.delete(callId) || !!call;
  }

  /**
   * @param {number} callId
   * @param {unknown} error
   */
  reject(callId, error) {
    this.#take(callId)?.reject(error);
  }

  /**
   * Nobody is there any more to answer.
   *
   * @param {(callId: number) => boolean} isWaiting Which calls have not been sent yet: they go on waiting.
   * @param {string} message
   */
  disconnect(isWaiting, message) {
    this.#cancelled.clear();
    for (const callId of [...this.#calls.keys()]) {
      if (!isWaiting(callId)) {
        this.fail(callId, { message, code: 'disconnected' });
      }
    }
  }
}
