export class WasmCircuit {
    /**
     * @param {WasmInstance} instance
     * @param {CallDispatcher} dispatcher
     * @param {(reason: string) => void} closed Called when the circuit ends, possibly while Rust is running.
     */
    constructor(instance: WasmInstance, dispatcher: CallDispatcher, closed: (reason: string) => void);
    /** Why the circuit has ended, if it has. @type {string | undefined} */
    ended: string | undefined;
    /** @type {Welcome} */
    welcome: Welcome;
    /**
     * @param {string | null} assembly
     * @param {string} method
     * @param {number | null} objectId
     * @param {string} argsJson
     * @returns {string}
     */
    invoke(assembly: string | null, method: string, objectId: number | null, argsJson: string): string;
    /**
     * @param {number} callId
     * @param {string | null} assembly
     * @param {string} method
     * @param {number | null} objectId
     * @param {string} argsJson
     * @param {number} [timeout] In milliseconds.
     */
    call(callId: number, assembly: string | null, method: string, objectId: number | null, argsJson: string, timeout?: number): void;
    /**
     * @param {number} taskId
     * @param {string} payload
     */
    sendResult(taskId: number, payload: string): void;
    /**
     * @param {Notice} kind
     * @param {...any} details
     */
    tell(kind: Notice, ...details: any[]): void;
    /**
     * @param {number} _kind
     * @param {number[]} numbers The ids of the stream and of the chunk.
     * @param {Uint8Array} bytes
     */
    sendChunk(_kind: number, [streamId, sequence]: number[], bytes: Uint8Array): void;
    /** @param {number} streamId */
    offerStream(streamId: number): import("./streams.js").DotNetStream;
    /**
     * Collects a byte array for the next message.
     *
     * @param {number} id
     * @param {Uint8Array} data
     */
    addByteArray(id: number, data: Uint8Array): void;
    /** @param {string} reason */
    close(reason: string): void;
    #private;
}
/**
 * Messages that are not answered.
 */
export type Notice = "cancel" | "release" | "claim" | "grant" | "stop" | "end" | "run" | "wake";
import type { Welcome } from './circuit.js';
import type { WasmInstance } from './wasm-instance.js';
import type { CallDispatcher } from './dispatcher.js';
