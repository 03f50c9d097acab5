/**
 * The streams of one circuit, in both directions.
 */
/** @import { DotNetStream, StreamSender } from './streams.js' */
import { interopError } from './errors.js';
import { Download, Upload, offerDownload } from './streams.js';

/** The window in chunks if the other side has not announced one. */
const DEFAULT_WINDOW = 4;

export class CircuitStreams {
  /** @type {Map<number, Upload>} */
  #uploads = new Map();
  /** @type {Map<number, Download>} */
  #downloads = new Map();
  #sender;
  #countsBytes;

  /**
   * @param {StreamSender} sender
   * @param {boolean} [countsBytes] Whether credit is counted in bytes, and not in chunks.
   */
  constructor(sender, countsBytes = false) {
    this.#sender = sender;
    this.#countsBytes = countsBytes;
  }

  // From the other side

  /**
   * Creates the stream that a message refers to.
   *
   * @param {number} streamId
   * @param {number} [window]
   * @returns {DotNetStream}
   */
  offer(streamId, window = DEFAULT_WINDOW) {
    const download = new Download(this.#sender, streamId, this.#countsBytes ? 0 : window, () => this.#downloads.delete(streamId));
    this.#downloads.set(streamId, download);
    return offerDownload(download);
  }

  /**
   * @param {number} streamId
   * @param {number} sequence
   * @param {Uint8Array} bytes
   */
  receive(streamId, sequence, bytes) {
    this.#downloads.get(streamId)?.receive(sequence, bytes);
  }

  /**
   * @param {number} streamId
   * @param {string | null | undefined} error
   */
  end(streamId, error) {
    this.#downloads.get(streamId)?.end(typeof error === 'string' ? interopError(error) : undefined);
  }

  // To the other side

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
  open(streamId, find, chunkBytes, credit, start) {
    const upload = new Upload(this.#sender, streamId, chunkBytes, credit, this.#countsBytes);
    this.#uploads.set(streamId, upload);
    return upload.run(find, start).finally(() => this.#uploads.delete(streamId));
  }

  /**
   * @param {number} streamId
   * @param {number} credit
   */
  grant(streamId, credit) {
    this.#uploads.get(streamId)?.grant(credit);
  }

  /** @param {number} streamId */
  stop(streamId) {
    this.#uploads.get(streamId)?.stop();
  }

  // Both

  /**
   * Ends all streams because the other side has ended.
   *
   * @param {string} message
   */
  disconnect(message) {
    this.#uploads.forEach((upload) => upload.stop());
    this.#downloads.forEach((download) => download.end(interopError(message, { code: 'disconnected' })));
  }
}
