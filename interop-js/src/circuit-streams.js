/**
 * The streams of one circuit, in both directions.
 */
/** @import { DotNetStream, StreamSender } from './streams.js' */
import { interopError } from './errors.js';
import { adoptObject, findHeldObject } from './references.js';
import { Download, Upload, offerDownload } from './streams.js';

/** How many chunks there is room for, where the other side has not said. */
const DEFAULT_WINDOW = 4;

export class CircuitStreams {
  /** @type {Map<number, Upload>} */
  #uploads = new Map();
  /** @type {Map<number, Download>} */
  #downloads = new Map();
  #sender;

  /** @param {StreamSender} sender */
  constructor(sender) {
    this.#sender = sender;
  }

  // From the other side

  /**
   * A stream that a message has named.
   *
   * @param {number} streamId
   * @param {number} [window]
   * @returns {DotNetStream}
   */
  offer(streamId, window = DEFAULT_WINDOW) {
    const download = new Download(this.#sender, streamId, window, () => this.#downloads.delete(streamId));
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
   * The other side wants the bytes that were offered as this object. It forgets the object when it is done with it; should
   * the circuit end before, the object ends with it.
   *
   * @param {number} streamId
   * @param {number} objectId
   * @param {number} chunkBytes
   * @param {number} credit
   * @param {unknown} owner The circuit.
   */
  open(streamId, objectId, chunkBytes, credit, owner) {
    adoptObject(objectId, owner);
    const upload = new Upload(this.#sender, streamId, chunkBytes, credit);
    this.#uploads.set(streamId, upload);
    upload.run(() => findHeldObject(objectId)).then(() => this.#uploads.delete(streamId));
  }

  /**
   * @param {number} streamId
   * @param {number} chunks
   */
  grant(streamId, chunks) {
    this.#uploads.get(streamId)?.grant(chunks);
  }

  /** @param {number} streamId */
  stop(streamId) {
    this.#uploads.get(streamId)?.stop();
  }

  // Both

  /**
   * Ends them all: the other side is gone.
   *
   * @param {string} message
   */
  disconnect(message) {
    this.#uploads.forEach((upload) => upload.stop());
    this.#downloads.forEach((download) => download.end(interopError(message, { code: 'disconnected' })));
  }
}
