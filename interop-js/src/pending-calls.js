/**
 * The calls that have not been answered yet.
 */
/** @import { CallOptions } from './call-options.js' */
import { listen } from './abort-signals.js';
import { interopError } from './errors.js';
import { disposeJSObjectReferenceById, moveObjects } from './references.js';
import { explain } from './supplement.js';
import { after } from './timers.js';

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
  /** @type {Map<number, PendingCall>} */
  #calls = new Map();
  /** Cancelled calls, which the other side still answers. @type {Set<number>} */
  #cancelled = new Set();
  #nextId = 1;

  /**
   * @param {PendingCall} call
   * @returns {number} The id of the call.
   */
  begin(call) {
    const callId = this.#nextId++;
    this.#calls.set(callId, call);
    return callId;
  }

  /**
   * Cancels a call when the signal aborts or the time is over.
   *
   * @param {number} callId
   * @param {CallOptions} options
   * @param {() => boolean | void} tell Cancels the call on the other side. Returns false if the call will not be
   *   answered.
   */
  cancelBy(callId, { signal, timeout = Infinity }, tell) {
    const call = this.#calls.get(callId);
    if (!call) {
      return;
    }
    const cancel = (/** @type {unknown} */ reason) => {
      this.#cancelled.add(callId);
      this.#take(callId)?.reject(reason);
      if (tell() === false) {
        this.#cancelled.delete(callId);
        forgetFunctions(call);
      }
    };
    const unlisten = signal && listen(signal, () => cancel(signal.reason));
    const stop = timeout < Infinity && after(timeout, () => cancel(deadlineExceeded(timeout, call)));
    call.unlisten = () => {
      unlisten?.();
      stop && stop();
    };
  }

  /**
   * Removes a pending call, so that its promise is settled only once.
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
   * @param {() => any} read Reads the result. The result of a cancelled call is read too, because the references in it
   *   have been received and must be released.
   * @returns {boolean} Whether the call existed.
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
   * @param {Failure} failure
   * @param {boolean} [isUnsent]
   * @returns {boolean} Whether the call existed.
   */
  fail(callId, { message, ...details }, isUnsent) {
    const call = this.#take(callId);
    if (isUnsent) {
      forgetFunctions(call);
    }
    call?.reject(interopError(message, { assembly: call.assembly ?? null, method: call.method, ...details }));
    return this.#cancelled.delete(callId) || !!call;
  }

  /**
   * Rejects a call that was not sent.
   *
   * @param {number} callId
   * @param {unknown} error
   */
  reject(callId, error) {
    const call = this.#take(callId);
    forgetFunctions(call);
    explain(error, () => call?.reject(error));
  }

  /**
   * Passes the functions of waiting calls on to the circuit in which they will be sent.
   *
   * @param {(callId: number) => boolean} isWaiting
   * @param {unknown} owner
   */
  keepFunctions(isWaiting, owner) {
    this.#calls.forEach(({ functions }, callId) => functions && isWaiting(callId) && moveObjects(functions, owner));
  }

  /**
   * Rejects the calls because the other side has ended.
   *
   * @param {(callId: number) => boolean} isWaiting Whether a call has not been sent yet. Such calls stay
   *   pending.
   * @param {Failure} failure
   */
  disconnect(isWaiting, failure) {
    this.#cancelled.clear();
    for (const callId of [...this.#calls.keys()]) {
      if (!isWaiting(callId)) {
        this.fail(callId, { code: 'disconnected', ...failure });
      }
    }
  }
}

/** @param {PendingCall | undefined} call */
function forgetFunctions(call) {
  call?.functions?.forEach(disposeJSObjectReferenceById);
}

/**
 * @param {number} timeout
 * @param {{ assembly: string | null, method: string }} call
 */
export function deadlineExceeded(timeout, { assembly, method }) {
  return interopError(`The call did not end within its deadline of ${timeout} ms.`, {
    code: 'deadline_exceeded',
    assembly: assembly ?? null,
    method,
  });
}
