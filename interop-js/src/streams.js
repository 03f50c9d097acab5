/**
 * Streams of bytes in both directions. A receiver says how many chunks it has room for; a sender sends no more.
 */
import { isArrayBuffer, isBlob, isUint8Array } from './brands.js';
import { errorMessage, interopError } from './errors.js';
import { OWNER } from './marks.js';

/**
 * Bytes that the other side offers.
 */
export class DotNetStream {
  /** @param {() => Promise<ReadableStream<Uint8Array>>} open */
  constructor(open) {
    /** @private */
    this._open = open;
    /** @private @type {Promise<ReadableStream<Uint8Array>> | undefined} */
    this._stream = undefined;
  }

  /** It has an id that nobody takes back. */
  get [OWNER]() {
    return null;
  }

  /**
   * The stream, the same one each time. It is read once; its chunks are `Uint8Array`s.
   *
   * @returns {Promise<ReadableStream<Uint8Array>>}
   */
  stream() {
    return (this._stream ??= this._open());
  }

  /**
   * All bytes.
   *
   * @returns {Promise<ArrayBuffer>}
   */
  async arrayBuffer() {
    return new Response(await this.stream()).arrayBuffer();
  }
}

/** Streams that a host supplies, before or after a message names them. */
export class SuppliedStreams {
  /** @type {Map<number, { promise: Promise<ReadableStream>, resolve: (stream: ReadableStream) => void }>} */
  #slots = new Map();

  /**
   * @param {number} id
   * @param {ReadableStream} stream
   */
  supply(id, stream) {
    this.#slot(id).resolve(stream);
  }

  /**
   * @param {number} id
   * @returns {Promise<ReadableStream>}
   */
  take(id) {
    const { promise } = this.#slot(id);
    promise.then(() => this.#slots.delete(id));
    return promise;
  }

  /** @param {number} id */
  #slot(id) {
    let slot = this.#slots.get(id);
    if (!slot) {
      /** @type {(stream: ReadableStream) => void} */
      let resolve = () => {};
      const promise = /** @type {Promise<ReadableStream>} */ (new Promise((settle) => (resolve = settle)));
      slot = { promise, resolve };
      this.#slots.set(id, slot);
    }
    return slot;
  }
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
  /** @type {Uint8Array[]} */
  #chunks = [];
  #isClaimed = false;
  #sequence = 0;
  #taken = 0;
  /** @type {{ error?: Error } | undefined} */
  #end;
  /** @type {(() => void) | undefined} */
  #wake;

  /**
   * @param {StreamSender} sender
   * @param {number} id
   * @param {number} window How many chunks there is room for.
   * @param {() => void} forget Called when nothing more is to come.
   */
  constructor(sender, id, window, forget) {
    this.sender = sender;
    this.id = id;
    this.window = window;
    this.forget = forget;
  }

  /**
   * The next chunk, or undefined at the end. What has broken the stream off is thrown.
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

  /** Says that a chunk has been taken. Half a window at a time: fewer frames, and the sender never has to wait. */
  grant() {
    if (!this.#end && ++this.#taken * 2 >= this.window) {
      const taken = this.#taken;
      this.#taken = 0;
      this.sender.tell('grant', this.id, taken);
    }
  }

  #claim() {
    if (!this.#isClaimed && !this.#end) {
      this.#isClaimed = true;
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

  /** Reads no further. */
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
 * Streams that nobody can read any more are stopped. What is watched is always an object of ours that whoever can read holds:
 * a `ReadableStream` is the browser's, which may collect it as JavaScript sees it while it goes on to read the stream itself.
 * @type {FinalizationRegistry<Download> | undefined}
 */
const unread = globalThis.FinalizationRegistry && new FinalizationRegistry((download) => download.cancel());

/**
 * What a `ReadableStream` is made of: it holds its source for as long as it can be read. Once it is being read, it lives until
 * its end or until its reader cancels it, as every stream does.
 */
class DownloadSource {
  #download;

  /** @param {Download} download */
  constructor(download) {
    this.#download = download;
    unread?.register(this, download, this);
  }

  /** @param {ReadableStreamDefaultController<Uint8Array>} controller */
  async pull(controller) {
    unread?.unregister(this);
    const chunk = await this.#download.next();
    if (chunk) {
      controller.enqueue(chunk);
      this.#download.grant();
    } else {
      controller.close();
    }
  }

  cancel() {
    unread?.unregister(this);
    this.#download.cancel();
  }
}

/**
 * A stream that is read only if somebody asks for it.
 *
 * @param {Download} download
 */
export function offerDownload(download) {
  const offer = new DotNetStream(async () => {
    unread?.unregister(download);
    return new ReadableStream(new DownloadSource(download), { highWaterMark: 0 });
  });
  unread?.register(offer, download, download);
  return offer;
}

/** A stream of ours on its way out. */
export class Upload {
  #stopped = false;
  /** @type {(() => void) | undefined} */
  #wake;

  /**
   * @param {StreamSender} sender
   * @param {number} id
   * @param {number} chunkBytes
   * @param {number} credit
   */
  constructor(sender, id, chunkBytes, credit) {
    this.sender = sender;
    this.id = id;
    this.chunkBytes = chunkBytes;
    this.credit = credit;
  }

  /** @param {number} chunks */
  grant(chunks) {
    this.credit += chunks;
    this.#wake?.();
  }

  stop() {
    this.#stopped = true;
    this.#wake?.();
  }

  /**
   * Sends all bytes, as there is room for them.
   *
   * @param {() => any} find Finds the source: what `createJSStreamReference` was called with.
   */
  async run(find) {
    try {
      const source = find();
      const length = isBlob(source) ? source.size : source.byteLength;
      if (!length) {
        // An empty stream is never opened: the buffer was transferred away.
        throw new Error('The bytes of the stream are gone.');
      }
      for (let sequence = 0, position = 0; position < length; position += this.chunkBytes) {
        while (!this.credit && !this.#stopped) {
          await /** @type {Promise<void>} */ (new Promise((resolve) => (this.#wake = resolve)));
        }
        const chunk = slice(source, position, Math.min(position + this.chunkBytes, length));
        const bytes = isUint8Array(chunk) ? chunk : await chunk;
        if (this.#stopped) {
          return;
        }
        this.credit--;
        this.sender.sendChunk(this.id, sequence++, bytes);
      }
    } catch (error) {
      if (!this.#stopped) {
        this.sender.tell('end', this.id, errorMessage(error));
      }
    }
  }
}

/**
 * @param {any} source
 * @param {number} start
 * @param {number} end
 * @returns {Uint8Array | Promise<Uint8Array>}
 */
function slice(source, start, end) {
  if (isBlob(source)) {
    return source
      .slice(start, end)
      .arrayBuffer()
      .then((buffer) => new Uint8Array(buffer));
  }
  return isArrayBuffer(source)
    ? new Uint8Array(source, start, end - start)
    : new Uint8Array(source.buffer, (source.byteOffset ?? 0) + start, end - start);
}
