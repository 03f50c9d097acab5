/**
 * The host of a connection to a server: sends calls and answers over the open circuit, and queues calls meanwhile.
 */
/** @import { Failure } from './errors.js' */
/** @import { Link } from './link.js' */
/** @import { CheckedOptions } from './options.js' */
import { CallQueue } from './call-queue.js';
import { ConnectionDispatcher } from './connection-dispatcher.js';
import { checkNames } from './limits.js';
import { after } from './timers.js';

const TOO_LATE = { message: 'The call was not sent: there was no connection in time.', code: 'disconnected' };

export class ServerHost {
  /** The link whose circuit is open, if there is one. @type {Link | undefined} */
  link;
  /** How calls fail, if the connection has ended permanently. @type {Failure | undefined} */
  ending;
  /** Calls that wait for a circuit, or for the server to accept more calls. */
  #queue;
  /** Byte arrays of the message that is about to be sent. @type {Uint8Array[]} */
  #byteArrays = [];
  /** Cancels the time limit of queued calls. @type {(() => void) | undefined} */
  #cancelLimit;

  /** @param {CheckedOptions} options */
  constructor(options) {
    this.options = options;
    this.#queue = new CallQueue(options.maxQueuedCalls, options.maxQueuedBytes);
    this.dispatcher = new ConnectionDispatcher(this);
  }

  get #circuit() {
    return this.link?.circuit;
  }

  // What the dispatcher requires of a host

  /**
   * @param {number} id
   * @param {Uint8Array} data
   */
  sendByteArray(id, data) {
    this.#byteArrays[id] = data;
  }

  /**
   * @param {number} callId
   * @param {string | null} assembly
   * @param {string} method
   * @param {number | null} objectId
   * @param {string} argsJson
   * @param {import('./call-options.js').SentOptions} [options]
   */
  beginInvokeDotNetFromJS(callId, assembly, method, objectId, argsJson, options) {
    const byteArrays = this.#takeByteArrays();
    const failure = this.ending ?? (this.link ? undefined : this.options.whileOffline);
    if (failure) {
      this.dispatcher.failCall(callId, failure, true);
      return;
    }
    checkNames(assembly, method);
    const call = { callId, assembly: assembly ?? null, method, objectId, argsJson, options, byteArrays };
    const circuit = this.#circuit;
    if (circuit && this.#queue.isEmpty && this.link?.canSend(call)) {
      circuit.sendCall(call);
      return;
    }
    try {
      circuit?.check(call);
      this.#queue.add(call, circuit, method === '__Dispose');
      this.limitWaiting();
    } catch (error) {
      throw Object.assign(/** @type {Error} */ (error), { assembly, method });
    }
  }

  /**
   * @param {number} taskId
   * @param {boolean} _succeeded
   * @param {string} payload
   */
  endInvokeJSFromDotNet(taskId, _succeeded, payload) {
    this.#circuit?.sendResult(taskId, payload, this.#takeByteArrays());
  }

  /** @param {number} callId */
  cancelDotNetCall(callId) {
    if (this.#queue.remove(callId)) {
      return false;
    }
    this.#circuit?.tell('cancel', callId);
    return !!this.link;
  }

  /** @param {Map<number, number>} counts */
  releaseDotNetObjects(counts) {
    counts.forEach((count, id) => this.#circuit?.tell('release', id, count));
  }

  /** @param {number} streamId */
  offerDotNetStream(streamId) {
    return /** @type {Link} */ (this.link).circuit.offerStream(streamId);
  }

  // To the server

  /** Sends queued calls, as many as the server accepts. */
  sendWaiting() {
    for (let call = this.#queue.first; call && this.link?.canSend(call); call = this.#queue.first) {
      this.#queue.remove(call.callId);
      this.link.circuit.sendCall(call);
    }
  }

  /** Limits the time that calls wait for a connection. */
  limitWaiting() {
    if (!this.link && !this.#queue.isEmpty) {
      this.#cancelLimit ??= after(this.options.connectTimeout, () => {
        this.#cancelLimit = undefined;
        for (let call = this.#queue.first; call; call = this.#queue.first) {
          this.#queue.remove(call.callId);
          this.dispatcher.failCall(call.callId, TOO_LATE, true);
        }
      });
    }
  }

  /** Removes the time limit of queued calls. */
  stopLimit() {
    this.#cancelLimit?.();
    this.#cancelLimit = undefined;
  }

  /**
   * Rejects the calls of the circuit that has ended, or all calls.
   *
   * @param {boolean} all
   * @param {Failure} failure
   */
  endCalls(all, failure) {
    this.#queue.clear(all);
    this.limitWaiting();
    this.dispatcher.endCircuit((callId) => this.#queue.has(callId), failure);
  }

  #takeByteArrays() {
    const byteArrays = this.#byteArrays;
    this.#byteArrays = [];
    return byteArrays;
  }
}
