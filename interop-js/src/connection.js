/**
 * A connection to a server. It stays the same when the WebSocket under it is lost and another one takes its place.
 */
/** @import { Call, Welcome } from './circuit.js' */
import { Circuit, SUBPROTOCOL } from './circuit.js';
import { attachDispatcher } from './dotnet.js';
import { interopError } from './errors.js';
import { checkNames } from './limits.js';

/**
 * @typedef {object} ConnectOptions
 * @property {new (url: string, protocol: string) => any} [WebSocket] The class to connect with, where there is no global
 *   one: Node 20 has none, the package `ws` is one.
 * @property {(attempt: number) => number | null} [reconnectDelay] How many milliseconds to wait before connecting again,
 *   given how often that has failed since a connection last held; null gives up. The default doubles from half a second
 *   to 30 seconds, with a random part, and gives up after 30 attempts.
 */

/** What there is to know when a connection stands, in the `detail` of the event. @typedef {Welcome} ConnectedDetail */

/**
 * Why a connection was lost, in the `detail` of the event: as in the WebSocket's close event.
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

/** Codes after which connecting again would end the same way: a broken protocol, and the application's own decision. */
const FINAL_CODES = [4000, 4003];
/** Until the server has said otherwise: how long it may be silent. */
const DEFAULT_TIMEOUT = 30000;
/** In how many steps the time that the server may be silent is measured. */
const STEPS = 4;

/**
 * Events:
 *
 * - `connected`: a circuit stands, the first one or a new one. `detail` is a {@link ConnectedDetail}.
 * - `disconnected`: the circuit was lost; calls that were under way have been rejected and all references are dead. The
 *   connection is tried again, and calls to static methods wait for it. `detail` is a {@link DisconnectedDetail}.
 * - `closed`: there is no connection any more and will be none; all calls are rejected. `detail` is a
 *   {@link DisconnectedDetail}.
 */
export class Connection extends /** @type {new () => ConnectionEventTarget} */ (EventTarget) {
  /** @type {WebSocket | undefined} */
  #socket;
  /** The circuit that stands, if one does. @type {Circuit | undefined} */
  #circuit;
  /** Calls that wait for a circuit. @type {Call[]} */
  #queue = [];
  /** Byte arrays of the message that is about to be sent. @type {Uint8Array[]} */
  #byteArrays = [];
  #attempt = 0;
  #closed = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
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
    const target = new URL(url, globalThis.document?.baseURI ?? globalThis.location?.href);
    target.protocol = target.protocol.replace('http', 'ws');
    this.#url = target.href;
    this.#options = options;
    this.#dispatcher = attachDispatcher({
      sendByteArray: (id, data) => void (this.#byteArrays[id] = data),
      beginInvokeDotNetFromJS: (callId, assembly, method, objectId, argsJson) =>
        this.#call({ callId, assembly: assembly ?? null, method, objectId, argsJson, byteArrays: this.#takeByteArrays() }),
      endInvokeJSFromDotNet: (taskId, _succeeded, payload) =>
        this.#circuit?.sendResult(taskId, payload, this.#takeByteArrays()),
      cancelDotNetCall: (callId) => this.#cancel(callId),
      releaseDotNetObjects: (counts) =>
        counts.forEach((count, id) => this.#circuit?.tell('release', id, count)),
      offerDotNetStream: (streamId) => /** @type {Circuit} */ (this.#circuit).offerStream(streamId),
    });
    this.#open();
  }

  /** @returns {'connecting' | 'connected' | 'closed'} */
  get state() {
    return this.#closed ? 'closed' : this.#circuit ? 'connected' : 'connecting';
  }

  /**
   * Calls a static method over this connection, where there are several.
   *
   * @template [T=any]
   * @param {string} assemblyName
   * @param {string} methodIdentifier
   * @param {...any} args
   * @returns {Promise<T>}
   */
  invokeMethodAsync(assemblyName, methodIdentifier, ...args) {
    return this.#dispatcher.invokeDotNetStaticMethodAsync(assemblyName, methodIdentifier, ...args);
  }

  /**
   * Calls that the signal cancels.
   *
   * @param {AbortSignal} signal
   * @returns {{ invokeMethodAsync<T = any>(assemblyName: string, methodIdentifier: string, ...args: any[]): Promise<T> }}
   */
  withSignal(signal) {
    return this.#dispatcher.withSignal(signal);
  }

  /** Closes the connection for good. Calls that have not been answered are rejected. */
  close() {
    this.#end(1000, 'The connection was closed.', true);
  }

  // Calls

