/**
 * A connection to Rust in the page: a WebAssembly module that uses `interop-wasm`.
 */
/** @import { CallOptions } from './call-options.js' */
/** @import { AsyncCalls, OnEvent, SyncCalls } from '../assemblies.js' */
/** @import { ConnectedDetail } from './connection-events.js' */
import { addDispatcher, removeDispatcher } from './connections.js';
import { CallDispatcher } from './dispatcher.js';
import { detailEvent, Target } from './events.js';
import { WasmCircuit } from './wasm-circuit.js';
import { instanceOf } from './wasm-instance.js';

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
export class WasmConnection extends /** @type {new () => WasmConnectionEventTarget} */ (Target) {
  /** The open circuit, or the last one that was open. @type {WasmCircuit} */
  #circuit;
  #dispatcher;

  /** @param {WasmModule} module */
  constructor(module) {
    super();
    this.#dispatcher = new CallDispatcher({
      sendByteArray: (id, data) => this.#circuit.addByteArray(id, data),
      invokeDotNetFromJS: (assembly, method, objectId, argsJson) =>
        this.#circuit.invoke(assembly, method, objectId, argsJson),
      beginInvokeDotNetFromJS: (callId, assembly, method, objectId, argsJson, options) =>
        this.#circuit.call(callId, assembly, method, objectId, argsJson, options?.timeout),
      endInvokeJSFromDotNet: (taskId, _succeeded, payload) => this.#circuit.sendResult(taskId, payload),
      cancelDotNetCall: (callId) => this.#circuit.tell('cancel', callId),
      releaseDotNetObjects: (counts) => counts.forEach((count, id) => this.#circuit.tell('release', id, count)),
      offerDotNetStream: (streamId) => this.#circuit.offerStream(streamId),
    });
    this.#circuit = this.#connect(module);
  }

  /** @returns {'connected' | 'closed'} */
  get state() {
    return this.#circuit.ended === undefined ? 'connected' : 'closed';
  }

  /**
   * Calls a static method synchronously and returns its result.
   *
   * @type {SyncCalls['invokeMethod']}
   */
  invokeMethod = (/** @type {string} */ assemblyName, /** @type {string} */ methodIdentifier, /** @type {any[]} */ ...args) =>
    this.#dispatcher.invokeDotNetMethod(assemblyName, methodIdentifier, null, args);

  /**
   * Calls a static method.
   *
   * @type {AsyncCalls['invokeMethodAsync']}
   */
  invokeMethodAsync = (/** @type {string} */ assemblyName, /** @type {string} */ methodIdentifier, /** @type {any[]} */ ...args) =>
    this.#dispatcher.invokeDotNetMethodAsync(assemblyName, methodIdentifier, null, args);

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

  /**
   * Connects another instance of the module after this one has ended or the connection was closed. Earlier references
   * stay invalid. An instance that has panicked cannot be used again, and neither can its imported module. Import a
   * fresh one under another URL, such as `./pkg/my_app.js?2`.
   *
   * @param {WasmModule} module
   */
  reconnect(module) {
    if (this.state === 'connected') {
      throw new Error('The connection is open. Close it before connecting another instance.');
    }
    this.#circuit = this.#connect(module);
  }

  /**
   * Closes the connection. Unanswered calls are rejected, and Rust releases everything that it holds for the
   * connection.
   */
  close() {
    this.#circuit.close('The connection was closed.');
  }

  /** @param {WasmModule} module */
  #connect(module) {
    const instance = instanceOf(module);
    const circuit = new WasmCircuit(instance, this.#dispatcher, (reason) => {
      removeDispatcher(this.#dispatcher);
      this.#announce('closed', { reason, isInstanceGone: instance.isGone });
    });
    // Registered last, so that `DotNet` never uses a circuit whose construction failed.
    addDispatcher(this.#dispatcher);
    this.#announce('connected', circuit.welcome);
    return circuit;
  }

  /**
   * Dispatches an event in a microtask, because Rust may be running, and because a page that has just connected needs
   * time to add its listeners.
   *
   * @param {string} type
   * @param {ConnectedDetail | WasmClosedDetail} detail
   */
  #announce(type, detail) {
    queueMicrotask(() => this.dispatchEvent(detailEvent(type, detail)));
  }
}

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
export function connectWasm(module) {
  return new WasmConnection(module);
}
