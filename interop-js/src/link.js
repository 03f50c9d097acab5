/**
 * One attempt to connect: a WebSocket and its circuit, from the request for the URL to the end.
 */
/** @import { Call, Welcome } from './circuit.js' */
/** @import { ServerHost } from './server-host.js' */
import { Circuit, SUBPROTOCOL } from './circuit.js';
import { reportError } from './errors.js';
import { isPing } from './frames.js';
import { mayBePart } from './parts.js';
import { watchSilence } from './silence.js';
import { prepareSocket } from './sockets.js';
import { Assembly, errorMessage, loadSupplementFor } from './supplement.js';
import { after } from './timers.js';

/** The timeout for data from the server if it has not announced one, in milliseconds. */
const DEFAULT_TIMEOUT = 30000;
/** How long to wait for the close event after an error, or while the WebSocket is closing, in milliseconds. */
const ERROR_GRACE = 250;
const CLOSING_GRACE = 3000;
/** How long the answer to a probe may take at least, in milliseconds. With the last step, it is less than a second. */
const MIN_GRACE = 700;

const NO_ANSWER = 'The server has not answered in time.';
const SILENT = 'The server has been silent for too long.';

/**
 * What a link reports to its connection, until it is ended.
 *
 * @typedef {object} LinkListener
 * @property {(welcome: Welcome) => void} welcomed The circuit is open.
 * @property {() => void} stable The circuit has been open for long enough to be called stable.
 * @property {(code: number, reason: string) => void} ended The attempt has failed, or the circuit was lost.
 */

export class Link {
  /** @type {WebSocket | undefined} */
  #socket;
  /** The circuit, once the URL is known. @type {Circuit} */
  circuit = /** @type {any} */ (undefined);
  #isOver = false;
  /** What puts parts of frames together, once there has been one. @type {import('./assembly.js').Assembly | undefined} */
  #assembly;
  /** What has arrived while the supplement is loaded. @type {(string | ArrayBuffer)[] | undefined} */
  #held;
  /** Cancels the time limit of the attempt, or later of a probe. @type {(() => void) | undefined} */
  #cancelLimit;
  /** Cancels giving up a WebSocket that fails. @type {(() => void) | undefined} */
  #cancelEnd;
  /** When `hello` was sent, and then how long the answer to a probe may take, in milliseconds. */
  #grace = 0;
  /** Watches for silence since the welcome. @type {ReturnType<typeof watchSilence> | undefined} */
  #silence;
  #host;
  #listener;

  /**
   * @param {ServerHost} host
   * @param {LinkListener} listener
   */
  constructor(host, listener) {
    this.#host = host;
    this.#listener = listener;
  }

  /** @param {string | (() => any)} url The URL of the WebSocket, or a function that returns one. */
  begin(url) {
    const { WebSocket, connectTimeout } = this.#host.options;
    prepareSocket(
      url,
      WebSocket,
      this.#untilOver((url, Socket) => this.#open(url, Socket)),
      this.#untilOver((error) => this.#listener.ended(1006, errorMessage(error))),
    );
    this.#cancelLimit = after(connectTimeout, () => this.#listener.ended(1006, NO_ANSWER));
  }

  /** @param {Call} call */
  canSend(call) {
    return !this.#isClosing() && this.circuit.hasRoomFor(call);
  }

