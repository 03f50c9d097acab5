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
export function connect(url: ConnectUrl, options?: ConnectOptions): Connection;
declare const Connection_base: new () => ConnectionEventTarget;
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
export class Connection extends Connection_base {
    /**
     * @param {ConnectUrl} url
     * @param {ConnectOptions} [options]
     */
    constructor(url: ConnectUrl, options?: ConnectOptions);
    /** @returns {'connecting' | 'connected' | 'closed'} */
    get state(): "connecting" | "connected" | "closed";
    /**
     * Calls a static method over this connection. Use it if several connections are open.
     *
     * @type {AsyncCalls['invokeMethodAsync']}
     */
    invokeMethodAsync: AsyncCalls["invokeMethodAsync"];
    /**
     * Returns an object whose calls are cancelled by the signal.
     *
     * @param {AbortSignal} signal
     * @returns {AsyncCalls}
     */
    withSignal(signal: AbortSignal): AsyncCalls;
    /**
     * Returns an object whose calls have these options.
     *
     * @param {CallOptions} options
     * @returns {AsyncCalls}
     */
    withOptions(options: CallOptions): AsyncCalls;
    /**
     * Calls the handler for each event of this name that Rust sends over this connection, as `DotNet.on` does for all
     * connections.
     *
     * @type {OnEvent}
     */
    onEvent: OnEvent;
    /** Closes the connection permanently. Unanswered calls are rejected, including those that have not been sent. */
    close(): void;
    /**
     * Connects again after the connection was refused or closed. While the client waits before its next attempt, it makes
     * the attempt at once. Otherwise there is no effect.
     */
    connect(): void;
    #private;
}
import type { ConnectUrl } from './sockets.js';
import type { ConnectOptions } from './options.js';
import type { ConnectionEventTarget } from './connection-events.js';
import type { AsyncCalls } from '../assemblies.js';
import type { CallOptions } from './call-options.js';
import type { OnEvent } from '../assemblies.js';
export {};
