/**
 * A connection to a server. It outlives its WebSocket: when a WebSocket is lost, the connection opens another one.
 */
/** @import { CallOptions } from './call-options.js' */
/** @import { AsyncCalls, OnEvent } from '../assemblies.js' */
/** @import { Call, Welcome } from './circuit.js' */
/** @import { ConnectedDetail, ConnectionEventTarget, DisconnectedDetail, FailedDetail } from './connection-events.js' */
/** @import { Failure } from './errors.js' */
/** @import { ConnectOptions } from './options.js' */
/** @import { ConnectUrl } from './socket-url.js' */
import { CallQueue } from './call-queue.js';
import { Circuit, SUBPROTOCOL } from './circuit.js';
import { addDispatcher, removeDispatcher } from './connections.js';
import { CallDispatcher } from './dispatcher.js';
import { errorMessage, reportError } from './errors.js';
import { detailEvent, Target } from './events.js';
import { checkNames } from './limits.js';
import { checkOptions } from './options.js';
import { listenToPage } from './page-events.js';
import { SilenceDetector } from './silence.js';
import { socketUrl } from './socket-url.js';
import { after } from './timers.js';

/**
 * Close codes after which the client does not reconnect: a protocol violation, and a circuit closed by the application.
 * The same is true for refusals.
 */
const FINAL_CODES = [4000, 4003];
/** The timeout for data from the server if it has not announced one, in milliseconds. */
const DEFAULT_TIMEOUT = 30000;
/** How long the server may take to answer when the page has become visible or the network is back, in milliseconds. */
const WAKE_GRACE = 5000;
/** How many failures count while there is no network: enough for the longest default delay, and too few to give up. */
const MAX_OFFLINE_FAILURES = 6;
/** How long to wait for the close event after an error, or while the WebSocket is closing, in milliseconds. */
const ERROR_GRACE = 250;
const CLOSING_GRACE = 3000;

const CLOSED = { message: 'The connection is closed. Call connect() to open another one.', code: 'disconnected' };
const NOT_CONNECTED = { message: 'There is no connection.', code: 'disconnected' };
const TOO_LATE = { message: 'The call was not sent: there was no connection in time.', code: 'disconnected' };
const NO_ANSWER = 'The server has not answered in time.';
const SILENT = 'The server has been silent for too long.';
const UNREACHABLE = 'The server cannot be reached, or has refused the connection.';

/**
 * Makes a handler that is only called while the attempt or its circuit is the current one.
 *
 * @typedef {<A extends any[]>(handle: (...args: A) => void) => (...args: A) => void} Attempt
 */

