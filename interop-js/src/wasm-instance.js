/**
 * An instance of a WebAssembly module: the ways into it, and whether it still lives.
 */
import { isError } from './brands.js';
import { errorMessage, interopError, reportError } from './errors.js';
import { WasmMemory, roomFor } from './wasm-memory.js';

/**
 * What a module exports as `interop`; `docs/wasm.md` describes it. Texts and bytes are written into its memory, where `area`
 * makes room for those of the next message, and only their lengths are passed. Errors have a `code` and a mark.
 *
 * @typedef {object} WasmExports
 * @property {(client: WasmClient) => number} connect Makes a circuit, whose number the others take first.
 * @property {(circuit: number) => string} welcome What there is to know about it, as JSON.
 * @property {() => WebAssembly.Memory} memory
 * @property {(bytes: number) => number} area The address of room for so many bytes.
 * @property {() => number} reply The address of the result of the last `invoke`.
 * @property {(circuit: number, assembly: number, method: number, args: number, objectId: number) => number} invoke
 *   Calls a method and returns the length of its result. An assembly of length -1 is null.
 * @property {(circuit: number, callId: number, assembly: number, method: number, args: number, objectId: number)
 *   => void} call Begins a call, which the client's `reply` or `fail` answers.
 * @property {(circuit: number, answer: number) => void} result Answers a call of JavaScript.
 * @property {(circuit: number, id: number, length: number) => void} bytes A byte array of the message that follows.
 * @property {(circuit: number, callId: number) => void} cancel
 * @property {(circuit: number, objectId: number, count: number) => void} release
 * @property {(circuit: number, streamId: number, chunks: number) => void} claim
 * @property {(circuit: number, streamId: number, chunks: number) => void} grant
 * @property {(circuit: number, streamId: number) => void} stop
 * @property {(circuit: number, streamId: number, sequence: number, length: number) => void} chunk
 * @property {(circuit: number, streamId: number, error: string | null) => void} end
 * @property {(circuit: number) => void} run Lets running calls go on.
 * @property {(circuit: number, timerId: number) => void} wake The time of a timer has come.
 * @property {(circuit: number) => void} close
 */

/** What a circuit of the module calls. @typedef {Record<string, (...args: any[]) => any>} WasmClient */

/**
 * Functions that take nothing out of the memory.
 *
 * @typedef {Exclude<keyof WasmExports, 'area' | 'reply' | 'invoke' | 'call' | 'result' | 'bytes' | 'chunk'>} PlainExport
 */

/** Of the errors that exports throw. */
const MARK = Symbol.for('interop.error');

/**
 * What has come out of exports. Each makes its errors anew: one that comes out again has gone through Rust from a call in
 * between. @type {WeakSet<object>}
 */
const thrownBefore = new WeakSet();

/** The length of an assembly that is null. */
const NULL = -1;

/** One for each object of exports: all circuits of an instance end with it. @type {WeakMap<WasmExports, WasmInstance>} */
const instances = new WeakMap();

/**
 * The instance behind a module, as a script imports it.
 *
 * @param {{ interop?: WasmExports | any }} module
 * @returns {WasmInstance}
 */
export function instanceOf(module) {
  const exports = module?.interop;
  if (typeof exports?.connect !== 'function') {
    throw new Error('The module exports no `interop`: add `interop_wasm::export!();` to its crate.');
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
  /** Why the instance is gone, if it is. @type {string | undefined} */
  #gone;
  /** Whether the developer has seen the trap that ended it. */
  #isTrapShown = false;
  /** @type {Set<(reason: string) => void>} */
  #listeners = new Set();
  // How long the texts of the message are that was written last.
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
      // What the script of a module calls is not there before the module is initialized.
      if (/TypeError|ReferenceError/.test(/** @type {any} */ (error)?.name)) {
        throw new Error('The module is not initialized: `await init()` first, the default export of its script.', {
          cause: error,
        });
      }
      throw this.#judge(error);
    }
  }

  // Ways in. What comes out of the module is judged; errors of our own in between say nothing about it.

  /**
   * Calls a function that takes nothing out of the memory.
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
   * Begins to call a method.
   *
   * @param {number} circuit
   * @param {number} callId
   * @param {string | null} assembly
   * @param {string} method
   * @param {number} objectId
   * @param {string} argsJson
   */
  call(circuit, callId, assembly, method, objectId, argsJson) {
    this.#writeCall(assembly, method, argsJson);
    try {
      this.#exports.call(circuit, callId, this.#assemblyBytes, this.#methodBytes, this.#argsBytes, objectId);
    } catch (error) {
      throw this.#judge(error);
    }
  }

  /**
   * Answers a call of JavaScript.
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
   * Sends a byte array that the next message names.
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
   * A text that Rust has said to be there.
   *
   * @param {number} address
   * @param {number} length
   */
  readText(address, length) {
    return this.#memory.read(address, length);
  }

  /**
   * A copy of bytes that Rust has said to be there.
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
    // JavaScript that was called meanwhile may have met the end.
    this.#check();
    try {
      return this.#exports.reply();
    } catch (error) {
      throw this.#judge(error);
    }
  }

  // Life

  get isGone() {
    return this.#gone !== undefined;
  }

  /**
   * @param {(reason: string) => void} listener Called when the instance is gone.
   * @returns {() => void} Takes the listener off.
   */
  whenGone(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /**
   * Rust has panicked: a trap follows.
   *
   * @param {string | null | undefined} message
   */
  panicked(message) {
    this.#end('panicked', message);
  }

  /**
   * Errors with the mark are made by the exports themselves. Anything else has gone through Rust in the midst of its work: a
   * trap, or the end of the stack. (That may have been reached just before. Nobody can tell from outside, and to go
   * on with data that are left half changed would be worse.)
   *
   * @param {any} thrown
   * @returns {unknown} What to throw in its place.
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
      this.#gone = `The WebAssembly instance has ${how} and is gone${details}. Connect a fresh instance.`;
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
