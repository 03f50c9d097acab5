/**
 * Connects to a server. Calls can be made at once: they wait for the connection.
 *
 * @param {string | URL} url Where the server has its endpoint, such as `https://example.com/_interop`.
 * @param {ConnectOptions} [options]
 * @returns {Connection}
 */
export function connect(url: string | URL, options?: ConnectOptions): Connection;
declare const Connection_base: new () => ConnectionEventTarget;
/**
 * Events:
 *
 * - `connected`: a circuit stands, the first one or a new one. `detail` is a {@link ConnectedDetail}.
 * - `disconnected`: the circuit was lost; calls that were under way have been rejected and all references are dead. The
 *   connection is tried again, and calls to static methods wait for it. `detail` is a {@link DisconnectedDetail}. Calls that
 *   were made before and had not been sent are rejected too, unless they were made while there was no circuit.
 * - `closed`: there is no connection any more and will be none; all calls are rejected. `detail` is a
 *   {@link DisconnectedDetail}.
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
     * Calls a static method over this connection, where there are several.
     *
     * @template [T=any]
     * @param {string} assemblyName
     * @param {string} methodIdentifier
     * @param {...any} args
     * @returns {Promise<T>}
     */
    invokeMethodAsync<T = any>(assemblyName: string, methodIdentifier: string, ...args: any[]): Promise<T>;
    /**
     * Calls that the signal cancels.
     *
     * @param {AbortSignal} signal
     * @returns {{ invokeMethodAsync<T = any>(assemblyName: string, methodIdentifier: string, ...args: any[]): Promise<T> }}
     */
    withSignal(signal: AbortSignal): {
        invokeMethodAsync<T = any>(assemblyName: string, methodIdentifier: string, ...args: any[]): Promise<T>;
    };
    /** Closes the connection for good. Calls that have not been answered are rejected, also those that were not sent. */
    close(): void;
    #private;
}
/**
 * What there is to know when a connection stands, in the `detail` of the event.
 */
export type ConnectedDetail = Welcome;
/**
 * Why a connection was lost, in the `detail` of the event: as in the WebSocket's close event.
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
import type { Welcome } from './circuit.js';
export {};