/**
 * Events:
 *
 * - `connected`: a circuit is open, either the first one or a new one. `detail` is a {@link ConnectedDetail}.
 * - `disconnected`: the circuit was lost. Running calls have been rejected, and so have queued calls that were made
 *   while the circuit was open. References are no longer valid. The client reconnects; calls to static methods are
 *   queued meanwhile. `detail` is a {@link DisconnectedDetail}.
 * - `failed`: an attempt to connect has failed. `detail` is a {@link FailedDetail}.
 * - `refused`: the application on the server has refused the client. All calls are rejected with the code `refused`,
 *   and the client does not try again until `connect()` is called. `detail` is a {@link DisconnectedDetail} with the
 *   reason of the application. `closed` follows.
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
  /** The current attempt or circuit. Handlers of earlier ones are ignored. @type {object | undefined} */
  #current;
  /** The number of attempts since there was last a circuit. */
  #attempts = 0;
  /** The number of failures since a circuit was last stable. */
  #failures = 0;
  /** How calls fail, if the connection has ended for good. @type {Failure | undefined} */
  #ending;
  /** Cancels the time limit of the attempt. @type {(() => void) | undefined} */
  #cancelAttempt;
  /** Cancels the next step: a new attempt, or giving up a WebSocket that fails. @type {(() => void) | undefined} */
  #cancelNext;
  /** Cancels the time limit of queued calls. @type {(() => void) | undefined} */
  #cancelLimit;
  /** Stops listening to the page. @type {(() => void) | undefined} */
  #unlistenToPage;
  #silence = new SilenceDetector((isSilent, isStable) => {
    if (isStable) {
      // If the circuit is lost, the delays start from the first one again.
      this.#failures = 0;
    }
    if (isSilent) {
      this.#end(1006, SILENT);
    } else {
      this.#isClosing();
    }
  });
  #url;
  #options;
  #dispatcher;

  /**
   * @param {ConnectUrl} url
   * @param {ConnectOptions} [options]
   */
  constructor(url, options = {}) {
    super();
    this.#url = typeof url === 'function' ? url : socketUrl(url);
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
    this.#register();
  }

  /** @returns {'connecting' | 'connected' | 'closed'} */
  get state() {
    return this.#ending ? 'closed' : this.#circuit ? 'connected' : 'connecting';
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

  /**
   * Calls the handler for each event of this name that Rust sends over this connection, as `DotNet.on` does for all
   * connections.
   *
   * @type {OnEvent}
   */
  onEvent = (event, handler) => this.#dispatcher.handlers.on(event, handler);

  /** Closes the connection for good. Unanswered calls are rejected, including those that have not been sent. */
  close() {
    this.#end(1000, 'The connection was closed.', true);
  }

  /**
   * Connects again after the connection was refused or closed. While the client waits before its next attempt, it makes
   * the attempt at once. Otherwise there is no effect.
   */
  connect() {
    if (this.#ending) {
      this.#ending = undefined;
      this.#attempts = 0;
      this.#register();
    }
    this.#wake();
  }

  // Calls

  /** @param {Call} call */
  #call(call) {
    const { assembly, method } = call;
    const failure = this.#ending ?? (this.#options.failFast && !this.#circuit && NOT_CONNECTED);
    if (failure) {
      this.#dispatcher.failCall(call.callId, failure);
      return;
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
      this.#limitWaiting();
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

  /** Limits the time that calls wait for a connection. */
  #limitWaiting() {
    if (!this.#circuit && !this.#queue.isEmpty) {
      this.#cancelLimit ??= after(this.#options.connectTimeout, () => {
        this.#cancelLimit = undefined;
        for (let call = this.#queue.first; call; call = this.#queue.first) {
          this.#queue.remove(call.callId);
          this.#dispatcher.failCall(call.callId, TOO_LATE);
        }
      });
    }
  }

  #stopLimit() {
    this.#cancelLimit?.();
    this.#cancelLimit = undefined;
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

  #register() {
    this.#failures = 0;
    addDispatcher(this.#dispatcher);
    this.#unlistenToPage = listenToPage((isOffline) => (isOffline ? this.#probe(0) : this.#wake()));
  }

  /** Makes the next attempt at once, or makes sure that the server still answers. */
  #wake() {
    if (this.#current) {
      this.#probe(WAKE_GRACE);
    } else {
      this.#failures = 0;
      this.#openAgain();
    }
  }

  #open() {
    const Socket = this.#options.WebSocket ?? globalThis.WebSocket;
    if (!Socket) {
      throw new Error('There is no global WebSocket class. Pass one as the option `WebSocket`.');
    }
    const current = (this.#current = {});
    this.#attempts++;
    /** @type {Attempt} */
    const whileCurrent =
      (handle) =>
      (...args) =>
        current === this.#current && handle(...args);
    const url = this.#url;
    if (typeof url === 'function') {
      // Called by the promise, so that what it throws fails the attempt too.
      Promise.resolve()
        .then(url)
        .then(whileCurrent((url) => this.#openSocket(Socket, socketUrl(url), whileCurrent)))
        .catch(whileCurrent((error) => this.#end(1006, errorMessage(error))));
    } else {
      this.#openSocket(Socket, url, whileCurrent);
    }
    this.#cancelAttempt = after(this.#options.connectTimeout, () => this.#end(1006, NO_ANSWER));
  }

  /**
   * @param {new (url: string, protocol: string) => any} Socket
   * @param {string} url
   * @param {Attempt} whileCurrent
   */
  #openSocket(Socket, url, whileCurrent) {
    /** @type {WebSocket} */
    const socket = new Socket(url, SUBPROTOCOL);
    socket.binaryType = 'arraybuffer';
    const circuit = new Circuit(socket, this.#dispatcher, {
      welcomed: whileCurrent((welcome) => this.#welcomed(circuit, welcome)),
      answered: whileCurrent(() => this.#sendWaiting()),
      failed: whileCurrent((reason) => this.#endSoon(0, reason)),
    });
    this.#socket = socket;
    let problem = '';
    /** @type {(type: string, handle: (event: any) => void) => void} */
    const on = (type, handle) => socket.addEventListener(type, whileCurrent(handle));
    on('open', () => circuit.begin());
    on('message', ({ data }) => this.#receive(circuit, data));
    on('close', ({ code, reason }) => this.#end(code, reason || problem));
    on('error', ({ message }) => {
      problem = message ?? '';
      this.#endSoon(ERROR_GRACE, problem);
    });
  }

  #openAgain() {
    this.#cancelNext?.();
    this.#cancelNext = undefined;
    try {
      this.#open();
    } catch (error) {
      this.#end(1006, errorMessage(error));
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
    this.#silence.heard();
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
    this.#attempts = 0;
    this.#stopLimit();
    this.#cancelAttempt?.();
    const { timeout } = welcome;
    this.#dispatcher.circuit.name = welcome.circuit;
    this.#silence.start(typeof timeout === 'number' && timeout > 0 ? timeout : DEFAULT_TIMEOUT);
    this.#sendWaiting();
    this.#dispatch('connected', welcome);
  }

  /**
   * Makes sure that the server still answers.
   *
   * @param {number} grace How long it may take, in milliseconds.
   */
  #probe(grace) {
    // What waits to be sent goes before the ping, and may take longer than the grace.
    if (this.#circuit && !(grace && /** @type {WebSocket} */ (this.#socket).bufferedAmount)) {
      this.#silence.shorten(grace);
      this.#circuit.tell('ping');
    }
  }

  /**
   * The attempt has failed, the circuit was lost, or the application closes the connection.
   *
   * @param {number} code
   * @param {string} reason
   * @param {boolean} [byUser]
   */
  #end(code, reason, byUser = false) {
    if (this.#ending) {
      return;
    }
    this.#silence.stop();
    this.#cancelAttempt?.();
    this.#cancelNext?.();
    this.#cancelNext = undefined;
    const [socket, circuit, current, attempt] = [this.#socket, this.#circuit, this.#current, this.#attempts];
    this.#socket = this.#circuit = undefined;
    try {
      // Scripts may send this code. It has no effect on a closed WebSocket.
      socket?.close(code === 4000 ? code : 1000);
    } catch (error) {
      reportError(error);
    }
    const isRefused = code >= 4400 && code < 4500;
    const isFinal = byUser || isRefused || FINAL_CODES.includes(code);
    if (globalThis.navigator?.onLine === false) {
      // However long the network is gone, the client is there when it comes back.
      this.#failures = Math.min(this.#failures, MAX_OFFLINE_FAILURES);
    }
    const delay = isFinal ? null : this.#options.nextDelay(this.#failures++);
    if (current !== this.#current) {
      // The application closed the connection while it was asked for the delay.
      return;
    }
    this.#current = undefined;
    /** @type {Failure} */
    let lost = { message: 'The connection was lost before the call was answered.' };
    const ending = isRefused
      ? { message: reason || 'The server has refused the connection.', code: 'refused', data: { code } }
      : { ...CLOSED };
    if (delay === null) {
      lost = isRefused ? ending : { message: reason || 'The connection was lost.' };
      this.#ending = ending;
      this.#stopLimit();
      this.#unlistenToPage?.();
      removeDispatcher(this.#dispatcher);
    } else {
      this.#cancelNext = after(delay, () => this.#openAgain());
    }
    this.#queue.clear(delay === null);
    this.#limitWaiting();
    circuit?.end(/** @type {string} */ (lost.message));
    this.#dispatcher.endCircuit((callId) => this.#queue.has(callId), lost);
    if (isRefused) {
      this.#dispatch('refused', { code, reason });
    } else if (!circuit && !byUser) {
      this.#dispatch('failed', { attempt, delay, code, reason: reason || UNREACHABLE });
    } else if (delay !== null) {
      this.#dispatch('disconnected', { code, reason });
    }
    // Unless a listener has called `connect()`.
    if (this.#ending === ending) {
      this.#dispatch('closed', { code, reason });
    }
  }

  /**
   * @param {string} type
   * @param {ConnectedDetail | DisconnectedDetail | FailedDetail} detail
   */
  #dispatch(type, detail) {
    this.dispatchEvent(detailEvent(type, detail));
  }
}

/**
 * Connects to a server. Calls can be made immediately; calls made before the connection is open are queued.
 *
 * ```js
 * const connection = connect('https://example.com/_interop');
 * const other = connect(async () => `/_interop?ticket=${await requestTicket()}`); // for each attempt
 * ```
 *
 * @param {ConnectUrl} url The server's endpoint, or a function that returns it for each attempt. If the function throws,
 *   or its promise is rejected, the attempt has failed.
 * @param {ConnectOptions} [options]
 * @returns {Connection}
 */
export function connect(url, options) {
  return new Connection(url, options);
}
