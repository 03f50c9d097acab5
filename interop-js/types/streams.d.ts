/**
 * Creates a stream that is only received when it is read.
 *
 * @param {Download} download
 */
export function offerDownload(download: Download): DotNetStream;
/**
 * Returns a function that reads a range of the bytes.
 *
 * @param {any} source
 * @returns {(start: number, end: number) => Uint8Array | Promise<Uint8Array>}
 */
export function reader(source: any): (start: number, end: number) => Uint8Array | Promise<Uint8Array>;
/**
 * A stream of bytes sent by Rust.
 */
export class DotNetStream {
    /** @param {() => Promise<ReadableStream<Uint8Array>>} open */
    constructor(open: () => Promise<ReadableStream<Uint8Array>>);
    /** @private */
    private _open;
    /** @private @type {Promise<ReadableStream<Uint8Array>> | undefined} */
    private _stream;
    /**
     * Returns the stream. Its chunks are `Uint8Array`s. Each call returns the same stream, which can be read once.
     *
     * @returns {Promise<ReadableStream<Uint8Array>>}
     */
    stream(): Promise<ReadableStream<Uint8Array>>;
    /**
     * Reads the whole stream.
     *
     * @returns {Promise<ArrayBuffer>}
     */
    arrayBuffer(): Promise<ArrayBuffer>;
    /** A received stream cannot be sent. */
    get [OWNER](): null;
}
export const GONE: "The bytes of the stream are no longer available: their buffer was transferred.";
/**
 * The operations that a stream requires of its connection.
 *
 * @typedef {object} StreamSender
 * @property {(kind: any, streamId: number, detail?: number | string) => void} tell
 * @property {(kind: number, numbers: number[], bytes: Uint8Array) => void} sendChunk
 * @property {() => boolean} [isBusy] Whether so much waits to be sent that calls would have to wait.
 */
/**
 * The receiving side of a stream. The stream is claimed when it is first read. Until then the other side retains it,
 * but only for a limited time.
 */
export class Download {
    /**
     * @param {StreamSender} sender
     * @param {number} id
     * @param {number} window The number of chunks that are granted ahead of the reader; 0 if credit is counted in bytes.
     * @param {() => void} forget Called when the stream has ended.
     */
    constructor(sender: StreamSender, id: number, window: number, forget: () => void);
    sender: StreamSender;
    id: number;
    countsBytes: boolean;
    window: number;
    forget: () => void;
    /**
     * Returns the next chunk, or undefined at the end. Throws the error if the stream ended with one.
     *
     * @returns {Promise<Uint8Array | undefined>}
     */
    next(): Promise<Uint8Array | undefined>;
    /**
     * Grants as much as was read. Grants are sent for a part of the window at a time, which saves frames and does not
     * stall the sender.
     *
     * @param {number} length The length of the chunk that was read.
     */
    grant(length: number): void;
    /**
     * @param {number} sequence
     * @param {Uint8Array} bytes
     */
    receive(sequence: number, bytes: Uint8Array): void;
    /** @param {Error} [error] */
    end(error?: Error): void;
    /** Stops receiving. */
    cancel(): void;
    #private;
}
/** The sending side of a stream. */
export class Upload {
    /**
     * @param {StreamSender} sender
     * @param {number} id
     * @param {number} chunkBytes
     * @param {number} credit In chunks or bytes.
     * @param {boolean} countsBytes
     */
    constructor(sender: StreamSender, id: number, chunkBytes: number, credit: number, countsBytes: boolean);
    sender: StreamSender;
    id: number;
    chunkBytes: number;
    unit: number;
    /** @param {number} credit */
    grant(credit: number): void;
    stop(): void;
    /**
     * Sends all bytes as they are granted. Throws if they cannot be read.
     *
     * @param {() => any} find Returns the source, which was passed to `createJSStreamReference`, or a promise of it.
     * @param {number} [start] The number of bytes that were sent ahead.
     */
    run(find: () => any, start?: number): Promise<void>;
    #private;
}
/**
 * The operations that a stream requires of its connection.
 */
export type StreamSender = {
    tell: (kind: any, streamId: number, detail?: number | string) => void;
    sendChunk: (kind: number, numbers: number[], bytes: Uint8Array) => void;
    /**
     * Whether so much waits to be sent that calls would have to wait.
     */
    isBusy?: (() => boolean) | undefined;
};
import { OWNER } from './owner.js';
