export class ServerStreams extends CircuitStreams {
    /**
     * @param {import('./circuit.js').Circuit} circuit
     * @param {import('./limits.js').Limits} limits
     * @param {import('./connection-dispatcher.js').ConnectionDispatcher} dispatcher
     * @param {Map<number, import('./references.js').HeldObject>} heldObjects
     */
    constructor(circuit: import("./circuit.js").Circuit, limits: import("./limits.js").Limits, dispatcher: import("./connection-dispatcher.js").ConnectionDispatcher, heldObjects: Map<number, import("./references.js").HeldObject>);
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
