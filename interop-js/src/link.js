/**
 * One attempt to connect: a WebSocket and its circuit, from the request for the URL to the end.
 */
/** @import { Call, Welcome } from './circuit.js' */
/** @import { ServerHost } from './server-host.js' */
import { Circuit, SUBPROTOCOL } from './circuit.js';
import { errorMessage, reportError } from './errors.js';
import { isPing } from './frames.js';
import { Assembly } from './parts.js';
import { watchSilence } from './silence.js';
import { socketUrl } from './socket-url.js';
import { loadSupplementFor } from './supplement.js';
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
 * @property {() => void} answered A call was answered, so another one may be sent.
 * @property {() => void} stable The circuit has been open for long enough to be called stable.
 * @property {(code: number, reason: string) => void} ended The attempt has failed, or the circuit was lost.
 */

export class Link {
  /** @type {WebSocket | undefined} */
  #socket;
  /** The circuit, once the URL is known. @type {Circuit} */
  circuit = /** @type {any} */ (undefined);
  #isOver = false;
  #assembly = new Assembly();
  /** Frames that wait while the supplement is loaded. @type {(string | ArrayBuffer)[] | undefined} */
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
    const { WebSocket: Socket = globalThis.WebSocket, connectTimeout } = this.#host.options;
    if (!Socket) {
      throw new Error('There is no global WebSocket class. Pass one as the option `WebSocket`.');
    }
    if (typeof url === 'function') {
      // Called by the promise, so that what it throws fails the attempt too.
      Promise.resolve()
        .then(url)
        .then(this.#untilOver((url) => this.#open(Socket, socketUrl(url))))
        .catch(this.#untilOver((error) => this.#listener.ended(1006, errorMessage(error))));
    } else {
      this.#open(Socket, url);
    }
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
   * @param {new (url: string, protocol: string) => any} Socket
   * @param {string} url
   */
  #open(Socket, url) {
    /** @type {WebSocket} */
    const socket = (this.#socket = new Socket(url, SUBPROTOCOL));
    socket.binaryType = 'arraybuffer';
    this.circuit = new Circuit(socket, this.#host.dispatcher, {
      welcomed: this.#untilOver((welcome) => this.#welcomed(welcome)),
      answered: this.#untilOver(() => this.#listener.answered()),
      failed: this.#untilOver((reason) => this.#endSoon(0, reason)),
    });
    let problem = '';
    /** @type {(type: string, handle: (event: any) => void) => void} */
    const on = (type, handle) => socket.addEventListener(type, this.#untilOver(handle));
    on('open', () => {
      this.#grace = Date.now();
      this.circuit.begin();
    });
    on('message', ({ data }) => this.#receive(data));
    on('close', ({ code, reason }) => this.#listener.ended(code, reason || problem));
    on('error', ({ message }) => {
      problem = message ?? '';
      this.#endSoon(ERROR_GRACE, problem);
    });
  }

  /** @param {Welcome} welcome */
  #welcomed(welcome) {
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
    this.#listener.welcomed(welcome);
  }

  /** @param {string | ArrayBuffer} data */
  #receive(data) {
    if (this.#silence) {
      this.#silence.heard();
      this.#stopLimit();
    }
    this.#attempt(() => {
      const frame = this.#assembly.accept(data);
      if (frame !== undefined) {
        this.#accept(frame);
      }
    });
  }

  /**
   * Receives a frame. If it needs the supplement, it waits until that has been loaded, and so do all later ones, which
   * keeps their order.
   *
   * @param {string | ArrayBuffer} frame
   */
  #accept(frame) {
    if (this.#held && !isPing(frame)) {
      this.#held.push(frame);
      return;
    }
    const loading = loadSupplementFor(frame);
    if (!loading) {
      this.circuit.receive(frame);
      return;
    }
    /** @type {(string | ArrayBuffer)[]} */
    const held = [];
    this.#held = held;
    loading.then(
      this.#untilOver(() => {
        this.#held = undefined;
        this.#attempt(() => this.circuit.receive(frame));
        held.forEach(this.#untilOver((next) => this.#attempt(() => this.#accept(next))));
      }),
    );
  }

  /**
   * Runs what may find out that the server does not keep to the protocol.
   *
   * @param {() => void} receive
   */
  #attempt(receive) {
    try {
      receive();
    } catch (error) {
      reportError(error);
      this.#listener.ended(4000, errorMessage(error));
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
    this.#cancelEnd ??= after(grace, () => this.#listener.ended(1006, reason));
  }
}
