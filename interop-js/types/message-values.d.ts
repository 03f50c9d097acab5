export class MessageValues {
    /** @param {import('./connection-dispatcher.js').ConnectionDispatcher} dispatcher */
    constructor(dispatcher: import("./connection-dispatcher.js").ConnectionDispatcher);
    /**
     * Serializes the contents of the next message, and sends its byte arrays ahead of it.
     *
     * @param {unknown} value
     */
    writeValue(value: unknown): {
        json: string;
        byteArrays: Uint8Array[];
        functions: number[];
    };
    /** @param {string} json */
    readValue(json: string): any;
    /**
     * Receives a byte array that the next message refers to.
     *
     * @param {number} id
     * @param {Uint8Array} data
     */
    addByteArray(id: number, data: Uint8Array): void;
    /**
     * Returns a byte array that no message refers to, for a host that handles it by itself.
     *
     * @param {number} id
     */
    takeByteArray(id: number): Uint8Array<ArrayBufferLike> | null;
    /** Drops the byte arrays that their message did not refer to. */
    dropByteArrays(): void;
    #private;
}
