/**
 * A connection to a server. It outlives its WebSocket: when a WebSocket is lost, the connection opens another one.
 */
/** @import { CallOptions } from './call-options.js' */
/** @import { AsyncCalls } from '../assemblies.js' */
/** @import { Call, Welcome } from './circuit.js' */
/** @import { ConnectOptions } from './options.js' */
import { CallQueue } from './call-queue.js';
import { Circuit, SUBPROTOCOL } from './circuit.js';
import { addDispatcher, removeDispatcher } from './connections.js';
import { CallDispatcher } from './dispatcher.js';
import { errorMessage, interopError, reportError } from './errors.js';
import { detailEvent, Target } from './events.js';
import { checkNames } from './limits.js';
import { checkOptions } from './options.js';
import { after } from './timers.js';

/** The `detail` of the event `connected`. @typedef {Welcome} ConnectedDetail */

/**
 * Why a connection was lost, in the `detail` of the event. The properties are those of the WebSocket's close event.
 *
 * @typedef {object} DisconnectedDetail
 * @property {number} code
 * @property {string} reason
 */

/**
 * @typedef {object} ConnectionEvents
 * @property {CustomEvent<ConnectedDetail>} connected
 * @property {CustomEvent<DisconnectedDetail>} disconnected
 * @property {CustomEvent<DisconnectedDetail>} closed
 */

/**
 * @typedef {{
 *   addEventListener<K extends keyof ConnectionEvents>(
 *     type: K, listener: (event: ConnectionEvents[K]) => void, options?: boolean | AddEventListenerOptions): void;
 * } & EventTarget} ConnectionEventTarget
 */

/**
 * Close codes after which the client does not reconnect: a protocol violation, and a circuit closed by the application.
 */
const FINAL_CODES = [4000, 4003];
/** The timeout for data from the server if it has not announced one, in milliseconds. */
const DEFAULT_TIMEOUT = 30000;
/** The number of steps in which the timeout is measured, and the maximum length of a step in milliseconds. */
const STEPS = 4;
const MAX_STEP = 10000;
/** How long to wait for the close event after an error, or while the WebSocket is closing, in milliseconds. */
const ERROR_GRACE = 250;
const CLOSING_GRACE = 3000;

/**
 * Events:
 *
 * - `connected`: a circuit is open, either the first one or a new one. `detail` is a {@link ConnectedDetail}.
 * - `disconnected`: the circuit was lost. Running calls have been rejected, and so have queued calls that were made
 *   while the circuit was open. References are no longer valid. The client reconnects; calls to static methods are
 *   queued meanwhile. `detail` is a {@link DisconnectedDetail}.
 * - `closed`: the connection has ended for good, and all calls are rejected. `detail` is a {@link DisconnectedDetail}.
 */
export class Connection extends /** @type {new () => ConnectionEventTarget} */ (Target) {
  /** @type {WebSocket | undefined} */
  #socket;
  /** The open circuit, if there is one. @type {Circuit | undefined} */
  #circuit;
  /** Calls that wait for a circuit, or for the server to accept more calls. */
  #queue;
  /** Byte arrays of the message that is about to be sent. @type {Uint8Array[]} */
  #byteArrays = [];
  #attempt = 0;
  #closed = false;
  /** Detects a silent server. @type {ReturnType<typeof setInterval> | undefined} */
  #watcher;
  /** Cancels the next step: a new attempt, or giving up a WebSocket that fails. @type {(() => void) | undefined} */
  #cancelNext;
  #silentSteps = 0;
  #url;
  #options;
  #dispatcher;

