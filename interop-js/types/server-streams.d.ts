export class ServerStreams extends CircuitStreams {
    /**
     * @param {import('./circuit.js').Circuit} circuit
     * @param {import('./limits.js').Limits} limits
     * @param {(objectId: number) => any} find Returns an object, or throws if it was released.
     * @param {(objectId: number) => () => any} lend Returns a function that finds an object, which ends with the circuit.
     */
    constructor(circuit: import("./circuit.js").Circuit, limits: import("./limits.js").Limits, find: (objectId: number) => any, lend: (objectId: number) => () => any);
    /**
     * As in {@link CircuitStreams}, with the window that the server has announced.
     *
     * @override
     * @param {number} streamId
     */
    override offer(streamId: number): import("./streams.js").DotNetStream;
    /** @param {ArrayBuffer} frame */
    receiveChunk(frame: ArrayBuffer): void;
    /**
     * @param {string} kind
     * @param {number} id
     * @param {any[]} details
     */
    receiveMessage(kind: string, id: number, details: any[]): void;
    /**
     * Sends the first bytes of the streams that a message offers, right after the message.
     *
     * @param {string} body
     */
    sendFirst(body: string): void;
    #private;
}
import { CircuitStreams } from './circuit-streams.js';