  /**
   * Makes sure that the server still answers: a connection can have lost its other end without any sign.
   *
   * @param {boolean} [isOffline] Whether the network is lost.
   */
  probe(isOffline) {
    // What waits to be sent goes before the ping, and may take longer than the grace.
    if (isOffline || !(/** @type {WebSocket} */ (this.#socket).bufferedAmount)) {
      this.#cancelLimit ??= watchSilence(this.#grace, (isSilent) => isSilent && this.#listener.ended(1006, SILENT)).stop;
      this.circuit.tell('ping');
    }
  }

  /**
   * Closes the WebSocket. Nothing is reported after this.
   *
   * @param {number} code
   */
  end(code) {
    this.#isOver = true;
    this.#silence?.stop();
    this.#stopLimit();
    this.#cancelEnd?.();
    try {
      // Scripts may send this code. It has no effect on a closed WebSocket.
      this.#socket?.close(code === 4000 ? code : 1000);
    } catch (error) {
      reportError(error);
    }
  }

  /**
   * Makes a handler that is only called until the link is ended.
   *
   * @template {any[]} A
   * @param {(...args: A) => void} handle
   * @returns {(...args: A) => void}
   */
  #untilOver(handle) {
    return (...args) => this.#isOver || handle(...args);
  }

  /**
   * @param {string} url
   * @param {new (url: string, protocol: string) => any} Socket
   */
  #open(url, Socket) {
    /** @type {WebSocket} */
    const socket = (this.#socket = new Socket(url, SUBPROTOCOL));
    socket.binaryType = 'arraybuffer';
    this.circuit = new Circuit(socket, this.#host.dispatcher, this);
    let problem = '';
    /** @type {(type: string, handle: (event: any) => void) => void} */
    const on = (type, handle) => socket.addEventListener(type, this.#untilOver(handle));
    on('open', () => {
      this.#grace = Date.now();
      this.circuit.begin();
    });
    on('message', ({ data }) => {
      if (this.#silence) {
        this.#silence.heard();
        this.#stopLimit();
      }
      this.#accept(data);
    });
    on('close', ({ code, reason }) => this.#listener.ended(code, reason || problem));
    on('error', ({ message }) => {
      problem = message ?? '';
      this.#endSoon(ERROR_GRACE, problem);
    });
  }

  // What the circuit reports

  /**
   * The server has accepted the connection.
   *
   * @param {Welcome} welcome
   */
  welcomed(welcome) {
    this.#stopLimit();
    const { timeout } = /** @type {{ timeout?: any }} */ (welcome);
    this.#grace = Math.max(MIN_GRACE, 2 * (Date.now() - this.#grace));
    this.#host.dispatcher.circuit.name = welcome.circuit;
    this.#silence = watchSilence(timeout > 0 ? timeout : DEFAULT_TIMEOUT, (isSilent, isStable, wasSuspended) => {
      if (isStable) {
        this.#listener.stable();
      }
      if (isSilent) {
        this.#listener.ended(1006, SILENT);
      } else if (!this.#isClosing() && wasSuspended) {
        this.probe();
      }
    });
    this.#host.link = this;
    this.#host.stopLimit();
    this.#host.sendWaiting();
    this.#listener.welcomed(welcome);
  }

  /** A call was answered, so another one may be sent. */
  answered() {
    this.#host.sendWaiting();
  }

  /**
   * The WebSocket cannot send.
   *
   * @param {string} reason
   */
  failed(reason) {
    this.#endSoon(0, reason);
  }

  // From the WebSocket

  /**
   * Receives what has arrived. If it needs the supplement, it waits until that has been loaded, and so does all that
   * arrives later, which keeps the order.
   *
   * @param {string | ArrayBuffer} data
   */
  #accept(data) {
    if (this.#held && !isPing(data)) {
      this.#held.push(data);
      return;
    }
    const loading = loadSupplementFor(data);
    if (!loading) {
      this.#deliver(data);
      return;
    }
    /** @type {(string | ArrayBuffer)[]} */
    const held = [];
    this.#held = held;
    loading.then(
      this.#untilOver(() => {
        this.#held = undefined;
        this.#deliver(data);
        held.forEach(this.#untilOver((next) => this.#accept(next)));
      }),
    );
  }

  /** @param {string | ArrayBuffer} data */
  #deliver(data) {
    try {
      if (mayBePart(data)) {
        this.#assembly ??= new Assembly();
      }
      const frame = this.#assembly ? this.#assembly.accept(data) : data;
      if (frame !== undefined) {
        this.circuit.receive(frame);
      }
    } catch (error) {
      reportError(error);
      // Without the supplement, it is not the server that has broken the protocol.
      this.#listener.ended(/** @type {any} */ (error).code === 'disconnected' ? 1006 : 4000, errorMessage(error));
    }
  }

  #stopLimit() {
    this.#cancelLimit?.();
    this.#cancelLimit = undefined;
  }

  /** Whether the WebSocket can no longer send, although its close event has not arrived. */
  #isClosing() {
    const isClosing = /** @type {WebSocket} */ (this.#socket).readyState > 1;
    if (isClosing) {
      this.#endSoon(CLOSING_GRACE, '');
    }
    return isClosing;
  }

  /**
   * The WebSocket has failed. Its close event contains the reason, if one arrives.
   *
   * @param {number} grace
   * @param {string} reason
   */
  #endSoon(grace, reason) {
    this.#cancelEnd ??= after(grace, this.#untilOver(() => this.#listener.ended(1006, reason)));
  }
}
