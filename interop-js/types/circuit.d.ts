export const SUBPROTOCOL: "interop.v1";
/**
 * What the server says of itself at the beginning.
 *
 * @typedef {object} Welcome
 * @property {number} version
 * @property {string} circuit The circuit's name, as in the server's log.
 * @property {number} [keepAlive] Milliseconds.
 * @property {number} [timeout] Milliseconds.
 * @property {Limits} [limits]
 * @property {boolean} [detailedErrors]
 */
/**
 * @typedef {object} Call
 * @property {number} callId
 * @property {string | null} assembly
 * @property {string} method
 * @property {number | null} objectId
 * @property {string} argsJson
 * @property {Uint8Array[]} byteArrays
 */
export class Circuit {
    /**
     * @param {WebSocket} socket
     * @param {CallDispatcher} dispatcher
     * @param {(welcome: Welcome) => void} welcomed
     */
    constructor(socket: WebSocket, dispatcher: CallDispatcher, welcomed: (welcome: Welcome) => void);
    begin(): void;
    /** @param {Call} call */
    sendCall({ callId, assembly, method, objectId, argsJson, byteArrays }: Call): void;
    /**
     * @param {number} taskId
     * @param {string} payload
     * @param {Uint8Array[]} byteArrays
     */
    sendResult(taskId: number, payload: string, byteArrays: Uint8Array[]): void;
    /**
     * Sends a frame that has no body.
     *
     * @param {...unknown} header
     */
    tell(...header: unknown[]): void;
    /**
     * @param {number} streamId
     * @param {number} sequence
     * @param {Uint8Array} bytes
     */
    sendChunk(streamId: number, sequence: number, bytes: Uint8Array): void;
    /** @param {number} streamId */
    offerStream(streamId: number): import("./streams.js").DotNetStream;
    /** @param {string | ArrayBuffer} frame */
    receive(frame: string | ArrayBuffer): void;
    /**
     * The connection is gone.
     *
     * @param {string} message
     */
    end(message: string): void;
    #private;
}
/**
 * What the server says of itself at the beginning.
 */
export type Welcome = {
    version: number;
    /**
     * The circuit's name, as in the server's log.
     */
    circuit: string;
    /**
     * Milliseconds.
     */
    keepAlive?: number | undefined;
    /**
     * Milliseconds.
     */
    timeout?: number | undefined;
    limits?: Limits | undefined;
    detailedErrors?: boolean | undefined;
};
export type Call = {
    callId: number;
    assembly: string | null;
    method: string;
    objectId: number | null;
    argsJson: string;
    byteArrays: Uint8Array[];
};
import type { CallDispatcher } from './dispatcher.js';
import type { Limits } from './limits.js';
