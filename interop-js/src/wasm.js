/**
 * A connection to Rust in the page: a WebAssembly module that `interop-wasm` is part of.
 */
/** @import { ConnectedDetail } from './connection.js' */
import { addDispatcher, removeDispatcher } from './connections.js';
import { CallDispatcher } from './dispatcher.js';
import { detailEvent, Target } from './events.js';
import { WasmCircuit } from './wasm-circuit.js';
import { instanceOf } from './wasm-instance.js';

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
export class WasmConnection extends /** @type {new () => WasmConnectionEventTarget} */ (Target) {
  /** The circuit that stands, or the last one that did. @type {WasmCircuit} */
  #circuit;
  #dispatcher;

  /** @param {WasmModule} module */
  constructor(module) {
    super();
    this.#dispatcher = new CallDispatcher({
      sendByteArray: (id, data) => this.#circuit.addByteArray(id, data),
      invokeDotNetFromJS: (assembly, method, objectId, argsJson) =>
        this.#circuit.invoke(assembly, method, objectId, argsJson),
      beginInvokeDotNetFromJS: (callId, assembly, method, objectId, argsJson) =>
        this.#circuit.call(callId, assembly, method, objectId, argsJson),
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
   * Calls a static method and returns its result.
   *
   * @template [T=any]
   * @param {string} assemblyName
   * @param {string} methodIdentifier
   * @param {...any} args
   * @returns {T | null}
   */
  invokeMethod(assemblyName, methodIdentifier, ...args) {
    return this.#dispatcher.invokeDotNetMethod(assemblyName, methodIdentifier, null, args);
  }

  /**
   * Calls a static method.
   *
   * @template [T=any]
   * @param {string} assemblyName
   * @param {string} methodIdentifier
   * @param {...any} args
   * @returns {Promise<T>}
   */
  invokeMethodAsync(assemblyName, methodIdentifier, ...args) {
    return this.#dispatcher.invokeDotNetMethodAsync(assemblyName, methodIdentifier, null, args);
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

  /**
   * Goes on with another instance of the module, once this one is gone or closed. References of before stay dead. An
   * instance that has panicked can not be used again, nor what was imported with it: a fresh one is imported by another
   * URL, such as `./pkg/my_app.js?2`.
   *
   * @param {WasmModule} module
   */
  reconnect(module) {
    if (this.state === 'connected') {
      throw new Error('The connection stands: close it before another instance takes its place.');
    }
    this.#circuit = this.#connect(module);
  }

  /** Closes the connection. Calls that have not been answered are rejected, and Rust gives up what was kept for them. */
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
    // Only a circuit that was made takes part in what `DotNet` means.
    addDispatcher(this.#dispatcher);
    this.#announce('connected', circuit.welcome);
    return circuit;
  }

  /**
   * Not at once: Rust may be in the midst of its work, and whoever has just connected shall have time to listen.
   *
   * @param {string} type
   * @param {ConnectedDetail | WasmClosedDetail} detail
   */
  #announce(type, detail) {
    queueMicrotask(() => this.dispatchEvent(detailEvent(type, detail)));
  }
}

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
export function connectWasm(module) {
  return new WasmConnection(module);
}
