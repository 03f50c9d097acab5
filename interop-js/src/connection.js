/**
 * A connection to a server. It outlives its WebSocket: when a WebSocket is lost, the connection opens another one.
 */
/** @import { CallOptions } from './call-options.js' */
/** @import { AsyncCalls, OnEvent } from '../assemblies.js' */
/** @import { ConnectedDetail, ConnectionEventTarget, DisconnectedDetail, FailedDetail } from './connection-events.js' */
/** @import { Failure } from './errors.js' */
/** @import { ConnectOptions } from './options.js' */
/** @import { ConnectUrl } from './sockets.js' */
import { callsWithOptions } from './call-options.js';
import { addDispatcher, removeDispatcher } from './connections.js';
import { detailEvent, Target } from './events.js';
import { Link } from './link.js';
import { checkOptions } from './options.js';
import { listenToPage } from './page-events.js';
import { ServerHost } from './server-host.js';
import { checkUrl } from './sockets.js';
import { errorMessage } from './supplement.js';
import { after } from './timers.js';

/**
 * Close codes after which the client does not reconnect: a protocol violation, and a circuit closed by the application.
 * The same is true for refusals.
 */
const FINAL_CODES = [4000, 4003];
/** How many failures count while there is no network: enough for the longest default delay, and too few to give up. */
const MAX_OFFLINE_FAILURES = 6;

const CLOSED = { message: 'The connection is closed. Call connect() to open another one.', code: 'disconnected' };
const UNREACHABLE = 'The server cannot be reached, or has refused the connection.';

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
 * - `closed`: the connection has ended permanently, and all calls are rejected. `detail` is a {@link DisconnectedDetail}.
 */
export class Connection extends /** @type {new () => ConnectionEventTarget} */ (Target) {
  /** The current attempt or circuit. @type {Link | undefined} */
  #link;
  /** The number of attempts since there was last a circuit. */
  #attempts = 0;
  /** The number of failures since a circuit was last stable. */
  #failures = 0;
  /** Cancels the next attempt. @type {(() => void) | undefined} */
  #cancelNext;
  /** Stops listening to the page. @type {(() => void) | undefined} */
  #unlistenToPage;
  #url;
  #host;

  /**
   * @param {ConnectUrl} url
   * @param {ConnectOptions} [options]
   */
  constructor(url, options = {}) {
    super();
    this.#url = checkUrl(url);
    this.#host = new ServerHost(checkOptions(options));
    this.#open();
    // Registered last, so that `DotNet` never uses a connection whose construction failed.
    this.#register();
  }

  /** @returns {'connecting' | 'connected' | 'closed'} */
  get state() {
    return this.#host.ending ? 'closed' : this.#host.link ? 'connected' : 'connecting';
  }

  /**
   * Calls a static method over this connection. Use it if several connections are open.
   *
   * @type {AsyncCalls['invokeMethodAsync']}
   */
  invokeMethodAsync = (/** @type {string} */ assemblyName, /** @type {string} */ methodIdentifier, /** @type {any[]} */ ...args) =>
    this.#host.dispatcher.invokeDotNetMethodAsync(assemblyName, methodIdentifier, null, args);

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
    return callsWithOptions(options, () => this.#host.dispatcher);
  }

  /**
   * Calls the handler for each event of this name that Rust sends over this connection, as `DotNet.on` does for all
   * connections.
   *
   * @type {OnEvent}
   */
  onEvent = (event, handler) => this.#host.dispatcher.handlers.on(event, handler);

  /** Closes the connection permanently. Unanswered calls are rejected, including those that have not been sent. */
  close() {
    this.#end(1000, 'The connection was closed.', true);
  }

  /**
   * Connects again after the connection was refused or closed. While the client waits before its next attempt, it makes
   * the attempt at once. Otherwise there is no effect.
   */
  connect() {
    if (this.#host.ending) {
      this.#host.ending = undefined;
      this.#attempts = 0;
      this.#register();
    }
    this.#wake();
  }

  #register() {
    this.#failures = 0;
    addDispatcher(this.#host.dispatcher);
    this.#unlistenToPage = listenToPage((isOffline) => this.#wake(isOffline));
  }

  /**
   * Makes sure that the server still answers, or makes the next attempt at once.
   *
   * @param {boolean} [isOffline] Whether the network is lost.
   */
  #wake(isOffline) {
    if (this.#link) {
      this.#host.link?.probe(isOffline);
    } else if (!isOffline) {
      this.#failures = 0;
      this.#openAgain();
    }
  }

  #open() {
    const host = this.#host;
    const link = new Link(host, {
      welcomed: (welcome) => {
        this.#attempts = 0;
        this.#dispatch('connected', welcome);
      },
      // If the circuit is lost, the delays start from the first one again.
      stable: () => (this.#failures = 0),
      ended: (code, reason) => this.#end(code, reason),
    });
    this.#link = link;
    this.#attempts++;
    link.begin(this.#url);
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

  /**
   * The attempt has failed, the circuit was lost, or the application closes the connection.
   *
   * @param {number} code
   * @param {string} reason
   * @param {boolean} [byUser]
   */
  #end(code, reason, byUser = false) {
    const host = this.#host;
    if (host.ending) {
      return;
    }
    this.#cancelNext?.();
    this.#cancelNext = undefined;
    const [link, open, attempt] = [this.#link, host.link, this.#attempts];
    host.link = undefined;
    link?.end(code);
    const isRefused = code >= 4400 && code < 4500;
    const isFinal = byUser || isRefused || FINAL_CODES.includes(code);
    if (globalThis.navigator?.onLine === false) {
      // The client must still be reconnecting when the network returns, however long that takes.
      this.#failures = Math.min(this.#failures, MAX_OFFLINE_FAILURES);
    }
    const delay = isFinal ? null : host.options.nextDelay(this.#failures++);
    if (link !== this.#link) {
      // The application closed the connection while it was asked for the delay.
      return;
    }
    this.#link = undefined;
    /** @type {Failure} */
    let lost = { message: 'The connection was lost before the call was answered.' };
    const ending = isRefused
      ? { message: reason || 'The server has refused the connection.', code: 'refused', data: { code } }
      : { ...CLOSED };
    if (delay === null) {
      lost = isRefused ? ending : { message: reason || 'The connection was lost.' };
      host.ending = ending;
      host.stopLimit();
      this.#unlistenToPage?.();
      removeDispatcher(host.dispatcher);
    } else {
      this.#cancelNext = after(delay, () => this.#openAgain());
    }
    open?.circuit.end(/** @type {string} */ (lost.message));
    host.endCalls(delay === null, lost);
    if (isRefused) {
      this.#dispatch('refused', { code, reason });
    } else if (!open && !byUser) {
      this.#dispatch('failed', { attempt, delay, code, reason: reason || UNREACHABLE });
    } else if (delay !== null) {
      this.#dispatch('disconnected', { code, reason });
    }
    // Unless a listener has called `connect()`.
    if (host.ending === ending) {
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
 * @param {ConnectUrl} url The server's endpoint, or a function that returns it for each attempt. If the function
 *   throws, or its promise is rejected, the attempt has failed.
 * @param {ConnectOptions} [options]
 * @returns {Connection}
 */
export function connect(url, options) {
  return new Connection(url, options);
}
