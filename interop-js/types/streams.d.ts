/**
 * A stream that is read only if somebody asks for it.
 *
 * @param {Download} download
 */
export function offerDownload(download: Download): DotNetStream;
/**
 * Bytes that the other side offers.
 */
export class DotNetStream {
    /** @param {() => Promise<ReadableStream<Uint8Array>>} open */
    constructor(open: () => Promise<ReadableStream<Uint8Array>>);
    /** @private */
    private _open;
    /** @private @type {Promise<ReadableStream<Uint8Array>> | undefined} */
    private _stream;
    /**
     * The stream, the same one each time. It is read once; its chunks are `Uint8Array`s.
     *
     * @returns {Promise<ReadableStream<Uint8Array>>}
     */
    stream(): Promise<ReadableStream<Uint8Array>>;
    /**
     * All bytes.
     *
     * @returns {Promise<ArrayBuffer>}
     */
    arrayBuffer(): Promise<ArrayBuffer>;
    /** It has an id that nobody takes back. */
    get [OWNER](): null;
}
/** Streams that a host supplies, before or after a message names them. */
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
/**
 * What a stream needs of its connection.
 *
 * @typedef {object} StreamSender
 * @property {(kind: 'claim' | 'grant' | 'stop' | 'end', streamId: number, detail?: number | string) => void} tell
 * @property {(streamId: number, sequence: number, bytes: Uint8Array) => void} sendChunk
 */
/**
 * A stream of the other side's on its way in. It is claimed when it is read for the first time: until then the other side
 * keeps it for a limited time, and may give its place to another one afterwards.
 */
export class Download {
    /**
     * @param {StreamSender} sender
     * @param {number} id
     * @param {number} window How many chunks there is room for.
     * @param {() => void} forget Called when nothing more is to come.
     */
    constructor(sender: StreamSender, id: number, window: number, forget: () => void);
    sender: StreamSender;
    id: number;
    window: number;
    forget: () => void;
    /**
     * The next chunk, or undefined at the end. What has broken the stream off is thrown.
     *
     * @returns {Promise<Uint8Array | undefined>}
     */
    next(): Promise<Uint8Array | undefined>;
    /** Says that a chunk has been taken. Half a window at a time: fewer frames, and the sender never has to wait. */
    grant(): void;
    /**
     * @param {number} sequence
     * @param {Uint8Array} bytes
     */
    receive(sequence: number, bytes: Uint8Array): void;
    /** @param {Error} [error] */
    end(error?: Error): void;
    /** Reads no further. */
    cancel(): void;
    #private;
}
/** A stream of ours on its way out. */
export class Upload {
    /**
     * @param {StreamSender} sender
     * @param {number} id
     * @param {number} chunkBytes
     * @param {number} credit
     */
    constructor(sender: StreamSender, id: number, chunkBytes: number, credit: number);
    sender: StreamSender;
    id: number;
    chunkBytes: number;
    credit: number;
    /** @param {number} chunks */
    grant(chunks: number): void;
    stop(): void;
    /**
     * Sends all bytes, as there is room for them.
     *
     * @param {() => any} find Finds the source: what `createJSStreamReference` was called with.
     */
    run(find: () => any): Promise<void>;
    #private;
}
/**
 * What a stream needs of its connection.
 */
export type StreamSender = {
    tell: (kind: "claim" | "grant" | "stop" | "end", streamId: number, detail?: number | string) => void;
    sendChunk: (streamId: number, sequence: number, bytes: Uint8Array) => void;
};
import { OWNER } from './marks.js';
