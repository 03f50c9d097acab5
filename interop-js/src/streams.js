/**
 * Streams of bytes in both directions. A sender only sends as much as the receiver has granted: bytes over a WebSocket, and
 * chunks otherwise.
 */
import { isBlob } from './brands.js';
import { whenCollected } from './collected.js';
import { interopError } from './errors.js';
import { STREAM_CHUNK } from './frames.js';
import { OWNER } from './owner.js';

/**
 * A stream of bytes sent by Rust.
 */
export class DotNetStream {
  /** @param {() => Promise<ReadableStream<Uint8Array>>} open */
  constructor(open) {
    /** @private */
    this._open = open;
    /** @private @type {Promise<ReadableStream<Uint8Array>> | undefined} */
    this._stream = undefined;
  }

  /** A received stream cannot be sent. */
  get [OWNER]() {
    return null;
  }

  /**
   * Returns the stream. Its chunks are `Uint8Array`s. Each call returns the same stream, which can be read once.
   *
   * @returns {Promise<ReadableStream<Uint8Array>>}
   */
  stream() {
    return (this._stream ??= this._open());
  }

  /**
   * Reads the whole stream.
   *
   * @returns {Promise<ArrayBuffer>}
   */
  async arrayBuffer() {
    return new Response(await this.stream()).arrayBuffer();
  }
}

/** The first window of a download in bytes. It doubles while a whole window is read within `FAST` milliseconds. */
const FIRST_WINDOW = 2 ** 22;
const MAX_WINDOW = 2 ** 24;
const FAST = 500;

/** Credit in bytes is granted in steps of this size. */
const STEP = 2 ** 18;

export const GONE = 'The bytes of the stream are no longer available: their buffer was transferred.';