  /**
   * @param {string | URL} url
   * @param {ConnectOptions} [options]
   */
  constructor(url, options = {}) {
    super();
    this.#url = socketUrl(url);
    this.#options = checkOptions(options);
    this.#queue = new CallQueue(this.#options.maxQueuedCalls, this.#options.maxQueuedBytes);
    this.#dispatcher = new CallDispatcher({
      sendByteArray: (id, data) => void (this.#byteArrays[id] = data),
      beginInvokeDotNetFromJS: (callId, assembly, method, objectId, argsJson, options) =>
        this.#call({ callId, assembly: assembly ?? null, method, objectId, argsJson, options, byteArrays: this.#takeByteArrays() }),
      endInvokeJSFromDotNet: (taskId, _succeeded, payload) =>
        this.#circuit?.sendResult(taskId, payload, this.#takeByteArrays()),
      cancelDotNetCall: (callId) => this.#cancel(callId),
      releaseDotNetObjects: (counts) =>
        counts.forEach((count, id) => this.#circuit?.tell('release', id, count)),
      offerDotNetStream: (streamId) => /** @type {Circuit} */ (this.#circuit).offerStream(streamId),
    });
    this.#open();
    // Registered last, so that `DotNet` never uses a connection whose construction failed.
    addDispatcher(this.#dispatcher);
  }

  /** @returns {'connecting' | 'connected' | 'closed'} */
  get state() {
    return this.#closed ? 'closed' : this.#circuit ? 'connected' : 'connecting';
  }

  /**
   * Calls a static method over this connection. Use it if several connections are open.
   *
   * @type {AsyncCalls['invokeMethodAsync']}
   */
  invokeMethodAsync = (/** @type {string} */ assemblyName, /** @type {string} */ methodIdentifier, /** @type {any[]} */ ...args) =>
    this.#dispatcher.invokeDotNetStaticMethodAsync(assemblyName, methodIdentifier, ...args);

  /**
   * Returns an object whose calls are cancelled by the signal.
   *
   * @param {AbortSignal} signal
   * @returns {AsyncCalls}
   */
  withSignal(signal) {
    return this.withOptions({ signal: signal ?? /** @type {any} */ (null) });
  }

  /**
   * Returns an object whose calls have these options.
   *
   * @param {CallOptions} options
   * @returns {AsyncCalls}
   */
  withOptions(options) {
    return this.#dispatcher.withOptions(options);
  }

  /** Closes the connection for good. Unanswered calls are rejected, including those that have not been sent. */
  close() {
    this.#end(1000, 'The connection was closed.', true);
  }

  // Calls

  /** @param {Call} call */
  #call(call) {
    const { assembly, method } = call;
    if (this.#closed) {
      const message = 'The connection is closed. Call connect() to open another one.';
      throw interopError(message, { code: 'disconnected', assembly, method });
    }
    checkNames(assembly, method);
    const circuit = this.#circuit;
    if (circuit && this.#queue.isEmpty && this.#canSend(call)) {
      circuit.sendCall(call);
      return;
    }
    try {
      circuit?.check(call);
      this.#queue.add(call, circuit, method === '__Dispose');
    } catch (error) {
      throw Object.assign(/** @type {Error} */ (error), { assembly, method });
    }
  }

  /** @param {Call} call */
  #canSend(call) {
    return !this.#isClosing() && this.#circuit?.hasRoomFor(call);
  }

