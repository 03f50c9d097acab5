/**
 * The instance behind a module, as a script imports it.
 *
 * @param {{ interop?: WasmExports | any }} module
 * @returns {WasmInstance}
 */
export function instanceOf(module: {
    interop?: WasmExports | any;
}): WasmInstance;
export class WasmInstance {
    /** @param {WasmExports} exports */
    constructor(exports: WasmExports);
    /**
     * Calls a function that takes nothing out of the memory.
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
     * Begins to call a method.
     *
     * @param {number} circuit
     * @param {number} callId
     * @param {string | null} assembly
     * @param {string} method
     * @param {number} objectId
     * @param {string} argsJson
     */
    call(circuit: number, callId: number, assembly: string | null, method: string, objectId: number, argsJson: string): void;
    /**
     * Answers a call of JavaScript.
     *
     * @param {number} circuit
     * @param {string} answer
     */
    result(circuit: number, answer: string): void;
    /**
     * Sends a byte array that the next message names.
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
     * A text that Rust has said to be there.
     *
     * @param {number} address
     * @param {number} length
     */
    readText(address: number, length: number): string;
    /**
     * A copy of bytes that Rust has said to be there.
     *
     * @param {number} address
     * @param {number} length
     */
    copyBytes(address: number, length: number): Uint8Array<ArrayBuffer>;
    get isGone(): boolean;
    /**
     * @param {(reason: string) => void} listener Called when the instance is gone.
     * @returns {() => void} Takes the listener off.
     */
    whenGone(listener: (reason: string) => void): () => void;
    /**
     * Rust has panicked: a trap follows.
     *
     * @param {string | null | undefined} message
     */
    panicked(message: string | null | undefined): void;
    #private;
}
/**
 * What a module exports as `interop`; `docs/wasm.md` describes it. Texts and bytes are written into its memory, where `area`
 * makes room for those of the next message, and only their lengths are passed. Errors have a `code` and a mark.
 */
export type WasmExports = {
    /**
     * Makes a circuit, whose number the others take first.
     */
    connect: (client: WasmClient) => number;
    /**
     * What there is to know about it, as JSON.
     */
    welcome: (circuit: number) => string;
    memory: () => WebAssembly.Memory;
    /**
     * The address of room for so many bytes.
     */
    area: (bytes: number) => number;
    /**
     * The address of the result of the last `invoke`.
     */
    reply: () => number;
    /**
     *   Calls a method and returns the length of its result. An assembly of length -1 is null.
     */
    invoke: (circuit: number, assembly: number, method: number, args: number, objectId: number) => number;
    /**
     * Begins a call, which the client's `reply` or `fail` answers.
     */
    call: (circuit: number, callId: number, assembly: number, method: number, args: number, objectId: number) => void;
    /**
     * Answers a call of JavaScript.
     */
    result: (circuit: number, answer: number) => void;
    /**
     * A byte array of the message that follows.
     */
    bytes: (circuit: number, id: number, length: number) => void;
    cancel: (circuit: number, callId: number) => void;
    release: (circuit: number, objectId: number, count: number) => void;
    claim: (circuit: number, streamId: number, chunks: number) => void;
    grant: (circuit: number, streamId: number, chunks: number) => void;
    stop: (circuit: number, streamId: number) => void;
    chunk: (circuit: number, streamId: number, sequence: number, length: number) => void;
    end: (circuit: number, streamId: number, error: string | null) => void;
    /**
     * Lets running calls go on.
     */
    run: (circuit: number) => void;
    /**
     * The time of a timer has come.
     */
    wake: (circuit: number, timerId: number) => void;
    close: (circuit: number) => void;
};
/**
 * What a circuit of the module calls.
 */
export type WasmClient = Record<string, (...args: any[]) => any>;
/**
 * Functions that take nothing out of the memory.
 */
export type PlainExport = Exclude<keyof WasmExports, "area" | "reply" | "invoke" | "call" | "result" | "bytes" | "chunk">;