  /** @param {Call} call */
  #call(call) {
    const { assembly, method } = call;
    if (this.#closed) {
      throw interopError('The connection is closed.', { code: 'disconnected', assembly, method });
    }
    checkNames(assembly, method);
    if (this.#circuit) {
      this.#circuit.sendCall(call);
    } else {
      this.#queue.push(call);
    }
  }

  /** @param {number} callId */
  #cancel(callId) {
    const waiting = this.#queue.findIndex((call) => call.callId === callId);
    if (waiting >= 0) {
      this.#queue.splice(waiting, 1);
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
      throw new Error('There is no WebSocket here: give a class for it in the option `WebSocket`.');
    }
    /** @type {WebSocket} */
    const socket = new Socket(this.#url, SUBPROTOCOL);
    socket.binaryType = 'arraybuffer';
    const circuit = new Circuit(socket, this.#dispatcher, (welcome) => this.#welcomed(circuit, welcome));
    this.#socket = socket;
    /** @type {(handle: (event: any) => void) => (event: any) => void} */
    const whileCurrent = (handle) => (event) => socket === this.#socket && handle(event);
    socket.addEventListener('open', whileCurrent(() => circuit.begin()));
    socket.addEventListener('message', whileCurrent(({ data }) => this.#receive(circuit, data)));
    socket.addEventListener('close', whileCurrent(({ code, reason }) => this.#end(code, reason)));
    // `close` follows and says more.
    socket.addEventListener('error', () => {});
    this.#watch(DEFAULT_TIMEOUT);
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
      console.error(error);
      this.#end(4000, /** @type {Error} */ (error).message);
    }
  }

  /**
   * @param {Circuit} circuit
   * @param {Welcome} welcome
   */
  #welcomed(circuit, welcome) {
    this.#circuit = circuit;
    this.#watch(welcome.timeout ?? DEFAULT_TIMEOUT);
    this.#queue.splice(0).forEach((call) => circuit.sendCall(call));
    this.#dispatch('connected', welcome);
  }

  /**
   * Watches that the server is not silent for longer than it said. Steps, not times, so that a computer that slept or a
   * clock that was set does not look like silence.
   *
   * @param {number} timeout
   */
  #watch(timeout) {
    clearInterval(this.#timer);
    this.#silentSteps = 0;
    this.#timer = setInterval(() => {
      if (this.#circuit) {
        // The connection holds: should it be lost, the first attempt comes soon again.
        this.#attempt = 0;
      }
      if (++this.#silentSteps > STEPS) {
        this.#end(1006, 'The server has been silent for too long.');
      }
    }, timeout / STEPS);
  }

  /**
   * The WebSocket is gone, or given up.
   *
   * @param {number} code
   * @param {string} reason
   * @param {boolean} [byUser]
   */
  #end(code, reason, byUser = false) {
    if (this.#closed) {
      return;
    }
    clearInterval(this.#timer);
    const [socket, circuit] = [this.#socket, this.#circuit];
    this.#socket = this.#circuit = undefined;
    // A code that one may send; it does no harm to a socket that is closed.
    socket?.close(code === 4000 ? code : 1000);
    const delay = byUser || FINAL_CODES.includes(code) ? null : this.#nextDelay();
    this.#closed = delay === null;
    const lost = this.#closed
      ? reason || 'The connection was lost.'
      : 'The connection was lost before the call was answered.';
    const waiting = new Set(this.#closed ? [] : this.#queue.map(({ callId }) => callId));
    circuit?.end(lost);
    this.#dispatcher.endCircuit((callId) => waiting.has(callId), lost);
    if (delay === null) {
      this.#queue = [];
      this.#dispatch('closed', { code, reason });
      return;
    }
    this.#timer = setTimeout(() => this.#open(), delay);
    if (circuit) {
      this.#dispatch('disconnected', { code, reason });
    }
  }

  #nextDelay() {
    const { reconnectDelay = defaultReconnectDelay } = this.#options;
    return reconnectDelay(this.#attempt++);
  }

  /**
   * @param {string} type
   * @param {ConnectedDetail | DisconnectedDetail} detail
   */
  #dispatch(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** @param {number} attempt */
function defaultReconnectDelay(attempt) {
  // The random part keeps the clients of a server that comes back from coming all at once.
  return attempt < 30 ? Math.min(500 * 2 ** attempt, 30000) * (0.5 + Math.random() / 2) : null;
}

/**
 * Connects to a server. Calls can be made at once: they wait for the connection.
 *
 * @param {string | URL} url Where the server has its endpoint, such as `https://example.com/_interop`.
 * @param {ConnectOptions} [options]
 * @returns {Connection}
 */
export function connect(url, options) {
  return new Connection(url, options);
}