  /** Sends queued calls, as many as the server accepts. */
  #sendWaiting() {
    for (let call = this.#queue.first; call && this.#canSend(call); call = this.#queue.first) {
      this.#queue.remove(call.callId);
      this.#circuit?.sendCall(call);
    }
  }

  /** @param {number} callId */
  #cancel(callId) {
    if (this.#queue.remove(callId)) {
      return false;
    }
    this.#circuit?.tell('cancel', callId);
    return !!this.#circuit;
  }

  #takeByteArrays() {
    const byteArrays = this.#byteArrays;
    this.#byteArrays = [];
    return byteArrays;
  }

  // Connecting

  #open() {
    const Socket = this.#options.WebSocket ?? globalThis.WebSocket;
    if (!Socket) {
      throw new Error('There is no global WebSocket class. Pass one as the option `WebSocket`.');
    }
    /** @type {WebSocket} */
    const socket = new Socket(this.#url, SUBPROTOCOL);
    socket.binaryType = 'arraybuffer';
    /** @type {<A extends any[]>(handle: (...args: A) => void) => (...args: A) => void} */
    const whileCurrent =
      (handle) =>
      (...args) =>
        socket === this.#socket && handle(...args);
    const circuit = new Circuit(socket, this.#dispatcher, {
      welcomed: whileCurrent((welcome) => this.#welcomed(circuit, welcome)),
      answered: whileCurrent(() => this.#sendWaiting()),
      failed: whileCurrent((reason) => this.#endSoon(0, reason)),
    });
    this.#socket = socket;
    /** @type {(type: string, handle: (event: any) => void) => void} */
    const on = (type, handle) => socket.addEventListener(type, whileCurrent(handle));
    on('open', () => {
      this.#silentSteps = 0;
      circuit.begin();
    });
    on('message', ({ data }) => this.#receive(circuit, data));
    on('close', ({ code, reason }) => this.#end(code, reason));
    on('error', ({ message }) => this.#endSoon(ERROR_GRACE, message));
    this.#watch(this.#options.connectTimeout);
  }

  #openAgain() {
    this.#cancelNext = undefined;
    try {
      this.#open();
    } catch (error) {
      this.#end(1006, /** @type {Error} */ (error).message);
    }
  }

  /** Whether the WebSocket can no longer send, although its close event has not arrived. */
  #isClosing() {
    const isClosing = /** @type {WebSocket} */ (this.#socket)?.readyState > 1;
    if (isClosing) {
      this.#endSoon(CLOSING_GRACE, '');
    }
    return isClosing;
  }

  /**
   * The WebSocket has failed. Its close event contains the reason, if one arrives.
   *
   * @param {number} grace
   * @param {string} [reason]
   */
  #endSoon(grace, reason) {
    this.#cancelNext ??= after(grace, () => this.#end(1006, reason ?? ''));
  }

  /**
   * @param {Circuit} circuit
   * @param {string | ArrayBuffer} data
   */
  #receive(circuit, data) {
    this.#silentSteps = 0;
    try {
      circuit.receive(data);
    } catch (error) {
      reportError(error);
      this.#end(4000, errorMessage(error));
    }
  }

  /**
   * @param {Circuit} circuit
   * @param {Welcome} welcome
   */
  #welcomed(circuit, welcome) {
    this.#circuit = circuit;
    const { timeout } = welcome;
    this.#watch(typeof timeout === 'number' && timeout > 0 ? timeout : DEFAULT_TIMEOUT);
    this.#sendWaiting();
    this.#dispatch('connected', welcome);
  }

  /**
   * Detects a server that is silent for longer than it announced. Steps are counted instead of comparing times, so that
   * a suspended computer or an adjusted clock does not look like silence.
   *
   * @param {number} timeout
   */
  #watch(timeout) {
    clearInterval(this.#watcher);
    this.#silentSteps = 0;
    const step = Math.min(timeout / STEPS, MAX_STEP);
    this.#watcher = setInterval(() => {
      if (this.#circuit) {
        // The connection is stable. If it is lost, the delays start from the first one again.
        this.#attempt = 0;
      }
      if (++this.#silentSteps > timeout / step) {
        this.#end(1006, 'The server has been silent for too long.');
      } else {
        this.#isClosing();
      }
    }, step);
  }

  /**
   * The WebSocket has ended or was abandoned.
   *
   * @param {number} code
   * @param {string} reason
   * @param {boolean} [byUser]
   */
  #end(code, reason, byUser = false) {
    if (this.#closed) {
      return;
    }
    clearInterval(this.#watcher);
    this.#cancelNext?.();
    this.#cancelNext = undefined;
    const [socket, circuit] = [this.#socket, this.#circuit];
    this.#socket = this.#circuit = undefined;
    try {
      // Scripts may send this code. It has no effect on a closed WebSocket.
      socket?.close(code === 4000 ? code : 1000);
    } catch (error) {
      reportError(error);
    }
    const delay = byUser || FINAL_CODES.includes(code) ? null : this.#options.nextDelay(this.#attempt++);
    if (this.#closed) {
      // The application closed the connection while it was asked for the delay.
      return;
    }
    this.#closed = delay === null;
    if (this.#closed) {
      removeDispatcher(this.#dispatcher);
    }
    const lost = this.#closed
      ? reason || 'The connection was lost.'
      : 'The connection was lost before the call was answered.';
    this.#queue.clear(this.#closed);
    circuit?.end(lost);
    this.#dispatcher.endCircuit((callId) => this.#queue.has(callId), lost);
    if (delay === null) {
      this.#dispatch('closed', { code, reason });
      return;
    }
    this.#cancelNext = after(delay, () => this.#openAgain());
    if (circuit) {
      this.#dispatch('disconnected', { code, reason });
    }
  }

  /**
   * @param {string} type
   * @param {ConnectedDetail | DisconnectedDetail} detail
   */
  #dispatch(type, detail) {
    this.dispatchEvent(detailEvent(type, detail));
  }
}

/**
 * The URL to connect to. Relative URLs are resolved against the page.
 *
 * @param {string | URL} url
 */
function socketUrl(url) {
  const base = globalThis.document?.baseURI ?? globalThis.location?.href;
  try {
    // Not by the URL's `protocol`, which React Native's URLs cannot set.
    return new URL(url, base).href.replace(/^http/, 'ws');
  } catch (cause) {
    throw new TypeError(`connect() cannot use the URL '${url}'${base ? '' : '; it must be absolute outside of a page'}.`, {
      cause,
    });
  }
}

/**
 * Connects to a server. Calls can be made immediately; calls made before the connection is open are queued.
 *
 * @param {string | URL} url The server's endpoint, such as `https://example.com/_interop`.
 * @param {ConnectOptions} [options]
 * @returns {Connection}
 */
export function connect(url, options) {
  return new Connection(url, options);
}
