/**
 * An instance of a WebAssembly module: the calls into it, and whether it can still be used.
 */
/** @import { PlainExport, WasmExports } from './wasm-exports.js' */
import { isError } from './brands.js';
import { errorMessage } from './error-texts.js';
import { interopError, reportError } from './errors.js';
import { WasmMemory, roomFor } from './wasm-memory.js';

/** The property of errors that exports throw. */
export const MARK = Symbol.for('interop.error');

/**
 * The errors that exports have thrown. Exports create a new error each time, so an error that is thrown again has
 * passed through Rust from a nested call. @type {WeakSet<object>}
 */
const thrownBefore = new WeakSet();

/** The length that denotes a null assembly. */
const NULL = -1;

/**
 * One instance for each object of exports. All circuits of an instance end with it.
 * @type {WeakMap<WasmExports, WasmInstance>}
 */
const instances = new WeakMap();

/**
 * Returns the instance behind an imported module.
 *
 * @param {{ interop?: WasmExports | any }} module
 * @returns {WasmInstance}
 */
export function instanceOf(module) {
  const exports = module?.interop;
  if (typeof exports?.connect !== 'function') {
    throw new Error('The module does not export `interop`. Add `interop_wasm::export!();` to its crate.');
  }
  let instance = instances.get(exports);
  if (!instance) {
    instance = new WasmInstance(exports);
    instances.set(exports, instance);
  }
  return instance;
}

export class WasmInstance {
  #exports;
  #memory;
  /** Why the instance has ended, if it has. @type {string | undefined} */
  #gone;
  /** Whether the trap that ended the instance has been reported. */
  #isTrapShown = false;
  /** @type {Set<(reason: string) => void>} */
  #listeners = new Set();
  // The lengths of the texts of the message that was written last.
  #assemblyBytes = 0;
  #methodBytes = 0;
  #argsBytes = 0;

  /** @param {WasmExports} exports */
  constructor(exports) {
    this.#exports = exports;
    this.#memory = new WasmMemory(this.#firstMemory());
  }

