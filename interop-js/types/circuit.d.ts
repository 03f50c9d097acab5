export const SUBPROTOCOL: "interop.v1";
/**
 * What the server announces when it accepts the connection.
 *
 * @typedef {object} Welcome
 * @property {number} version
 * @property {string} circuit The name of the circuit, which also appears in the server's log.
 * @property {number} [keepAlive] Idle time in milliseconds after which the server sends a ping.
 * @property {number} [timeout] Time without data in milliseconds after which the connection is considered lost.
 * @property {Limits} [limits]
 * @property {boolean} [detailedErrors]
 * @property {Record<string, string>} [contract] The hashes of contracts, by assembly, if the server announces them.
 */
/**
 * @typedef {object} Call
 * @property {number} callId
 * @property {string | null} assembly
 * @property {string} method
 * @property {number | null} objectId
 * @property {string} argsJson
 * @property {import('./call-options.js').SentOptions | undefined} options
 * @property {Uint8Array[]} byteArrays
 */
export class Circuit {
    /**
     * @param {WebSocket} socket
     * @param {ConnectionDispatcher} dispatcher
     * @param {import('./link.js').Link} link What the circuit reports to.
     */
    constructor(socket: WebSocket, dispatcher: ConnectionDispatcher, link: import("./link.js").Link);
    begin(): void;
    /**
     * Whether the server accepts this call now. Disposing an object is always accepted, regardless of other running
     * calls.
     *
     * @param {Call} call
     */
    hasRoomFor({ method }: Call): boolean;
    /**
     * Checks the limits that are known before a call is sent.
     *
     * @param {Call} call
     */
    check({ assembly, method, argsJson }: Call): void;
    /** @param {Call} call */
    sendCall({ callId, assembly, method, objectId, argsJson, options, byteArrays }: Call): void;
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
    /** The number of bytes that wait to be sent. */
    get bufferedAmount(): number;
    /**
     * @param {string | Uint8Array} frame
     * @param {boolean} [isWhole] Whether it is never split into parts.
     */
    sendFrame(frame: string | Uint8Array, isWhole?: boolean): void;
    /** @param {number} streamId */
    offerStream(streamId: number): import("./streams.js").DotNetStream;
    /** @param {string | ArrayBuffer} frame */
    receive(frame: string | ArrayBuffer): void;
    /**
     * Ends the circuit because its connection has ended.
     *
     * @param {string} message
     */
    end(message: string): void;
    #private;
}
/**
 * What the server announces when it accepts the connection.
 */
export type Welcome = {
    version: number;
    /**
     * The name of the circuit, which also appears in the server's log.
     */
    circuit: string;
    /**
     * Idle time in milliseconds after which the server sends a ping.
     */
    keepAlive?: number | undefined;
    /**
     * Time without data in milliseconds after which the connection is considered lost.
     */
    timeout?: number | undefined;
    limits?: Limits | undefined;
    detailedErrors?: boolean | undefined;
    /**
     * The hashes of contracts, by assembly, if the server announces them.
     */
    contract?: Record<string, string> | undefined;
};
export type Call = {
    callId: number;
    assembly: string | null;
    method: string;
    objectId: number | null;
    argsJson: string;
    options: import("./call-options.js").SentOptions | undefined;
    byteArrays: Uint8Array[];
};
import type { ConnectionDispatcher } from './connection-dispatcher.js';
import type { Limits } from './limits.js';
