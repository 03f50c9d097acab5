/**
 * Returns the instance behind an imported module.
 *
 * @param {{ interop?: WasmExports | any }} module
 * @returns {WasmInstance}
 */
export function instanceOf(module: {
    interop?: WasmExports | any;
}): WasmInstance;
/**
 * The object that a module exports as `interop`, as specified in `docs/wasm.md`. Texts and bytes are written to the
 * module's memory, to the buffer that `area` returns for the next message, and only their lengths are passed. Errors
 * have a `code` and a mark.
 *
 * @typedef {object} WasmExports
 * @property {(client: WasmClient) => number} connect Creates a circuit. Its number is the first argument of the
 *   other functions.
 * @property {(circuit: number) => string} welcome Returns the properties of the circuit as JSON.
 * @property {() => WebAssembly.Memory} memory
 * @property {(bytes: number) => number} area Returns the address of a buffer for this many bytes.
 * @property {() => number} reply Returns the address of the result of the last `invoke`.
 * @property {(circuit: number, assembly: number, method: number, args: number, objectId: number) => number} invoke
 *   Calls a method and returns the length of its result. An assembly of length -1 is null.
 * @property {(circuit: number, callId: number, assembly: number, method: number, args: number, objectId: number,
 *   timeout?: number) => void} call Starts a call, which the client's `reply` or `fail` answers.
 * @property {(circuit: number, answer: number) => void} result Answers a call to JavaScript.
 * @property {(circuit: number, id: number, length: number) => void} bytes Passes a byte array of the
 *   following message.
 * @property {(circuit: number, callId: number) => void} cancel
 * @property {(circuit: number, objectId: number, count: number) => void} release
 * @property {(circuit: number, streamId: number, chunks: number) => void} claim
 * @property {(circuit: number, streamId: number, chunks: number) => void} grant
 * @property {(circuit: number, streamId: number) => void} stop
 * @property {(circuit: number, streamId: number, sequence: number, length: number) => void} chunk
 * @property {(circuit: number, streamId: number, error: string | null) => void} end
 * @property {(circuit: number) => void} run Continues running calls.
 * @property {(circuit: number, timerId: number) => void} wake Reports that a timer has expired.
 * @property {(circuit: number) => void} close
 */
/** The callbacks of a circuit. @typedef {Record<string, (...args: any[]) => any>} WasmClient */
/**
 * The functions that read nothing from the memory.
 *
 * @typedef {Exclude<keyof WasmExports, 'area' | 'reply' | 'invoke' | 'call' | 'result' | 'bytes' | 'chunk'>}
 *   PlainExport
 */
/** The property of errors that exports throw. */
export const MARK: unique symbol;
export class WasmInstance {
    /** @param {WasmExports} exports */
    constructor(exports: WasmExports);
    /**
     * Calls a function that reads nothing from the memory.
     *
     * @template {PlainExport} K
     * @param {K} name
     * @param {Parameters<WasmExports[K]>} args
     * @returns {ReturnType<WasmExports[K]>}
     */
    enter<K extends PlainExport>(name: K, ...args: Parameters<WasmExports[K]>): ReturnType<WasmExports[K]>;
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
    invoke(circuit: number, assembly: string | null, method: string, objectId: number, argsJson: string): string;
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
    call(circuit: number, callId: number, assembly: string | null, method: string, objectId: number, argsJson: string, timeout?: number): void;
    /**
     * Answers a call to JavaScript.
     *
     * @param {number} circuit
     * @param {string} answer
     */
    result(circuit: number, answer: string): void;
    /**
     * Sends a byte array that the next message refers to.
     *
     * @param {number} circuit
     * @param {number} id
     * @param {Uint8Array} data
     */
    bytes(circuit: number, id: number, data: Uint8Array): void;
    /**
     * Sends a chunk of a stream.
     *
     * @param {number} circuit
     * @param {number} streamId
     * @param {number} sequence
     * @param {Uint8Array} data
     */
    chunk(circuit: number, streamId: number, sequence: number, data: Uint8Array): void;
    /**
     * Reads a text at the address that Rust has passed.
     *
     * @param {number} address
     * @param {number} length
     */
    readText(address: number, length: number): string;
    /**
     * Copies the bytes at the address that Rust has passed.
     *
     * @param {number} address
     * @param {number} length
     */
    copyBytes(address: number, length: number): Uint8Array<ArrayBuffer>;
    get isGone(): boolean;
    /**
     * @param {(reason: string) => void} listener Called when the instance has ended.
     * @returns {() => void} Removes the listener.
     */
    whenGone(listener: (reason: string) => void): () => void;
    /**
     * Rust has panicked. A trap follows.
     *
     * @param {string | null | undefined} message
     */
    panicked(message: string | null | undefined): void;
    #private;
}
import type { WasmExports } from './wasm-exports.js';
import type { PlainExport } from './wasm-exports.js';
