/**
 * Splits long frames into parts and reassembles them. A browser does not expose a message until it is complete, so
 * without parts a server that is sending a long message would appear silent.
 */
import { binaryFrame, isPing, readNumber } from './frames.js';

/** The first bytes of the parts of text frames and of binary frames. */
const TEXT_PART = 3;
const BINARY_PART = 4;

/** The size of the parts that this client requests, in bytes. */
export const PART_BYTES = 32768;

const encoder = new TextEncoder();

/**
 * Sends a frame, split into parts if it is long.
 *
 * @param {string | Uint8Array} frame
 * @param {number} partBytes The maximum size of a part.
 * @param {(frame: string | Uint8Array) => void} send
 */
export function sendInParts(frame, partBytes, send) {
  const isText = typeof frame === 'string';
  // A UTF-16 unit takes at most three bytes, so most texts can be checked without encoding them.
  if (frame.length * (isText ? 3 : 1) <= partBytes) {
    return send(frame);
  }
  const bytes = isText ? encoder.encode(frame) : frame;
  if (bytes.length <= partBytes) {
    return send(frame);
  }
  for (let start = 0; start < bytes.length; start += partBytes) {
    const part = bytes.subarray(start, start + partBytes);
    send(binaryFrame(isText ? TEXT_PART : BINARY_PART, [bytes.length - start - part.length], part));
  }
}

/** Whether the engine can reassemble text frames. */
export const canReceiveParts = typeof TextDecoder === 'function';

/** Reassembles a frame that arrives in parts. */
export class Assembly {
  /** The kind of the parts, or 0 before the first part. */
  #kind = 0;
  #missing = 0;
  #frame = new Uint8Array();

  /**
   * Takes what has arrived: a whole frame or a part of one. Only `ping` may come between the parts of a frame.
   *
   * @param {string | ArrayBuffer} data
   * @returns {string | ArrayBuffer | undefined} The frame, if it is complete.
   */
  accept(data) {
    const kind = typeof data === 'string' ? 0 : new Uint8Array(data)[0];
    if (kind === TEXT_PART || kind === BINARY_PART) {
      return this.#add(kind, /** @type {ArrayBuffer} */ (data));
    }
    if (this.#kind && !isPing(data)) {
      throw new Error('Another frame came between the parts of a frame.');
    }
    return data;
  }

  /**
   * @param {number} kind
   * @param {ArrayBuffer} part
   */
  #add(kind, part) {
    const missing = readNumber(part, 0);
    const bytes = new Uint8Array(part, 9);
    const rest = missing + bytes.length;
    if (!bytes.length || (this.#kind && (kind !== this.#kind || rest !== this.#missing))) {
      throw new Error('A part of a frame does not continue the previous part.');
    }
    const frame = this.#kind ? this.#frame : new Uint8Array(rest);
    frame.set(bytes, frame.length - rest);
    this.#frame = frame;
    this.#kind = missing && kind;
    this.#missing = missing;
    if (missing) {
      return undefined;
    }
    // Parts are not split into parts again, which is an error here.
    return kind === TEXT_PART ? new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(frame) : this.accept(frame.buffer);
  }
}
