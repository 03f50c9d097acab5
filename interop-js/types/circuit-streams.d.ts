export class CircuitStreams {
    /**
     * @param {StreamSender} sender
     * @param {boolean} [countsBytes] Whether credit is counted in bytes, and not in chunks.
     */
    constructor(sender: StreamSender, countsBytes?: boolean);
    /**
     * Creates the stream that a message refers to.
     *
     * @param {number} streamId
     * @param {number} [window]
     * @returns {DotNetStream}
     */
    offer(streamId: number, window?: number): DotNetStream;
    /**
     * @param {number} streamId
     * @param {number} sequence
     * @param {Uint8Array} bytes
     */
    receive(streamId: number, sequence: number, bytes: Uint8Array): void;
    /**
     * @param {number} streamId
     * @param {string | null | undefined} error
     */
    end(streamId: number, error: string | null | undefined): void;
    /**
     * Sends the bytes that were offered as this object. The other side releases the object when it is done. If the
     * circuit ends before that, the object is released with the circuit.
     *
     * @param {number} streamId
     * @param {() => any} find Returns the object, or throws if it has been released.
     * @param {number} chunkBytes
     * @param {number} credit
     * @param {number} [start] The number of bytes that were sent ahead.
     * @returns {Promise<void>} Rejects if the bytes cannot be read.
     */
    open(streamId: number, find: () => any, chunkBytes: number, credit: number, start?: number): Promise<void>;
    /**
     * @param {number} streamId
     * @param {number} credit
     */
    grant(streamId: number, credit: number): void;
    /** @param {number} streamId */
    stop(streamId: number): void;
    /**
     * Ends all streams because the other side has ended.
     *
     * @param {string} message
     */
    disconnect(message: string): void;
    #private;
}
import type { DotNetStream } from './streams.js';
import type { StreamSender } from './streams.js';
