/**
 * Connects to Rust in a WebAssembly module, which has been initialized.
 *
 * ```js
 * import init, * as app from './pkg/my_app.js';
 *
 * await init();
 * connectWasm(app);
 * DotNet.invokeMethod('MyApp', 'Add', 2, 40);
 * ```
 *
 * @param {WasmModule} module
 * @returns {WasmConnection}
 */
export function connectWasm(module: WasmModule): WasmConnection;
declare const WasmConnection_base: new () => WasmConnectionEventTarget;
/**
 * A module as a script imports it: `import * as app from './pkg/my_app.js'`. Its `interop` comes from the line
 * `interop_wasm::export!();`.
 *
 * @typedef {{ interop?: any }} WasmModule
 */
/**
 * Why a connection ended, in the `detail` of the event.
 *
 * @typedef {object} WasmClosedDetail
 * @property {string} reason
 * @property {boolean} isInstanceGone Whether the instance has ended, by a panic for example: only a fresh one can be
 *   connected then.
 */
/**
 * @typedef {object} WasmConnectionEvents
 * @property {CustomEvent<ConnectedDetail>} connected
 * @property {CustomEvent<WasmClosedDetail>} closed
 */
/**
 * @typedef {{
 *   addEventListener<K extends keyof WasmConnectionEvents>(
 *     type: K, listener: (event: WasmConnectionEvents[K]) => void, options?: boolean | AddEventListenerOptions): void;
 * } & EventTarget} WasmConnectionEventTarget
 */
/**
 * Events, which come in a microtask of their own:
 *
 * - `connected`: a circuit stands, the first one or that of a new instance. `detail` is a {@link ConnectedDetail}.
 * - `closed`: the circuit is gone, since the instance is, or since either side has closed it; calls that were under way
 *   have been rejected, later ones fail at once, and all references are dead. `detail` is a {@link WasmClosedDetail}.
 */
export class WasmConnection extends WasmConnection_base {
    /** @param {WasmModule} module */
    constructor(module: WasmModule);
    /** @returns {'connected' | 'closed'} */
    get state(): "connected" | "closed";
    /**
     * Calls a static method and returns its result.
     *
     * @template [T=any]
     * @param {string} assemblyName
     * @param {string} methodIdentifier
     * @param {...any} args
     * @returns {T | null}
     */
    invokeMethod<T = any>(assemblyName: string, methodIdentifier: string, ...args: any[]): T | null;
    /**
     * Calls a static method.
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
    /**
     * Goes on with another instance of the module, once this one is gone or closed. References of before stay dead. An
     * instance that has panicked can not be used again, nor what was imported with it: a fresh one is imported by another
     * URL, such as `./pkg/my_app.js?2`.
     *
     * @param {WasmModule} module
     */
    reconnect(module: WasmModule): void;
    /** Closes the connection. Calls that have not been answered are rejected, and Rust gives up what was kept for them. */
    close(): void;
    #private;
}
/**
 * A module as a script imports it: `import * as app from './pkg/my_app.js'`. Its `interop` comes from the line
 * `interop_wasm::export!();`.
 */
export type WasmModule = {
    interop?: any;
};
/**
 * Why a connection ended, in the `detail` of the event.
 */
export type WasmClosedDetail = {
    reason: string;
    /**
     * Whether the instance has ended, by a panic for example: only a fresh one can be
     * connected then.
     */
    isInstanceGone: boolean;
};
export type WasmConnectionEvents = {
    connected: CustomEvent<ConnectedDetail>;
    closed: CustomEvent<WasmClosedDetail>;
};
export type WasmConnectionEventTarget = {
    addEventListener<K extends keyof WasmConnectionEvents>(type: K, listener: (event: WasmConnectionEvents[K]) => void, options?: boolean | AddEventListenerOptions): void;
} & EventTarget;
import type { ConnectedDetail } from './connection.js';
export {};