/** Blobs are read in pieces of this number of chunks. */
const CHUNKS_READ = 16;

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
  /** @type {Uint8Array[]} */
  #chunks = [];
  #isClaimed = false;
  #sequence = 0;
  #taken = 0;
  /** The number of bytes read since `#since`. */
  #read = 0;
  #since = 0;
  /** @type {{ error?: Error } | undefined} */
  #end;
  /** @type {(() => void) | undefined} */
  #wake;

  /**
   * @param {StreamSender} sender
   * @param {number} id
   * @param {number} window The number of chunks that are granted ahead of the reader; 0 if credit is counted in bytes.
   * @param {() => void} forget Called when the stream has ended.
   */
  constructor(sender, id, window, forget) {
    this.sender = sender;
    this.id = id;
    this.countsBytes = !window;
    this.window = window || FIRST_WINDOW;
    this.forget = forget;
  }

  /**
   * Returns the next chunk, or undefined at the end. Throws the error if the stream ended with one.
   *
   * @returns {Promise<Uint8Array | undefined>}
   */
  async next() {
    this.#claim();
    if (!this.#chunks.length && !this.#end) {
      await /** @type {Promise<void>} */ (new Promise((resolve) => (this.#wake = resolve)));
    }
    const chunk = this.#chunks.shift();
    if (!chunk && this.#end?.error) {
      throw this.#end.error;
    }
    return chunk;
  }

  /**
   * Grants as much as was read. Grants are sent for a part of the window at a time, which saves frames and does not
   * stall the sender.
   *
   * @param {number} length The length of the chunk that was read.
   */
  grant(length) {
    if (this.#end) {
      return;
    }
    this.#taken += this.countsBytes ? length : 1;
    if (this.countsBytes && (this.#read += length) >= this.window) {
      const now = Date.now();
      if (now - this.#since < FAST && this.window < MAX_WINDOW) {
        this.#taken += this.window;
        this.window *= 2;
      }
      this.#read = 0;
      this.#since = now;
    }
    if (this.#taken >= (this.countsBytes ? STEP : this.window / 2)) {
      const taken = this.#taken;
      this.#taken = 0;
      this.sender.tell('grant', this.id, taken);
    }
  }

  #claim() {
    if (!this.#isClaimed && !this.#end) {
      this.#isClaimed = true;
      this.#since = Date.now();
      this.sender.tell('claim', this.id, this.window);
    }
  }

  /**
   * @param {number} sequence
   * @param {Uint8Array} bytes
   */
  receive(sequence, bytes) {
    if (sequence !== this.#sequence++) {
      this.#stop(interopError(`Chunk ${sequence} of the stream with ID ${this.id} came out of sequence.`));
    } else if (!this.#end) {
      this.#chunks.push(bytes);
      this.#wake?.();
    }
  }

  /** @param {Error} [error] */
  end(error) {
    if (!this.#end) {
      this.#end = { error };
      this.forget();
      this.#wake?.();
    }
  }

  /** Stops receiving. */
  cancel() {
    this.#stop(interopError('The stream was cancelled.', { code: 'cancelled' }));
  }

  /** @param {Error} error */
  #stop(error) {
    if (!this.#end) {
      this.#chunks = [];
      this.end(error);
      this.sender.tell('stop', this.id);
    }
  }
}

/**
 * Stops streams that have become unreachable. The registered object is always one of our own that every reader holds. A
 * `ReadableStream` itself is not suitable: a browser may collect its JavaScript object while it continues to read the
 * stream natively.
 */
const unread = whenCollected((/** @type {Download} */ download) => download.cancel());

/**
 * The underlying source of a `ReadableStream`, which holds its source for as long as it can be read. Once reading has
 * started, the stream lives until its end or until its reader cancels it.
 */
class DownloadSource {
  #download;

  /** @param {Download} download */
  constructor(download) {
    this.#download = download;
    unread.register(this, download, this);
  }

  /** @param {ReadableStreamDefaultController<Uint8Array>} controller */
  async pull(controller) {
    unread.unregister(this);
    const chunk = await this.#download.next();
    if (chunk) {
      controller.enqueue(chunk);
      this.#download.grant(chunk.length);
    } else {
      controller.close();
    }
  }

  cancel() {
    unread.unregister(this);
    this.#download.cancel();
  }
}

/**
 * Creates a stream that is only received when it is read.
 *
 * @param {Download} download
 */
export function offerDownload(download) {
  const offer = new DotNetStream(async () => {
    unread.unregister(download);
    return new ReadableStream(new DownloadSource(download), { highWaterMark: 0 });
  });
  unread.register(offer, download, download);
  return offer;
}

/** The sending side of a stream. */
export class Upload {
  #stopped = false;
  /** @type {(() => void) | undefined} */
  #wake;
  #credit = 0;

  /**
   * @param {StreamSender} sender
   * @param {number} id
   * @param {number} chunkBytes
   * @param {number} credit In chunks or bytes.
   * @param {boolean} countsBytes
   */
  constructor(sender, id, chunkBytes, credit, countsBytes) {
    this.sender = sender;
    this.id = id;
    this.chunkBytes = chunkBytes;
    // All chunks have the same size, except for the last one.
    this.unit = countsBytes ? 1 : chunkBytes;
    this.grant(credit);
  }

  /** @param {number} credit */
  grant(credit) {
    this.#credit += credit * this.unit;
    this.#wake?.();
  }

  stop() {
    this.#stopped = true;
    this.#wake?.();
  }

  /**
   * Sends all bytes as they are granted. Throws if they cannot be read.
   *
   * @param {() => any} find Returns the source, which was passed to `createJSStreamReference`, or a promise of it.
   * @param {number} [start] The number of bytes that were sent ahead.
   */
  async run(find, start = 0) {
    const source = await find();
    const length = isBlob(source) ? source.size : source.byteLength;
    if (!length) {
      // An empty stream is never opened, so the buffer must have been transferred.
      throw new Error(GONE);
    }
    const read = reader(source);
    const step = CHUNKS_READ * this.chunkBytes;
    let sequence = 0;
    for (; start < length; start += step) {
      const bytes = await read(start, start + step);
      for (let position = 0; position < bytes.length; ) {
        while (!this.#stopped && (!this.#credit || this.sender.isBusy?.())) {
          // Grants come when what waits was sent, so the timer is seldom needed.
          await new Promise((/** @type {(_?: any) => void} */ resolve) => {
            this.#wake = resolve;
            if (this.#credit) {
              setTimeout(resolve, 1);
            }
          });
        }
        if (this.#stopped) {
          return;
        }
        const chunk = bytes.subarray(position, position + Math.min(this.chunkBytes, this.#credit));
        this.#credit -= chunk.length;
        this.sender.sendChunk(STREAM_CHUNK, [this.id, sequence++], chunk);
        position += chunk.length;
        source.onSent?.(start + position);
      }
    }
  }
}

/**
 * Returns a function that reads a range of the bytes.
 *
 * @param {any} source
 * @returns {(start: number, end: number) => Uint8Array | Promise<Uint8Array>}
 */
export function reader(source) {
  if (isBlob(source)) {
    return async (start, end) => new Uint8Array(await source.slice(start, end).arrayBuffer());
  }
  // An `ArrayBuffer` has no buffer and no offset.
  const { buffer = source, byteOffset, byteLength } = source;
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  return (start, end) => bytes.subarray(start, end);
}
