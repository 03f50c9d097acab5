/**
 * Returns the instance behind an imported module.
 *
 * @param {{ interop?: WasmExports | any }} module
 * @returns {WasmInstance}
 */
export function instanceOf(module: {
    interop?: WasmExports | any;
}): WasmInstance;
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
