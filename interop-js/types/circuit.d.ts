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
/**
 * What a circuit tells its connection.
 *
 * @typedef {object} CircuitListener
 * @property {(welcome: Welcome) => void} welcomed The server has accepted the connection.
 * @property {() => void} answered A call was answered: there may be room for another.
 * @property {(reason: string) => void} failed The WebSocket does not send.
 */
export class Circuit {
    /**
     * @param {WebSocket} socket
     * @param {CallDispatcher} dispatcher
     * @param {CircuitListener} listener
     */
    constructor(socket: WebSocket, dispatcher: CallDispatcher, listener: CircuitListener);
    begin(): void;
    /**
     * Whether the server takes this call now. An object can always be disposed, whatever else is under way.
     *
     * @param {Call} call
     */
    hasRoomFor({ method }: Call): boolean;
    /**
     * Checks what can be known before a call is sent.
     *
     * @param {Call} call
     */
    check({ assembly, method, argsJson }: Call): void;
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
    /**
     * @param {string | ArrayBuffer} frame
     * @returns {void}
     */
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
/**
 * What a circuit tells its connection.
 */
export type CircuitListener = {
    /**
     * The server has accepted the connection.
     */
    welcomed: (welcome: Welcome) => void;
    /**
     * A call was answered: there may be room for another.
     */
    answered: () => void;
    /**
     * The WebSocket does not send.
     */
    failed: (reason: string) => void;
};
import type { CallDispatcher } from './dispatcher.js';
import type { Limits } from './limits.js';
