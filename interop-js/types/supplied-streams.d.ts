/** Streams supplied by a host, before or after a message refers to them. */
export class SuppliedStreams {
    /**
     * @param {number} id
     * @param {ReadableStream} stream
     */
    supply(id: number, stream: ReadableStream): void;
    /**
     * @param {number} id
     * @returns {Promise<ReadableStream>}
     */
    take(id: number): Promise<ReadableStream>;
    #private;
}
