/**
 * The streams of one connection to a server. Unlike in the page, the first bytes of a stream are sent without being asked for,
 * which saves a round trip.
 */
/** @import { StreamSender } from './streams.js' */
import { CircuitStreams } from './circuit-streams.js';
import { FIRST_BYTES } from './frames.js';
import { GONE, reader } from './streams.js';

export class ServerStreams extends CircuitStreams {
  /** First bytes that are being read, by object. The result is the error, if they could not be. @type {Map<any, Promise<any>>} */
  #firsts = new Map();
  #sender;
  #most;

  /**
   * @param {StreamSender} sender
   * @param {number} [most] How many bytes of a stream may be sent before it is opened, if credit is counted in bytes, and not in
   *   chunks.
   */
  constructor(sender, most) {
    super(sender, most !== undefined);
    this.#sender = sender;
    this.#most = most ?? 0;
  }

  /**
   * As in {@link CircuitStreams}, for a stream of which the first `start` bytes were sent ahead.
   *
   * @param {number} streamId
   * @param {() => any} find
   * @param {number} chunkBytes
   * @param {number} credit
   * @param {number} [start]
   * @param {any} [objectId]
   */
  open(streamId, find, chunkBytes, credit, start, objectId) {
    const sent = async () => {
      const failure = start && (await this.#firsts.get(objectId));
      if (failure) {
        throw failure;
      }
      return find();
    };
    return super.open(streamId, sent, chunkBytes, credit, start);
  }

  /**
   * Sends the first bytes of the streams that a message offers, right after the message.
   *
   * @param {string} body
   * @param {(id: number) => any} find Returns the object that has this id.
   */
  sendFirst(body, find) {
    // Only references contain this text, because quotation marks in strings are escaped.
    for (const [, length, id] of body.matchAll(/"__jsStreamReferenceLength":(\d+),"__jsObjectId":(\d+)/g)) {
      const bytes = Math.min(+length, this.#most);
      if (bytes && !this.#sender.isBusy?.()) {
        this.#sender.tell('offer', +id, bytes);
        this.#firsts.set(+id, this.#sendFirst(+id, bytes, find));
      }
    }
  }

  /**
   * @param {number} id
   * @param {number} length
   * @param {(id: number) => any} find
   */
  async #sendFirst(id, length, find) {
    let bytes = /** @type {Uint8Array} */ (new Uint8Array());
    let failure;
    try {
      const source = find(id);
      const read = await reader(source)(0, length);
      if (read.length < length) {
        throw new Error(GONE);
      }
      bytes = read;
      this.#firsts.delete(id);
      source.onSent?.(length);
    } catch (error) {
      failure = error;
    }
    this.#sender.sendChunk(FIRST_BYTES, [id], bytes);
    return failure;
  }
}
