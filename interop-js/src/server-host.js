/**
 * The host of a connection to a server: sends calls and answers over the open circuit, and queues calls meanwhile.
 */
/** @import { Call } from './circuit.js' */
/** @import { Failure } from './errors.js' */
/** @import { Link } from './link.js' */
/** @import { CheckedOptions } from './options.js' */
import { CallQueue } from './call-queue.js';
import { ConnectionDispatcher } from './connection-dispatcher.js';
import { checkNames } from './limits.js';
import { after } from './timers.js';

const NOT_CONNECTED = { message: 'There is no connection.', code: 'disconnected' };
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
    this.dispatcher = new ConnectionDispatcher({
      sendByteArray: (id, data) => void (this.#byteArrays[id] = data),
      beginInvokeDotNetFromJS: (callId, assembly, method, objectId, argsJson, options) =>
        this.#call({ callId, assembly: assembly ?? null, method, objectId, argsJson, options, byteArrays: this.#takeByteArrays() }),
      endInvokeJSFromDotNet: (taskId, _succeeded, payload) =>
        this.#circuit?.sendResult(taskId, payload, this.#takeByteArrays()),
      cancelDotNetCall: (callId) => this.#cancel(callId),
      releaseDotNetObjects: (counts) => counts.forEach((count, id) => this.#circuit?.tell('release', id, count)),
      offerDotNetStream: (streamId) => /** @type {Link} */ (this.link).circuit.offerStream(streamId),
    });
  }

  get #circuit() {
    return this.link?.circuit;
  }

  /** @param {Call} call */
  #call(call) {
    const { assembly, method } = call;
    const failure = this.ending ?? (this.options.failFast && !this.link && NOT_CONNECTED);
    if (failure) {
      this.dispatcher.failCall(call.callId, failure, true);
      return;
    }
    checkNames(assembly, method);
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

  /** @param {number} callId */
  #cancel(callId) {
    if (this.#queue.remove(callId)) {
      return false;
    }
    this.#circuit?.tell('cancel', callId);
    return !!this.link;
  }

  #takeByteArrays() {
    const byteArrays = this.#byteArrays;
    this.#byteArrays = [];
    return byteArrays;
  }
}
