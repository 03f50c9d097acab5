export class MessageValues {
    /** @param {import('./connection-dispatcher.js').ConnectionDispatcher} dispatcher */
    constructor(dispatcher: import("./connection-dispatcher.js").ConnectionDispatcher);
    /** Byte arrays that have been received for the next message. @type {Map<number, Uint8Array>} */
    received: Map<number, Uint8Array>;
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
    #private;
}
