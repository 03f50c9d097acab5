/**
 * Connects to Rust in a WebAssembly module that has been initialized.
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
 * An imported module: `import * as app from './pkg/my_app.js'`. The line `interop_wasm::export!();` in its crate
 * creates the export `interop`.
 *
 * @typedef {{ interop?: any }} WasmModule
 */
/**
 * Why a connection ended: the `detail` of the event `closed`.
 *
 * @typedef {object} WasmClosedDetail
 * @property {string} reason
 * @property {boolean} isInstanceGone Whether the instance has ended, for example because of a panic. Then only a fresh
 *   instance can be connected.
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
 * Events, each dispatched in its own microtask:
 *
 * - `connected`: a circuit is open, either the first one or that of a new instance. `detail` is a
 *   {@link ConnectedDetail}.
 * - `closed`: the circuit has ended, because its instance has ended or either side has closed it. Running calls have
 *   been rejected, later calls fail immediately, and references are no longer valid. `detail` is a
 *   {@link WasmClosedDetail}.
 */
export class WasmConnection extends WasmConnection_base {
    /** @param {WasmModule} module */
    constructor(module: WasmModule);
    /** @returns {'connected' | 'closed'} */
    get state(): "connected" | "closed";
    /**
     * Calls a static method synchronously and returns its result.
     *
     * @type {SyncCalls['invokeMethod']}
     */
    invokeMethod: SyncCalls["invokeMethod"];
    /**
     * Calls a static method.
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
    /**
     * Connects another instance of the module after this one has ended or the connection was closed. Earlier references
     * stay invalid. An instance that has panicked cannot be used again, and neither can its imported module. Import a
     * fresh one under another URL, such as `./pkg/my_app.js?2`.
     *
     * @param {WasmModule} module
     */
    reconnect(module: WasmModule): void;
    /**
     * Closes the connection. Unanswered calls are rejected, and Rust releases everything that it holds for the
     * connection.
     */
    close(): void;
    #private;
}
/**
 * An imported module: `import * as app from './pkg/my_app.js'`. The line `interop_wasm::export!();` in its crate
 * creates the export `interop`.
 */
export type WasmModule = {
    interop?: any;
};
/**
 * Why a connection ended: the `detail` of the event `closed`.
 */
export type WasmClosedDetail = {
    reason: string;
    /**
     * Whether the instance has ended, for example because of a panic. Then only a fresh
     * instance can be connected.
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
import type { SyncCalls } from '../assemblies.js';
import type { AsyncCalls } from '../assemblies.js';
import type { CallOptions } from './call-options.js';
import type { OnEvent } from '../assemblies.js';
import type { ConnectedDetail } from './connection-events.js';
export {};