  #firstMemory() {
    try {
      return this.#exports.memory();
    } catch (error) {
      // The functions that the module's script calls do not exist before the module is initialized.
      if (/TypeError|ReferenceError/.test(/** @type {any} */ (error)?.name)) {
        const text = 'The module is not initialized. Call `await init()` first; `init` is the default export of its script.';
        throw new Error(text, { cause: error });
      }
      throw this.#judge(error);
    }
  }

  // Calls into the module. Only errors that come from the module are judged, not our own errors in between.

  /**
   * Calls a function that reads nothing from the memory.
   *
   * @template {PlainExport} K
   * @param {K} name
   * @param {Parameters<WasmExports[K]>} args
   * @returns {ReturnType<WasmExports[K]>}
   */
  enter(name, ...args) {
    this.#check();
    let result;
    try {
      result = /** @type {any} */ (this.#exports[name])(...args);
    } catch (error) {
      throw this.#judge(error);
    }
    this.#check();
    return result;
  }

  /**
   * Calls a method and returns its result.
   *
   * @param {number} circuit
   * @param {string | null} assembly
   * @param {string} method
   * @param {number} objectId
   * @param {string} argsJson
   * @returns {string}
   */
  invoke(circuit, assembly, method, objectId, argsJson) {
    this.#writeCall(assembly, method, argsJson);
    let bytes;
    try {
      bytes = this.#exports.invoke(circuit, this.#assemblyBytes, this.#methodBytes, this.#argsBytes, objectId);
    } catch (error) {
      throw this.#judge(error);
    }
    return this.#memory.read(this.#replyAddress(), bytes);
  }

  /**
   * Starts an asynchronous call of a method.
   *
   * @param {number} circuit
   * @param {number} callId
   * @param {string | null} assembly
   * @param {string} method
   * @param {number} objectId
   * @param {string} argsJson
   * @param {number} [timeout] In milliseconds.
   */
  call(circuit, callId, assembly, method, objectId, argsJson, timeout) {
    this.#writeCall(assembly, method, argsJson);
    try {
      this.#exports.call(circuit, callId, this.#assemblyBytes, this.#methodBytes, this.#argsBytes, objectId, timeout);
    } catch (error) {
      throw this.#judge(error);
    }
  }

  /**
   * Answers a call to JavaScript.
   *
   * @param {number} circuit
   * @param {string} answer
   */
  result(circuit, answer) {
    const bytes = this.#memory.write(answer, this.#areaFor(roomFor(answer)));
    try {
      this.#exports.result(circuit, bytes);
    } catch (error) {
      throw this.#judge(error);
    }
  }

  /**
   * Sends a byte array that the next message refers to.
   *
   * @param {number} circuit
   * @param {number} id
   * @param {Uint8Array} data
   */
  bytes(circuit, id, data) {
    const length = this.#memory.writeBytes(data, this.#areaFor(data.length));
    try {
      this.#exports.bytes(circuit, id, length);
    } catch (error) {
      throw this.#judge(error);
    }
  }

  /**
   * Sends a chunk of a stream.
   *
   * @param {number} circuit
   * @param {number} streamId
   * @param {number} sequence
   * @param {Uint8Array} data
   */
  chunk(circuit, streamId, sequence, data) {
    const length = this.#memory.writeBytes(data, this.#areaFor(data.length));
    try {
      this.#exports.chunk(circuit, streamId, sequence, length);
    } catch (error) {
      throw this.#judge(error);
    }
  }

  /**
   * Reads a text at the address that Rust has passed.
   *
   * @param {number} address
   * @param {number} length
   */
  readText(address, length) {
    return this.#memory.read(address, length);
  }

  /**
   * Copies the bytes at the address that Rust has passed.
   *
   * @param {number} address
   * @param {number} length
   */
  copyBytes(address, length) {
    return this.#memory.copyBytes(address, length);
  }

  /**
   * @param {string | null} assembly
   * @param {string} method
   * @param {string} argsJson
   */
  #writeCall(assembly, method, argsJson) {
    const memory = this.#memory;
    let address = this.#areaFor(roomFor(argsJson, method, assembly ?? ''));
    this.#assemblyBytes = NULL;
    if (assembly !== null) {
      address += this.#assemblyBytes = memory.write(assembly, address);
    }
    address += this.#methodBytes = memory.write(method, address);
    this.#argsBytes = memory.write(argsJson, address);
  }

  /** @param {number} bytes */
  #areaFor(bytes) {
    this.#check();
    try {
      return this.#exports.area(bytes);
    } catch (error) {
      throw this.#judge(error);
    }
  }

  #replyAddress() {
    // A nested call may have ended the instance.
    this.#check();
    try {
      return this.#exports.reply();
    } catch (error) {
      throw this.#judge(error);
    }
  }

  // Lifetime

  get isGone() {
    return this.#gone !== undefined;
  }

  /**
   * @param {(reason: string) => void} listener Called when the instance has ended.
   * @returns {() => void} Removes the listener.
   */
  whenGone(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /**
   * Rust has panicked. A trap follows.
   *
   * @param {string | null | undefined} message
   */
  panicked(message) {
    this.#end('panicked', message);
  }

  /**
   * Decides whether an error has ended the instance. Errors with the mark are created by the exports themselves. Any
   * other error has interrupted Rust: a trap or a stack overflow. A stack overflow may also have happened just before
   * Rust was entered, but this cannot be detected from outside, and continuing with partially modified data would be
   * worse.
   *
   * @param {any} thrown
   * @returns {unknown} The error to throw instead.
   */
  #judge(thrown) {
    const isRusts = isError(thrown) && /** @type {any} */ (thrown)[MARK] === true;
    if (this.#gone === undefined && isRusts && !thrownBefore.has(thrown)) {
      thrownBefore.add(thrown);
      return thrown;
    }
    this.#end('trapped', errorMessage(thrown));
    if (!this.#isTrapShown) {
      this.#isTrapShown = true;
      reportError(thrown);
    }
    return this.#goneError();
  }

  /**
   * @param {string} how
   * @param {string | null | undefined} message
   */
  #end(how, message) {
    if (this.#gone === undefined) {
      const details = message ? `: ${message}` : '';
      this.#gone = `The WebAssembly instance has ${how} and can no longer be used${details}. Connect a fresh instance.`;
      this.#listeners.forEach((listener) => listener(/** @type {string} */ (this.#gone)));
      this.#listeners.clear();
    }
  }

  #check() {
    if (this.#gone !== undefined) {
      throw this.#goneError();
    }
  }

  #goneError() {
    return interopError(this.#gone, { code: 'disconnected' });
  }
}
