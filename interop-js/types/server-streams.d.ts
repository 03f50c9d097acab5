export class ServerStreams extends CircuitStreams {
    /**
     * @param {StreamSender} sender
     * @param {number} [most] How many bytes of a stream may be sent before it is opened, if credit is counted in bytes, and not in
     *   chunks.
     */
    constructor(sender: StreamSender, most?: number);
    /**
     * As in {@link CircuitStreams}, for a stream of which the first `start` bytes were sent ahead.
     *
     * @param {number} streamId
     * @param {() => any} find
     * @param {number} chunkBytes
     * @param {number} credit
     * @param {number} [start]
     * @param {any} [objectId]
     */
    open(streamId: number, find: () => any, chunkBytes: number, credit: number, start?: number, objectId?: any): Promise<void>;
    /**
     * Sends the first bytes of the streams that a message offers, right after the message.
     *
     * @param {string} body
     * @param {(id: number) => any} find Returns the object that has this id.
     */
    sendFirst(body: string, find: (id: number) => any): void;
    #private;
}
import { CircuitStreams } from './circuit-streams.js';
import type { StreamSender } from './streams.js';
