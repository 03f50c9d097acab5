/**
 * Connects to a server. Calls can be made immediately; calls made before the connection is open are queued.
 *
 * @param {string | URL} url The server's endpoint, such as `https://example.com/_interop`.
 * @param {ConnectOptions} [options]
 * @returns {Connection}
 */
export function connect(url: string | URL, options?: ConnectOptions): Connection;
declare const Connection_base: new () => ConnectionEventTarget;
/**
 * Events:
 *
 * - `connected`: a circuit is open, either the first one or a new one. `detail` is a {@link ConnectedDetail}.
 * - `disconnected`: the circuit was lost. Running calls have been rejected, and so have queued calls that were made
 *   while the circuit was open. References are no longer valid. The client reconnects; calls to static methods are
 *   queued meanwhile. `detail` is a {@link DisconnectedDetail}.
 * - `closed`: the connection has ended for good, and all calls are rejected. `detail` is a {@link DisconnectedDetail}.
 */
export class Connection extends Connection_base {
    /**
     * @param {string | URL} url
     * @param {ConnectOptions} [options]
     */
    constructor(url: string | URL, options?: ConnectOptions);
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
    /** Closes the connection for good. Unanswered calls are rejected, including those that have not been sent. */
    close(): void;
    #private;
}
/**
 * The `detail` of the event `connected`.
 */
export type ConnectedDetail = Welcome;
/**
 * Why a connection was lost, in the `detail` of the event. The properties are those of the WebSocket's close event.
 */
export type DisconnectedDetail = {
    code: number;
    reason: string;
};
export type ConnectionEvents = {
    connected: CustomEvent<ConnectedDetail>;
    disconnected: CustomEvent<DisconnectedDetail>;
    closed: CustomEvent<DisconnectedDetail>;
};
export type ConnectionEventTarget = {
    addEventListener<K extends keyof ConnectionEvents>(type: K, listener: (event: ConnectionEvents[K]) => void, options?: boolean | AddEventListenerOptions): void;
} & EventTarget;
import type { ConnectOptions } from './options.js';
import type { AsyncCalls } from '../assemblies.js';
import type { CallOptions } from './call-options.js';
import type { Welcome } from './circuit.js';
export {};
