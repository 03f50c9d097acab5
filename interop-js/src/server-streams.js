/**
 * The streams of one connection to a server. Unlike in the page, the first bytes of a stream are sent without being asked for,
 * which saves a round trip.
 */
/** @import { StreamSender } from './streams.js' */
import { CircuitStreams } from './circuit-streams.js';
import { errorMessage } from './error-texts.js';
import { FIRST_BYTES, binaryFrame, readNumber } from './frames.js';
import { findHeldObject, lendObject } from './held-objects.js';
import { GONE, reader } from './streams.js';

/** If more bytes than this wait to be sent, streams wait, so that calls do not. */
const MAX_BUFFERED = 2 ** 20;

export class ServerStreams extends CircuitStreams {
  /** First bytes that are being read, by object. The result is the error, if they could not be. @type {Map<any, Promise<any>>} */
  #firsts = new Map();
  #sender;
  #limits;
  #dispatcher;
  #heldObjects;

  /**
   * @param {import('./circuit.js').Circuit} circuit
   * @param {import('./limits.js').Limits} limits
   * @param {import('./connection-dispatcher.js').ConnectionDispatcher} dispatcher
   * @param {Map<number, import('./references.js').HeldObject>} heldObjects
   */
  constructor(circuit, limits, dispatcher, heldObjects) {
    const countsBytes = limits.streamBytes !== undefined;
    /** @type {StreamSender} */
    const sender = {
      tell: (kind, streamId, ...details) => circuit.tell(kind, streamId, ...details),
      // Streams whose credit is counted in bytes have whole chunks.
      sendChunk: (kind, numbers, bytes) => circuit.sendFrame(binaryFrame(kind, numbers, bytes), countsBytes),
      isBusy: () => circuit.bufferedAmount > MAX_BUFFERED,
    };
    super(sender, countsBytes);
    this.#sender = sender;
    this.#limits = limits;
    this.#dispatcher = dispatcher;
    this.#heldObjects = heldObjects;
  }

  // From the server

  /**
   * As in {@link CircuitStreams}, with the window that the server has announced.
   *
   * @override
   * @param {number} streamId
   */
  offer(streamId) {
    return super.offer(streamId, this.#limits.window || undefined);
  }

  /** @param {ArrayBuffer} frame */
  receiveChunk(frame) {
    this.receive(readNumber(frame, 0), readNumber(frame, 1), new Uint8Array(frame, 17));
  }

  /**
   * @param {string} kind
   * @param {number} id
   * @param {any[]} details
   */
  receiveMessage(kind, id, details) {
    switch (kind) {
      case 'open':
        this.#send(id, .../** @type {[number, number, number, number?]} */ (details));
        break;
      case 'grant':
      case 'stop':
      case 'end':
        /** @type {any} */ (this)[kind](id, details[0]);
    }
  }

  // To the server

  /**
   * Sends the bytes of an object.
   *
   * @param {number} streamId
   * @param {number} objectId
   * @param {number} chunkBytes
   * @param {number} credit
   * @param {number} [start] The number of bytes that were sent ahead.
   */
  async #send(streamId, objectId, chunkBytes, credit, start) {
    try {
      const find = lendObject(objectId, this.#dispatcher.circuit, this.#heldObjects);
      const sent = async () => {
        const failure = start && (await this.#firsts.get(objectId));
        if (failure) {
          throw failure;
        }
        return find();
      };
      await this.open(streamId, sent, chunkBytes, credit, start);
    } catch (error) {
      this.#sender.tell('end', streamId, errorMessage(error));
    }
  }

  /**
   * Sends the first bytes of the streams that a message offers, right after the message.
   *
   * @param {string} body
   */
  sendFirst(body) {
    const most = this.#limits.streamBytes ?? 0;
    // Only references contain this text, because quotation marks in strings are escaped.
    for (const [, length, id] of body.matchAll(/"__jsStreamReferenceLength":(\d+),"__jsObjectId":(\d+)/g)) {
      const bytes = Math.min(+length, most);
      if (bytes && !this.#sender.isBusy?.()) {
        this.#sender.tell('offer', +id, bytes);
        this.#firsts.set(+id, this.#sendFirst(+id, bytes));
      }
    }
  }

  /**
   * @param {number} id
   * @param {number} length
   */
  async #sendFirst(id, length) {
    let bytes = /** @type {Uint8Array} */ (new Uint8Array());
    let failure;
    try {
      const source = findHeldObject(id, this.#heldObjects);
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
